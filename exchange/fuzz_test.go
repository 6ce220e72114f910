package exchange

import (
	"testing"

	"willing/journal"
)

// What lies beside the frames of a message: heads, receipts, chunks and the header that was shortened. Each is
// read or refused; none is trusted in its counts.
func FuzzBeside(f *testing.F) {
	f.Add(PackReceipts([]Receipt{{Epoch: 1, At: 2, Scope: "t/IT", Sig: make([]byte, 64)}}))
	f.Add([]byte{0xa1, 0x01, 0x02})
	f.Add([]byte{0xb8, 0xff})
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, r := range OpenReceipts(data) {
			_ = r.By(journal.Device{})
		}
		_, _, _ = openChunks(data)
		_, _, _ = openList(data)
		_, _ = OpenHead(data)
		if pairs, err := readPairs(data); err == nil && len(pairs) < 24 && data[0]&31 < 24 {
			if again, err := readPairs(writePairs(pairs)); err != nil || len(again) != len(pairs) {
				t.Fatalf("%d pairs become %d: %v", len(pairs), len(again), err)
			}
		}
	})
}
