package desk

import (
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
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

// Export returns a person's own file: to staff who give it to them, or to the person by their private link.
// Somebody whose erasure was asked for has none any more.
func (d *Desk) Export(ctx context.Context, by Acting, record casebook.ID) (*Exported, error) {
	if by.acts(record) {
		return d.exportOwn(ctx, by)
	}
	var out *Exported
	noted := true
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.ExportPerson, ""); err != nil {
			return err // before anything is looked up: the answer must not tell that there is a record
		}
		s, err := d.state(r, record, d.Now())
		if err != nil {
			return err
		}
		if err := d.reach(by, access.ExportPerson, s.Territory); err != nil {
			return err
		}
		if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
			return fail(NotFound, "there is nobody under this id")
		}
		who, _ := d.who(by.Who)
		out = d.export(s, access.Decide(who, access.Sealed, ""), casebook.Viewer{Hats: who.Hats})
		if err := out.addScans(r, s); err != nil {
			return err
		}
		noted = d.lookedToday(r, out.Person, by.Who, MadeExport)
		out.Looks, err = d.looksAt(r, s.Records)
		return err
	})
	if err == nil && !noted {
		d.looked(ctx, out.Person, by.Who, MadeExport)
	}
	return out, err
}

// exportOwn makes the file for the person themselves, with what they gave to safeguarding alone.
func (d *Desk) exportOwn(ctx context.Context, by Acting) (*Exported, error) {
	var out *Exported
	err := d.see(ctx, func(r journal.Reader) error {
		s, link, err := d.behindKey(r, by.Signer.Public())
		if err != nil {
			return err
		}
		if s.Stage == casebook.StageHidden || !slices.Contains(s.Records, by.Who) {
			return nobody()
		}
		reads := casebook.Viewer{Hats: []string{casebook.Coordinator}}
		if link.SeenByStaff { // whoever drew it may still hold it
			reads = casebook.Viewer{}
		}
		out = d.export(s, true, reads)
		if err := out.addScans(r, s); err != nil {
			return err
		}
		out.Looks, err = d.looksAt(r, s.Records)
		return err
	})
	return out, err
}

// export makes the file. What the person gave to safeguarding alone is in it only if safeguarding makes it
// (sealed): for everybody else the event stands there without its content (G13). So does health, but for who may read it
// (G03): a team would else read it by the link that it drew for the person.
func (d *Desk) export(s *casebook.State, sealed bool, reads casebook.Viewer) *Exported {
	out := &Exported{
		Organisation: d.house.Organisation, At: d.Now().UTC(), Person: s.Records[0], Records: s.Records, Stage: s.Stage,
		Since: s.Since.UTC(), Territory: s.Territory, Yes: s.Yes, Deletion: s.Deletion,
		Events: []ExportedEvent{}, Texts: []ExportedText{},
	}
	out.Particulars, out.Conflicts = d.particulars(s)
	out.Births = s.Births(d.Now())
	out.Carriers = d.carriers(s.Territory)
	if p := d.house.Programme(d.house.Pos); p != nil {
		out.Programme = p.Name
	}
	for i, f := range s.Facts {
		content := own(d.opened(f).Body)
		if f.Type == casebook.RemarkVolunteered && !sealed || s.Veiled(f, reads) {
			content = nil
		}
		out.Events = append(out.Events, ExportedEvent{f.Commit.At.UTC(), f.Type, NameOf(d.house, f.Commit), f.Standing, whyOfAge(f), content, f.Ref})
		switch b := f.Body.(type) {
		case *casebook.Delivered:
			out.addText(d.house, f.Commit, b)
		case *casebook.Answer:
			for _, text := range d.answeredTo(s.Facts[:i], b).exact {
				out.add(text)
			}
		}
	}
	return out
}

// whyOfAge says why a proof of age counts no more.
func whyOfAge(f *casebook.Fact) *casebook.Lack {
	if _, ok := f.Body.(*casebook.Age); !ok || f.Standing != casebook.Overruled || len(f.Lacks) == 0 {
		return nil
	}
	return &f.Lacks[0]
}

// own leaves out of an event's content whatever is about somebody else.
func own(body any) any {
	if m, ok := body.(*casebook.Match); ok {
		return &casebook.Match{Marker: m.Marker, Strength: m.Strength, Kinds: m.Kinds}
	}
	return body
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
