package journal

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"time"
)

// Header is what everyone may read of a commit. It holds no personal data: random ids, names of event
// types, hashes and signatures. docs/event-format.md describes its encoding.
type Header struct {
	V         uint8    // format version, 1; a later one adds fields and changes none
	Device    Device   // who wrote the commit
	Epoch     uint32   // the device's life since its last restore
	Scope     Scope    // whose eyes the bodies are for
	Seq       uint64   // place in the lane, from 1
	Prev      Hash     // the commit before it in the lane; at Seq 1 zero, or the commit of the former epoch it continues from
	Clock     uint64   // hybrid logical clock: unix milliseconds << 16 | counter
	Offset    int16    // local time, minutes east of UTC
	Actor     Act      // whose doing it is; a zero Who names nobody
	Subject   ID       // whom or what it is about; zero: nobody
	Refs      []Ref    // the facts that its events rely on
	Seen      Seen     // what its author could know of headquarters' control lane
	Types     []string // the events' types, in order
	Effects   []Effect
	Witnesses []Act
	Bodies    []Hash // a commitment for each event: see [Commitment]
}

// Act is somebody's part in a commit: named, and perhaps signed.
type Act struct {
	Who     ID
	Alg     string   // one of [Ed25519], [ES256], [WebAuthn], [Server]; "" when named but not signed
	Key     []byte   // the key that signed
	Session *Session // if Key is a session key: what makes it one
	Sig     []byte   // by Key over [Prepared.ActBytes]
}

// Session lets a short-lived key act for a person, so that two people unlock their phones once and not
// for each tap. The person's own key signs it.
type Session struct {
	Alg         string // of the own key
	Key         []byte // the person's own key
	From, Until int64  // unix seconds, both inclusive, at most [MaxSession] apart
	Sig         []byte // by the own key over [SessionBytes]
}

// Body is the content of one event, apart from the header so that it can be withheld or erased.
type Body struct {
	Salt    []byte // 16 bytes; without it nobody can find a short content by trying
	Content []byte // canonical CBOR
}

// Commit is one form save by one person on one device: the signed, atomic unit of the log.
// [Prepared.Seal], [Open] and [DecodeCommit] make one. Its Header is a reading of its header bytes:
// changing it changes nothing but makes [Verify] and [Append] refuse the commit.
type Commit struct {
	Header Header
	Sig    []byte  // by the device's key over "willing/commit/1" and the header bytes
	Bodies []*Body // one for each event; nil: withheld or erased
	raw    []byte  // the header bytes as its author signed them, unknown fields included
	made   bool    // [Prepared.Seal] made it, so its form needs no second look
}

// Hash is the SHA-256 of the header bytes, by which others name the commit.
func (c Commit) Hash() Hash { return sha256.Sum256(c.raw) }

// HeaderBytes are the bytes that the device signed. They must not be changed.
func (c Commit) HeaderBytes() []byte { return c.raw }

// Lane is the chain that the commit belongs to.
func (h Header) Lane() Lane { return Lane{Device: h.Device, Epoch: h.Epoch, Scope: h.Scope} }

// When is the time that the author's device showed, in the author's local time. It is for display only.
func (h Header) When() time.Time {
	return Moment(h.Clock).In(time.FixedZone("", int(h.Offset)*60))
}

// Commitment binds a body to a header: SHA-256(salt ‖ content).
func Commitment(b Body) Hash {
	sum := sha256.New()
	sum.Write(b.Salt)
	sum.Write(b.Content)
	return Hash(sum.Sum(nil))
}

// Open makes a commit of its parts, and reads and checks the form of each. It keeps the slices. It
// verifies neither signatures nor commitments: that is [Verify]. A fault is wrapped in [ErrBroken].
func Open(header, sig []byte, bodies []*Body) (Commit, error) {
	h, err := decodeHeader(header)
	if err != nil {
		return Commit{}, err
	}
	if len(sig) != signatureSize {
		return Commit{}, fmt.Errorf("%w: device signature of %d bytes", ErrBroken, len(sig))
	}
	if len(bodies) != len(h.Types) {
		return Commit{}, fmt.Errorf("%w: %d bodies for %d events", ErrBroken, len(bodies), len(h.Types))
	}
	total := len(header)
	for i, b := range bodies {
		if b == nil {
			continue
		}
		if total += len(b.Content); total > MaxCommit {
			return Commit{}, fmt.Errorf("%w: commit is larger than %d bytes", ErrBroken, MaxCommit)
		}
		if fault := b.fault(); fault != "" {
			return Commit{}, fmt.Errorf("%w: body %d: %s", ErrBroken, i, fault)
		}
	}
	return Commit{Header: h, Sig: sig, Bodies: bodies, raw: header}, nil
}

func (b Body) fault() string {
	if len(b.Salt) != SaltSize {
		return "salt of the wrong length"
	}
	return bodyFault(b.Content)
}

// Encode writes the commit in the form that travels: [header bytes, signature, [[salt, content] or null …]].
func (c Commit) Encode() []byte {
	size := len(c.raw) + 128
	for _, b := range c.Bodies {
		if b != nil {
			size += len(b.Content) + SaltSize + 8
		}
	}
	e := encoder{buf: make([]byte, 0, size)}
	e.array(3)
	e.bytes(c.raw)
	e.bytes(c.Sig)
	e.array(len(c.Bodies))
	for _, b := range c.Bodies {
		if b == nil {
			e.null()
			continue
		}
		e.array(2)
		e.bytes(b.Salt)
		e.bytes(b.Content)
	}
	return e.buf
}

// DecodeCommit reads what [Commit.Encode] writes, and nothing else. Like [Open] it verifies nothing.
// The commit keeps no part of data.
func DecodeCommit(data []byte) (Commit, error) {
	const framing = 8 << 10 // signature, salts and lengths
	if len(data) > MaxCommit+framing {
		return Commit{}, fmt.Errorf("%w: commit is larger than %d bytes", ErrBroken, MaxCommit)
	}
	w := walker{data: bytes.Clone(data)}
	w.tuple(3)
	header, sig := w.bytes(), w.bytes()
	bodies := make([]*Body, w.array(MaxEvents))
	for i := range bodies {
		if !w.null() {
			w.tuple(2)
			bodies[i] = &Body{Salt: w.bytes(), Content: w.bytes()}
		}
	}
	if fault := w.end(); fault != "" {
		return Commit{}, fmt.Errorf("%w: commit: %s", ErrBroken, fault)
	}
	return Open(header, sig, bodies)
}

// sound says whether the header is still what the bytes say and every body that is there fits its
// commitment. Signatures are not its matter.
func (c Commit) sound() error {
	whole := c.made && len(c.Sig) == signatureSize && len(c.Bodies) == len(c.Header.Types)
	if !whole || !bytes.Equal(encodeHeader(c.Header), c.raw) {
		fresh, err := Open(c.raw, c.Sig, c.Bodies)
		if err != nil {
			return err
		}
		if !bytes.Equal(encodeHeader(c.Header), encodeHeader(fresh.Header)) {
			return fmt.Errorf("%w: header was changed after it was read", ErrBroken)
		}
	}
	for i, state := range c.states() {
		if state == Wrong {
			return fmt.Errorf("%w: body %d does not fit its commitment", ErrBroken, i)
		}
	}
	return nil
}
