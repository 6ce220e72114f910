package simexchange

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// world is one run being lived.
type world struct {
	plan    Plan
	now     time.Time
	homeKey journal.Key
	staff   map[string]desk.Acting
	nodes   []*node // headquarters first; clones and devices that came later behind
	people  []*person
	commits map[journal.Hash]*commit
	sticks  []*stick
	posted  []posted // requests that went over a line once
	came    map[int]map[journal.Hash]bool
	epoch   uint32 // of headquarters, as its register knows it
	keys    int    // the newest key of envelopes, from 0: headquarters has them all, outside its data
	step    Step
	tally   Tally
}

// Tally counts what happened, so that nobody believes in a run in which nothing did.
type Tally map[string]int

func (t Tally) count(what string, did bool) {
	if did {
		t[what]++
	}
}

// person is somebody, and what the world knows of them beyond any node.
type person struct {
	id       casebook.ID
	canary   string // stands in all that is written about them
	phone    string
	link     journal.Key
	linked   bool
	reopened bool // came back of their own accord
	asked    bool // for erasure
	yes      bool // said yes, once
	declared bool // answered for the doctor
}

// commit is one that lay on a disk at the end of a step.
type commit struct {
	header journal.Header
	raw    []byte
	newer  bool // of a program that does not exist yet
	lost   bool // no disk has it any more
	bare   bool // no disk has its content any more
}

// Failure is an invariant that did not hold.
type Failure struct {
	Plan      Plan
	Step      int    // the place of the step after which it was seen; the number of steps, if at rest
	Invariant string // its letter, or "" for an error that nobody ordered
	What      string
}

// mostTold is how long a story may be that is told whole.
const mostTold = 30

// Tell tells the failure, with its story if that is short.
func (f *Failure) Tell() string {
	if len(f.Plan.Steps) > mostTold {
		return f.Error() + "\n"
	}
	return f.Error() + "\n" + f.Plan.String()
}

// Error names the failure.
func (f *Failure) Error() string {
	return fmt.Sprintf("seed %d, after step %d of %d: (%s) %s", f.Plan.Seed, f.Step+1, len(f.Plan.Steps), f.Invariant, f.What)
}

// violation is an invariant that does not hold, where it is seen.
type violation struct{ letter, what string }

func (v *violation) Error() string { return "(" + v.letter + ") " + v.what }

func broken(letter, say string, args ...any) error {
	return &violation{letter, fmt.Sprintf(say, args...)}
}

// Run lives a plan. It returns nil if every invariant held.
func Run(p Plan) *Failure { return run(p, Tally{}) }

func run(p Plan, tally Tally) *Failure {
	at := 0
	err := func() error {
		w, err := newWorld(p)
		if err != nil {
			return err
		}
		w.tally = tally
		for i, s := range p.Steps {
			at = i
			if err := w.live(s); err != nil {
				return err
			}
		}
		at = len(p.Steps)
		return w.rest()
	}()
	if err == nil {
		return nil
	}
	out := &Failure{Plan: p, Step: at, What: err.Error()}
	for cause := errors.Unwrap(err); cause != nil; cause = errors.Unwrap(cause) {
		out.What += "; " + cause.Error()
	}
	var v *violation
	if errors.As(err, &v) {
		out.Invariant, out.What = v.letter, v.what
	}
	return out
}

// newWorld founds the house, and lets every device join and meet headquarters once.
func newWorld(p Plan) (*world, error) {
	f, err := foundOnce()
	if err != nil {
		return nil, err
	}
	w := &world{plan: p, now: start.Add(time.Hour), homeKey: f.home, staff: f.staff, commits: map[journal.Hash]*commit{}, came: map[int]map[journal.Hash]bool{}, epoch: 1, tally: Tally{}}
	home := newNode(w, 0, f.home)
	home.put(f.copy)
	w.nodes = []*node{home}
	w.chances(Step{ID: -1})
	if err := home.up(); err != nil {
		return nil, err
	}
	for range p.Devices {
		if err := w.join(scopesOf(uint64(len(w.nodes)) * 3)); err != nil {
			return nil, err
		}
	}
	home.backup = home.copied() // on the first day
	return w, w.notice()
}

// scopesOf makes some territories of a number, one at least.
func scopesOf(n uint64) (out []string) {
	for i, t := range territories {
		if n>>i&1 == 1 {
			out = append(out, string(journal.TerritoryScope(t)))
		}
	}
	if out == nil {
		out = []string{string(journal.TerritoryScope(territories[n%3]))}
	}
	return out
}

// join adds a device that headquarters grants some territories, and lets them meet.
func (w *world) join(scopes []string) error {
	key, err := journal.NewKey(source(w.plan.Seed, 7, uint64(len(w.nodes))))
	if err != nil {
		return err
	}
	n := newNode(w, len(w.nodes), key)
	w.nodes = append(w.nodes, n)
	w.chances(w.step)
	if err := w.grant(key.Device(), scopes); err != nil {
		return err
	}
	return w.meet(n, Step{})
}

func (w *world) grant(device journal.Device, scopes []string) error {
	home := w.nodes[0]
	if err := home.up(); err != nil {
		return err
	}
	g := casebook.DeviceGrant{Device: device[:], People: []casebook.ID{w.staff["ana"].Who}, Scopes: scopes, NotAfter: w.now.AddDate(0, 0, 300).Unix()}
	return home.desk.GrantDevice(ctx, w.staff["admin"], g)
}

// chances gives every node what it may draw from in a step.
func (w *world) chances(s Step) {
	for _, n := range w.nodes {
		n.from = source(w.plan.Seed, 5, uint64(s.ID+2), uint64(n.index))
	}
}

// live does one step, sees what came of it, and checks what must hold after each.
func (w *world) live(s Step) error {
	w.step, w.now = s, w.now.Add(time.Minute)
	w.chances(s)
	n := w.nodes[s.Node%len(w.nodes)]
	if n.gone {
		return nil
	}
	if err := n.up(); err != nil {
		return fmt.Errorf("node %d does not start: %w", n.index, err)
	}
	w.arm(n, s)
	err := verbs[s.Do](w, n, s)
	struck := w.disarm()
	w.tally.count(string(s.Do), err == nil)
	w.tally.count(string(s.Fault), s.Fault != None && (struck || err != nil || s.Fault == Double))
	if err := forgiven(err, struck || s.Fault != None); err != nil {
		return fmt.Errorf("%s: %w", s, err)
	}
	if err := w.notice(); err != nil {
		return err
	}
	return w.after(n)
}

// arm lets the step's fault wait on the disks.
func (w *world) arm(n *node, s Step) {
	at, answers := 1+int(s.At%40), w.nodes[0]
	if s.Do == Meet {
		answers = w.nodes[s.Other%len(w.nodes)]
	}
	switch s.Fault {
	case Crash, CrashOnce, Full, Torn:
		n.disk.arm(s.Fault, at)
	case CrashHome:
		answers.disk.arm(Crash, at)
	case FullHome:
		answers.disk.arm(Full, at)
	}
}

func (w *world) disarm() (struck bool) {
	for _, n := range w.nodes {
		struck = struck || n.disk.struck
		n.disk.arm(None, 0)
	}
	return struck
}

// forgiven leaves of an error nothing if it is what a step may meet: the law, a right, bad luck.
func forgiven(err error, fault bool) error {
	var v *violation
	switch {
	case err == nil || errors.As(err, &v):
		return err
	case errors.Is(err, exchange.ErrMessage), errors.Is(err, exchange.ErrCut), errors.Is(err, errStopped), errors.Is(err, journal.ErrStore), errors.Is(err, errLine):
		if fault {
			return nil
		}
		return err
	}
	switch desk.KindOf(err) {
	case desk.Held, desk.NotAllowed, desk.NotFound, desk.BadInput:
		return nil
	}
	return err
}

// notice sees what is new on the disks.
func (w *world) notice() error {
	for _, n := range w.nodes {
		if n.gone {
			continue
		}
		if err := n.view(func(r journal.Reader) error {
			last := n.noticed
			raw, err := r.Get("last", []byte("arrival"))
			if err != nil || len(raw) == 8 && binary.BigEndian.Uint64(raw) == last {
				return err
			}
			for e, err := range journal.Newest(r, 0) {
				if err != nil || e.Arrival <= last {
					return err
				}
				n.noticed = max(n.noticed, e.Arrival)
				w.see(n, e)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) see(n *node, e journal.Entry) {
	h := e.Commit.Header
	hash := e.Commit.Hash()
	if w.commits[hash] == nil {
		w.commits[hash] = &commit{header: h, raw: e.Commit.HeaderBytes()}
	}
	for _, t := range h.Types {
		if t == casebook.ErasureDone && h.Device == w.homeKey.Device() {
			if subject := casebook.ID(h.Subject); n.home() {
				n.erased[subject] = true
			} else {
				n.waits[subject] = true
			}
		}
		if newerType == t {
			w.commits[hash].newer = true
		}
	}
}
