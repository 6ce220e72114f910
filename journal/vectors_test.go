package journal

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write testdata/vectors.json anew")

// vectors are worked examples for other languages. All byte strings are hex.
type vectors struct {
	About   string         `json:"about"`
	Keys    []keyVector    `json:"keys"`
	Session sessionVector  `json:"session"`
	Salt    saltVector     `json:"salt"`
	Commits []commitVector `json:"commits"`
}

type keyVector struct {
	Name    string `json:"name"`
	Holder  ID     `json:"holder"`
	Alg     string `json:"alg"`
	Private string `json:"private"` // ed25519: seed; P-256: scalar
	Public  string `json:"public"`
	File    string `json:"file,omitempty"` // the key file, ed25519 only
}

type sessionVector struct {
	Who     ID     `json:"who"`
	Key     string `json:"session_key"`
	From    int64  `json:"from"`
	Until   int64  `json:"until"`
	Message string `json:"message"`
	Sig     string `json:"signature"`
}

type saltVector struct {
	Secret string   `json:"secret"`
	Salts  []string `json:"salts"` // of events 0, 1, 255
}

type commitVector struct {
	Name       string       `json:"name"`
	Acts       []actVector  `json:"acts"`
	Header     string       `json:"header"`
	Message    string       `json:"message"` // what the device signs
	Sig        string       `json:"signature"`
	Hash       string       `json:"hash"`
	HashText   Hash         `json:"hash_text"`
	Bodies     []bodyVector `json:"bodies"`
	Commit     string       `json:"commit"` // as it travels
	BodyStates []string     `json:"body_states"`
}

type actVector struct {
	As     string `json:"as"`
	Who    ID     `json:"who"`
	Bytes  string `json:"bytes"`
	Signed bool   `json:"signed"`
	Alg    string `json:"alg"`     // of the person's own key
	OwnKey string `json:"own_key"` // behind the session, if there is one
}

type bodyVector struct {
	Salt       string `json:"salt,omitempty"` // without: withheld or erased
	Content    string `json:"content,omitempty"`
	Commitment string `json:"commitment"`
}

func vectorKeys() []keyVector {
	var keys []keyVector
	for _, name := range []string{"phone", "mara", "mara's session"} {
		k := keyOf(name)
		keys = append(keys, keyVector{Name: name, Holder: k.Holder, Alg: Ed25519, Private: hex.EncodeToString(k.private.Seed()),
			Public: hex.EncodeToString(k.Public()), File: string(keyText(k))})
	}
	for _, name := range []string{"ada", "tom"} {
		b := browserOf(name)
		private, _ := b.private.Bytes()
		keys = append(keys, keyVector{Name: name, Holder: idOf(name), Alg: ES256, Private: hex.EncodeToString(private),
			Public: hex.EncodeToString(b.Public())})
	}
	return keys
}

// vectorCommits are a yes with every kind of signature, its successor, and the same yes erased.
func vectorCommits(t testing.TB, session *Session) []Commit {
	t.Helper()
	phone := newPhone(t, "phone")
	d := answer()
	d.Witnesses = append(d.Witnesses, idOf("eve"))
	d.Events = append(d.Events, Event{Type: "number.kept", Body: map[string]any{"kept": true, "days": 30, "share": 0.5, "note": nil}})
	d.Refs = append(d.Refs, Ref{Event: 0})
	prepared := phone.prepare(d)
	for _, err := range []error{
		prepared.SignActor(idOf("ada"), browserOf("ada"), nil),
		prepared.SignWitness(idOf("mara"), keyOf("mara's session"), session),
		prepared.SignWitness(idOf("tom"), passkeyOf("tom"), nil),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	yes := phone.seal(prepared)
	note := phone.prepare(visit("ada"))
	if err := note.SignActor(idOf("mara"), ServerSigner(phone.key), nil); err != nil {
		t.Fatal(err)
	}
	erased, err := Open(yes.HeaderBytes(), yes.Sig, []*Body{nil, yes.Bodies[1]})
	if err != nil {
		t.Fatal(err)
	}
	return []Commit{yes, phone.seal(note), erased}
}

func makeVectors(t testing.TB) vectors {
	t.Helper()
	own, hand := keyOf("mara"), keyOf("mara's session")
	from := noon.Unix()
	session, err := NewSession(idOf("mara"), own, hand.Public(), from, from+MaxSession)
	if err != nil {
		t.Fatal(err)
	}
	secret := bytes.Repeat([]byte{0x5a}, 32)
	v := vectors{
		About: "Test vectors of docs/event-format.md, made by go test ./journal -run TestVectors -update. Byte strings are hex, ids base32.",
		Keys:  vectorKeys(),
		Session: sessionVector{Who: idOf("mara"), Key: hex.EncodeToString(hand.Public()), From: session.From, Until: session.Until,
			Message: hex.EncodeToString(SessionBytes(idOf("mara"), hand.Public(), session.From, session.Until)), Sig: hex.EncodeToString(session.Sig)},
		Salt: saltVector{Secret: hex.EncodeToString(secret)},
	}
	for _, event := range []int{0, 1, 255} {
		v.Salt.Salts = append(v.Salt.Salts, hex.EncodeToString(eventSalt(secret, event)))
	}
	for i, c := range vectorCommits(t, session) {
		v.Commits = append(v.Commits, describe(t, []string{"a yes before witnesses", "the next in the lane", "the yes, its first body erased"}[i], c))
	}
	return v
}

func describe(t testing.TB, name string, c Commit) commitVector {
	t.Helper()
	verdict := mustVerify(t, c)
	v := commitVector{
		Name: name, Header: hex.EncodeToString(c.raw), Message: hex.EncodeToString(commitBytes(c.raw)), Sig: hex.EncodeToString(c.Sig),
		HashText: c.Hash(), Commit: hex.EncodeToString(c.Encode()),
	}
	v.Hash = hex.EncodeToString(v.HashText[:])
	for i, p := range append([]Proof{verdict.Actor}, verdict.Witnesses...) {
		as := AsWitness
		if i == 0 {
			as = AsActor
		}
		v.Acts = append(v.Acts, actVector{As: as, Who: p.Who, Bytes: hex.EncodeToString(actBytes(c.Header, as, p.Who)),
			Signed: p.Signed, Alg: p.Alg, OwnKey: hex.EncodeToString(p.Key)})
	}
	for i, b := range c.Bodies {
		body := bodyVector{Commitment: hex.EncodeToString(c.Header.Bodies[i][:])}
		if b != nil {
			body.Salt, body.Content = hex.EncodeToString(b.Salt), hex.EncodeToString(b.Content)
		}
		v.Bodies = append(v.Bodies, body)
		v.BodyStates = append(v.BodyStates, verdict.Bodies[i].String())
	}
	return v
}

func TestVectors(t *testing.T) {
	path := filepath.Join("testdata", "vectors.json")
	made, err := json.MarshalIndent(makeVectors(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	made = append(made, '\n')
	if *update {
		if err := os.WriteFile(path, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, kept) {
		t.Error("this code no longer makes the vectors that others rely on")
	}
}

// readVectors reads the commits as another program would: from the file alone.
func readVectors(t *testing.T) (all vectors, commits [][]byte) {
	t.Helper()
	kept, err := os.ReadFile(filepath.Join("testdata", "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(kept, &all); err != nil {
		t.Fatal(err)
	}
	for _, v := range all.Commits {
		data, err := hex.DecodeString(v.Commit)
		if err != nil {
			t.Fatal(err)
		}
		commits = append(commits, data)
	}
	return all, commits
}

func TestVectorsVerify(t *testing.T) {
	all, commits := readVectors(t)
	for i, data := range commits {
		c, err := DecodeCommit(data)
		if err != nil {
			t.Fatal(err)
		}
		if v := mustVerify(t, c); v.Bodies[0].String() != all.Commits[i].BodyStates[0] || c.Hash() != all.Commits[i].HashText || !v.Actor.Signed {
			t.Errorf("%s: %+v", all.Commits[i].Name, v)
		}
	}
	yes, _ := DecodeCommit(commits[0])
	next, _ := DecodeCommit(commits[1])
	store := mapStore{}
	mustAppend(t, store, Added, yes, next)
	for _, k := range all.Keys {
		if k.Alg != Ed25519 {
			continue
		}
		if back, err := ParseKey([]byte(k.File)); err != nil || hex.EncodeToString(back.Public()) != k.Public {
			t.Errorf("key %s: %v", k.Name, err)
		}
	}
}

// One wrong bit anywhere: the commit cannot be decoded, or does not verify, or a body is wrong.
func TestNoFlippedBitVerifies(t *testing.T) {
	start := time.Now()
	_, commits := readVectors(t)
	for _, data := range commits {
		for i := range data {
			for bit := range 8 {
				bad := bytes.Clone(data)
				bad[i] ^= 1 << bit
				c, err := DecodeCommit(bad)
				if err != nil {
					continue
				}
				v, err := Verify(c)
				if err != nil {
					continue
				}
				wrong := false
				for _, state := range v.Bodies {
					wrong = wrong || state == Wrong
				}
				if !wrong {
					t.Fatalf("bit %d of byte %d may be flipped", bit, i)
				}
				if _, err := Append(mapStore{}, c, 0); err == nil {
					t.Fatalf("bit %d of byte %d: a wrong body is appended", bit, i)
				}
			}
		}
	}
	t.Logf("%v", time.Since(start))
}
