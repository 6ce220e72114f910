package paged

import "sync"

// cacheBytes bounds the pages that are kept opened.
const cacheBytes = 8 << 20

// cache keeps pages opened that were read not long ago: two halves, of which the older is forgotten when
// the newer is full.
type cache struct {
	mu         sync.Mutex
	young, old map[uint64][]entry
	size       int // of young
}

func newCache() *cache { return &cache{young: map[uint64][]entry{}} }

func (c *cache) get(n uint64) ([]entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if entries, ok := c.young[n]; ok {
		return entries, true
	}
	entries, ok := c.old[n]
	if ok {
		c.keep(n, entries)
	}
	return entries, ok
}

func (c *cache) add(n uint64, entries []entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(n, entries)
}

func (c *cache) keep(n uint64, entries []entry) {
	size := 0
	for _, e := range entries {
		size += len(e.key) + len(e.value)
	}
	if c.size+size > cacheBytes/2 {
		c.young, c.old, c.size = map[uint64][]entry{}, c.young, 0
	}
	c.young[n] = entries
	c.size += size
}

// entries reads a page.
func (s *Store) entries(n uint64) ([]entry, error) {
	if entries, ok := s.cache.get(n); ok {
		return entries, nil
	}
	raw, err := s.record(pageName(n))
	if err != nil {
		return nil, err
	}
	if raw == nil {
		return nil, broken("a page is missing")
	}
	entries, err := decodePage(raw)
	if err != nil {
		return nil, err
	}
	s.cache.add(n, entries)
	return entries, nil
}
