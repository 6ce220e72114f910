package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"willing/casebook"
	"willing/desk"
)

// PeopleQuery asks for a page of people.
type PeopleQuery struct {
	Paging
	Territory string    `query:"territory" maxLength:"60" doc:"Only in this territory."`
	Stage     string    `query:"stage" enum:",set-aside,noted,approached,interviewed,assessed,told,understood,offered,yes-provisional,yes,not-now,lapsed,not-taken,left-alone,hidden,erased,ask-headquarters,unknown" doc:"Only at this stage of the way." example:"told"`
	List      string    `query:"list" enum:",review,worry,call,erase,young,told-again,conflict,irregular,pending,delete,reached,no,left,stopped,open,maybe,after-no" doc:"Who needs a person, or who stands behind a figure."`
	From      time.Time `query:"from" doc:"Of a list that has a day: from then on."`
	Until     time.Time `query:"until" doc:"And before then."`
	Since     time.Time `query:"since" doc:"Of a territory, in the order of when their stage began: from then on. What a team did today, for the evening's notes."`
	Counted   bool      `query:"counted" doc:"Only those whom the figures count: of a team, nobody who has left."`
}

// Search asks for a page of the people whom words find. It is sent as a body, since an address is written down in many places.
type Search struct {
	Text      string    `json:"text" minLength:"1" maxLength:"200" doc:"Words of a name or place, in any script, with or without accents; the last one by its beginning."`
	Territory string    `json:"territory,omitempty" maxLength:"60" doc:"Only in this territory."`
	Stage     string    `json:"stage,omitempty" enum:"set-aside,noted,approached,interviewed,assessed,told,understood,offered,yes-provisional,yes,not-now,lapsed,not-taken,left-alone,hidden,erased,ask-headquarters,unknown" doc:"Only at this stage of the way." example:"told"`
	List      string    `json:"list,omitempty" enum:"review,worry,call,erase,young,told-again,conflict,irregular,pending,delete,reached,no,left,stopped,open,maybe,after-no" doc:"Who needs a person, or who stands behind a figure."`
	From      time.Time `json:"from,omitzero" doc:"Of a list that has a day: from then on."`
	Until     time.Time `json:"until,omitzero" doc:"And before then."`
	Counted   bool      `json:"counted,omitempty" doc:"Only those whom the figures count: of a team, nobody who has left."`
	After     string    `json:"after,omitempty" maxLength:"400" doc:"Where the page before ended: its next."`
	Limit     int       `json:"limit,omitempty" minimum:"1" maximum:"200" default:"50" doc:"Rows of a page at most."`
}

// PeoplePage is a page of people.
type PeoplePage struct {
	Rows []Row  `json:"rows"`
	Next string `json:"next,omitempty" doc:"Send it as after for the next page; absent at the end."`
}

// Person is a person's present, with the reasons for everything in it.
type Person struct {
	Person      casebook.ID           `json:"person"`
	Records     []casebook.ID         `json:"records" doc:"All records that are this person."`
	Stage       casebook.Stage        `json:"stage"`
	Since       *time.Time            `json:"since,omitempty" doc:"When that stage began; left out of somebody who must not be approached, on a device, which knows no more."`
	Territory   string                `json:"territory,omitempty"`
	Alone       bool                  `json:"alone" doc:"No team may approach them."`
	Refused     bool                  `json:"refused" doc:"By a no, a stop or a leaving that no reopening answers."`
	Particulars Particulars           `json:"particulars"`
	Births      []Birth               `json:"births,omitempty" doc:"The birth dates on record, each once: the one that decides (G08), then the others, and why these do not."`
	Conflicts   []desk.Conflict       `json:"conflicts,omitempty" doc:"Fields that two people wrote without knowing of each other: both values are kept."`
	Contacts    []Contact             `json:"contacts,omitempty" doc:"For whoever may make the outside call: ways to reach the person, the best first."`
	Facts       []Fact                `json:"facts" doc:"What happened, oldest first, and what counts of it."`
	Yes         *Yes                  `json:"yes,omitempty"`
	Matches     []casebook.OpenMatch  `json:"matches,omitempty" doc:"Whom they may be the same as; for whoever decides."`
	Erasure     casebook.ErasureState `json:"erasure"`
	Deletion    *casebook.Deletion    `json:"deletion,omitempty" doc:"When the file is to be deleted, and why."`
	Next        []Step                `json:"next,omitempty" doc:"What could come next, and what each step lacks."`
	Young       *Young                `json:"young,omitempty" doc:"Why they count as too young to be asked; left out if they do not."`
}

// Contact is one way to reach a person.
type Contact struct {
	Kind  string       `json:"kind" enum:"phone,email"`
	Value string       `json:"value"`
	From  string       `json:"from" doc:"Who entered it: the person, a third, or the team."`
	By    string       `json:"by,omitempty" doc:"By name."`
	Ref   casebook.Ref `json:"ref"`
}

// Fact is one thing that happened, and what it is worth.
type Fact struct {
	Ref      casebook.Ref      `json:"ref" doc:"Its name: a hash, a colon and a number."`
	Type     string            `json:"type" example:"disclosure.delivered"`
	At       time.Time         `json:"at" doc:"By the clock of the device that wrote it."`
	By       string            `json:"by" doc:"Who wrote it, by name."`
	Standing casebook.Standing `json:"standing" doc:"Whether it counts." example:"counts"`
	Missing  []Missing         `json:"missing,omitempty" doc:"Why it does not count."`
	Content  any               `json:"content,omitempty" doc:"As far as whoever asks may read it; its shape follows the type."`
}

// Yes is a person's yes and what it still waits for.
type Yes struct {
	Answer    casebook.Ref `json:"answer"`
	Role      string       `json:"role"`
	Version   int          `json:"version" doc:"Of the text relied on."`
	Language  string       `json:"language"`
	Grade     string       `json:"grade" doc:"How well it is evidenced."`
	Given     time.Time    `json:"given"`
	Effective bool         `json:"effective"`
	Since     *time.Time   `json:"since,omitempty" doc:"When it took effect."`
	DropUntil *time.Time   `json:"drop_until,omitempty" doc:"One step drops it until then; later leaving is as free."`
	WaitsFor  []Missing    `json:"waits_for,omitempty"`
	ToldAgain int          `json:"told_again,omitempty" doc:"Version of a changed text that waits for their answer."`
	GoesOn    int          `json:"goes_on,omitempty" doc:"The newer version that they were told since, and go on with."`
	WentOn    *time.Time   `json:"went_on,omitempty" doc:"When they said so."`
}

// Birth is a birth date on record, and whether it decides how old somebody is.
type Birth struct {
	Born    string   `json:"born" doc:"As it was noted." example:"2008-11"`
	Rests   string   `json:"rests" enum:"proven,said,noted" doc:"On what it rests: a document showed it, somebody said it, or it was noted with the name, for instance on a list."`
	Decides bool     `json:"decides"`
	Why     *Missing `json:"why,omitempty" doc:"Why it does not decide."`
}

// Young says why somebody counts as too young to be asked, and until when.
type Young struct {
	Minimum int       `json:"minimum" doc:"Years that the role asks for."`
	Born    string    `json:"born" doc:"The birth date that counts, as it was noted." example:"2008-11"`
	Counts  string    `json:"counts" doc:"The day on which they count as born: doubt makes people younger." example:"2008-11-30"`
	From    time.Time `json:"from" doc:"From then on they are old enough."`
	Doubt   bool      `json:"doubt" doc:"They may be old enough already: a document would tell."`
}

// Step is something that could come next.
type Step struct {
	Act     string    `json:"act" doc:"The event type." example:"offer.made"`
	Missing []Missing `json:"missing,omitempty" doc:"What it lacks; nothing if it can be done now."`
}

// PersonReply carries a person, with the tag of what stands there now.
type PersonReply struct {
	ETag string `header:"ETag"`
	Body Person
}

// Correction adds to or corrects what names and reaches a person.
type Correction struct {
	On
	Once
	Match string `header:"If-Match" maxLength:"100" doc:"The ETag of the person as you read them. If somebody wrote meanwhile, nothing is written (412). Without it, both values are kept beside each other."`
	Body  Correcting
}

// Correcting are the fields to write, and what was read before.
type Correcting struct {
	Particulars Particulars    `json:"particulars" doc:"Only fields that are given are written."`
	Saw         []casebook.Ref `json:"saw,omitempty" maxItems:"200" nullable:"false" doc:"The notes that were read before (noted in the facts); left out: all that are known now, which settles conflicts."`
}

// Territory says where somebody belongs.
type Territory struct {
	Territory string `json:"territory" minLength:"1" maxLength:"60" doc:"The id of a territory of the programme."`
}

func people(a *API) {
	register(a, op{id: "list-people", on: "GET /people", tag: "people", does: "List people",
		more: "Whoever asks sees those in the territories of their own teams; headquarters sees everybody. Its cost does not grow with their number."},
		func(ctx context.Context, by desk.Acting, in *PeopleQuery) (*Reply[PeoplePage], error) {
			after, err := in.at()
			if err != nil {
				return nil, err
			}
			if after == nil && !in.Since.IsZero() && in.List == "" {
				after = desk.AfterMoment(in.Since)
			}
			page, err := a.Desk.List(ctx, by, desk.Query{Territory: in.Territory, Stage: casebook.Stage(in.Stage), List: in.List,
				From: in.From, Until: in.Until, Counted: in.Counted, After: after, Limit: in.Limit})
			return &Reply[PeoplePage]{PeoplePage{rowsOf(page.Rows), cursor(page.Next)}}, misplaced(err)
		})
	register(a, op{id: "search-people", on: "POST /people/searches", tag: "people", read: true, does: "Search people by words", more: "Names stand in no address: they are sent in the body. Nothing is written."}, a.search)
	register(a, op{id: "show-person", on: "GET /people/{person}", tag: "people", does: "Show a person: what happened, what counts and why, what is missing",
		more: "Whoever looks is noted: the person can see who did."},
		func(ctx context.Context, by desk.Acting, in *On) (*PersonReply, error) {
			person, err := in.id()
			if err != nil {
				return nil, err
			}
			p, err := a.Desk.Show(ctx, by, person)
			if err != nil {
				return nil, err
			}
			return &PersonReply{tagOf(p), a.personOf(p)}, nil
		})
	register(a, op{id: "correct-person", on: "PATCH /people/{person}/particulars", tag: "people", does: "Add to or correct what names and reaches a person",
		more: "Nothing before is lost. What two people write without knowing of each other stands side by side until somebody settles it."}, a.correct)
	note(a, op{id: "move-person", on: "PUT /people/{person}/territory", tag: "people", does: "Put a person into a territory"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Territory) error {
			return a.Desk.Move(ctx, by, person, in.Territory)
		})
}

func (a *API) search(ctx context.Context, by desk.Acting, in *struct{ Body Search }) (*Reply[PeoplePage], error) {
	q := in.Body
	after, err := Paging{After: q.After}.at()
	if err != nil {
		return nil, bad("body.after", "this is not where a page ended: send the next of the page before as it is")
	}
	page, err := a.Desk.List(ctx, by, desk.Query{Text: q.Text, Territory: q.Territory, Stage: casebook.Stage(q.Stage), List: q.List,
		From: q.From, Until: q.Until, Counted: q.Counted, After: after, Limit: q.Limit})
	return &Reply[PeoplePage]{PeoplePage{rowsOf(page.Rows), cursor(page.Next)}}, misplaced(err)
}

func (a *API) correct(ctx context.Context, by desk.Acting, in *Correction) (*Done, error) {
	person, err := in.id()
	if err != nil {
		return nil, err
	}
	p, err := a.particulars(in.Body.Particulars)
	if err != nil {
		return nil, err
	}
	saw := in.Body.Saw
	if in.Match != "" {
		now, err := a.Desk.Mention(ctx, by, person)
		if err != nil {
			return nil, err
		}
		if in.Match != tagOf(now) && in.Match != "*" {
			late := sorry(http.StatusPreconditionFailed, "somebody wrote meanwhile: read the person again")
			late.Kind = string(desk.Held)
			return nil, late
		}
		saw = now.Noted // whoever writes between this look and the act stands beside, and loses nothing
	}
	return nil, a.Desk.Correct(ctx, by, person, p, saw)
}

// tagOf names what stands in a file now.
func tagOf(p *desk.Person) string {
	sum := sha256.New()
	for _, f := range p.Facts {
		sum.Write(f.Ref.Commit[:])
		sum.Write([]byte{byte(f.Ref.Event >> 8), byte(f.Ref.Event)})
		sum.Write([]byte(f.Standing))
	}
	sum.Write([]byte(p.Stage))
	return `"` + hex.EncodeToString(sum.Sum(nil)[:12]) + `"`
}

func (a *API) personOf(p *desk.Person) Person {
	out := Person{
		Person: p.Records[0], Records: p.Records, Stage: p.Stage, Since: moment(p.Since), Territory: p.Territory, Alone: p.Alone, Refused: p.Refused,
		Particulars: particularsOf(p.Particulars), Conflicts: p.Conflicts, Facts: []Fact{}, Yes: yesOf(p.Yes), Matches: p.Matches,
		Erasure: p.Erasure, Deletion: p.Deletion,
	}
	for _, c := range p.Contacts {
		out.Contacts = append(out.Contacts, Contact{c.Kind, c.Value, c.From, c.By, c.Ref})
	}
	out.Births, out.Young = birthsOf(p.Births), youngOf(p.Young)
	for _, s := range p.Next {
		out.Next = append(out.Next, Step{s.Act, lacksOf(s.Missing)})
	}
	a.house(func(h *casebook.House) {
		for _, f := range p.Facts {
			out.Facts = append(out.Facts, Fact{f.Ref, f.Type, f.Commit.At.UTC(), desk.NameOf(h, f.Commit), f.Standing, lacksOf(f.Lacks), f.Body})
		}
	})
	return out
}

func yesOf(y *casebook.Yes) *Yes {
	if y == nil {
		return nil
	}
	return &Yes{Answer: y.Answer, Role: y.Role, Version: y.Version, Language: y.Language, Grade: y.Grade, Given: y.Given.UTC(), Effective: y.Effective,
		WaitsFor: lacksOf(y.WaitsFor), ToldAgain: y.ToldAgain, GoesOn: y.GoesOn, WentOn: moment(y.WentOn), Since: moment(y.Since), DropUntil: moment(y.DropUntil)}
}

func birthsOf(births []casebook.Birth) (out []Birth) {
	for _, b := range births {
		one := Birth{Born: b.Born.String(), Rests: b.Rests, Decides: b.Decides}
		if b.Why != nil {
			one.Why = &Missing{b.Why.Gate, b.Why.Key, b.Why.Say, b.Why.Args}
		}
		out = append(out, one)
	}
	return out
}

func youngOf(y *casebook.Young) *Young {
	if y == nil {
		return nil
	}
	return &Young{y.Minimum, y.Born.String(), y.Counts.String(), y.From, y.Doubt}
}
