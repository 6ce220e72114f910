package node

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"willing/desk"
	"willing/durable"
	"willing/journal"
	"willing/store/sealed"
	"willing/store/sqlite"
)

// store is what a node asks of its disk beside what the journal does.
type store interface {
	journal.Store
	// Check reads the whole file and returns an error that wraps [journal.ErrBroken] if it is damaged.
	Check(context.Context) error
}

// A device's data lie sealed under a key that is drawn when it joins. keys/store.key holds that key, wrapped under
// the key file that the device makes for its holder, or under a passphrase. Headquarters' data are not sealed: whoever
// runs the server reads what it stores (law.md, "What it cannot do").

// wrapped is keys/store.key.
type wrapped struct {
	Format int    `json:"format"`         // 1
	By     string `json:"by"`             // "key-file" or "passphrase"
	Salt   []byte `json:"salt"`           // 16 bytes
	Time   uint32 `json:"time,omitempty"` // of Argon2id, with the next two (RFC 9106, the second recommended choice)
	Memory uint32 `json:"memory,omitempty"`
	Lanes  uint8  `json:"lanes,omitempty"`
	Sealed []byte `json:"sealed"` // XChaCha20-Poly1305: nonce, then the key
}

const (
	byKeyFile    = "key-file"
	byPassphrase = "passphrase"
	wrapContext  = "willing/store/1"
	saltSize     = 16

	// RFC 9106, section 4: the choice where memory is scarce.
	argonTime, argonMemory, argonLanes = 3, 64 << 10, 4
)

// leastPassphrase is how many letters a passphrase has at least: whoever has the files may guess as long as they like.
const leastPassphrase = 12

// sealNew draws the key of a device's store, writes it down, wrapped, and the device's own key, sealed under it.
func sealNew(folder Folder, device, keyFile journal.Key, passphrase string) error {
	key, raw, err := newStoreKey(rand.Reader, keyFile, passphrase)
	if err != nil {
		return err
	}
	if err := durable.Replace(folder.storeKey(), raw); err != nil {
		return err
	}
	return sealDevice(folder, device, key)
}

// newStoreKey draws the key of a store and returns what keys/store.key says of it too.
func newStoreKey(chance io.Reader, keyFile journal.Key, passphrase string) (key, raw []byte, err error) {
	drawn := make([]byte, sealed.KeySize+saltSize+chacha20poly1305.NonceSizeX)
	if _, err := io.ReadFull(chance, drawn); err != nil {
		return nil, nil, err
	}
	key = drawn[:sealed.KeySize]
	salt, nonce := drawn[sealed.KeySize:][:saltSize], slices.Clone(drawn[sealed.KeySize+saltSize:])
	w := wrapped{Format: 1, By: byKeyFile, Salt: salt}
	if passphrase != "" {
		w.By, w.Time, w.Memory, w.Lanes = byPassphrase, argonTime, argonMemory, argonLanes
	}
	under, err := w.under(keyFile, passphrase)
	if err != nil {
		return nil, nil, err
	}
	cipher, err := chacha20poly1305.NewX(under)
	if err != nil {
		return nil, nil, err
	}
	w.Sealed = cipher.Seal(nonce, nonce, key, []byte(wrapContext))
	raw, err = json.Marshal(w)
	return key, append(raw, '\n'), err
}

// under is the key under which the store's key is wrapped.
func (w wrapped) under(keyFile journal.Key, passphrase string) ([]byte, error) {
	if w.By == byPassphrase {
		return argon2.IDKey([]byte(passphrase), w.Salt, w.Time, w.Memory, w.Lanes, chacha20poly1305.KeySize), nil
	}
	return hkdf.Key(sha256.New, keyFile.Private().Seed(), w.Salt, wrapContext, chacha20poly1305.KeySize)
}

// unseal opens the store's key with what whoever opens the folder has.
func unseal(folder Folder, field *Field, o Options) ([]byte, error) {
	raw, err := os.ReadFile(folder.storeKey())
	if err != nil {
		return nil, &desk.Error{Kind: desk.Broken, Say: "keys/store.key cannot be read: without it this device's data stay sealed; put it back, or have the device enrolled anew", Cause: err}
	}
	var w wrapped
	if err := json.Unmarshal(raw, &w); err != nil || w.Format != 1 || w.Time > 64 || w.Memory > 4<<20 || w.By == byPassphrase && (w.Time == 0 || w.Lanes == 0) {
		return nil, &desk.Error{Kind: desk.Broken, Say: "keys/store.key is damaged, or of a newer version: put the former one back", Cause: err}
	}
	var key journal.Key
	if w.By == byKeyFile {
		if key, err = openingKey(field, o); err != nil {
			return nil, err
		}
	} else if o.Passphrase == nil {
		return nil, &desk.Error{Kind: desk.NotAllowed, Say: "this device's data are sealed under a passphrase: give the file that holds it, with --passphrase-file"}
	}
	passphrase := ""
	if w.By == byPassphrase {
		if passphrase, err = o.Passphrase(); err != nil {
			return nil, err
		}
	}
	return w.open(key, passphrase)
}

// openingKey reads the key file: the one that is named, or the one that was made when the device joined, if it still
// lies there. Whoever keeps it on a stick takes the stick away.
func openingKey(field *Field, o Options) (journal.Key, error) {
	for _, path := range []string{o.KeyFile, field.KeyFile} {
		if path == "" {
			continue
		}
		key, err := journal.ReadKey(path)
		if err == nil && key.Device().String() == field.Key {
			return key, nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) && path == o.KeyFile {
			return key, &desk.Error{Kind: desk.BadInput, Say: "--keyfile: this is no whole key file", Cause: err}
		}
	}
	return journal.Key{}, &desk.Error{Kind: desk.NotAllowed, Say: "this device's data are sealed: name the key file that was made when it joined, with --keyfile"}
}

func (w wrapped) open(key journal.Key, passphrase string) ([]byte, error) {
	wrong := &desk.Error{Kind: desk.NotAllowed, Say: "this does not open the device's data: take the key file that was made when it joined, or the passphrase that was chosen then"}
	under, err := w.under(key, passphrase)
	if err != nil {
		return nil, err
	}
	cipher, err := chacha20poly1305.NewX(under)
	if err != nil || len(w.Sealed) < cipher.NonceSize() {
		return nil, wrong
	}
	out, err := cipher.Open(nil, w.Sealed[:cipher.NonceSize()], w.Sealed[cipher.NonceSize():], []byte(wrapContext))
	if err != nil {
		return nil, wrong
	}
	return out, nil
}

// sealedStore is a device's store, with the check of the file below.
type sealedStore struct {
	*sealed.Store
	below *sqlite.Store
}

// Check implements store: what is sealed, the journal's own checks read.
func (s sealedStore) Check(ctx context.Context) error { return s.below.Check(ctx) }

// openStore opens the data: plain at headquarters, sealed on a device under a key.
func openStore(folder Folder, settings Settings, key []byte, o Options) (store, error) {
	const broken = "willing.db cannot be opened"
	below, err := sqlite.Open(folder.database())
	if err != nil {
		return nil, settings.damage(broken, err)
	}
	sayUnfinished(below, o)
	if key == nil {
		return below, nil
	}
	s, err := sealed.Open(below, key, rand.Reader)
	if err != nil {
		return nil, errors.Join(settings.damage(broken, err), below.Close())
	}
	return sealedStore{s, below}, nil
}

// sayUnfinished tells whoever waits that the log ended within something.
func sayUnfinished(s *sqlite.Store, o Options) {
	if n := s.Unfinished(); n > 0 && o.Say != nil {
		o.Say(fmt.Sprintf("the program did not end by itself last time, and %d bytes that it was writing just then were not finished and were left out. "+
			"Nobody had been told that they were saved, unless the power went and the disk lost what it had promised to keep: whoever saved something in the last seconds, please look whether it is there", n))
	}
}

// absolute is a path that does not depend on where the process stands.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
