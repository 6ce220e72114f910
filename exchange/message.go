package exchange

import (
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"

	"willing/journal"
)

// Head begins a message: who speaks to whom, how far the speaker is, and the names of the frames that
// follow. Its signature covers all of it, and through their names the frames, so that each frame can be
// taken in as it comes although the line may break before the last.
type Head struct {
	Version uint64
	From    journal.Device
	To      journal.Device
	Nonce   [16]byte       // of a request: drawn anew each time; of an answer: the request's
	At      int64          // unix milliseconds by the speaker's clock; nothing depends on it
	Seal    []byte         // of a request: an X25519 key drawn for it, to which the answer is sealed
	Prints  []Print        // fingerprints of what the speaker has, when it believes that nothing is new
	Vector  Vector         // how far the speaker is; of an answer: as far as it concerns the asker
	Full    bool           // Vector is there, even if empty
	Wants   []journal.Hash // commits whose bodies the speaker lacks and may hold
	More    bool           // the speaker has more for the other
	Problem string         // of an answer: why there is no more; see the problems
	Frames  [][]byte       // SHA-256 of each frame

	Stamp    *Stamp    // of headquarters' answer: it signs what it has
	Receipts []Receipt // handed on
	Untaken  Untaken   // of an answer: what of the request's commits was not taken
	Program  string    // of a device's request to headquarters: what it calls its program; nothing depends on it
	Early    []byte    // of a request: the beginnings of the hashes of commits that came early, earlyMark bytes each
}

// Problems of an answer.
const (
	Unknown = "unknown" // no grant
	Revoked = "revoked" // turned away: what counts of its lanes is in the control lane
	Expired = "expired" // the grant is over: what was sent was taken
	Replay  = "replay"  // this request was answered already
	Newer   = "newer"   // the speaker's protocol is newer than the answerer's
	Astray  = "astray"  // meant for somebody else
	Locked  = "locked"  // headquarters was restored and shows nothing yet: what was sent was taken
)

type packedHead struct {
	_       struct{} `cbor:",toarray"`
	Version uint64
	From    []byte
	To      []byte
	Nonce   []byte
	At      int64
	Seal    []byte
	Prints  []Print
	Vector  *packedVector
	Wants   [][]byte
	More    bool
	Problem string
	Frames  []byte // 32 bytes each
}

const headContext = "willing/exchange/1"

func headBytes(raw []byte) []byte { return append([]byte(headContext), raw...) }

// Sign writes a head as it travels: [content, signature by the device].
func (h Head) Sign(key journal.DeviceKey) ([]byte, error) {
	p := packedHead{
		Version: h.Version, From: h.From[:], To: h.To[:], Nonce: h.Nonce[:], At: h.At, Seal: h.Seal, Prints: h.Prints, More: h.More, Problem: h.Problem,
	}
	if h.Full {
		p.Vector = packVector(h.Vector)
	}
	for _, id := range h.Wants {
		p.Wants = append(p.Wants, id[:])
	}
	for _, f := range h.Frames {
		p.Frames = append(p.Frames, f...)
	}
	raw, err := encoding.Marshal(p)
	if err == nil && h.Version > 1 {
		raw, err = h.addExtras(raw, key)
	}
	if err != nil {
		return nil, err
	}
	sig, err := key.Sign(headBytes(raw))
	if err != nil {
		return nil, err
	}
	return append(sig, raw...), nil
}

// OpenHead reads a head and verifies its signature. A fault is wrapped in [ErrMessage].
func OpenHead(signed []byte) (Head, error) {
	wrong := func(why string) (Head, error) { return Head{}, fmt.Errorf("%w: %s", ErrMessage, why) }
	if len(signed) < ed25519.SignatureSize || len(signed) > MaxHead {
		return wrong("a head of no possible size")
	}
	sig, raw := signed[:ed25519.SignatureSize], signed[ed25519.SignatureSize:]
	var p packedHead
	extras, err := splitExtras(raw, &p)
	if err != nil {
		return wrong("a head that cannot be read")
	}
	if p.Version == 0 {
		return wrong("a protocol before the first")
	}
	if len(p.From) != 32 || len(p.To) != 32 || len(p.Nonce) != 16 || len(p.Frames)%sha256.Size != 0 || len(p.Frames)/sha256.Size > MaxFrames {
		return wrong("a head with parts of the wrong length")
	}
	if !journal.VerifyEd25519(p.From, headBytes(raw), sig) {
		return wrong("the device's signature does not fit")
	}
	h := Head{
		Version: p.Version, From: journal.Device(p.From), To: journal.Device(p.To), Nonce: [16]byte(p.Nonce), At: p.At, Seal: p.Seal,
		Prints: p.Prints, More: p.More, Problem: p.Problem,
	}
	if p.Vector != nil {
		v, ok := p.Vector.unpack()
		if !ok {
			return wrong("a vector that is none")
		}
		h.Vector, h.Full = v, true
	}
	for _, id := range p.Wants {
		if len(id) != len(journal.Hash{}) || len(h.Wants) == MaxWants {
			return wrong("a wish that names no commit, or too many of them")
		}
		h.Wants = append(h.Wants, journal.Hash(id))
	}
	for f := p.Frames; len(f) > 0; f = f[sha256.Size:] {
		h.Frames = append(h.Frames, f[:sha256.Size])
	}
	h.readExtras(extras)
	return h, nil
}

// Names reports whether a frame is the one that the head names in a place.
func (h Head) Names(i int, frame []byte) bool {
	if i >= len(h.Frames) {
		return false
	}
	sum := sha256.Sum256(frame)
	return string(sum[:]) == string(h.Frames[i])
}
