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

// Set holds markers in memory and finds those that know a person's keys. Of a
// tag it keeps 8 bytes: nearly half of its sum, its marker and its strength. A
// hundred thousand people are some 20 MB. It is safe for concurrent use.
type Set struct {
	ring *Keyring

	mu    sync.RWMutex
	of    []uint32         // by Ref, from 1: which of abouts; 0: it was taken out
	about []about          // what differs between markers, each once: a list of refusals shares one
	known map[about]uint32 // where in about
	count int
	tags  tags
}

// about is a marker without its tags.
type about struct {
	batch          Batch
	month, expires uint16
	generation     uint16 // of the keys it was made with
	reason         Reason
}

// NewSet makes an empty set that is checked with the live generations of ring.
func NewSet(ring *Keyring) *Set {
	return &Set{ring: ring, about: make([]about, 1), known: map[about]uint32{}}
}

// Add takes a marker in. Fails with ErrInvalid.
func (s *Set) Add(m Marker) (Ref, error) {
	if err := m.check(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	a := about{
		batch: m.Batch, month: uint16(m.Month.number()), expires: uint16(m.Expires.number()), generation: m.Generation(), reason: m.Reason,
	}
	if s.known[a] == 0 {
		s.known[a] = uint32(len(s.about))
		s.about = append(s.about, a)
	}
	s.of = append(s.of, s.known[a])
	s.count++
	ref := Ref(len(s.of))
	for _, t := range m.Tags {
		s.tags.add(short(t), ref, t.Strength)
	}
	return ref, nil
}

// Settle brings what was added lately in order: after many additions, so that
// the first look-up need not, and no memory is kept for more.
func (s *Set) Settle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tags.merge()
	s.of = slices.Clip(slices.Clone(s.of))
}

// Len gives the number of markers.
func (s *Set) Len() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.count
}

// Marker gives reason, months and batch of the marker at a place; its tags the
// set has no more. ok is false when it was removed.
func (s *Set) Marker(ref Ref) (m Marker, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if !s.holds(ref) {
		return m, false
	}
	a := s.about[s.of[ref-1]]
	return Marker{Batch: a.batch, Reason: a.reason, Month: monthNumbered(a.month), Expires: monthNumbered(a.expires)}, true
}

// holds expects the lock.
func (s *Set) holds(ref Ref) bool { return ref != 0 && int(ref) <= len(s.of) && s.of[ref-1] != 0 }

// Check gives what stands against a person with these keys, under any live
// generation: one hit for each marker and kind, strong ones first, then by
// marker and kind. A marker past its expiry still hits: only its removal, by
// somebody who looked at it, frees the person.
func (s *Set) Check(keys []linkage.Key) []Hit {
	if s.Len() == 0 {
		return nil
	}
	var tags []Tag
	for _, g := range s.ring.live() {
		seal := sealer{ring: s.ring, generation: g}
		for _, k := range keys {
			tags = append(tags, seal.tag(k))
		}
	}
	found := s.find(tags)
	hits := slices.Collect(maps.Keys(found))
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Strength, a.Strength), cmp.Compare(a.Marker, b.Marker), cmp.Compare(a.Kind, b.Kind))
	})
	return hits
}

// find gives the hits of some tags. The strength is the marker's: what was
// strong when it was made stays so.
func (s *Set) find(tags []Tag) map[Hit]bool {
	s.mu.Lock() // looking may settle the index
	defer s.mu.Unlock()
	found := map[Hit]bool{}
	for _, t := range tags {
		s.tags.each(short(t), func(ref Ref, strength linkage.Strength) {
			if s.holds(ref) {
				found[Hit{strength, t.Kind, ref}] = true
			}
		})
	}
	return found
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
	return s.removeAll(func(a about) bool { return a.batch == batch })
}

// Held says what a set holds of one generation of keys.
type Held struct {
	Generation     uint16
	Markers        int
	Oldest, Newest Month
}

// Held gives, by generation, how many markers there are and when they were
// made: what somebody looks at again (rule G27).
func (s *Set) Held() []Held {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found := map[uint16]Held{}
	for _, n := range s.of {
		if n == 0 {
			continue
		}
		a := s.about[n]
		h, month := found[a.generation], monthNumbered(a.month)
		if h.Markers == 0 || h.Oldest.After(month) {
			h.Oldest = month
		}
		if h.Markers == 0 || month.After(h.Newest) {
			h.Newest = month
		}
		h.Generation, h.Markers = a.generation, h.Markers+1
		found[a.generation] = h
	}
	out := slices.Collect(maps.Values(found))
	slices.SortFunc(out, func(a, b Held) int { return cmp.Compare(a.Generation, b.Generation) })
	return out
}

// LetGo takes out all markers of a generation, and gives their number.
func (s *Set) LetGo(generation uint16) int {
	return s.removeAll(func(a about) bool { return a.generation == generation })
}

func (s *Set) removeAll(which func(about) bool) (removed int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, n := range s.of {
		if n != 0 && which(s.about[n]) && s.remove(Ref(i+1)) {
			removed++
		}
	}
	return removed
}

// remove expects the lock. The tags stay in the index, and name nobody.
func (s *Set) remove(ref Ref) bool {
	if !s.holds(ref) {
		return false
	}
	s.of[ref-1] = 0
	s.count--
	return true
}
