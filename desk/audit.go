//go:build !js

package desk

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"willing/casebook"
	"willing/journal"
)

// Audited is what [Desk.Audit] found. Each fault is a sentence for people that names nobody.
type Audited struct {
	Commits    int
	Chains     []string // lanes whose commits are not what was written, or do not follow each other
	Signatures []string // acts whose signatures are not worth what they were worth when they came in
	Kept       []string // erased people of whom something is left; a register that disagrees with the log
}

// mostFaults bounds how many faults of one sort are told: the first ones say what happened.
const mostFaults = 20

// Audit checks the whole journal at one moment, while others read and write: every lane, every signature
// of device, actors and witnesses, that nothing of an erased person is left, and that register and log
// agree. A signature that was recorded as bad when its commit came in is no fault. It fails only if the
// store does; what cannot be read is a fault.
func (d *Desk) Audit(ctx context.Context) (Audited, error) {
	var out Audited
	err := d.Store.View(ctx, func(r journal.Reader) error {
		x := &audit{d: &Desk{Config: d.Config}, r: r, ctx: ctx, erased: map[casebook.ID]bool{}}
		err := errors.Join(x.lanes(), x.forks())
		if err == nil {
			err = x.keptNothing()
		}
		if err == nil {
			err = x.agrees()
		}
		out = x.out
		if errors.Is(err, journal.ErrBroken) || KindOf(err) == Broken {
			out.Chains = append(out.Chains, "the journal cannot be read to its end")
			return nil
		}
		return err
	})
	if errors.Is(err, journal.ErrBroken) {
		return out, nil // the store says once more what stands in the faults
	}
	return out, storeError(err)
}

// audit is one run of Audit.
type audit struct {
	d      *Desk
	r      journal.Reader
	ctx    context.Context
	erased map[casebook.ID]bool // records that headquarters has erased

	mu  sync.Mutex
	out Audited
}

func (x *audit) blame(list *[]string, say string, args ...any) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(*list) < mostFaults {
		*list = append(*list, fmt.Sprintf(say, args...))
	}
}

func laneName(l journal.Lane) string {
	return fmt.Sprintf("lane %s of device %.8s, epoch %d", l.Scope, l.Device, l.Epoch)
}

func (x *audit) lanes() error {
	for h, err := range journal.Heads(x.r) {
		if err != nil {
			return err
		}
		report, err := journal.CheckLane(x.r, h.Lane, runtime.GOMAXPROCS(0))
		if err != nil {
			return err
		}
		if report.BadAt > 0 {
			x.blame(&x.out.Chains, "%s, commit %d: %s", laneName(h.Lane), report.BadAt, report.Why)
			continue
		}
		if err := x.acts(h.Lane); err != nil {
			return err
		}
	}
	return nil
}

// task is one commit whose acts are checked, and what is recorded of them.
type task struct {
	commit   journal.Commit
	recorded proofs
	fellBack bool // what its place in the lane says
}

// acts checks every act of a lane whose chain is sound.
func (x *audit) acts(lane journal.Lane) error {
	work, all := x.workers()
	defer all.Wait()
	defer close(work)
	var seen uint64
	for e, err := range journal.LaneCommits(x.r, lane, 1) {
		if err != nil {
			return err
		}
		recorded, err := x.note(e.Commit)
		if err != nil {
			return err
		}
		h := e.Commit.Header
		// What this device wrote itself was not always noted.
		fellBack := !x.d.surelyKnows(h) && seen > h.Seen.Seq && (recorded.FellBack || h.Device != x.d.Device.Device())
		work <- task{e.Commit, recorded, fellBack}
		seen = h.Seen.Seq
	}
	return nil
}

// forks checks the commits of other branches and those that came early, which lie in no lane.
func (x *audit) forks() error {
	work, all := x.workers()
	defer all.Wait()
	defer close(work)
	for e, err := range journal.Forks(x.r) {
		if err != nil {
			return err
		}
		recorded, err := x.note(e.Commit)
		if err != nil {
			return err
		}
		work <- task{e.Commit, recorded, recorded.FellBack}
	}
	for e, err := range journal.EarlyCommits(x.r) { // counted when their lanes come
		if err != nil {
			return err
		}
		recorded, err := x.d.proofsOf(x.r, e.Commit)
		if err != nil {
			return err
		}
		work <- task{e.Commit, recorded, recorded.FellBack}
	}
	return nil
}

// note counts a commit and remembers whom it erases.
func (x *audit) note(c journal.Commit) (proofs, error) {
	x.out.Commits++
	if c.Header.Device == x.d.Home && slices.Contains(c.Header.Types, casebook.ErasureDone) {
		x.erased[casebook.ID(c.Header.Subject)] = true
	}
	if err := x.ctx.Err(); err != nil {
		return proofs{}, err
	}
	return x.d.proofsOf(x.r, c)
}

func (x *audit) workers() (chan<- task, *sync.WaitGroup) {
	work, all := make(chan task, 256), new(sync.WaitGroup)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for t := range work {
				x.check(t)
			}
		})
	}
	return work, all
}

func (x *audit) check(t task) {
	name, seq := laneName(t.commit.Header.Lane()), t.commit.Header.Seq
	verdict, err := journal.Verify(t.commit)
	switch {
	case err != nil:
		x.blame(&x.out.Signatures, "%s, commit %d: the device's signature does not hold", name, seq)
	case !slices.Equal(falseActs(t.commit.Header, badProofs(verdict).Bad), falseActs(t.commit.Header, t.recorded.Bad)):
		x.blame(&x.out.Signatures, "%s, commit %d: a signature is not what it was when the commit came in", name, seq)
	case t.fellBack != t.recorded.FellBack:
		x.blame(&x.out.Signatures, "%s, commit %d: what its device could know is not what it was when the commit came in", name, seq)
	}
}

// falseActs leaves out who is named without a signature: that is no false one.
func falseActs(h journal.Header, bad []int) []int {
	var out []int
	for _, i := range bad {
		if i == 0 && h.Actor.Alg != "" || i > 0 && i <= len(h.Witnesses) && h.Witnesses[i-1].Alg != "" {
			out = append(out, i)
		}
	}
	return out
}

// keptNothing looks for content of erased people.
func (x *audit) keptNothing() error {
	for record := range x.erased {
		left, err := contentLeft(x.r, record)
		if err != nil {
			return err
		}
		if left {
			x.blame(&x.out.Kept, "record %s was erased, but content of it is left", record)
		}
	}
	return nil
}

// agrees compares the register with the log, both ways.
func (x *audit) agrees() error {
	noted, err := notedHead(x.r)
	if err != nil {
		return err
	}
	all, _, err := x.d.Register.Since("")
	if err != nil {
		x.blame(&x.out.Kept, "%s", err)
		return nil
	}
	missed, _, err := x.d.Register.Since(noted)
	if err != nil {
		x.blame(&x.out.Kept, "%s", err)
		return nil
	}
	if err := x.d.loadHouse(x.r); err != nil {
		return err
	}
	// Lines beyond those that the log has noted may be about acts that are under way: who stands in them is not judged by
	// the lines before.
	underWay := readEntries(missed).refersTo()
	settled := slices.DeleteFunc(slices.Clone(all[:len(all)-len(missed)]), func(e Entry) bool { return underWay[e.ID] })
	if err := x.logHolds(readEntries(settled)); err != nil {
		return err
	}
	w := readEntries(all)
	return eachRow(x.r, func(row *Row) error {
		if row.owes(w) {
			x.blame(&x.out.Kept, "record %s refused, or is to be erased, but the register does not say so", row.Person)
		}
		return nil
	})
}

// logHolds checks that what the register says stands in the log.
func (x *audit) logHolds(w *wording) error {
	now := x.d.Now()
	for _, id := range w.order {
		if w.erased[id] {
			if !x.erased[id] {
				x.blame(&x.out.Kept, "the register says that record %s was erased, but the log does not", id)
			}
			continue
		}
		if !w.refused[id] && !w.hidden[id] {
			continue
		}
		s, err := x.d.state(x.r, id, now)
		if err != nil && KindOf(err) != NotFound {
			return err
		}
		if err != nil || !s.Erasure.Done && (w.refused[id] && !s.Refused || w.hidden[id] && (!s.Erasure.Asked || s.Erasure.Denied)) {
			x.blame(&x.out.Kept, "the register says that record %s refused or asked for erasure, but the log does not", id)
		}
	}
	for _, e := range w.revoked {
		if x.d.house.HoldsKey(e.ID, string(e.Key), x.d.house.Pos) {
			x.blame(&x.out.Kept, "the register says that a key of %s was revoked, but the log does not", e.ID)
		}
	}
	return nil
}
