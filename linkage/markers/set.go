package markers

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"willing/linkage"
)

// Ref is the place of a marker in its Set. It means nothing outside it and is
// never used again.
type Ref uint32

// Hit is one key of a person that a marker knows.
type Hit struct {
	Strength linkage.Strength
	Kind     linkage.Kind
	Marker   Ref
}

// Set holds markers in memory and finds those that know a person's keys. It is
// safe for concurrent use.
type Set struct {
	ring *Keyring

	mu      sync.RWMutex
	next    Ref
	markers map[Ref]Marker
	heads   map[[16]byte]int32 // sum → first link, 1-based
	links   []link
	free    []int32
}

// link is one tag in the chain of all tags with its sum, nearly always the only
// one.
type link struct {
	ref  Ref
	next int32
}

// NewSet makes an empty set that is checked with the live generations of ring.
func NewSet(ring *Keyring) *Set {
	return &Set{ring: ring, markers: map[Ref]Marker{}, heads: map[[16]byte]int32{}}
}

// Add takes a marker in. Fails with ErrInvalid. The set keeps the tags: the
// caller does not change them afterwards.
func (s *Set) Add(m Marker) (Ref, error) {
	if err := m.check(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	s.markers[s.next] = m
	for _, t := range m.Tags {
		l := link{ref: s.next, next: s.heads[t.Sum]}
		if n := len(s.free); n > 0 {
			s.heads[t.Sum] = s.free[n-1]
			s.links[s.free[n-1]-1] = l
			s.free = s.free[:n-1]
			continue
		}
		s.links = append(s.links, l)
		s.heads[t.Sum] = int32(len(s.links))
	}
	return s.next, nil
}

// Len gives the number of markers.
func (s *Set) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.markers)
}

// Marker gives the marker at a place; ok is false when it was removed.
func (s *Set) Marker(ref Ref) (m Marker, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, ok = s.markers[ref]
	return m, ok
}

// Check gives what stands against a person with these keys, under any live
// generation: one hit for each marker and kind, strong ones first, then by
// marker and kind. A marker past its expiry still hits: only its removal, by
// somebody who looked at it, frees the person.
func (s *Set) Check(keys []linkage.Key) []Hit {
	found := map[Hit]bool{}
	for _, g := range s.ring.live() {
		seal := sealer{generation: g}
		for _, k := range keys {
			s.find(seal.tag(k), found)
		}
	}
	hits := slices.Collect(maps.Keys(found))
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.Marker, b.Marker), cmp.Compare(a.Kind, b.Kind))
	})
	return hits
}

// find adds the hits of one tag. The strength is the marker's: what was strong
// when it was made stays so.
func (s *Set) find(t Tag, found map[Hit]bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for at := s.heads[t.Sum]; at != 0; at = s.links[at-1].next {
		ref := s.links[at-1].ref
		tags := s.markers[ref].Tags
		if i, ok := slices.BinarySearchFunc(tags, t, compareTags); ok {
			found[Hit{tags[i].Strength, t.Kind, ref}] = true
		}
	}
}

// Remove takes one marker out: the person came back by themselves (rule G11),
// or a review ended it. It tells whether the marker was there.
func (s *Set) Remove(ref Ref) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remove(ref)
}

// Withdraw takes out all markers of a batch, such as a list of refusals that
// was imported by mistake, and gives their number. The zero batch is none and
// cannot be withdrawn.
func (s *Set) Withdraw(batch Batch) int {
	if batch == (Batch{}) {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for ref, m := range s.markers {
		if m.Batch == batch && s.remove(ref) {
			n++
		}
	}
	return n
}

// Due gives the markers whose review is due in a month or was before, in the
// order in which they came.
func (s *Set) Due(now Month) []Ref {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []Ref
	for ref, m := range s.markers {
		if !m.Expires.After(now) {
			out = append(out, ref)
		}
	}
	slices.Sort(out)
	return out
}

// remove expects the lock.
func (s *Set) remove(ref Ref) bool {
	m, ok := s.markers[ref]
	if !ok {
		return false
	}
	delete(s.markers, ref)
	for _, t := range m.Tags {
		s.unlink(t.Sum, ref)
	}
	return true
}

func (s *Set) unlink(sum [16]byte, ref Ref) {
	before := int32(0)
	for at := s.heads[sum]; at != 0; before, at = at, s.links[at-1].next {
		l := s.links[at-1]
		if l.ref != ref {
			continue
		}
		switch {
		case before != 0:
			s.links[before-1].next = l.next
		case l.next != 0:
			s.heads[sum] = l.next
		default:
			delete(s.heads, sum)
		}
		s.free = append(s.free, at)
		return
	}
}
