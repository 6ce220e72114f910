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
	"willing/desk"
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

// Whoever answers a device that joins and does not know the code, or turns into another house on the way, is not headquarters: nothing is
// signed for who proved nothing, and nothing that they say is kept.
func TestNobodyIsHeadquartersWhoDoesNotKnowTheCode(t *testing.T) {
	const code = "abcdefghjkmnpq23"
	key, err := journal.NewKey(bytes.NewReader(bytes.Repeat([]byte{7}, 32)))
	if err != nil {
		t.Fatal(err)
	}
	home, other := journal.Device(bytes.Repeat([]byte{9}, 32)), journal.Device(bytes.Repeat([]byte{8}, 32))
	proven := func(code string, home journal.Device) Joined {
		house := Joined{Home: home, Holder: casebook.ID{1}, Programme: []byte("a zipped folder")}
		house.Prove(code, key.Device())
		return house
	}
	changed := proven(code, home)
	changed.Programme = []byte("another folder")
	for what, x := range map[string]struct {
		asked  Asked
		joined Joined
		trips  int
	}{
		"who does not know the code":             {Ask("another code", home, key.Device()), proven(code, home), 1},
		"who proves it for another device":       {Ask(code, home, other), proven(code, home), 1},
		"who proves it for another house":        {Asked{other, Ask(code, home, key.Device()).Proof}, proven(code, home), 1},
		"who proves nothing":                     {Asked{Home: home}, proven(code, home), 1},
		"who is another house in the end":        {Ask(code, home, key.Device()), proven(code, other), 2},
		"who does not prove the grant":           {Ask(code, home, key.Device()), proven("another code", home), 2},
		"whose programme was changed on the way": {Ask(code, home, key.Device()), changed, 2},
		"who is headquarters":                    {Ask(code, home, key.Device()), proven(code, home), 2},
	} {
		trips, signed := 0, false
		line := func(_ context.Context, request []byte) (io.ReadCloser, error) {
			var said Joining
			if err := json.Unmarshal(request, &said); err != nil {
				return nil, err
			}
			trips, signed = trips+1, signed || said.Signature != nil
			var answer any = x.asked
			if said.Signature != nil {
				answer = x.joined
			}
			raw, err := json.Marshal(answer)
			return io.NopCloser(bytes.NewReader(raw)), err
		}
		_, err := Join(t.Context(), code, key, Laptop, line)
		right := what == "who is headquarters"
		if (err == nil) != right || !right && desk.KindOf(err) != desk.NotAllowed || trips != x.trips || signed != (x.trips == 2) {
			t.Errorf("%s: %v after %d trips, signed: %v", what, err, trips, signed)
		}
	}
}
