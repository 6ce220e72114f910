package exchange

import (
	"encoding/json"
	"testing"

	"willing/journal"
)

// Whatever is remembered of others, something can be remembered beside it, and a request can be made of it.
func FuzzPeers(f *testing.F) {
	_, laptop := house(f, italy)
	laptop.writes(italy, idOf("anna"))
	met := laptop.peer
	met.Heard = Vector{{Lane: journal.Lane{Epoch: 1, Scope: italy}, Seq: 3}}
	good, err := json.Marshal(map[string]Peer{"home": met})
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{string(good), "null", `{"home":null}`, `{"home":{"Heard":[{},{}],"Wants":[""],"Agreed":[{}]}}`, "{"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		laptop.t = t
		peers := ReadPeers(raw)
		peers["new"] = Peer{}
		for _, peer := range peers {
			if _, _, err := laptop.step(State{Me: laptop.key.Device(), Peer: peer}, Begin{[16]byte{1}, make([]byte, 32)}); err != nil {
				t.Errorf("nothing can be asked any more: %v", err)
			}
		}
	})
}

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
