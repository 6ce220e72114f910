package sqlite

import (
	"crypto/sha256"
	"encoding/binary"
	"testing"
)

// BenchmarkFlush writes changes into the table as an import leaves them: half of them under scattered keys, half behind
// what stands there. One operation is one change.
func BenchmarkFlush(b *testing.B) {
	s, err := Open(file(b.TempDir()))
	if err != nil {
		b.Fatal(err)
	}
	n := uint64(0)
	fill := func(changes int) *tree {
		in, o := newTree(), block{}
		for range changes / 2 {
			n++
			number := binary.BigEndian.AppendUint64(nil, n)
			hash := sha256.Sum256(number)
			in.Set(o.put("keys", hash[:8], hash[:16], 1<<20))
			in.Set(o.put("commits", number, append(hash[:], make([]byte, 300)...), 1<<20))
		}
		return in
	}
	upto := uint64(0)
	flush := func(changes int) {
		upto++
		if err := s.intoTable(fill(changes), upto); err != nil {
			b.Fatal(err)
		}
	}
	for range 6 {
		flush(50_000)
	}
	b.ResetTimer()
	for left := b.N; left > 0; left -= 50_000 {
		flush(min(left, 50_000))
	}
	b.StopTimer()
	if err := s.letGo(); err != nil {
		b.Fatal(err)
	}
}
