package exchange

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"time"

	"willing/journal"
	"willing/sliver"
)

// Grant is what a device may hold, and until when.
type Grant struct {
	Sight   Sight
	Until   time.Time // zero: no end
	Revoked bool
}

// House answers, from the log alone, what the exchange must know of its meaning.
type House interface {
	// Grant is what a device may hold by the newest grant that this node knows; ok is false without one.
	Grant(device journal.Device) (g Grant, ok bool)
	// Where says where a subject stands.
	Where(subject journal.ID) (scope journal.Scope, known, hidden bool)
	// Moved lists subjects that stand in one of the scopes and of which there may be commits elsewhere: they were moved, or
	// are the same person as one who stands there.
	Moved(scopes []journal.Scope) []journal.ID
	// Wants names commits with bodies that this node lacks and may hold, at most [MaxWants].
	Wants() []journal.Hash
	// Missing names what headquarters itself lacks and somebody may hold: commits without their bodies, and chunks.
	Missing(to Sight) []journal.Hash
	// First lists people who come first, the most pressing first, each with all their records.
	First(scopes []journal.Scope) [][]journal.ID
	// List is the list of slivers that a device is to carry, at headquarters; of this node itself, the one that it
	// carries. nil is none.
	List(device journal.Device) (*sliver.List, error)
	// Home is headquarters' device.
	Home() journal.Device
}

// View is a node's log at one moment.
type View struct {
	Log    journal.Reader
	House  House
	Chunks Chunks // nil: this node knows of no files
	Early  uint64 // how many commits somebody must lack before people who come first go early; 0: they never do
}

// vector is how far the log has the lanes that only lets through.
func (v View) vector(only func(journal.Lane) bool) (Vector, error) {
	branched, err := v.branches()
	if err != nil {
		return nil, err
	}
	var out Vector
	for head, err := range journal.Heads(v.Log) {
		if err != nil {
			return nil, err
		}
		if !only(head.Lane) {
			continue
		}
		m := Mark{Lane: head.Lane, Seq: head.Seq}
		copy(m.Check[:], head.Hash[:])
		if forks := branched[head.Lane]; len(forks) > 0 {
			if m, err = v.branchedMark(m, forks); err != nil {
				return nil, err
			}
		}
		out = append(out, m)
	}
	return out.Sorted(), nil
}

// shown is the vector that somebody may see: of what they may hold themselves, and of lanes that they named.
func (v View) shown(to Sight, named Vector) (Vector, error) {
	moved, err := v.movedLanes(to)
	if err != nil {
		return nil, err
	}
	return v.vector(func(l journal.Lane) bool { return to.Lane(l) || moved[l] || named.find(l).Seq > 0 })
}

// prints are the fingerprints of what a node may hold by its grant: both sides have the same, if both have the same.
// What it holds beyond that (lanes of a territory that it lost, without their bodies) stands for nothing.
func (v View) prints(me journal.Device) ([]Print, error) {
	grant, _ := v.House.Grant(me)
	grant.Sight.Device = me
	mine, err := v.shown(grant.Sight, nil)
	return mine.Prints(), err
}

// branches are the commits that stand beside their lanes.
func (v View) branches() (map[journal.Lane][]journal.Commit, error) {
	out := map[journal.Lane][]journal.Commit{}
	if off("f") {
		return out, nil
	}
	for e, err := range journal.Forks(v.Log) {
		if err != nil {
			return nil, err
		}
		lane := e.Commit.Header.Lane()
		out[lane] = append(out[lane], e.Commit)
	}
	return out, nil
}

// branchedMark is the same on every node that has the same commits, whichever came first.
func (v View) branchedMark(m Mark, forks []journal.Commit) (Mark, error) {
	from := forks[0].Header.Seq
	var all [][]byte
	for _, f := range forks {
		from = min(from, f.Header.Seq)
		m.Seq = max(m.Seq, f.Header.Seq)
		hash := f.Hash()
		all = append(all, hash[:])
	}
	for e, err := range journal.LaneCommits(v.Log, m.Lane, from) {
		if err != nil {
			return m, err
		}
		hash := e.Commit.Hash()
		all = append(all, hash[:])
	}
	slices.SortFunc(all, bytes.Compare)
	sum := sha256.Sum256(bytes.Join(all, nil))
	copy(m.Check[:], sum[:])
	return m, nil
}

// movedLanes are the lanes of other territories in which there are commits about people who stand in the sight.
func (v View) movedLanes(s Sight) (map[journal.Lane]bool, error) {
	out := map[journal.Lane]bool{}
	if s.All {
		return out, nil
	}
	for _, subject := range v.House.Moved(s.Scopes) {
		for e, err := range journal.Subject(v.Log, subject) {
			if err != nil {
				return nil, err
			}
			if lane := e.Commit.Header.Lane(); !s.Lane(lane) && isTerritory(lane.Scope) {
				out[lane] = true
			}
		}
	}
	return out, nil
}
