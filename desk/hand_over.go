//go:build !js

package desk

import (
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
)

// Handing is a private link that headquarters is about to hand over.
type Handing struct {
	Ref   casebook.Ref // the fact that issued it
	To    string       // the address it goes to; "" if it is shown on a screen
	From  string       // where that address comes from: [casebook.FromPerson] and so on
	Lang  string       // in which the person reads
	Seen  bool         // it counts as one that staff have seen
	Apart bool         // somebody else than whoever hands it over noted that address: so it is in one hand only
}

// HandOver issues a private link from headquarters: somebody who has not worked with the person does, so that it
// counts for more than one of the team's (G09). Mailed, it goes straight to the person's address, and nobody here
// sees it; but to an address that the team entered, or nobody signed for, it goes as to the team. Shown on a screen,
// it is seen. Whoever calls sends it, and revokes it if that fails. Nobody is written to who must not be approached.
func (d *Desk) HandOver(ctx context.Context, by Acting, record casebook.ID, l PrivateLink, mailed bool) (Handing, error) {
	var out Handing
	key, err := l.Key()
	if err != nil {
		return out, failFrom(Unexpected, err, "no link could be drawn")
	}
	err = d.act(ctx, by, access.HandOver, func(t *turn) error {
		s, err := t.person(record, access.HandOver)
		if err != nil {
			return err
		}
		if out, err = t.handing(s, mailed); err != nil {
			return err
		}
		link := &casebook.Link{Door: l.Hash(), Key: key.Public(), Expires: t.now.Add(linkLife).Unix(), SeenByStaff: out.Seen, Sent: out.Apart}
		c, err := t.append(entry{subject: record, scope: scopeOf(s), events: []casebook.Event{{Type: casebook.LinkIssued, Body: link}}})
		if err != nil {
			return err
		}
		out.Ref = casebook.Ref{Commit: c.Hash}
		return nil
	})
	return out, err
}

// Handing says where a link would go, and what it would count for.
func (d *Desk) Handing(ctx context.Context, by Acting, record casebook.ID) (Handing, error) {
	var out Handing
	err := d.act(ctx, by, access.HandOver, func(t *turn) error {
		s, err := t.person(record, access.HandOver)
		if err == nil {
			out, err = t.handing(s, true)
		}
		return err
	})
	return out, err
}

func (t *turn) handing(s *casebook.State, mailed bool) (Handing, error) {
	out := Handing{Seen: true}
	known, _ := s.Particulars()
	out.Lang = known.Language
	if !s.Outside(t.by.Who) {
		return out, hold([]casebook.Lack{{Gate: "G09", Key: "link.outside", Say: "Somebody who has not worked with this person hands over their link from headquarters."}})
	}
	if !mailed {
		return out, nil
	}
	if s.Alone || closedStage(s.Stage) {
		return out, hold([]casebook.Lack{{Gate: "G11", Key: "contact.refused", Say: casebook.NeutralRefusal}})
	}
	contacts := s.Contacts()
	mail := func(c casebook.Contact) bool { return c.Kind == "email" }
	best := slices.IndexFunc(contacts, mail)
	i := slices.IndexFunc(contacts, func(c casebook.Contact) bool { return mail(c) && c.From == contacts[best].From && t.another(s, c.By) })
	if i < 0 {
		i = best
	}
	if i < 0 {
		return out, failOnPage("no-mail", BadInput, "no mail address of this person is known: show the link on the screen, or note an address first")
	}
	out.To, out.From = contacts[i].Value, contacts[i].From
	out.Seen = out.From != casebook.FromPerson && out.From != casebook.FromThird
	out.Apart = !out.Seen && t.another(s, contacts[i].By)
	return out, nil
}

// another reports whether somebody else than whoever acts noted something: the person, or a colleague with a key of their own. An
// administrator admits people alone, and signs in as somebody made up; but nobody gives a key to those alone.
func (t *turn) another(s *casebook.State, who casebook.ID) bool {
	return who != t.by.Who && (slices.Contains(s.Records, who) || t.d.house.HasKey(who))
}

// Handed is what became of a private link that headquarters hands over.
type Handed struct {
	Handing
	Link string // the address, if it is shown on a screen
	Sent bool   // it went by mail
	Why  string // it should have gone by mail and could not: in a word, as package node's MailError has it; the link is ended
}
