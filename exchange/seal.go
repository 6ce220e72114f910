package exchange

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"io"
)

// An answer is sealed to a key that the asker drew for this one request, and whose public half its device
// signed: nobody on the way reads it, and whoever replays a request has no use of the answer.

const (
	sealContext = "willing/answer/1"
	sealing     = 16 // bytes that sealing adds to a part
	keySize     = 32
)

// Seal seals the parts of one answer.
type Seal struct {
	public []byte
	aead   cipher.AEAD
	parts  uint64
}

// NewSeal seals to the key that a request named; nonce is the request's. It fails with [ErrMessage] if that
// is no key.
func NewSeal(rand io.Reader, to []byte, nonce [16]byte) (*Seal, error) {
	asker, err := ecdh.X25519().NewPublicKey(to)
	if err != nil {
		return nil, wrap("no key to seal the answer to")
	}
	own, err := drawKey(rand)
	if err != nil {
		return nil, err
	}
	shared, err := own.ECDH(asker)
	if err != nil {
		return nil, wrap("no key to seal the answer to")
	}
	aead, err := sealKey(shared, nonce, own.PublicKey().Bytes(), to)
	return &Seal{public: own.PublicKey().Bytes(), aead: aead}, err
}

func drawKey(rand io.Reader) (*ecdh.PrivateKey, error) {
	seed := make([]byte, keySize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return nil, err
	}
	return ecdh.X25519().NewPrivateKey(seed)
}

func sealKey(shared []byte, nonce [16]byte, answerer, asker []byte) (cipher.AEAD, error) {
	info := sealContext + string(answerer) + string(asker)
	key, err := hkdf.Key(sha256.New, shared, nonce[:], info, keySize)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// partNonce counts the parts, so that none can be left out or put elsewhere.
func partNonce(n uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 4), n) }

func (s *Seal) close(part []byte) []byte {
	s.parts++
	return s.aead.Seal(nil, partNonce(s.parts), part, nil)
}

// Opening opens the sealed answer to one request.
type Opening struct {
	own   *ecdh.PrivateKey
	nonce [16]byte
	aead  cipher.AEAD
	parts uint64
}

// NewOpening draws the key of one request.
func NewOpening(rand io.Reader, nonce [16]byte) (*Opening, error) {
	own, err := drawKey(rand)
	return &Opening{own: own, nonce: nonce}, err
}

// Key is what the request names, for [Begin].
func (o *Opening) Key() []byte { return o.own.PublicKey().Bytes() }

func (o *Opening) begin(in io.Reader) error {
	public := make([]byte, keySize)
	if _, err := io.ReadFull(in, public); err != nil {
		return broken("an answer that is not sealed", err)
	}
	answerer, err := ecdh.X25519().NewPublicKey(public)
	if err != nil {
		return wrap("an answer that is not sealed")
	}
	shared, err := o.own.ECDH(answerer)
	if err != nil {
		return wrap("an answer that is not sealed")
	}
	o.aead, err = sealKey(shared, o.nonce, public, o.Key())
	return err
}

func (o *Opening) open(part []byte) ([]byte, error) {
	o.parts++
	plain, err := o.aead.Open(nil, partNonce(o.parts), part, nil)
	if err != nil {
		return nil, wrap("a sealed part was changed")
	}
	return plain, nil
}
