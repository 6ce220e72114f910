package meet

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"

	"willing/casebook"
	"willing/journal"
)

var update = flag.Bool("update", false, "write testdata/join.json anew")

// joining are the four messages with which a device joins, for other clients: see docs/exchange-protocol.md.
type joining struct {
	Code   string          `json:"code"`
	Seed   string          `json:"seed"` // of the device's key
	Asks   json.RawMessage `json:"asks"`
	Asked  json.RawMessage `json:"asked"`
	Joins  json.RawMessage `json:"joins"`
	Joined json.RawMessage `json:"joined"`
	Signed string          `json:"signed"` // the bytes under the signature
}

func TestTheVectorsOfJoining(t *testing.T) {
	const code = "abcdefghjkmnpq23"
	seed := bytes.Repeat([]byte{7}, 32)
	key, err := journal.NewKey(bytes.NewReader(seed))
	if err != nil {
		t.Fatal(err)
	}
	home := journal.Device(bytes.Repeat([]byte{9}, 32))
	made := joining{Code: code, Seed: hex.EncodeToString(seed)}
	line := func(_ context.Context, request []byte) (io.ReadCloser, error) {
		var asked Joining
		if err := json.Unmarshal(request, &asked); err != nil || !asked.Proves(code) {
			t.Fatalf("it proves no code: %v", err)
		}
		var answer any = Ask(code, home, asked.Device)
		into, from := &made.Asked, &made.Asks
		if asked.Signature != nil {
			if !asked.Signed(home) || asked.Signed(journal.Device{}) {
				t.Error("it is signed for another house")
			}
			made.Signed = hex.EncodeToString(asked.signed(home))
			house := Joined{Home: home, Holder: casebook.ID{1, 2, 3}, Programme: []byte("a zipped folder")}
			house.Prove(code, asked.Device)
			answer, into, from = house, &made.Joined, &made.Joins
		}
		raw, err := json.Marshal(answer)
		*into, *from = raw, request
		return io.NopCloser(bytes.NewReader(raw)), err
	}
	if _, err := Join(t.Context(), "ABCD-efgh jkmn pq23", key, Phone, line); err != nil {
		t.Fatal(err)
	}
	raw, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "join.json")
	if *update {
		if err := os.WriteFile(path, append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != string(raw)+"\n" {
		t.Errorf("the bytes of joining have changed: that takes a new version of it (%v)", err)
	}
}
