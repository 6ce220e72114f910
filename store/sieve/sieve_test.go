package sieve_test

import (
	"fmt"
	"hash/maphash"
	"testing"

	"willing/store/sieve"
)

func TestNothingThatIsThereIsMissed(t *testing.T) {
	for _, keys := range []int{0, 1, 7, 1000} {
		seed, s := maphash.MakeSeed(), sieve.New(keys)
		hash := func(n int) uint64 { return maphash.String(seed, fmt.Sprint(n)) }
		for n := range keys {
			s.Add(hash(n))
		}
		for n := range keys {
			if !s.Has(hash(n)) {
				t.Fatalf("of %d keys the %d. is missed", keys, n)
			}
		}
		wrong := 0
		for n := range 10_000 {
			if s.Has(hash(1_000_000 + n)) {
				wrong++
			}
		}
		if wrong > 400 {
			t.Errorf("with %d keys it says yes to %d of 10,000 that are not there", keys, wrong)
		}
	}
}

func Example() {
	s := sieve.New(2)
	s.Add(0x9e3779b97f4a7c15)
	fmt.Println(s.Has(0x9e3779b97f4a7c15), s.Has(0xd1b54a32d192ed03))
	// Output: true false
}
