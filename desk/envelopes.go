package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// What is for the doctor is closed before it is written down, in an envelope that only headquarters opens: here, and
// nowhere else. A device keeps and carries what it cannot read.
//
// In it lie a salt, whom it is about, and the answers; the form has the SHA-256 of these, so that whoever signs it signs the
// answers, and can see that they do.

// KeyEnvelopes says in headquarters' lane for which key envelopes are closed from now on, unless it says so already, or
// there is no house yet.
func (d *Desk) KeyEnvelopes(ctx context.Context, recipient string) error {
	said := false
	d.House(func(h *casebook.House) { said = h.Pos == 0 || h.EnvelopeKey(h.Pos) == recipient })
	if said || !d.AtHome() {
		return nil
	}
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		body := &casebook.EnvelopeKey{Recipient: recipient}
		_, err := t.append(entry{actor: itself, events: []casebook.Event{{Type: casebook.EnvelopeKeyed, Body: body}}})
		return err
	})
}

// errNoEnvelope says that a device has not heard yet for which key to close what is for the doctor: it takes none in the clear.
var errNoEnvelope = &Error{Kind: Held, Say: "answers for the doctor cannot be closed yet", Lacks: []casebook.Lack{{Gate: "G03", Key: "envelope.none",
	Say: "This device does not know yet how to close answers for the doctor: exchange with headquarters once, then ask again."}}}

// enclosed returns an entry with everything closed that is for the doctor.
func (t *turn) enclosed(e entry) (entry, error) {
	for i, ev := range e.events {
		f, ok := ev.Body.(*casebook.Form)
		if !ok || !f.Clear() || !t.d.house.ForDoctor(f.Instrument, t.d.house.Pos) || off("envelope") {
			continue
		}
		closed, err := t.inEnvelope(f, e.subject, t.actor(e).Signer)
		if err != nil {
			return e, err
		}
		e.events = slices.Clone(e.events)
		e.events[i].Body = closed
	}
	return e, nil
}

// inEnvelope closes the answers of a form. A key elsewhere signs the envelope that it was shown.
func (t *turn) inEnvelope(f *casebook.Form, about casebook.ID, by journal.Signer) (*casebook.Form, error) {
	to := t.d.house.EnvelopeKey(t.d.house.Pos)
	if to == "" || t.d.Envelopes == nil {
		return nil, errNoEnvelope
	}
	content, err := journal.Marshal(f.Answers)
	if err != nil {
		return nil, unwritable(err)
	}
	remote, _ := by.(*Remote)
	again := remote != nil && remote.envelope != nil
	salt := make([]byte, journal.SaltSize)
	if again {
		salt = remote.inside
	} else if _, err := io.ReadFull(t.d.Rand, salt); err != nil {
		return nil, err
	}
	inside := slices.Concat(salt, about[:], content)
	sum := sha256.Sum256(inside)
	out := &casebook.Form{Instrument: f.Instrument, Safety: f.Safety, Sum: sum[:]}
	if again {
		out.Envelope = remote.envelope
	} else if out.Envelope, err = t.d.Envelopes.Close(inside, to); err != nil {
		return nil, failFrom(Unexpected, err, "an envelope could not be closed")
	}
	if remote != nil {
		remote.Inside, remote.inside, remote.envelope = inside, salt, out.Envelope
	}
	return out, nil
}

// facts are a person's facts as somebody reads them: what they may not read is left out, and what is for the doctor is open
// where they may and this is headquarters. An envelope itself is of use to nobody who reads.
func (d *Desk) facts(s *casebook.State, v casebook.Viewer) []*casebook.Fact {
	out := s.FactsFor(v)
	for i, f := range out {
		out[i] = d.opened(f)
	}
	return out
}

func (d *Desk) opened(f *casebook.Fact) *casebook.Fact {
	b, ok := f.Body.(*casebook.Form)
	if !ok || len(b.Envelope) == 0 {
		return f
	}
	open := *f
	open.Body = &casebook.Form{Instrument: b.Instrument, Safety: b.Safety, Answers: d.answersIn(b, f.Commit.Subject)}
	return &open
}

// answersIn opens an envelope; nil if this node cannot, or if something else lies in it than was signed, or what somebody
// else said: an envelope that was copied into another's record would else open for whoever reads that.
func (d *Desk) answersIn(f *casebook.Form, about casebook.ID) (answers map[string]string) {
	if d.Envelopes == nil || off("shut") {
		return nil
	}
	inside, err := d.Envelopes.Open(f.Envelope)
	const head = journal.SaltSize + len(about)
	if err != nil || len(inside) < head || !bytes.Equal(inside[journal.SaltSize:head], about[:]) && !off("whose") {
		return nil
	}
	if sum := sha256.Sum256(inside); !bytes.Equal(sum[:], f.Sum) || journal.Unmarshal(inside[head:], &answers) != nil {
		return nil
	}
	return answers
}
