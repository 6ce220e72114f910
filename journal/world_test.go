package journal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"testing"
	"time"
)

// noon is when the stories begin: 1 June 2026, 12:00 UTC.
var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

// chance gives the same random bytes for the same name.
func chance(name string) io.Reader {
	var stream []byte
	for i := range 16 {
		sum := sha512.Sum512(fmt.Appendf(nil, "%s/%d", name, i))
		stream = append(stream, sum[:]...)
	}
	return bytes.NewReader(stream)
}

func idOf(name string) ID {
	id, _ := NewID(chance("id " + name))
	return id
}

func keyOf(name string) Key {
	k, _ := NewKey(chance("key " + name))
	k.Holder = idOf(name)
	return k
}

// phone is one device with its lanes in one epoch.
type phone struct {
	t     testing.TB
	key   Key
	heads map[Scope]Head
	epoch uint32
	clock uint64
	wrote int
}

func newPhone(t testing.TB, name string) *phone {
	return &phone{t: t, key: keyOf(name), heads: map[Scope]Head{}, epoch: 1}
}

func (p *phone) head(s Scope) Head {
	if h, ok := p.heads[s]; ok {
		return h
	}
	return Head{Lane: Lane{Device: p.key.Device(), Epoch: p.epoch, Scope: s}}
}

// clone is the same device restored elsewhere from a copy of its disk.
func (p *phone) clone() *phone {
	twin := &phone{t: p.t, key: p.key, heads: map[Scope]Head{}, epoch: p.epoch, clock: p.clock, wrote: p.wrote + 1000}
	for s, h := range p.heads {
		twin.heads[s] = h
	}
	return twin
}

func visit(about string) Draft {
	return Draft{
		Scope: TerritoryScope("IT"), Subject: idOf(about), Actor: idOf("mara"), Offset: 120,
		Events: []Event{{Type: "visit.noted", Body: map[string]any{"note": "met " + about + " at the quay"}}},
	}
}

func (p *phone) prepare(d Draft) *Prepared {
	p.t.Helper()
	p.wrote++
	prepared, err := Prepare(d, chance(fmt.Sprint(p.key.Device(), p.wrote)))
	if err != nil {
		p.t.Fatal(err)
	}
	return prepared
}

func (p *phone) seal(prepared *Prepared) Commit {
	p.t.Helper()
	p.clock = Tick(p.clock, noon.Add(time.Duration(p.wrote)*time.Second))
	head := p.head(prepared.header.Scope)
	c, err := prepared.Seal(p.key, head, p.clock)
	if err != nil {
		p.t.Fatal(err)
	}
	p.heads[prepared.header.Scope] = Head{Lane: head.Lane, Seq: head.Seq + 1, Hash: c.Hash(), Clock: p.clock}
	return c
}

func (p *phone) writes(d Draft) Commit { return p.seal(p.prepare(d)) }

// forge signs header bytes as the device would not.
func (p *phone) forge(h Header, bodies []*Body) Commit {
	p.t.Helper()
	return p.forgeBytes(encodeHeader(h), bodies)
}

func (p *phone) forgeBytes(raw []byte, bodies []*Body) Commit {
	p.t.Helper()
	sig, _ := p.key.Sign(commitBytes(raw))
	c, err := Open(raw, sig, bodies)
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

func mustAppend(t testing.TB, w Writer, want Outcome, commits ...Commit) {
	t.Helper()
	for i, c := range commits {
		if got, err := Append(w, c, int64(i)); got != want || err != nil {
			t.Fatalf("commit %d: %v %v, want %v", i, got, err, want)
		}
	}
}

func mustVerify(t testing.TB, c Commit) Verdict {
	t.Helper()
	v, err := Verify(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// laneHashes are the commits of a lane in order.
func laneHashes(t testing.TB, r Reader, lane Lane) (hashes []Hash) {
	t.Helper()
	for e, err := range LaneCommits(r, lane, 1) {
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, e.Commit.Hash())
	}
	return hashes
}

// browser signs as WebCrypto does: P-256, r‖s.
type browser struct{ private *ecdsa.PrivateKey }

func browserOf(name string) browser {
	seed := sha256.Sum256([]byte("p256 " + name))
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		panic(err)
	}
	return browser{private}
}

func (b browser) Alg() string { return ES256 }

func (b browser) Public() []byte {
	public, _ := b.private.PublicKey.Bytes()
	return public
}

// der signs with RFC 6979's nonce, so that the vectors stay the same.
func (b browser) der(message []byte) []byte {
	digest := sha256.Sum256(message)
	sig, err := b.private.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		panic(err)
	}
	return sig
}

func (b browser) Sign(message []byte) ([]byte, error) {
	var rs struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(b.der(message), &rs); err != nil {
		return nil, err
	}
	sig := make([]byte, 64)
	rs.R.FillBytes(sig[:32])
	rs.S.FillBytes(sig[32:])
	return sig, nil
}

// passkey signs as an authenticator does.
type passkey struct {
	browser
	flags byte
	kind  string
}

func passkeyOf(name string) passkey {
	return passkey{browserOf(name), userPresent | userVerified, "webauthn.get"}
}

func (p passkey) Alg() string { return WebAuthn }

func (p passkey) Sign(message []byte) ([]byte, error) {
	site := sha256.Sum256([]byte("rescue.example"))
	authData := append(site[:], p.flags, 0, 0, 0, 7)
	challenge := sha256.Sum256(message)
	client := fmt.Appendf(nil, `{"type":%q,"challenge":%q,"origin":"https://rescue.example"}`,
		p.kind, base64.RawURLEncoding.EncodeToString(challenge[:]))
	clientHash := sha256.Sum256(client)
	sig := p.der(append(bytes.Clone(authData), clientHash[:]...))
	return WebAuthnSignature(authData, client, sig), nil
}
