package markers

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"math"
	"slices"
	"sync"
	"time"

	"willing/linkage"
	"willing/sliver"
)

const secretSize = 32

// generation is one secret of a ring; retired ones have none any more, but
// keep their number from being used again.
type generation struct {
	id      uint16
	created time.Time // a day, UTC
	retired bool
	secret  [secretSize]byte
}

// Generation describes one generation of keys, without its secret. Created is
// a day.
type Generation struct {
	ID      uint16
	Created time.Time
	Retired bool
}

// Keyring holds the secrets. Whoever has one can test names against markers,
// so it prints as nothing but its number of generations. It is safe for
// concurrent use.
type Keyring struct {
	mu          sync.RWMutex
	generations []generation // by id
	purposes    map[purpose][]byte
}

// purpose names the secret for one kind of key in one generation.
type purpose struct {
	generation uint16
	kind       linkage.Kind
}

// Add makes a new generation from 32 bytes of random and gives its number;
// from now on new markers are made with it. It fails when random does.
func (r *Keyring) Add(random io.Reader, today time.Time) (uint16, error) {
	return r.AddAbove(0, random, today)
}

// AddAbove is Add, with a number above one that was used elsewhere: by keys
// that were lost.
func (r *Keyring) AddAbove(used uint16, random io.Reader, today time.Time) (uint16, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := len(r.generations); n > 0 {
		used = max(used, r.generations[n-1].id)
	}
	if used == math.MaxUint16 {
		return 0, fmt.Errorf("%w: numbers are used up", ErrNoGeneration)
	}
	g := generation{id: used + 1, created: today.UTC().Truncate(24 * time.Hour)}
	if _, err := io.ReadFull(random, g.secret[:]); err != nil {
		return 0, fmt.Errorf("markers: random source: %w", err)
	}
	r.generations = append(r.generations, g)
	return g.id, nil
}

// Retire destroys the secret of a generation. Its tags match nothing from then
// on; save the ring for it to last. Fails with ErrNoGeneration.
func (r *Keyring) Retire(id uint16) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.generations {
		if g := &r.generations[i]; g.id == id {
			g.retired, g.secret = true, [secretSize]byte{}
			r.purposes = nil
			return nil
		}
	}
	return ErrNoGeneration
}

// Generations lists all generations by number, retired ones too.
func (r *Keyring) Generations() []Generation {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var out []Generation
	for _, g := range r.generations {
		out = append(out, Generation{g.id, g.created, g.retired})
	}
	return out
}

// Retired tells whether the secret of a generation was destroyed.
func (r *Keyring) Retired(id uint16) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	i := slices.IndexFunc(r.generations, func(g generation) bool { return g.id == id })
	return i >= 0 && r.generations[i].retired
}

// Format keeps secrets out of logs, whatever the verb.
func (r *Keyring) Format(f fmt.State, _ rune) {
	fmt.Fprintf(f, "keyring of %d generations", len(r.Generations()))
}

// Seal makes a marker of a person's keys with the newest generation. Keys that
// are neither weak nor strong are left out. Fails with ErrNoGeneration or
// ErrInvalid.
func (r *Keyring) Seal(keys []linkage.Key, reason Reason, month, expires Month, batch Batch) (Marker, error) {
	live := r.live()
	if len(live) == 0 {
		return Marker{}, ErrNoGeneration
	}
	newest := sealer{ring: r, generation: live[len(live)-1]}
	m := Marker{Reason: reason, Month: month, Expires: expires, Batch: batch}
	for _, k := range keys {
		if k.Strength == linkage.Weak || k.Strength == linkage.Strong {
			m.Tags = append(m.Tags, newest.tag(k))
		}
	}
	slices.SortFunc(m.Tags, compareTags)
	m.Tags = slices.CompactFunc(m.Tags, func(a, b Tag) bool { return compareTags(a, b) == 0 })
	if err := m.check(); err != nil {
		return Marker{}, err
	}
	return m, nil
}

// live gives the generations that are not retired, oldest first.
func (r *Keyring) live() []generation {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.DeleteFunc(slices.Clone(r.generations), func(g generation) bool { return g.retired })
}

// sealer makes tags with one generation; it derives the secret of each kind
// when first needed. Not safe for concurrent use.
type sealer struct {
	ring       *Keyring
	generation generation
	macs       map[linkage.Kind]hash.Hash
}

func (s *sealer) tag(k linkage.Key) Tag {
	mac := s.macs[k.Kind]
	if mac == nil {
		mac = hmac.New(sha256.New, s.ring.purpose(s.generation, k.Kind))
		if s.macs == nil {
			s.macs = map[linkage.Kind]hash.Hash{}
		}
		s.macs[k.Kind] = mac
	}
	mac.Reset()
	mac.Write([]byte(k.Value))
	var sum [sha256.Size]byte
	return Tag{s.generation.id, k.Kind, k.Strength, [16]byte(mac.Sum(sum[:0]))}
}

// purpose derives the secret for one kind of key (RFC 5869), so that a tag of
// one kind says nothing about a tag of another. It remembers what it derived.
func (r *Keyring) purpose(g generation, kind linkage.Kind) []byte {
	name := purpose{g.id, kind}
	r.mu.RLock()
	secret := r.purposes[name]
	r.mu.RUnlock()
	if secret != nil {
		return secret
	}
	info := fmt.Sprintf("willing/markers/1/kind/%d", kind)
	secret, err := hkdf.Key(sha256.New, g.secret[:], nil, info, sha256.Size)
	if err != nil { // only for lengths that HKDF cannot give, or keys FIPS 140 forbids
		panic(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.purposes == nil {
		r.purposes = map[purpose][]byte{}
	}
	r.purposes[name] = secret
	return secret
}

// Offline gives the secrets of slivers, of each generation that is not retired, the oldest first. They are derived,
// so that whoever has one learns nothing of the ring: a lost phone tells no marker.
func (r *Keyring) Offline() [][]byte {
	var out [][]byte
	for _, g := range r.live() {
		secret, err := hkdf.Key(sha256.New, g.secret[:], nil, "willing/markers/1/offline", sliver.SecretSize)
		if err != nil { // as in purpose
			panic(err)
		}
		out = append(out, secret)
	}
	return out
}
