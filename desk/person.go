package desk

import (
	"context"
	"slices"
	"strings"
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
			return nil, failFrom(Broken, err, "a record cannot be read: run `willing verify`, then restore a backup")
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

func (d *Desk) proofsOf(r journal.Reader, c journal.Commit) (proofs, error) {
	var p proofs
	if c.Header.Device == d.Home {
		return p, nil
	}
	hash := c.Hash()
	raw, err := r.Get(bucketProofs, hash[:])
	if err != nil || raw == nil {
		return p, err
	}
	return p, journal.Unmarshal(raw, &p)
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
	Particulars casebook.Particulars `json:"particulars,omitzero"`
	Next        []casebook.Step      `json:"next,omitempty"`
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
	if err := t.d.reach(t.by, action, s.Territory); err != nil {
		return nil, err
	}
	if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
		return nil, nobody()
	}
	return s, nil
}

// Show returns a person's state, what counts and why, and what is missing for each next step.
func (d *Desk) Show(ctx context.Context, by Acting, record casebook.ID) (*Person, error) {
	var out *Person
	err := d.see(ctx, func(r journal.Reader) error {
		s, err := d.state(r, record, d.Now())
		if err != nil {
			return err
		}
		if err := d.reach(by, access.SeePeople, s.Territory); err != nil {
			return err
		}
		who, _ := d.who(by.Who)
		s.Facts = s.FactsFor(casebook.Viewer{Hats: who.Hats})
		if d.allow(by, access.Judge, s.Territory) != nil {
			s.Matches, s.Facts = nil, withoutDoubts(s.Facts)
		}
		out = &Person{State: s}
		if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
			s.Facts = nil
			return nil
		}
		out.Particulars = particulars(s.Facts)
		out.Next = s.Next(d.firstRole(), meetingOn(d.Now(), record), d.Now())
		return nil
	})
	return out, err
}

// withoutDoubts leaves out whom a person may be: the team reads the one neutral sentence and no more (G01).
func withoutDoubts(facts []*casebook.Fact) []*casebook.Fact {
	var out []*casebook.Fact
	for _, f := range facts {
		if f.Type != casebook.MatchFound && f.Type != casebook.MatchJudged {
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

// mostContacts bounds how many phones, and how many addresses, of one person are used. All stand in the history.
const mostContacts = 64

// bounded leaves out of a note what no human being has.
func bounded(p casebook.Particulars) casebook.Particulars {
	p.Phones, p.Emails = p.Phones[:min(len(p.Phones), mostContacts)], p.Emails[:min(len(p.Emails), mostContacts)]
	return p
}

// particulars merges what is known of a person, oldest fact first: a later one fills in or corrects a
// field, lists grow, and nothing is lost, since every fact stays in the history.
func particulars(facts []*casebook.Fact) casebook.Particulars {
	var out casebook.Particulars
	text := func(dst *string, src string) {
		if src != "" {
			*dst = src
		}
	}
	list := func(dst *[]string, src []string) {
		for _, s := range src {
			if len(*dst) < mostContacts && !slices.Contains(*dst, s) {
				*dst = append(*dst, s)
			}
		}
	}
	for _, f := range facts {
		p, ok := f.Body.(*casebook.Particulars)
		if !ok || f.Standing != casebook.Counts {
			continue
		}
		text(&out.Family, p.Family)
		text(&out.Given, p.Given)
		text(&out.Full, p.Full)
		text(&out.Latin, p.Latin)
		text(&out.Town, p.Town)
		text(&out.Country, p.Country)
		text(&out.Language, p.Language)
		text(&out.Skills, p.Skills)
		text(&out.Remarks, p.Remarks)
		list(&out.Phones, p.Phones)
		list(&out.Emails, p.Emails)
		if !p.Born.IsZero() {
			out.Born = p.Born
		}
	}
	return out
}

// displayName is what a list shows.
func displayName(p casebook.Particulars) string {
	switch {
	case p.Full != "":
		return p.Full
	case p.Given != "" || p.Family != "":
		return strings.TrimSpace(p.Given + " " + p.Family)
	case p.Latin != "":
		return p.Latin
	case len(p.Emails) > 0:
		return p.Emails[0]
	}
	return "(no name)"
}
