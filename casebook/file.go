package casebook

import (
	"cmp"
	"slices"
)

// file is everything known about one person: all events of all records that were linked as the same,
// with what each is worth. Facts are judged on demand, so the order of arrival plays no part.
type file struct {
	house   *House
	facts   []*Fact // by author's clock, then by reference: for people to read
	byRef   map[Ref]*Fact
	commits map[Hash]*Commit
	judged  map[*Fact]bool
	refused []refusal              // filled on first use
	past    map[Hash]map[Hash]bool // commits that a commit relies on, directly or not
}

func newFile(h *House, commits []*Commit) *file {
	f := &file{house: h, byRef: map[Ref]*Fact{}, commits: map[Hash]*Commit{}, judged: map[*Fact]bool{}, past: map[Hash]map[Hash]bool{}}
	for _, c := range commits {
		if f.commits[c.Hash] != nil {
			continue // the same commit twice is one commit
		}
		f.commits[c.Hash] = c
		for i, e := range c.Events {
			fact := &Fact{Ref: Ref{c.Hash, uint16(i)}, Type: e.Type, Body: e.Body, Commit: c}
			f.facts = append(f.facts, fact)
			f.byRef[fact.Ref] = fact
		}
	}
	slices.SortFunc(f.facts, func(a, b *Fact) int {
		return cmp.Or(a.Commit.At.Compare(b.Commit.At), compareRefs(a.Ref, b.Ref))
	})
	return f
}

// judge gives a fact its standing, judging the facts it names first. Names are hashes of what they
// name, so there are no circles.
func (f *file) judge(fact *Fact) *Fact {
	if f.judged[fact] {
		return fact
	}
	f.judged[fact] = true
	h := &hearing{file: f, house: f.house, fact: fact, commit: fact.Commit}
	fact.Standing, fact.Lacks = h.decide()
	return fact
}

// counting yields the facts of a type that count, oldest first.
func (f *file) counting(eventType string) []*Fact {
	var out []*Fact
	for _, fact := range f.facts {
		if fact.Type == eventType && f.judge(fact).Standing == Counts {
			out = append(out, fact)
		}
	}
	return out
}

// latest returns the newest counting fact of a type, or nil.
func (f *file) latest(eventType string) *Fact {
	all := f.counting(eventType)
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

// ancestors returns the commits of this file that c relies on, itself included.
func (f *file) ancestors(c *Commit) map[Hash]bool {
	if have := f.past[c.Hash]; have != nil {
		return have
	}
	out := map[Hash]bool{c.Hash: true}
	f.past[c.Hash] = out
	for _, ref := range c.Refs {
		if named := f.commits[ref.Commit]; named != nil && named != c {
			for hash := range f.ancestors(named) {
				out[hash] = true
			}
		}
	}
	return out
}

// couldKnow reports whether the author of c could know the commit other: it relies on it, wrote it on
// the same device before, or had applied a position of headquarters' lane at which it was known there.
func (f *file) couldKnow(c, other *Commit) bool {
	if f.ancestors(c)[other.Hash] {
		return true
	}
	if c.Device == other.Device && c.Epoch == other.Epoch {
		return other.Scope == c.Scope && other.Seq < c.Seq || other.Scope != c.Scope && other.At.Before(c.At)
	}
	return other.ArrivedPos > 0 && other.ArrivedPos <= c.Seen
}
