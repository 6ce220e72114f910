package sieve

// bitsPerKey of which each key sets three: about 1 % false alarms.
const bitsPerKey = 12

// Sieve is the filter. It grows no more: make one with room for as many keys as will come.
type Sieve []uint64

// Words is how many words a sieve for so many keys has.
func Words(keys int) int { return (keys*bitsPerKey + 63) / 64 }

// New makes one with room for some keys, one at least.
func New(keys int) Sieve { return make(Sieve, Words(max(1, keys))) }

// bit gives one of the three bits of a key.
func (s Sieve) bit(hash uint64, i uint64) (word, mask uint64) {
	at := (hash + i*(hash>>32|1)) % uint64(len(s)*64)
	return at / 64, 1 << (at % 64)
}

// Add takes in a key, by its hash.
func (s Sieve) Add(hash uint64) {
	for i := range uint64(3) {
		word, mask := s.bit(hash, i)
		s[word] |= mask
	}
}

// Has reports whether a key may be there.
func (s Sieve) Has(hash uint64) bool {
	for i := range uint64(3) {
		if word, mask := s.bit(hash, i); s[word]&mask == 0 {
			return false
		}
	}
	return true
}
