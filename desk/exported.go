package desk

import (
	"crypto/sha256"
	"slices"
	"time"
	"willing/casebook"
	"willing/programme"
)

// Exported is a person's own file, for them to take away: all that is held about them, and the exact
// texts they were shown. It names no other candidate.
type Exported struct {
	Organisation string               `json:"organisation"`
	Programme    string               `json:"programme"`
	At           time.Time            `json:"at"`
	Person       casebook.ID          `json:"person"`
	Records      []casebook.ID        `json:"records"`
	Stage        casebook.Stage       `json:"stage"`
	Since        time.Time            `json:"since"`
	Territory    string               `json:"territory"`
	Particulars  casebook.Particulars `json:"particulars"`
	Births       []casebook.Birth     `json:"births,omitempty"` // the birth dates on record: the one that decides, then the others
	Conflicts    []Conflict           `json:"conflicts,omitempty"`
	Yes          *casebook.Yes        `json:"yes,omitempty"`
	Deletion     *casebook.Deletion   `json:"deletion,omitempty"`
	Events       []ExportedEvent      `json:"events"`
	Texts        []ExportedText       `json:"texts"`
	Looks        []Look               `json:"looks,omitempty"`    // who looked at the file
	Carriers     []string             `json:"carriers,omitempty"` // who may read it on a device of their own, where no look is noted
	Scans        []OpenedScan         `json:"-"`                  // of pages that the person signed, as far as they are here
}

// ExportedEvent is one thing that was recorded about the person.
type ExportedEvent struct {
	At       time.Time         `json:"at"`
	Type     string            `json:"type"`
	By       string            `json:"by"` // see [NameOf]
	Standing casebook.Standing `json:"standing"`
	Why      *casebook.Lack    `json:"why,omitempty"` // of a proof of age that was set right; of all else, what it lacks may be about others
	Content  any               `json:"content,omitempty"`
	Ref      casebook.Ref      `json:"ref"`
}

// ExportedText is a text exactly as the person was told it.
type ExportedText struct {
	casebook.DisclosureText
	Role     string        `json:"role"`
	Version  int           `json:"version"`
	Approval casebook.Ref  `json:"approval"` // what put it in force, in every language
	Hash     casebook.Hash `json:"hash"`     // SHA-256 of [ExportedText.Markdown]: what a receipt names (G14)
}

// exported is a text in one of its languages.
func exported(text *casebook.Text, in casebook.DisclosureText) ExportedText {
	out := ExportedText{DisclosureText: in, Role: text.Role, Version: text.Version, Approval: text.Ref}
	out.Hash = sha256.Sum256([]byte(out.Markdown()))
	return out
}

// Markdown is the text exactly as its file stands in the programme.
func (t ExportedText) Markdown() string {
	text := programme.Text{DisclosureText: t.DisclosureText, Role: t.Role, Version: t.Version, Headings: t.Headings}
	return text.Markdown()
}

// NameOf says in a word who wrote a commit: a member of staff by the name they had, "the person", or, where nobody is
// named, "headquarters" or "a device".
func NameOf(h *casebook.House, c *casebook.Commit) string { return nameOf(h, c, c.Actor.Who) }

func nameOf(h *casebook.House, c *casebook.Commit, who casebook.ID) string {
	stranger := func(e casebook.Event) bool { return e.Type == casebook.StopAsked }
	switch {
	case who.IsZero() && slices.ContainsFunc(c.Events, stranger):
		return "a stranger"
	case who.IsZero() && !c.Home:
		return "a device"
	case who.IsZero():
		return "headquarters"
	case who == c.Subject && !houseOnly(c):
		return "the person"
	}
	for _, pos := range []uint64{c.Seen, c.Seen + 1} { // whoever founds the house is known from that commit on
		if s, ok := h.StaffAt(who, pos); ok {
			return s.Name
		}
	}
	return "somebody unknown here"
}

// addText adds the text that a telling names, once.
func (e *Exported) addText(h *casebook.House, c *casebook.Commit, told *casebook.Delivered) {
	for _, ref := range c.Refs {
		text := h.TextNamed(ref)
		if text == nil {
			continue
		}
		for _, in := range text.In(told.Language) {
			e.add(exported(text, in))
		}
	}
}

// add adds a text, once.
func (e *Exported) add(t ExportedText) {
	known := func(k ExportedText) bool { return k.Hash == t.Hash }
	if t.Version > 0 && !slices.ContainsFunc(e.Texts, known) {
		e.Texts = append(e.Texts, t)
	}
}
