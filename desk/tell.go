package desk

import (
	"context"
	"crypto/sha256"
	"time"

	"willing/access"
	"willing/casebook"
)

// Telling is how a person was told.
type Telling struct {
	casebook.Delivered
	LinkKey     []byte // public key of the link handed over with the text, if any
	Door        []byte // SHA-256 of what opens its page
	SeenByStaff bool   // staff have seen the link
}

// Tell records that a person was told the cost and has the whole text. Version and meeting are filled
// in: the version in force, and one meeting per person and day.
func (d *Desk) Tell(ctx context.Context, by Acting, record casebook.ID, in Telling) error {
	return d.act(ctx, by.doing("tell", nil, record, in.Delivered, in.LinkKey, in.SeenByStaff), access.Meet, func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if err != nil {
			return err
		}
		b := in.Delivered
		if b.Role == "" {
			b.Role = t.d.firstRole()
		}
		text := t.d.house.TextAt(b.Role, t.d.house.Pos)
		if text == nil {
			return hold([]casebook.Lack{{Gate: "G04", Key: "told.none", Say: "No text about this role is approved yet: somebody other than its author approves it first."}})
		}
		b.Version, b.Meeting = text.Version, t.meeting(record)
		events := []casebook.Event{{Type: casebook.DisclosureDelivered, Body: &b}}
		if len(in.LinkKey) > 0 {
			link := &casebook.Link{Door: in.Door, Key: in.LinkKey, Expires: t.now.Add(linkLife).Unix(), SeenByStaff: in.SeenByStaff}
			events = append(events, casebook.Event{Type: casebook.LinkIssued, Body: link})
		}
		_, err = t.append(entry{subject: record, scope: scopeOf(s), events: events, refs: s.Relies(casebook.DisclosureDelivered, b.Role)})
		return err
	})
}

// meeting is the id of today's meeting with a person: one per record and day, so that telling and
// asking on one day are one meeting (G05).
func (t *turn) meeting(record casebook.ID) casebook.ID { return meetingOn(t.now, record) }

func meetingOn(day time.Time, record casebook.ID) casebook.ID {
	sum := sha256.Sum256(append([]byte("willing/meeting/1"+day.UTC().Format(time.DateOnly)), record[:]...))
	return casebook.ID(sum[:16])
}
