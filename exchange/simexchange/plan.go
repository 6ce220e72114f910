package simexchange

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Plan is one run before it is lived.
type Plan struct {
	Seed    uint64
	Devices int
	Steps   []Step
}

// Step is one thing that happens. What its numbers mean, the verb says; each stands for itself, whatever
// happened before.
type Step struct {
	ID    int // its place in the plan as it was drawn: names its chance
	Do    Verb
	Node  int // who does it; 0 is headquarters
	Other int // another node
	Whom  int // the person it is about
	N     uint64
	Fault Fault
	At    uint64 // where the fault strikes
}

// Fault is what goes wrong while a step is done.
type Fault string

// What can go wrong. On the line at a byte that At names, on a disk at a write.
const (
	None      Fault = ""
	DropUp    Fault = "the request is lost"
	DropDown  Fault = "the answer is lost"
	CutUp     Fault = "the request is cut"
	CutDown   Fault = "the answer is cut"
	FlipUp    Fault = "a bit of the request is flipped"
	FlipDown  Fault = "a bit of the answer is flipped"
	Double    Fault = "the request comes twice"
	Crash     Fault = "the machine stops at a write"
	CrashOnce Fault = "the machine stops after a write"
	CrashHome Fault = "whoever answers stops at a write"
	Full      Fault = "the disk is full"
	FullHome  Fault = "the disk of whoever answers is full"
	Torn      Fault = "the file beside the store is torn"
)

var lineFaults = []Fault{DropUp, DropDown, CutUp, CutUp, CutDown, CutDown, FlipUp, FlipDown, Double, Double, Crash, CrashOnce, CrashHome, Full, FullHome, Torn}
var diskFaults = []Fault{Crash, CrashOnce, Full}
var stickFaults = []Fault{CutUp, FlipUp, Crash, CrashOnce, Full}

// Draw makes the plan of a seed.
func Draw(seed uint64) Plan {
	r := rand.New(source(seed, 1))
	p := Plan{Seed: seed, Devices: 2 + r.IntN(3)}
	if r.IntN(20) == 0 {
		p.Devices = 5 + r.IntN(26)
	}
	for i := range 30 + r.IntN(40) {
		p.Steps = append(p.Steps, drawStep(r, i, p.Devices))
	}
	return p
}

// verbs with how often each is drawn.
var often = []struct {
	do    Verb
	times int
}{
	{Note, 10}, {Walk, 16}, {Yes, 4}, {No, 3}, {Stop, 4}, {Edit, 4}, {Erase, 4}, {Reopen, 2}, {Sync, 34}, {Meet, 12}, {Write, 5}, {Carry, 6}, {Pass, 8}, {Tidy, 4},
	{Move, 4}, {Grant, 2}, {Revoke, 1}, {Backup, 4}, {Restore, 3}, {Clone, 1}, {Evict, 1}, {Skew, 2}, {Import, 1}, {Newer, 4}, {Replay, 3},
}

func drawStep(r *rand.Rand, id, devices int) Step {
	s := Step{ID: id, Do: drawVerb(r), Node: r.IntN(devices + 1), Other: r.IntN(devices + 1), Whom: r.IntN(12), N: r.Uint64(), At: r.Uint64()}
	if id < 4 {
		s.Do = Note
	}
	if s.Do == Sync || s.Do == Meet || s.Do == Evict || s.Do == Clone || s.Do == Newer || s.Do == Import {
		s.Node = 1 + r.IntN(devices)
	}
	kinds := map[Verb][]Fault{Sync: lineFaults, Meet: lineFaults, Carry: stickFaults, Note: diskFaults, Walk: diskFaults, No: diskFaults, Stop: diskFaults, Erase: diskFaults, Tidy: diskFaults, Move: diskFaults, Grant: diskFaults}
	if faults := kinds[s.Do]; len(faults) > 0 && r.IntN(4) == 0 {
		s.Fault = faults[r.IntN(len(faults))]
	}
	return s
}

func drawVerb(r *rand.Rand) Verb {
	all := 0
	for _, o := range often {
		all += o.times
	}
	n := r.IntN(all)
	for _, o := range often {
		if n -= o.times; n < 0 {
			return o.do
		}
	}
	return Sync
}

// String tells the plan as a story.
func (p Plan) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "seed %d, headquarters and %d devices:\n", p.Seed, p.Devices)
	for i, s := range p.Steps {
		fmt.Fprintf(&out, "  %2d. %s\n", i+1, s)
	}
	return out.String()
}

// String tells the step.
func (s Step) String() string {
	name := "headquarters"
	if s.Node > 0 {
		name = fmt.Sprintf("device %d", s.Node)
	}
	text := fmt.Sprintf("%s: %s", name, s.Do)
	switch s.Do {
	case Walk, Yes, No, Stop, Edit, Erase, Reopen, Move, Newer:
		text += fmt.Sprintf(" (person %d)", s.Whom)
	case Meet:
		text += fmt.Sprintf(" (device %d)", s.Other)
	case Write:
		text += fmt.Sprintf(" for node %d", s.Other)
	}
	if s.Fault != None {
		text += "; " + string(s.Fault)
	}
	return text
}
