package public

import (
	"context"
	"errors"
	"hash/maphash"
	"sync"
	"time"
)

// Slots are [Limits] in memory: so many tries for an address in a time, and so many for all addresses
// together, so that nobody tries out numbers. Addresses are counted in a fixed number of slots and not kept: two
// who share one share a limit.
type Slots struct {
	Now   func() time.Time
	Each  int           // tries of one address
	All   int           // tries of all together
	Per   time.Duration // in this time
	mu    sync.Mutex
	seed  maphash.Seed
	since time.Time
	count [slotCount]int
	all   int
}

const slotCount = 4096

// ErrOften says that somebody asked too often.
var ErrOften = errors.New("too many questions")

// Ask counts one question. It returns [ErrOften] if there were too many.
func (s *Slots) Ask(_ context.Context, address string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.Now(); s.since.IsZero() || now.Sub(s.since) >= s.Per || now.Before(s.since) {
		s.seed, s.since, s.count, s.all = maphash.MakeSeed(), now, [slotCount]int{}, 0
	}
	slot := &s.count[maphash.String(s.seed, address)%slotCount]
	if *slot >= s.Each || s.all >= s.All {
		return ErrOften
	}
	*slot++
	s.all++
	return nil
}
