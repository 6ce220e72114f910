package journal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"math/big"
	"time"
)

// What a key can sign for. Each begins what is signed, so that no signature serves in another's place.
const (
	commitContext  = "willing/commit/1"
	actContext     = "willing/act/1"
	sessionContext = "willing/session/1"
	saltContext    = "willing/salt/1"
)

// Algorithms of an act.
const (
	// Ed25519 has a key of 32 bytes and a signature of 64 (RFC 8032).
	Ed25519 = "ed25519"
	// ES256 has an uncompressed P-256 key of 65 bytes and a signature r‖s of 64, as WebCrypto makes it.
	ES256 = "es256"
	// WebAuthn has a key as ES256 and an assertion for a signature: see [WebAuthnSignature].
	WebAuthn = "webauthn"
	// Server marks an act of somebody who has only a password: the device's own key signs, so it proves
	// no more than that the device says so.
	Server = "server"
)

// The places in which an act can stand.
const (
	AsActor   = "actor"
	AsWitness = "witness"
)

// MaxSession is the longest life of a session key, in seconds.
const MaxSession = 60 * 60

const signatureSize = 64

// Signer signs for a person: with a [Key], through a browser or an authenticator, or as [ServerSigner].
type Signer interface {
	Alg() string
	Public() []byte
	Sign(message []byte) ([]byte, error)
}

// DeviceKey signs for a device.
type DeviceKey interface {
	Device() Device
	Sign(message []byte) ([]byte, error) // Ed25519
}

// ServerSigner lets a device sign for a person who has only a password. The act is marked with [Server].
func ServerSigner(device DeviceKey) Signer { return serverSigner{device} }

type serverSigner struct{ DeviceKey }

func (s serverSigner) Alg() string { return Server }

func (s serverSigner) Public() []byte {
	d := s.Device()
	return d[:]
}

// SessionBytes is what a person's own key signs to let another key act for them between two times
// (unix seconds, both inclusive).
func SessionBytes(who ID, sessionKey []byte, from, until int64) []byte {
	e := encoder{buf: []byte(sessionContext)}
	e.pairs(4)
	e.text("key")
	e.bytes(sessionKey)
	e.text("who")
	e.bytes(who[:])
	e.text("from")
	e.int(from)
	e.text("until")
	e.int(until)
	return e.buf
}

// NewSession signs a session key with a person's own key.
func NewSession(who ID, own Signer, sessionKey []byte, from, until int64) (*Session, error) {
	sig, err := own.Sign(SessionBytes(who, sessionKey, from, until))
	if err != nil {
		return nil, err
	}
	return &Session{Alg: own.Alg(), Key: bytes.Clone(own.Public()), From: from, Until: until, Sig: sig}, nil
}

// fault says why a session does not let key act for who, or "".
func (s *Session) fault(who ID, alg string, key []byte) string {
	switch {
	case alg != Ed25519 && alg != ES256:
		return "a session key is ed25519 or es256"
	case s.Alg == Server:
		return "the server cannot open a session for a person"
	case s.From < 0 || s.Until < s.From || s.Until-s.From > MaxSession:
		return "session is longer than 60 minutes, or ends before it begins"
	}
	if fault := sessionFault(s.Alg, s.Key, SessionBytes(who, key, s.From, s.Until), s.Sig); fault != "" {
		return "session: " + fault
	}
	return ""
}

// Opens says whether the session truly lets key act for who at a moment: its own key signed so, and it has
// begun and not ended. Whose that own key is, others know.
func (s *Session) Opens(who ID, alg string, key []byte, now time.Time) bool {
	return s.fault(who, alg, key) == "" && s.From <= now.Unix() && now.Unix() <= s.Until
}

// covers says whether a stamp lies in the session.
func (s *Session) covers(clock uint64) bool {
	second := Moment(clock).Unix()
	return s.From <= second && second <= s.Until
}

// signatureFault says why a signature is not by the key over the message, or "".
func signatureFault(alg string, key, message, sig []byte) string {
	const wrong = "signature does not fit"
	switch alg {
	case Ed25519, Server:
		if !VerifyEd25519(key, message, sig) {
			return wrong
		}
	case ES256:
		digest := sha256.Sum256(message)
		if key := parseP256(key); key == nil || !verifyRS(key, digest[:], sig) {
			return wrong
		}
	case WebAuthn:
		return assertionFault(key, message, sig)
	default:
		return "unknown algorithm"
	}
	return ""
}

func parseP256(key []byte) *ecdsa.PublicKey {
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), key)
	if err != nil {
		return nil
	}
	return public
}

func verifyRS(key *ecdsa.PublicKey, digest, sig []byte) bool {
	if len(sig) != signatureSize {
		return false
	}
	return ecdsa.Verify(key, digest, new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:]))
}
