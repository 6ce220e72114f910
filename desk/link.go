package desk

import (
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
)

// linkLife is how long a private link serves (our decision).
const linkLife = 90 * 24 * time.Hour

// Link issues a private link to a person: the public half of the key that it carries, and the SHA-256 of what
// opens its page (nil for none). One that somebody of the team hands over counts as seen by staff, whatever they
// say.
func (d *Desk) Link(ctx context.Context, by Acting, record casebook.ID, key, door []byte, seenByStaff bool) error {
	by = by.doing("link", nil, record, key, door, seenByStaff)
	link := &casebook.Link{Door: door, Key: key, Expires: d.Now().Add(linkLife).Unix(), SeenByStaff: seenByStaff}
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.LinkIssued, Body: link})
}

// RevokeLink ends a private link of a person: staff do, or whoever has the link itself.
func (d *Desk) RevokeLink(ctx context.Context, by Acting, record casebook.ID, link casebook.Ref) error {
	by = by.doing("revoke link", nil, record, link.String())
	action := access.Meet
	if d.May(by, access.HandOver, "") { // whoever may hand a link over may end one
		action = access.HandOver
	}
	return d.act(ctx, by, by.trying(action, record), func(t *turn) error {
		s, err := t.person(record, action)
		if err != nil {
			return err
		}
		links := s.Links()
		i := slices.IndexFunc(links, func(l casebook.IssuedLink) bool { return l.Ref == link })
		if i < 0 {
			return fail(NotFound, "there is no such link")
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), refs: []casebook.Ref{link}, notes: []Entry{{Kind: EntryClosed, ID: record, Key: links[i].Key}},
			events: []casebook.Event{{Type: casebook.LinkRevoked, Body: &casebook.Blank{}}}})
	})
}
