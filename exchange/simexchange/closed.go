package simexchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// envelopes stand for age, whose own chance would make every season another: what lies in them cannot be read by looking at
// them, and only headquarters opens them. It keeps every key that it ever had, outside its data, so a restore takes none away.
type envelopes struct {
	w    *world
	open bool
}

// envelopesTo is what headquarters calls one of its keys, the newest of which the world counts.
func envelopesTo(key int) string { return fmt.Sprintf("headquarters, key %d", key) }

func (e envelopes) Close(content []byte, to ...string) ([]byte, error) {
	for key := range e.w.keys + 1 {
		if len(to) == 1 && to[0] == envelopesTo(key) {
			return append([]byte{byte(key)}, hidden(content, key)...), nil
		}
	}
	return nil, errors.New("an envelope is closed for headquarters")
}

func (e envelopes) Open(envelope []byte) ([]byte, error) {
	if !e.open || len(envelope) == 0 || int(envelope[0]) > e.w.keys {
		return nil, errors.New("there is no key here")
	}
	return hidden(envelope[1:], int(envelope[0])), nil
}

// hidden covers what can be read, or uncovers it.
func hidden(content []byte, key int) []byte {
	out := bytes.Clone(content)
	var block [16]byte
	binary.BigEndian.PutUint64(block[8:], uint64(key))
	for i := range out {
		binary.BigEndian.PutUint64(block[:8], uint64(i/sha256.Size))
		cover := sha256.Sum256(block[:])
		out[i] ^= cover[i%sha256.Size]
	}
	return out
}

// mostKeys bounds how many keys of envelopes a season has.
const mostKeys = 8

// renews lets headquarters close envelopes for another key from now on. Who has not heard yet goes on with the one before.
func (w *world) renews(home *node, s Step) error {
	if s.N%2 == 0 || w.keys == mostKeys {
		return nil
	}
	w.keys++
	w.tally.count(newKey, true)
	return home.desk.KeyEnvelopes(ctx, envelopesTo(w.keys))
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

// opensForWhoMay: (m) at rest, what somebody told for the doctor and what stands is read at headquarters by whoever prepares the
// examination, whichever way it came there and whatever key it was closed for; by nobody of the team, and by nobody on a device.
func (w *world) opensForWhoMay() error {
	for i, p := range w.people {
		if !p.declared {
			continue
		}
		if err := w.opensAtHome(i, p); err != nil {
			return err
		}
		for _, n := range w.nodes {
			for _, name := range []string{"cora", "ana", "ben"} {
				if n.gone || n.home() && name == "cora" {
					continue
				}
				text, err := w.reads(n, name, p)
				if err != nil {
					return err
				}
				if strings.Contains(text, p.ill()) {
					return broken("m", "on node %d %s reads what person %d told the doctor", n.index, name, i)
				}
			}
		}
	}
	return nil
}

// opensAtHome looks whether everything that stands of somebody is open at headquarters; and, where their yes stands and the content of
// their answer is there, that something does.
func (w *world) opensAtHome(i int, p *person) error {
	home := w.nodes[0]
	told, err := home.desk.Health(ctx, w.as("cora"), p.id)
	if kind := desk.KindOf(err); kind == desk.NotFound || kind == desk.NotAllowed {
		return nil // erased, hidden, or headquarters has lost who works here
	}
	if err != nil {
		return err
	}
	for _, one := range told {
		if one.Answers["anything_else"] != p.ill() {
			return broken("m", "headquarters cannot open what person %d told the doctor", i)
		}
		w.tally.count(openedHere, true)
	}
	rows, err := home.rows()
	if err != nil {
		return err
	}
	there, err := w.answersAtHome(p)
	stands := rows[p.id].Stage == casebook.StageProvisional || rows[p.id].Stage == casebook.StageEffective
	if err == nil && there && stands && !p.reopened && len(told) == 0 {
		return broken("m", "headquarters has what person %d told the doctor, and shows nothing of it", i)
	}
	return err
}

// answersAtHome reports whether the content of what somebody told the doctor lies at headquarters, in no branch.
func (w *world) answersAtHome(p *person) (there bool, err error) {
	err = w.nodes[0].view(func(r journal.Reader) error {
		for e, err := range journal.Subject(r, journal.ID(p.id)) {
			if err != nil {
				return err
			}
			if at := slices.Index(e.Commit.Header.Types, casebook.InterviewHeld); at >= 0 && e.Bodies[at] == journal.Present && !e.Fork {
				there = true
			}
		}
		return nil
	})
	return there, err
}

// reads is all that a node shows to somebody of a person, and of what they told the doctor.
func (w *world) reads(n *node, name string, p *person) (string, error) {
	var text strings.Builder
	told, err := n.desk.Health(ctx, w.as(name), p.id)
	if err = refused(err); err != nil {
		return "", err
	}
	fmt.Fprint(&text, told)
	shown, err := n.desk.Show(ctx, w.as(name), p.id)
	if err = refused(err); err != nil || shown == nil || shown.State == nil {
		return text.String(), err
	}
	for _, f := range shown.Facts {
		if form, ok := f.Body.(*casebook.Form); ok {
			fmt.Fprintf(&text, "%s %q", form.Answers, form.Envelope)
		}
	}
	return text.String(), nil
}

// refused leaves of an error nothing if it says that somebody may not, or that nobody is there.
func refused(err error) error {
	if kind := desk.KindOf(err); err != nil && (kind == desk.NotFound || kind == desk.NotAllowed || kind == desk.Held) {
		return nil
	}
	return err
}
