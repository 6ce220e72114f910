//go:build !js

package desk

import (
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

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
