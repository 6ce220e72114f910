package paged

import (
	"hash/maphash"
	"sync"

	"willing/store/sieve"
)

// cacheBytes bounds the pages that are kept opened, and sieveWords what is known of all pages: eight megabytes each.
const (
	cacheBytes = 8 << 20
	sieveWords = 1 << 20
)

// cache keeps pages opened that were read not long ago: two halves, of which the older is forgotten when
// the newer is full. Of pages that were read or written it remembers much longer what they surely do not hold, which takes
// a twentieth of the room: most of what comes is looked for and not there, all over the pages.
type cache struct {
	mu         sync.Mutex
	young, old map[uint64]leaf
	size       int // of young
	seed       maphash.Seed
	sieves     map[uint64]sieve.Sieve
	words      int // of all sieves
}

func newCache() *cache {
	return &cache{young: map[uint64]leaf{}, seed: maphash.MakeSeed(), sieves: map[uint64]sieve.Sieve{}}
}

func (c *cache) get(n uint64) (leaf, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l, ok := c.young[n]; ok {
		return l, true
	}
	l, ok := c.old[n]
	if ok {
		c.keep(n, l)
	}
	return l, ok
}

func (c *cache) add(n uint64, l leaf) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.keep(n, l)
}

func (c *cache) keep(n uint64, l leaf) {
	size := len(l.data) + 4*len(l.at)
	if c.size+size > cacheBytes/2 {
		c.young, c.old, c.size = map[uint64]leaf{}, c.young, 0
	}
	c.young[n] = l
	c.size += size
}

// sift remembers of a page which keys it holds.
func (c *cache) sift(n uint64, many int, key func(i int) []byte) {
	s := sieve.New(many)
	for i := range many {
		s.Add(maphash.Bytes(c.seed, key(i)))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.words -= len(c.sieves[n])
	if c.words+len(s) > sieveWords {
		clear(c.sieves)
		c.words = 0
	}
	c.sieves[n] = s
	c.words += len(s)
}

// forget forgets a page that nobody will ask for any more.
func (c *cache) forget(n uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.words -= len(c.sieves[n])
	delete(c.sieves, n)
}

// lacks reports that a page surely does not hold a key.
func (c *cache) lacks(n uint64, key []byte) bool {
	c.mu.Lock()
	s := c.sieves[n]
	c.mu.Unlock()
	return s != nil && !s.Has(maphash.Bytes(c.seed, key))
}

// valueIn reads a value out of a page; nil if it holds none under that key.
func (s *Store) valueIn(n uint64, key []byte) ([]byte, error) {
	if s.cache.lacks(n, key) {
		return nil, nil
	}
	l, err := s.open(n)
	if err != nil {
		return nil, err
	}
	if i, ok := l.find(key); ok {
		return l.entry(i).value, nil
	}
	return nil, nil
}

// open reads a page.
func (s *Store) open(n uint64) (leaf, error) {
	if l, ok := s.cache.get(n); ok {
		return l, nil
	}
	raw, err := s.record(pageName(n))
	if err != nil {
		return leaf{}, err
	}
	if raw == nil {
		return leaf{}, broken("a page is missing")
	}
	l, err := decodePage(raw)
	if err != nil {
		return leaf{}, err
	}
	s.cache.add(n, l)
	s.cache.sift(n, len(l.at), l.key)
	return l, nil
}
