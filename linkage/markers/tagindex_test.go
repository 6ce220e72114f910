package markers

import (
	"testing"

	"willing/linkage"
)

// Whose a tag is takes 24 bits of an index; of more markers than that the next index knows.
func TestTagsTellMoreThanEightMillionMarkersApart(t *testing.T) {
	const sum, other = 0x00aabbccddeeff11, 0x00aabbccddeeff12 // apart in their last bits alone
	last := Ref(1<<refBits - 1)
	var x tags
	x.add(sum, 7, linkage.Weak)
	x.add(sum, last, linkage.Strong)
	x.add(sum, last+1, linkage.Strong)
	x.add(sum, last+8, linkage.Weak)
	x.add(other, 9, linkage.Weak)
	for range 2 { // as they came, and in order
		found := map[Ref]linkage.Strength{}
		x.each(sum, func(ref Ref, s linkage.Strength) { found[ref] = s })
		if len(found) != 4 || found[7] != linkage.Weak || found[last] != linkage.Strong || found[last+1] != linkage.Strong || found[last+8] != linkage.Weak {
			t.Fatalf("found %v", found)
		}
		x.merge()
	}
}
