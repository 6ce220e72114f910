package paged

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
)

// Disk holds named records. Names are short plain texts that say nothing of what a record holds.
type Disk interface {
	// Get returns a record, or nil if there is none.
	Get(name string) ([]byte, error)
	// Names lists the names that begin so, in ascending order.
	Names(prefix string) ([]string, error)
	// Apply puts and deletes records, all or nothing, and returns when that is durable.
	Apply(puts []Record, deletes []string) error
	Close() error
}

// Record is one named record.
type Record struct {
	Name string
	Data []byte
}

// Sealer encrypts records, each bound to its name, so that none serves in another's place.
type Sealer interface {
	Seal(name string, plain []byte) ([]byte, error)
	Open(name string, sealed []byte) ([]byte, error)
}

// AEAD seals with an authenticated cipher and a random nonce before each record.
func AEAD(c cipher.AEAD, rand io.Reader) Sealer { return aead{c, rand} }

type aead struct {
	cipher cipher.AEAD
	rand   io.Reader
}

func (a aead) Seal(name string, plain []byte) ([]byte, error) {
	nonce := make([]byte, a.cipher.NonceSize(), a.cipher.NonceSize()+len(plain)+a.cipher.Overhead())
	if _, err := io.ReadFull(a.rand, nonce); err != nil {
		return nil, fmt.Errorf("drawing a nonce: %w", err)
	}
	return a.cipher.Seal(nonce, nonce, plain, []byte(name)), nil
}

func (a aead) Open(name string, sealed []byte) ([]byte, error) {
	n := a.cipher.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("too short")
	}
	return a.cipher.Open(nil, sealed[:n], sealed[n:], []byte(name))
}
