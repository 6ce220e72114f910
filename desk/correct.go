package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
)

// Conflict is a field of the particulars that two people wrote without knowing of each other. Both values
// are kept, beside each other, until somebody settles it.
type Conflict struct {
	Field  string  `json:"field"` // the JSON name: "family", "born" …
	Values []Value `json:"values"`
}

// Value is one value of a field, who wrote it and when.
type Value struct {
	Value  string       `json:"value"`
	By     string       `json:"by"` // as [NameOf] says
	At     time.Time    `json:"at"`
	Signed bool         `json:"signed"` // otherwise anybody may have written it
	Ref    casebook.Ref `json:"ref"`
}

// Contact is one way to reach a person, and where it comes from (G28).
type Contact struct {
	casebook.Contact
	By string `json:"by"` // who entered it first, as [NameOf] says
}

// Correct adds to or corrects a person's particulars; nothing before is lost. Saw are the notes that the
// editor had before them ([Person.Noted]): what somebody else saved meanwhile is not among them, and then
// both stand beside each other as a [Conflict]. A nil saw means: all that is known now; so Correct with nil
// also settles every conflict in the fields that it gives.
func (d *Desk) Correct(ctx context.Context, by Acting, record casebook.ID, p casebook.Particulars, saw []casebook.Ref) error {
	by = by.doing("correct", nil, record, p, refTexts(saw))
	return d.act(ctx, by, by.trying(access.Meet, record), func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if err != nil {
			return err
		}
		return t.correct(s, record, p, saw)
	})
}

func refTexts(refs []casebook.Ref) []string {
	var out []string
	for _, ref := range refs {
		out = append(out, ref.String())
	}
	return out
}

// correct writes a note of particulars.
func (t *turn) correct(s *casebook.State, record casebook.ID, p casebook.Particulars, saw []casebook.Ref) error {
	if saw == nil {
		saw = s.Noted()
	}
	for _, ref := range saw {
		if !slices.ContainsFunc(s.Facts, func(f *casebook.Fact) bool { return f.Ref == ref && f.Type == casebook.ParticularsNoted }) {
			return failOnPage("reload", BadInput, "what was before you is not known of this person: load the page anew")
		}
	}
	err := t.write(s, entry{subject: record, scope: scopeOf(s), refs: saw, events: []casebook.Event{{Type: casebook.ParticularsNoted, Body: &p}}})
	if err != nil {
		return err
	}
	return t.lookAgain([]casebook.ID{record})
}

// particulars are what is known of a person, and the fields in which two people differ.
func (d *Desk) particulars(s *casebook.State) (casebook.Particulars, []Conflict) {
	known, differ := s.Particulars()
	var out []Conflict
	for _, c := range differ {
		conflict := Conflict{Field: c.Field}
		for _, v := range c.Values {
			conflict.Values = append(conflict.Values, Value{v.Value, d.wrote(s, v.Ref), v.At.UTC(), v.Signed, v.Ref})
		}
		out = append(out, conflict)
	}
	return known, out
}

// editedTwice counts the fields of which two versions stand in one record. That two records of the same person say
// different things is no matter of two edits: whoever joined them saw both.
// since is when the first of them came to have two.
func editedTwice(s *casebook.State, differ []casebook.Conflict) (n int, since int64) {
	for _, c := range differ {
		in := map[casebook.ID][]int64{}
		for _, v := range c.Values {
			if i := slices.IndexFunc(s.Facts, func(f *casebook.Fact) bool { return f.Ref == v.Ref }); i >= 0 {
				about := s.Facts[i].Commit.Subject
				in[about] = append(in[about], v.At.UnixMilli())
			}
		}
		second := int64(0)
		for _, at := range in {
			slices.Sort(at)
			if len(at) > 1 && (second == 0 || at[1] < second) {
				second = at[1]
			}
		}
		if second != 0 {
			n++
			if since == 0 || second < since {
				since = second
			}
		}
	}
	return n, since
}

func (d *Desk) contacts(s *casebook.State) []Contact {
	var out []Contact
	for _, c := range s.Contacts() {
		out = append(out, Contact{c, d.wrote(s, c.Ref)})
	}
	return out
}

// wrote names who wrote an event of a person.
func (d *Desk) wrote(s *casebook.State, ref casebook.Ref) string {
	i := slices.IndexFunc(s.Facts, func(f *casebook.Fact) bool { return f.Ref == ref })
	if i < 0 {
		return ""
	}
	return NameOf(d.house, s.Facts[i].Commit)
}

// mostContacts bounds how many phones, and how many addresses, of one note are compared.
const mostContacts = 64

// bounded leaves out of a note what no human being has.
func bounded(p casebook.Particulars) casebook.Particulars {
	p.Phones, p.Emails = p.Phones[:min(len(p.Phones), mostContacts)], p.Emails[:min(len(p.Emails), mostContacts)]
	return p
}

// noName stands where somebody has none.
const noName = "(no name)"

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
	return noName
}
