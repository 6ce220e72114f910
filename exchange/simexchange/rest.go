package simexchange

import (
	"bytes"
	"fmt"
	"slices"
	"sort"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// At rest, everybody has met headquarters until nothing was left to say. Then holds:
//
//	(a) same vector, bodies and program: same view bytes                     viewsAreOne
//	(b) no commit that was once durable is lost, each is applied once        losesNothing
//	(f) no (lane, seq) with two hashes is lost or hidden                     everybodyHasAll
//	(h) an empty exchange is at most 1 KB and one trip                       saysLittle
//	(i) old program, new events: bytes kept, refusals and holds honoured     honoursNewer
//	(k) a headquarters that was set back in silence is noticed               setsBack
//	(m) who may opens what was told for the doctor, and nobody else          opensForWhoMay
//
// and (d) for everybody everywhere: refusesEverywhere.

// mostRounds is how often everybody may meet headquarters until it is quiet.
const mostRounds = 12

// rest brings everything to rest, and checks what must hold then.
func (w *world) rest() error {
	w.step = Step{ID: len(w.plan.Steps) + 1000}
	for round := 0; ; round++ {
		quiet, err := w.meetAll()
		if err != nil {
			return err
		}
		if quiet {
			break
		}
		if round == mostRounds {
			return broken("b", "it never comes to rest: there is always something to say")
		}
	}
	if err := w.tellsEnd(); err != nil {
		return err
	}
	for _, check := range []func() error{w.losesNothing, w.everybodyHasAll, w.refusesEverywhere, w.honoursNewer, w.viewsAreOne, w.saysLittle, w.opensForWhoMay, w.setsBack} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// tellsEnd counts how it ended.
func (w *world) tellsEnd() error {
	rows, err := w.nodes[0].rows()
	for _, p := range w.people {
		w.tally.count(yesTook, rows[p.id].Stage == casebook.StageEffective)
		w.tally.count(erasedOne, rows[p.id].Stage == casebook.StageErased)
	}
	for _, c := range w.commits {
		w.tally.count(fromFuture, c.header.When().After(w.now.AddDate(9, 0, 0)))
	}
	w.tally.count(branchedLane, w.branched())
	return err
}

// meetAll lets every device meet headquarters once; quiet says that nobody had anything new.
func (w *world) meetAll() (quiet bool, err error) {
	quiet = true
	for _, n := range w.nodes {
		if n.gone {
			continue
		}
		w.step.ID++
		w.now = w.now.Add(time.Minute)
		w.chances(w.step)
		if err := n.up(); err != nil {
			return false, fmt.Errorf("node %d does not start: %w", n.index, err)
		}
		if n.home() {
			if _, err := n.desk.Tidy(ctx); err != nil {
				return false, err
			}
			continue
		}
		before := n.noticed
		was := w.nodes[0].noticed
		if err := w.grantAgain(n); err != nil {
			return false, err
		}
		if err := w.meet(n, Step{}); err != nil {
			return false, err
		}
		if err := w.notice(); err != nil {
			return false, err
		}
		quiet = quiet && before == n.noticed && was == w.nodes[0].noticed
		if err := w.after(n); err != nil {
			return false, err
		}
	}
	return quiet, nil
}

// grantAgain admits a device that a restored headquarters does not know any more, as a coordinator would.
func (w *world) grantAgain(n *node) error {
	if _, _, ok := w.nodes[0].desk.Grant(n.key.Device()); ok {
		return nil
	}
	return w.grant(n.key.Device(), scopesOf(uint64(n.index)))
}

// losesNothing: (b) headquarters has every commit that any disk ever had, but for what went with a disk that
// had the only copy; and its content, unless the person was erased.
func (w *world) losesNothing() error {
	home := w.nodes[0]
	return home.view(func(r journal.Reader) error {
		for hash, c := range w.commits {
			e, ok, err := journal.Find(r, hash)
			if err != nil {
				return err
			}
			h := c.header
			if !ok && c.lost {
				continue
			}
			if !ok {
				return broken("b", "number %d of %s of device %.6s, epoch %d (%v) is lost", h.Seq, h.Scope, h.Device, h.Epoch, h.Types)
			}
			if !bytes.Equal(e.Commit.HeaderBytes(), c.raw) {
				return broken("i", "a commit is not byte for byte what it was")
			}
			if slices.Contains(e.Bodies, journal.Withheld) && !c.bare && !home.erased[casebook.ID(h.Subject)] {
				return broken("b", "the content of number %d of %s of device %.6s (%v) is lost", h.Seq, h.Scope, h.Device, h.Types)
			}
		}
		return nil
	})
}

// everybodyHasAll: (b, f) each device has every commit of its lanes that headquarters has, branches included,
// and the body of each that it may hold.
func (w *world) everybodyHasAll() error {
	home := w.nodes[0]
	entries, err := home.entries()
	if err != nil {
		return err
	}
	return home.view(func(r journal.Reader) error {
		for _, n := range w.nodes[1:] {
			grant, revoked, _ := home.desk.Grant(n.key.Device())
			if n.gone || revoked {
				continue
			}
			for _, e := range entries {
				h := e.Commit.Header
				if h.Scope != journal.Control && !slices.Contains(grant.Scopes, string(h.Scope)) {
					continue
				}
				may, err := mayHold(w.nodes[0], r, n.key.Device(), h)
				if err != nil {
					return err
				}
				own := slices.Contains(h.Types, casebook.ContentPurged) || slices.Contains(h.Types, casebook.ErasureDone) // of no use elsewhere
				if err := n.has(e, may && !own && !n.waits[casebook.ID(h.Subject)]); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// has checks that a node has a commit that headquarters has, and, if it may hold them, its bodies.
func (n *node) has(at journal.Entry, may bool) error {
	h, letter := at.Commit.Header, "b"
	if at.Fork {
		letter = "f"
	}
	return n.view(func(r journal.Reader) error {
		own, ok, err := journal.Find(r, at.Commit.Hash())
		switch {
		case err != nil:
			return err
		case !ok:
			return broken(letter, "device %d lacks number %d of %s of device %.6s, epoch %d (%v)", n.index, h.Seq, h.Scope, h.Device, h.Epoch, h.Types)
		}
		if own.Early {
			return broken("b", "on device %d number %d of %s of device %.6s, which came early, never got its place", n.index, h.Seq, h.Scope, h.Device)
		}
		for i, b := range at.Commit.Bodies {
			if may && b != nil && own.Bodies[i] == journal.Withheld {
				return broken(letter, "device %d lacks the body of number %d of %s of device %.6s (%v)", n.index, h.Seq, h.Scope, h.Device, h.Types)
			}
		}
		return nil
	})
}

// refusesEverywhere: (d) whom headquarters knows as left alone for good, every device that knows them shows so.
func (w *world) refusesEverywhere() error {
	home, err := w.nodes[0].rows()
	if err != nil {
		return err
	}
	for i, p := range w.people {
		refused := home[p.id].Refused
		for hash, c := range w.commits {
			if slices.Contains(c.header.Effects, journal.Refuse) && casebook.ID(c.header.Subject) == p.id && !c.lost && !p.reopened {
				refused = true
				if row, ok := home[p.id]; ok && !closed(row) {
					return broken("d", "person %d refused (%x), and is %q at headquarters", i, hash[:4], row.Stage)
				}
			}
		}
		if !refused {
			continue
		}
		for _, n := range w.nodes[1:] {
			if _, revoked, _ := w.nodes[0].desk.Grant(n.key.Device()); n.gone || revoked {
				continue
			}
			rows, err := n.rows()
			if err != nil {
				return err
			}
			if row, ok := rows[p.id]; ok && !closed(row) {
				return broken("d", "person %d refused, and is %q on device %d", i, row.Stage, n.index)
			}
		}
	}
	return nil
}

// honoursNewer: (i) of what a later program wrote, refusals and holds take effect, and nothing else does.
func (w *world) honoursNewer() error {
	rows, err := w.nodes[0].rows()
	if err != nil {
		return err
	}
	for _, c := range w.commits {
		if !c.newer || c.lost {
			continue
		}
		row, ok := rows[casebook.ID(c.header.Subject)]
		p := w.personOf(casebook.ID(c.header.Subject))
		if p == nil || !ok {
			continue
		}
		for _, effect := range c.header.Effects {
			switch {
			case effect == journal.Refuse && !p.reopened && !closed(row), effect == journal.Hold && !p.reopened && !row.Alone && !closed(row):
				return broken("i", "a %s of a later program is not honoured: they are %q", effect, row.Stage)
			case effect == journal.Consent && !p.yes && (row.Stage == casebook.StageProvisional || row.Stage == casebook.StageEffective):
				return broken("i", "a consent of a later program counts")
			case effect == journal.Erase && !p.asked && row.Hidden:
				return broken("i", "an erasure of a later program hides")
			}
		}
	}
	return nil
}

func (w *world) personOf(id casebook.ID) *person {
	i := slices.IndexFunc(w.people, func(p *person) bool { return p.id == id })
	if i < 0 {
		return nil
	}
	return w.people[i]
}

// viewsAreOne: (a) each node's views are what its log says, its log is whole, and two devices that hold the same
// show the same. One thing is left out: a lane with branches. When headquarters heard of a branch it tells nobody, so
// each device takes the moment at which it heard itself, and terms that run from there end at different moments.
func (w *world) viewsAreOne() error {
	seen := map[string]*node{}
	for _, n := range w.nodes {
		if n.gone {
			continue
		}
		if err := w.viewsAreTheLog(n); err != nil {
			return err
		}
		audited, err := n.desk.Audit(ctx)
		if err != nil {
			return err
		}
		if faults := slices.Concat(audited.Chains, audited.Signatures, audited.Kept); len(faults) > 0 {
			return broken("a", "node %d does not hold together: %v", n.index, faults)
		}
		holds, shows, err := n.prints()
		if err != nil {
			return err
		}
		if twin := seen[holds]; twin != nil && !n.home() && !twin.home() && !w.branched() {
			w.tally.count(twins, true)
			if _, other, _ := twin.prints(); other != shows {
				return broken("a", "devices %d and %d hold the same and show something else", twin.index, n.index)
			}
		}
		seen[holds] = n
	}
	return nil
}

// prints are what a node holds, and what it shows, each as one text.
func (n *node) prints() (holds, shows string, err error) {
	entries, err := n.entries()
	if err != nil {
		return "", "", err
	}
	var all []string
	for _, e := range entries {
		all = append(all, fmt.Sprintf("%x %v", e.Commit.Hash(), e.Bodies))
	}
	sort.Strings(all)
	err = n.view(func(r journal.Reader) error {
		for _, b := range []journal.Bucket{"people", "links", "index", "keys", "tallies"} {
			entries, failed := r.Scan(b, nil, nil)
			for key, value := range entries {
				if b == "index" && bytes.HasPrefix(key, []byte("wake")) {
					continue
				}
				if b == "people" {
					if value, err = timeless(value); err != nil {
						return err
					}
				}
				shows += fmt.Sprintf("%s %x %x\n", b, key, value)
			}
			if err := failed(); err != nil {
				return err
			}
		}
		return nil
	})
	return fmt.Sprint(all), shows, err
}

// timeless leaves out of a row what it says of the next step: that is of the moment, and of the clock, by which the row was
// made. That it is true then, viewsAreTheLog asks.
func timeless(raw []byte) ([]byte, error) {
	var row desk.Row
	if err := journal.Unmarshal(raw, &row); err != nil {
		return nil, err
	}
	row.Prospect, row.From, row.Wake = desk.Prospect{}, 0, 0
	return journal.Marshal(&row)
}

// saysLittle: (h) with nothing new, an exchange is one trip of 1 KB at most.
func (w *world) saysLittle() error {
	for _, n := range w.nodes[1:] {
		if n.gone {
			continue
		}
		w.step.ID++
		w.chances(w.step)
		out, err := n.meets.Sync(ctx, (&line{w: w, from: n, to: w.nodes[0]}).carry)
		if err != nil {
			return err
		}
		if out.Problem == "" && (out.Requests != 1 || out.BytesUp+out.BytesDown > 1024) {
			return broken("h", "with nothing new, device %d needs %d trips and %d bytes", n.index, out.Requests, out.BytesUp+out.BytesDown)
		}
	}
	return nil
}
