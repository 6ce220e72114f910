package office

import (
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/web"
)

func personRoutes() []web.Route {
	return []web.Route{{Pattern: "GET /people/{id}", Action: access.SeePeople, Handle: person}}
}

// personPage is what the page of one person shows.
type personPage struct {
	ID, Name, Territory, Stage, Shape string
	Since                             time.Time
	Nowhere                           []option // they stand in no territory: those that there are
	Neutral                           string   // the one sentence for a team (G01)
	Journey                           []station
	Step                              string // the next step, in words
	Missing                           []missing
	Asked                             bool // the question is asked, and the answer theirs
	Known                             []field
	Contacts                          []contact
	Yes                               *yes
	History                           []entry
	Look                              []entry // what needs a look, for whoever may say what came of it
	Note                              string  // typed before
	Review                            bool    // somebody must decide whether they are already known, and the visitor may
	Erasure                           *erasure
	Slip                              bool // a stop was recorded within the last minute and can be taken back
	Deletion                          time.Time
	DeletionGate                      string
	Gone                              bool // hidden or erased: nothing else is shown
	Refused                           bool // by a no, a stop or a leaving: there is nothing left to record
	MayChoose, MayCall, MayHand       bool
	AgeProven                         bool            // a document that proves an age was noted
	MayAge                            bool            // they may set a proof of age right
	MayBack                           bool            // something leaves them alone that they could take back before two people
	Health                            bool            // there is something for the doctor, and the visitor reads it
	Young                             *casebook.Young // why they count as too young to be asked
}

// Ahead reports whether anything lies ahead: a step, a yes, a decision.
func (page *personPage) Ahead() bool { return page.Step != "" || page.Yes != nil || page.MayChoose }

// field is one particular of a person: its values, more than one where two people differ.
type field struct {
	Name   string // of the field: "born"
	Key    string // of its label
	Value  string
	Values []desk.Value
	Said   []string         // each of the values, in words
	Weighs []string         // of each of the values, where they are birth dates: which decides, and why another does not
	Births []casebook.Birth // in place of a value: the birth date that decides, then the others
}

// say puts a field's values into the words of the page.
func (f *field) say(p *web.Page, births []casebook.Birth) {
	f.Value = sayField(p, f.Name, f.Value)
	for _, v := range f.Values {
		f.Said = append(f.Said, sayField(p, f.Name, v.Value))
		weighs := ""
		for _, b := range births {
			if f.Name == "born" && b.Born.String() == v.Value {
				weighs = locale.Sentence(p.Weighs(b, true))
			}
		}
		f.Weighs = append(f.Weighs, weighs)
	}
}

// withBirths puts the birth dates on record where the one stands that was noted with the name. Two that stand beside each other there
// stay, since somebody settles them.
func withBirths(fields []field, births []casebook.Birth) []field {
	if len(births) == 0 {
		return fields
	}
	fields = slices.DeleteFunc(fields, func(f field) bool { return f.Name == "born" && f.Values == nil })
	i := slices.IndexFunc(fields, func(f field) bool { return !slices.Contains([]string{"given", "family", "full", "latin"}, f.Name) })
	if i < 0 {
		i = len(fields)
	}
	return slices.Insert(fields, i, field{Name: "born", Key: "office.field.born", Births: births})
}

// contact is a way to reach somebody, and where it comes from.
type contact struct {
	Kind, Value, From, By string
}

// yes is what a person agreed to, and what that is worth.
type yes struct {
	*casebook.Yes
	Grade string // in words
}

// erasure is how far an erasure has come.
type erasure struct {
	casebook.ErasureState
	Waits bool // for a second person
}

// slipSeconds is how long a stop can be taken back as a slip of the finger (G02).
const slipSeconds = 60

func person(p *web.Page) error {
	page, err := personOf(p)
	if err != nil {
		return err
	}
	return p.OK(views, "person", page)
}

func personOf(p *web.Page) (*personPage, error) {
	id, err := p.Person()
	if err != nil {
		return nil, err
	}
	found, err := p.Desk.Show(p.R.Context(), p.By(), id)
	if err != nil {
		return nil, err
	}
	page := &personPage{ID: found.Records[0].String(), Stage: stageWord(p, found.Stage), Shape: shape(found.Stage), Since: found.Since}
	if found.Territory != "" {
		page.Territory = place(p, found.Territory)
	} else if placeable(found.Stage) {
		page.Territory, page.Nowhere = p.T("office.nowhere"), territories(p)
	}
	if e := found.Erasure; e.Asked && !e.Denied {
		page.Erasure = &erasure{e, e.Due.IsZero() && !e.Done}
	}
	if found.Stage == casebook.StageAsk {
		page.Name, page.Gone, page.Neutral, page.Since = p.T("office.name-hidden"), true, p.T("office.neutral"), time.Time{}
		return page, nil
	}
	if found.Stage == casebook.StageHidden || found.Stage == casebook.StageErased {
		page.Name, page.Gone = p.T("office.name-hidden"), true
		return page, nil
	}
	page.fill(p, found)
	return page, nil
}

// fill adds what is shown of somebody who is not hidden.
func (page *personPage) fill(p *web.Page, found *desk.Person) {
	page.Name = nameOf(p, found.Particulars)
	page.Known = withBirths(known(found), found.Births)
	for i := range page.Known {
		page.Known[i].say(p, found.Births)
	}
	page.Journey, page.Young = journey(p, found), found.Young
	page.Step, page.Missing = missingOf(p, found)
	page.Asked = found.Stage == casebook.StageOffered
	page.History = history(p, found)
	if page.Look = lookOf(p, found); p.R.Method == "POST" {
		page.Note = p.Value("note")
	}
	if p.Visitor.May(access.Judge) {
		page.Review = len(found.ToDecide()) > 0
	}
	page.Refused = found.Refused
	if found.Alone {
		page.Neutral = p.T("office.neutral")
	}
	if found.Yes != nil {
		page.Yes = &yes{found.Yes, p.T("office.grade." + found.Yes.Grade)}
	}
	if found.Deletion != nil && p.Visitor.Wears(casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Auditor, casebook.Administrator) {
		page.Deletion, page.DeletionGate = found.Deletion.Due, found.Deletion.Gate
	}
	page.Slip = slip(p, found)
	page.MayChoose = p.Desk.May(p.By(), access.Select, found.Territory) && (found.Yes != nil || found.Stage == casebook.StageAssessed)
	page.MayHand = p.Visitor.May(access.HandOver) && found.Outside(p.Visitor.Who)
	page.MayBack = p.Visitor.May(access.Reopen) && found.Outside(p.Visitor.Who) && len(found.LeftAlone(p.Now())) > 0
	page.AgeProven = len(found.Proofs()) > 0
	page.MayAge = p.Visitor.May(access.CorrectAge) && p.Desk.AtHome() && page.AgeProven && found.Corrector(p.Visitor.Who)
	page.Health = needsHealth(p) && len(found.ForDoctor()) > 0
	page.MayCall = waitsForCall(found) && found.Outside(p.Visitor.Who)
	for _, c := range found.Contacts {
		from := c.From
		if unmet := found.Stage == casebook.StageNoted || found.Stage == casebook.StageSetAside; unmet && from == casebook.FromThird {
			from = "early" // no team has to do with them yet: whoever noted it may come to belong to the one that does
		}
		page.Contacts = append(page.Contacts, contact{c.Kind, c.Value, p.T("office.contact." + from), c.By})
	}
}

// slip reports whether the last stop is so fresh that it may have been a slip of the finger.
func slip(p *web.Page, found *desk.Person) bool {
	last := latest(found.Facts, casebook.StopMade)
	return last != nil && found.Stage == casebook.StageLeftAlone && p.Now().Sub(last.Commit.At) < slipSeconds*time.Second &&
		!slices.ContainsFunc(found.Facts, func(f *casebook.Fact) bool {
			return f.Type == casebook.StopUndone && f.Standing == casebook.Counts && slices.Contains(f.Commit.Refs, last.Ref)
		})
}

// latest is the newest fact of a type that counts, or nil.
func latest(facts []*casebook.Fact, eventType string) *casebook.Fact {
	for i := len(facts) - 1; i >= 0; i-- {
		if facts[i].Type == eventType && facts[i].Standing == casebook.Counts {
			return facts[i]
		}
	}
	return nil
}

func waitsForCall(found *desk.Person) bool {
	return found.Yes != nil && slices.ContainsFunc(found.Yes.WaitsFor, func(l casebook.Lack) bool { return l.Key == "call.missing" })
}

// particulars lists the fields in the order in which people read them, and how each is read.
var particulars = []struct {
	name string
	of   func(*casebook.Particulars) string
}{
	{"given", func(p *casebook.Particulars) string { return p.Given }},
	{"family", func(p *casebook.Particulars) string { return p.Family }},
	{"full", func(p *casebook.Particulars) string { return p.Full }},
	{"latin", func(p *casebook.Particulars) string { return p.Latin }},
	{"born", func(p *casebook.Particulars) string { return p.Born.String() }},
	{"town", func(p *casebook.Particulars) string { return p.Town }},
	{"country", func(p *casebook.Particulars) string { return p.Country }},
	{"language", func(p *casebook.Particulars) string { return p.Language }},
	{"skills", func(p *casebook.Particulars) string { return p.Skills }},
	{"remarks", func(p *casebook.Particulars) string { return p.Remarks }},
}

// known lists what is known of a person; two values stand beside each other where two people differ.
func known(found *desk.Person) []field {
	var out []field
	for _, x := range particulars {
		f := field{Name: x.name, Key: "office.field." + x.name, Value: x.of(&found.Particulars)}
		for _, c := range found.Conflicts {
			if c.Field == x.name {
				f.Values = c.Values
			}
		}
		if f.Value != "" || f.Values != nil {
			out = append(out, f)
		}
	}
	return out
}
