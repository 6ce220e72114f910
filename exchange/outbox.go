package exchange

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"willing/journal"
)

// budget is how many packed bytes go into one message; more waits for the next.
const budget = 1 << 20

// rawFrame bounds a frame before it is packed.
const rawFrame = 1 << 20

// outbox gathers what goes into one message to somebody.
type outbox struct {
	view   View
	me     journal.Device
	to     Sight
	theirs Vector
	frames [][]byte
	bytes  int
	size   int // commits of the next frame
	full   bool
	given  map[journal.Hash]bool // chunks that are packed
	list   [][]byte              // frames of the list of slivers

	had       map[[earlyMark]byte]bool // what the other has early; nil: it knows of no such frames
	unbounded bool                     // a file, not a line: only the number of frames is bounded
}

// outgoing packs what the other lacks, as far as it may hold it: control first, headquarters' own before
// all; then the list of slivers, then the programme's files that it asked for; then what it wrote itself and lost; then
// people who come first, early, and their lanes; then the rest; then the bodies and last the chunks that it asked for. more says that not everything found room.
func (v View) outgoing(me journal.Device, to Sight, asked Head, list [][]byte) (frames [][]byte, more bool, err error) {
	x := &outbox{view: v, me: me, to: to, theirs: asked.Vector, had: asked.earlyMarks(), size: firstFrame, list: list}
	lanes, err := x.lanes()
	if err != nil {
		return nil, false, err
	}
	err = x.all(lanes, asked.Wants)
	return x.frames, x.full, err
}

// all packs everything in its order, as far as there is room.
func (x *outbox) all(lanes Vector, wants []journal.Hash) error {
	from := func(is func(journal.Lane) bool) int {
		if i := slices.IndexFunc(lanes, func(m Mark) bool { return is(m.Lane) }); i >= 0 {
			return i
		}
		return len(lanes)
	}
	people := from(func(l journal.Lane) bool { return l.Scope != journal.Control })
	others := from(func(l journal.Lane) bool { return l.Scope != journal.Control && l.Device != x.to.Device })
	for _, step := range []func() error{
		func() error { return x.each(lanes[:people]) },
		x.lists,
		func() error { return x.chunks(wants, true) },
		func() error { return x.each(lanes[people:others]) },
		func() error { return x.early(lanes[others:]) },
		func() error { return x.each(lanes[others:]) },
		func() error { return x.packs(wants) },
		func() error { return x.chunks(wants, false) },
	} {
		if err := step(); err != nil || x.full {
			return err
		}
	}
	return nil
}

// lists packs the frames of the list.
func (x *outbox) lists() error {
	for _, frame := range x.list {
		if err := x.addFrame(func() ([]byte, error) { return frame, nil }); err != nil || x.full {
			return err
		}
	}
	return nil
}

func (x *outbox) each(lanes Vector) error {
	for _, m := range lanes {
		if err := x.lane(m); err != nil || x.full {
			return err
		}
	}
	return nil
}

// lanes are the marks of what the other may hold, in the order in which they go.
func (x *outbox) lanes() (Vector, error) {
	moved, err := x.view.movedLanes(x.to)
	if err != nil {
		return nil, err
	}
	mine, err := x.view.vector(func(l journal.Lane) bool { return x.to.Lane(l) || moved[l] })
	if err != nil {
		return nil, err
	}
	first, err := x.firstLanes(mine)
	if err != nil {
		return nil, err
	}
	home := x.view.House.Home()
	rank := func(l journal.Lane) int {
		switch due, ok := first[l]; {
		case l.Scope == journal.Control && l.Device == home:
			return 0
		case l.Scope == journal.Control:
			return 1
		case l.Device == x.to.Device:
			return 2
		case ok:
			return 3 + due
		}
		return math.MaxInt
	}
	slices.SortStableFunc(mine, func(a, b Mark) int { return cmp.Compare(rank(a.Lane), rank(b.Lane)) })
	return mine, nil
}

// firstLanes are the lanes in which there is something of people who come first, by the place of the first of these;
// none where all that lacks is soon there in any order.
func (x *outbox) firstLanes(lanes Vector) (map[journal.Lane]int, error) {
	out := map[journal.Lane]int{}
	if x.to.All || x.lacking(lanes) <= lastFrame {
		return out, nil
	}
	for i, person := range x.view.House.First(x.to.Scopes) {
		for _, subject := range person {
			for e, err := range journal.Subject(x.view.Log, subject) {
				if err != nil {
					return nil, err
				}
				if lane := e.Commit.Header.Lane(); out[lane] == 0 {
					out[lane] = i + 1
				}
			}
		}
	}
	return out, nil
}

// lane packs what the other lacks of one lane.
func (x *outbox) lane(mine Mark) error {
	theirs := x.theirs.find(mine.Lane)
	if off("handed") && !x.to.All && x.me != x.view.House.Home() && mine.Lane.Device != x.view.House.Home() {
		return nil
	}
	if theirs == mine || off("b") && theirs.Seq > 0 && mine.Lane.Scope == journal.Control && mine.Lane.Device != x.view.House.Home() {
		return nil
	}
	forks, err := x.forks(mine.Lane)
	if err != nil {
		return err
	}
	same, err := x.agree(theirs)
	if err != nil {
		return err
	}
	if len(forks) == 0 && same {
		return x.chain(mine.Lane, theirs.Seq+1)
	}
	if len(forks) == 0 && theirs.Seq > mine.Seq && mine.Lane.Device != x.me {
		return nil // they have more, and will see whether it differs
	}
	return x.branches(mine.Lane, forks)
}

func (x *outbox) forks(lane journal.Lane) ([]journal.Commit, error) {
	all, err := x.view.branches()
	return all[lane], err
}

// agree reports whether what they have of a lane is the beginning of what we have.
func (x *outbox) agree(theirs Mark) (bool, error) {
	if theirs.Seq == 0 {
		return true, nil
	}
	for e, err := range journal.LaneCommits(x.view.Log, theirs.Lane, theirs.Seq) {
		if err != nil {
			return false, err
		}
		hash := e.Commit.Hash()
		return e.Commit.Header.Seq == theirs.Seq && bytes.HasPrefix(hash[:], theirs.Check[:]), nil
	}
	return false, nil
}

// chain packs a lane from a place on.
func (x *outbox) chain(lane journal.Lane, from uint64) error {
	var run []journal.Commit
	size := 0
	for e, err := range journal.LaneCommits(x.view.Log, lane, from) {
		if err != nil {
			return err
		}
		cut, ok := x.to.Cut(e.Commit, x.view.House.Where)
		if !ok {
			return nil
		}
		run, size = append(run, cut), size+weight(cut)
		if len(run) >= x.size || size > rawFrame {
			if err := x.add(run, chainFrame); err != nil || x.full {
				return err
			}
			run, size = nil, 0
		}
	}
	return x.add(run, chainFrame)
}

// branches packs all that is here of a lane in which both have something else: lane and branches, in the
// order of their places.
func (x *outbox) branches(lane journal.Lane, forks []journal.Commit) error {
	all := slices.Clone(forks)
	for e, err := range journal.LaneCommits(x.view.Log, lane, 1) {
		if err != nil {
			return err
		}
		all = append(all, e.Commit)
	}
	slices.SortStableFunc(all, func(a, b journal.Commit) int { return cmp.Compare(a.Header.Seq, b.Header.Seq) })
	return x.loose(all)
}

// packs adds the bodies that the other asked for and may hold.
func (x *outbox) packs(wants []journal.Hash) error {
	var all []journal.Commit
	for _, hash := range wants {
		c, ok, err := journal.Get(x.view.Log, hash)
		if err != nil {
			return err
		}
		here := slices.ContainsFunc(c.Bodies, func(b *journal.Body) bool { return b != nil })
		if ok && here && x.to.Of(c.Header, x.view.House.Where) == Whole {
			all = append(all, c)
		}
	}
	return x.loose(all)
}

func (x *outbox) loose(all []journal.Commit) error {
	var run []journal.Commit
	size := 0
	for _, c := range all {
		cut, ok := x.to.Cut(c, x.view.House.Where)
		if !ok {
			continue
		}
		run, size = append(run, cut), size+weight(cut)
		if len(run) >= lastFrame || size > rawFrame {
			if err := x.add(run, looseFrame); err != nil || x.full {
				return err
			}
			run, size = nil, 0
		}
	}
	return x.add(run, looseFrame)
}

func weight(c journal.Commit) int {
	n := len(c.HeaderBytes())
	for _, b := range c.Bodies {
		if b != nil {
			n += len(b.Content)
		}
	}
	return n
}

// add packs one frame, unless the message is full.
func (x *outbox) add(run []journal.Commit, how func([]journal.Commit) ([]byte, error)) error {
	if len(run) == 0 {
		return nil
	}
	err := x.addFrame(func() ([]byte, error) { return how(run) })
	x.size = min(2*x.size, lastFrame)
	return err
}

func (x *outbox) addFrame(how func() ([]byte, error)) error {
	if x.bytes >= budget && !x.unbounded || len(x.frames) >= MaxFrames {
		x.full = true
		return nil
	}
	packed, err := how()
	if err != nil {
		return err
	}
	x.frames = append(x.frames, packed)
	x.bytes += len(packed)
	return nil
}

// Behind counts the commits that somebody with a sight lacks who was as far as a vector says.
func (v View) Behind(to Sight, theirs Vector) (uint64, error) {
	x := &outbox{view: v, to: to, theirs: theirs}
	lanes, err := x.lanes()
	return x.lacking(lanes), err
}
