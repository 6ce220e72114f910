package simexchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"willing/casebook"
	"willing/desk"
)

// envelopes stand for age, whose own chance would make every season another: what lies in them cannot be read by looking at
// them, and only headquarters opens them.
type envelopes struct{ open bool }

// envelopesTo is what headquarters says its envelopes are closed for.
const envelopesTo = "headquarters of all seasons"

func (envelopes) Close(content []byte, to ...string) ([]byte, error) {
	if len(to) != 1 || to[0] != envelopesTo {
		return nil, errors.New("an envelope is closed for headquarters")
	}
	return hidden(content), nil
}

func (e envelopes) Open(envelope []byte) ([]byte, error) {
	if !e.open {
		return nil, errors.New("there is no key here")
	}
	return hidden(envelope), nil
}

// hidden covers what can be read, or uncovers it.
func hidden(content []byte) []byte {
	out := bytes.Clone(content)
	var block [8]byte
	for i := range out {
		binary.BigEndian.PutUint64(block[:], uint64(i/sha256.Size))
		cover := sha256.Sum256(block[:])
		out[i] ^= cover[i%sha256.Size]
	}
	return out
}

// ill is what somebody tells the doctor and nobody of the team.
func (p *person) ill() string { return p.canary + "ill" }

// declares lets somebody who said yes answer for the doctor, by their link: once.
func (w *world) declares(n *node, p *person) error {
	if p.declared {
		return nil
	}
	own := desk.Own(p.id, p.link)
	err := n.desk.FillIn(ctx, own, p.id, casebook.Form{Instrument: "health-declaration", Answers: map[string]string{"anything_else": p.ill()}})
	p.declared = err == nil
	w.tally.count(toldDoctor, err == nil)
	return err
}

// readsNoHealth: (l) what somebody told for the doctor stands in the clear on no disk, headquarters' own among them.
func (w *world) readsNoHealth(n *node) error {
	var all []byte
	for i, p := range w.people {
		if !p.declared {
			continue
		}
		if all == nil {
			all = n.disk.copied()
		}
		if bytes.Contains(all, []byte(p.ill())) {
			return broken("l", "node %d has in the clear what person %d told the doctor", n.index, i)
		}
	}
	return nil
}
