package desk

import (
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Buckets of the derived views. All of them can be thrown away and rebuilt from the journal.
const (
	// people: first record of a person → Row.
	bucketPeople journal.Bucket = "people"
	// links: record → CBOR list of all records of the same person; absent if it stands alone.
	bucketLinks journal.Bucket = "links"
	// index: a word, 0, what it sorts by, 0, the person → nothing. See [Row.index].
	bucketIndex journal.Bucket = "index"
	// keys: hash of a comparison key → who holds it. See postings.go.
	bucketKeys journal.Bucket = "keys"
	// tallies: territory → casebook.Tally.
	bucketTallies journal.Bucket = "tallies"
	// rows: keyed tag of an imported row → what became of it.
	bucketRows journal.Bucket = "rows"
	// proofs: commit hash → proofs, for commits of which a signature did not hold.
	bucketProofs journal.Bucket = "proofs"
)

// cluster returns all records of the person that a record belongs to, itself included, smallest first.
func cluster(r journal.Reader, record casebook.ID) ([]casebook.ID, error) {
	raw, err := r.Get(bucketLinks, record[:])
	if err != nil || raw == nil {
		return []casebook.ID{record}, err
	}
	var out []casebook.ID
	return out, journal.Unmarshal(raw, &out)
}

// recordCommits loads all commits about one record.
func (d *Desk) recordCommits(r journal.Reader, record casebook.ID) ([]*casebook.Commit, error) {
	if list, ok := loaded(r, record); ok {
		return list, nil
	}
	out := []*casebook.Commit{}
	for e, err := range journal.Subject(r, journal.ID(record)) {
		if err != nil {
			return nil, failFrom(Broken, err, "a record cannot be read: `willing verify` says what is damaged, and what helps")
		}
		p, err := d.proofsOf(r, e.Commit)
		if err != nil {
			return nil, err
		}
		out = append(out, d.decode(e.Commit, p))
	}
	load(r, record, out)
	return out, nil
}

// wroteHere reports whether headquarters, at home, wrote a commit in this life of its: then nobody else can have made it up. What it wrote
// before it was restored somebody may have brought, and on a device it all came from elsewhere.
func (d *Desk) wroteHere(h journal.Header) bool {
	if off("home.proofs") {
		return h.Device == d.Home
	}
	return h.Device == d.Home && d.AtHome() && h.Epoch == d.Epoch
}

func (d *Desk) proofsOf(r journal.Reader, c journal.Commit) (proofs, error) {
	var p proofs
	if !d.wroteHere(c.Header) {
		hash := c.Hash()
		raw, err := r.Get(bucketProofs, hash[:])
		if err != nil {
			return p, err
		}
		if raw != nil {
			if err := journal.Unmarshal(raw, &p); err != nil {
				return p, err
			}
		}
	}
	var err error
	p.Spent, err = spent(r, c.Header, p.Bad)
	return p, err
}

// personCommits loads all commits about all records of a person.
func (d *Desk) personCommits(r journal.Reader, record casebook.ID) ([]*casebook.Commit, error) {
	records, err := cluster(r, record)
	if err != nil {
		return nil, err
	}
	var out []*casebook.Commit
	for _, id := range records {
		commits, err := d.recordCommits(r, id)
		if err != nil {
			return nil, err
		}
		out = append(out, commits...)
	}
	return out, nil
}

// Person is a person's state with what names and reaches them, as far as whoever looks may see it.
type Person struct {
	*casebook.State
	Say         string               `json:"say,omitempty"` // the one neutral sentence, to a team that must not approach; then there is nothing else
	Particulars casebook.Particulars `json:"particulars,omitzero"`
	Births      []casebook.Birth     `json:"births,omitempty"`    // the birth dates on record: the one that decides, then the others, and why these do not
	Conflicts   []Conflict           `json:"conflicts,omitempty"` // fields that two people wrote without knowing of each other
	Noted       []casebook.Ref       `json:"noted,omitempty"`     // the notes of particulars behind them: for [Desk.Correct]
	Contacts    []Contact            `json:"contacts,omitempty"`  // for whoever may make the outside call, the best first
	Looks       []Look               `json:"looks,omitempty"`     // who looked at the file
	Next        []casebook.Step      `json:"next,omitempty"`
	Young       *casebook.Young      `json:"young,omitempty"` // why they count as too young to be asked
}

// state folds a person. It returns an error of kind NotFound if nothing is known under the id.
func (d *Desk) state(r journal.Reader, record casebook.ID, now time.Time) (*casebook.State, error) {
	commits, err := d.personCommits(r, record)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(commits, func(c *casebook.Commit) bool { return !houseOnly(c) }) {
		return nil, nobody() // the id of a colleague, a team or a list is nobody's
	}
	return casebook.Fold(d.house, commits, now), nil
}

// person is state for a use case that goes on: an erased or hidden person is nobody to it.
func (t *turn) person(record casebook.ID, action access.Action) (*casebook.State, error) {
	s, err := t.d.state(t.w, record, t.now)
	if err != nil {
		return nil, err
	}
	if !t.by.acts(record) {
		if err := t.d.reach(t.by, action, s.Territory); err != nil {
			return nil, err
		}
	}
	if t.seesLittle() && action != access.LeaveAlone && (s.Alone || closedStage(s.Stage)) {
		return nil, askHeadquarters()
	}
	if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
		return nil, nobody()
	}
	return s, nil
}

// Show returns a person's state, what counts and why, and what is missing for each next step.
func (d *Desk) Show(ctx context.Context, by Acting, record casebook.ID) (*Person, error) {
	return d.show(ctx, by, record, LookedAtFile)
}

// Glance shows who somebody is and how they stand, for whoever does something for them: hands them a link, takes down that
// they leave. Nothing of what was noted comes with it, and the person reads that no more than this was looked at.
func (d *Desk) Glance(ctx context.Context, by Acting, record casebook.ID) (*Person, error) {
	out, err := d.show(ctx, by, record, LookedAtName)
	if err == nil {
		out.Facts, out.Matches, out.Looks, out.Noted, out.Births = nil, nil, nil, nil, nil
	}
	return out, err
}

// Compare shows what is known of somebody for whoever puts it beside another record, or one version beside another, and the
// person reads that this was done.
func (d *Desk) Compare(ctx context.Context, by Acting, record casebook.ID) (*Person, error) {
	out, err := d.show(ctx, by, record, LookedAtCompared)
	if err == nil {
		out.Contacts, out.Looks = nil, nil
	}
	return out, err
}

// Mention says who somebody is, how they stand and what happened when, for a list and for a word on what was done: no look
// at a file, so none is noted. What was noted of them does not come with it.
func (d *Desk) Mention(ctx context.Context, by Acting, record casebook.ID) (*Person, error) {
	out, err := d.show(ctx, by, record, notLookedAt)
	if err != nil {
		return nil, err
	}
	in := out.Particulars
	out.Particulars = casebook.Particulars{Given: in.Given, Family: in.Family, Full: in.Full, Latin: in.Latin, Emails: in.Emails, Town: in.Town}
	out.Conflicts, out.Contacts, out.Looks, out.Births = nil, nil, nil, nil
	facts := out.Facts
	out.Facts = nil
	for _, f := range facts {
		bare := *f
		bare.Body = nil
		out.Facts = append(out.Facts, &bare)
	}
	return out, nil
}

// within gives a person whom whoever acts may see, and their rights.
func (d *Desk) within(r journal.Reader, by Acting, record casebook.ID) (*casebook.State, access.Who, error) {
	s, err := d.state(r, record, d.Now())
	if err != nil {
		return nil, access.Who{}, err
	}
	who, _ := d.who(by.Who)
	return s, who, d.reach(by, access.SeePeople, s.Territory)
}

func (d *Desk) show(ctx context.Context, by Acting, record casebook.ID, what string) (*Person, error) {
	var out *Person
	noted := true
	err := d.see(ctx, func(r journal.Reader) error {
		s, who, err := d.within(r, by, record)
		if err != nil {
			return err
		}
		row, err := rowAt(r, s.Records[0])
		if err != nil {
			return err
		}
		if local(who) && (s.Alone || closedStage(s.Stage)) {
			if row == nil {
				row = &Row{Alone: true, Stage: s.Stage}
			}
			out = d.neutralPerson(by.Who, record, row, s)
			return nil
		}
		s.Facts = d.facts(s, casebook.Viewer{Hats: who.Hats}.WithoutHealth())
		if d.allow(by, access.Judge, s.Territory) != nil {
			s.Matches, s.Facts = nil, withoutDoubts(s.Facts)
		}
		out = &Person{State: s}
		if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
			s.Facts = nil
			return nil
		}
		noted = d.lookedToday(r, s.Records[0], by.Who, what)
		if access.Decide(who, access.ExportPerson, "") {
			if out.Looks, err = d.looksAt(r, s.Records); err != nil {
				return err
			}
		}
		out.Particulars, out.Conflicts = d.particulars(s)
		out.Noted, out.Births = s.Noted(), s.Births(d.Now())
		if d.allow(by, access.CallOutside, whereabouts(s.Territory)) == nil && s.Outside(by.Who) { // not for whoever is involved (G28)
			out.Contacts = d.contacts(s)
		}
		out.Next = s.Next(d.firstRole(), meetingOn(d.Now(), record), d.Now())
		out.Young = s.TooYoung(d.firstRole(), d.Now())
		return nil
	})
	if err == nil && !noted {
		d.looked(ctx, out.Records[0], by.Who, what)
	}
	return out, err
}

// withoutDoubts leaves out whom a person may be, and what others thought of it: the team reads the one neutral sentence and no more (G01).
func withoutDoubts(facts []*casebook.Fact) []*casebook.Fact {
	var out []*casebook.Fact
	for _, f := range facts {
		if f.Type != casebook.MatchFound && f.Type != casebook.MatchJudged && f.Type != casebook.LookSettled {
			out = append(out, f)
		}
	}
	return out
}

// firstRole is the role asked about when none is named: the first of the programme.
func (d *Desk) firstRole() string {
	if p := d.house.Programme(d.house.Pos); p != nil && len(p.Roles) > 0 {
		return p.Roles[0].ID
	}
	return ""
}
