package node

import (
	"bytes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"

	"willing/desk"
	"willing/durable"
	"willing/journal"
)

// A device's own key lies sealed like its data, in keys/device.sealed: whoever has that key is the device, and is given all that its
// data hold by headquarters. It makes no backup either: headquarters has what it wrote, a restore would be a second device of one
// key, and in a file of its own everything would lie beside the key that opens it.

const deviceContext = "willing/device/1"

func deviceSeal(under []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, under, nil, deviceContext, chacha20poly1305.KeySize)
	if err != nil {
		return nil, err
	}
	return chacha20poly1305.NewX(key)
}

// sealDevice writes the device's key down, sealed under the key of its store.
func sealDevice(folder Folder, device journal.Key, under []byte) error {
	seal, err := deviceSeal(under)
	if err != nil {
		return err
	}
	nonce := make([]byte, seal.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return err
	}
	return durable.Replace(folder.sealedDevice(), seal.Seal(nonce, nonce, device.Private().Seed(), nil))
}

// unsealDevice reads it. Where a former version left it open, it is sealed first.
func unsealDevice(folder Folder, under []byte) (journal.Key, error) {
	broken := func(err error) error {
		return &desk.Error{Kind: desk.Broken, Say: "keys/device.sealed cannot be read: put it back, or have the device enrolled anew into a new folder", Cause: err}
	}
	if !exists(folder.sealedDevice()) && exists(folder.deviceKey()) {
		device, err := journal.ReadKey(folder.deviceKey())
		if err != nil {
			return device, &desk.Error{Kind: desk.Broken, Say: "keys/device.key cannot be read: put it back, or have the device enrolled anew into a new folder", Cause: err}
		}
		if err := sealDevice(folder, device, under); err != nil {
			return device, &desk.Error{Kind: desk.Unexpected, Say: "the device's key could not be sealed: " + plainCause(err), Cause: err}
		}
	}
	raw, err := os.ReadFile(folder.sealedDevice())
	if err != nil {
		return journal.Key{}, broken(err)
	}
	seal, err := deviceSeal(under)
	if err != nil {
		return journal.Key{}, err
	}
	if len(raw) < seal.NonceSize() {
		return journal.Key{}, broken(nil)
	}
	seed, err := seal.Open(nil, raw[:seal.NonceSize()], raw[seal.NonceSize():], nil)
	if err != nil {
		return journal.Key{}, broken(err)
	}
	return journal.NewKey(bytes.NewReader(seed))
}

// closeUp takes away what former versions left on a device for anybody to read: its key, its backups, and the key that opens those.
func closeUp(folder Folder) error {
	backups, _ := filepath.Glob(filepath.Join(folder.Backups(), backupPrefix+"*"+backupSuffix)) // the pattern is a right one
	var errs []error
	for _, path := range slices.Concat(backups, []string{folder.deviceKey(), folder.backupKey(), folder.lastBackup()}) {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "an old file of this device could not be taken away: " + plainCause(err), Cause: err}
	}
	return nil
}
