package exchange

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/journal"
	"willing/sliver"
)

var update = flag.Bool("update", false, "write testdata/vectors.json anew")

// vectors are examples for other clients: see docs/exchange-protocol.md.
type vectors struct {
	Device  string   `json:"device"`
	Commits []string `json:"commits"` // in the form that travels on its own
	Vector  string   `json:"vector"`
	Prints  []string `json:"prints"`
	Head    string   `json:"head"` // signed, of version 1
	Chain   string   `json:"chain"`
	Loose   string   `json:"loose"`
	List    string   `json:"list"`     // unpacked
	ListSum string   `json:"list_sum"` // of the list in it
	Chunks  string   `json:"chunks"`
	Names   []string `json:"chunk_names"`
	Stamped string   `json:"stamped"`  // a head of version 2 by headquarters, with its stamp
	Receipt string   `json:"receipts"` // what the laptop keeps of it
	Early   string   `json:"early"`    // unpacked: both commits, as people who come first
	Request string   `json:"request"`  // a head of version 3 that says that it has both so
}

func makeVectors(t *testing.T) vectors {
	hq, laptop := house(t, italy)
	commits := []journal.Commit{laptop.writes(italy, idOf("anna")), laptop.writes(italy, idOf("anna"), journal.Relay)}
	v := vectors{Device: laptop.key.Device().String()}
	for _, c := range commits {
		v.Commits = append(v.Commits, hex.EncodeToString(c.Encode()))
	}
	var mine Vector
	err := laptop.store.View(t.Context(), func(r journal.Reader) (err error) {
		mine, err = View{Log: r, House: laptop}.vector(func(journal.Lane) bool { return true })
		return err
	})
	laptop.must(err)
	raw, err := encoding.Marshal(packVector(mine))
	laptop.must(err)
	v.Vector = hex.EncodeToString(raw)
	for _, p := range mine.Prints() {
		v.Prints = append(v.Prints, p.Scope+" "+hex.EncodeToString(p.Sum))
	}
	chain, err := chainFrame(commits)
	laptop.must(err)
	loose, err := looseFrame(commits)
	laptop.must(err)
	rawChain, err := unpack(chain)
	laptop.must(err)
	rawLoose, err := unpack(loose)
	laptop.must(err)
	v.Chain, v.Loose = hex.EncodeToString(rawChain), hex.EncodeToString(rawLoose)
	chunks := []journal.Chunk{{Content: []byte("what everybody may know")}, {Salt: make([]byte, journal.SaltSize), Content: []byte("what is somebody's")}}
	packed, err := packChunks(chunks)
	laptop.must(err)
	rawChunks, err := unpack(packed)
	laptop.must(err)
	v.Chunks = hex.EncodeToString(rawChunks)
	for _, c := range chunks {
		name := c.Name()
		v.Names = append(v.Names, hex.EncodeToString(name[:]))
	}
	list := sliver.Make([][]byte{bytes.Repeat([]byte{7}, sliver.SecretSize)}, []sliver.Sliver{0x010203, 0x010204, 0x01ff00, 0xabcdef}, [][sliver.NameLen]byte{{1, 2, 3, 4, 5, 6, 7, 8}})
	parts, err := listFrames(list, (&sliver.List{}).Checks())
	laptop.must(err)
	rawList, err := unpack(parts[0])
	laptop.must(err)
	v.List, v.ListSum = hex.EncodeToString(rawList), hex.EncodeToString(list.Sum())
	h := Head{Version: 1, From: laptop.key.Device(), To: laptop.home, Nonce: [16]byte{1}, At: noon.UnixMilli(), Seal: make([]byte, 32), Vector: mine, Full: true, Frames: sums([][]byte{rawChain})}
	signed, err := h.Sign(laptop.key)
	laptop.must(err)
	v.Head = hex.EncodeToString(signed)
	early, err := packEarly(commits)
	laptop.must(err)
	rawEarly, err := unpack(early)
	laptop.must(err)
	v.Early = hex.EncodeToString(rawEarly)
	h = Head{Version: 3, From: laptop.key.Device(), To: laptop.home, Nonce: [16]byte{3}, At: noon.UnixMilli(), Seal: make([]byte, 32), Full: true}
	for _, c := range commits {
		hash := c.Hash()
		h.Early = append(h.Early, hash[:earlyMark]...)
	}
	signed, err = h.Sign(laptop.key)
	laptop.must(err)
	v.Request = hex.EncodeToString(signed)
	hq.take(commits)
	hq.writes(journal.Control, journal.ID{})
	_, _, err = laptop.meets(hq, whole)
	laptop.must(err)
	laptop.must(hq.store.View(t.Context(), func(r journal.Reader) error {
		stamp, err := View{Log: r, House: hq}.stamp(hq.grants[laptop.key.Device()].Sight)
		laptop.must(err)
		signed, err := Head{Version: 2, From: hq.key.Device(), To: laptop.key.Device(), Nonce: [16]byte{2}, At: noon.UnixMilli(), Stamp: stamp}.Sign(hq.key)
		v.Stamped = hex.EncodeToString(signed)
		return err
	}))
	v.Receipt = hex.EncodeToString(PackReceipts(laptop.kept))
	return v
}

func TestTheVectorsForOtherClients(t *testing.T) {
	path := filepath.Join("testdata", "vectors.json")
	made, err := json.MarshalIndent(makeVectors(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(made, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil || string(kept) != string(made)+"\n" {
		t.Errorf("the bytes of the protocol have changed: that takes a new version of it (%v)", err)
	}
	var v vectors
	if err := json.Unmarshal(kept, &v); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"chain": v.Chain, "loose": v.Loose, "early": v.Early} {
		raw, _ := hex.DecodeString(text)
		packed, err := pack(raw)
		if err != nil {
			t.Fatal(err)
		}
		commits, err := OpenFrame(packed)
		if err != nil || len(commits) != len(v.Commits) {
			t.Fatalf("%s: %d commits: %v", name, len(commits), err)
		}
		for i, c := range commits {
			if hex.EncodeToString(c.Encode()) != v.Commits[i] {
				t.Errorf("%s: commit %d does not come back to the byte", name, i)
			}
		}
	}
}

// A frame that libzstd packed, with the dictionary's number put in behind it as docs/exchange-protocol.md says: another
// client's packing is read like ours.
func TestAFramePackedByTheReferenceLibraryIsRead(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "chain.zst.hex"))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := unpack(packed)
	if err != nil || hex.EncodeToString(raw) != makeVectors(t).Chain {
		t.Errorf("it holds %d other bytes: %v", len(raw), err)
	}
}
