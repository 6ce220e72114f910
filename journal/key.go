package journal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Key is an Ed25519 key of a person or a device. It is a [Signer] and a [DeviceKey].
type Key struct {
	Holder  ID // whose it is; a device's may be zero
	private ed25519.PrivateKey
}

// NewKey draws a key. The caller sets its holder.
func NewKey(rand io.Reader) (Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return Key{}, fmt.Errorf("drawing a key: %w", err)
	}
	return Key{private: ed25519.NewKeyFromSeed(seed)}, nil
}

// Alg is [Ed25519].
func (k Key) Alg() string { return Ed25519 }

// Public is the public key, 32 bytes.
func (k Key) Public() []byte {
	d := k.Device()
	return d[:]
}

// Device is the device that this key makes.
func (k Key) Device() Device {
	var d Device
	if len(k.private) == ed25519.PrivateKeySize {
		copy(d[:], k.private[ed25519.SeedSize:])
	}
	return d
}

// Sign signs with Ed25519. The zero key cannot.
func (k Key) Sign(message []byte) ([]byte, error) {
	if len(k.private) != ed25519.PrivateKeySize {
		return nil, errors.New("an empty key cannot sign")
	}
	return ed25519.Sign(k.private, message), nil
}

// Format prints the public key whatever the verb, so that no log ever holds a seed.
func (k Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "key "+k.Device().String()) }

const keyTitle = "willing key 1"

// keyText is a key file: a title, three named lines, and a check over all of them.
func keyText(k Key) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nholder: %s\npublic: %s\nseed: %s\n",
		keyTitle, k.Holder, k.Device(), letters.EncodeToString(k.private.Seed()))
	sum := sha256.Sum256([]byte(b.String()))
	fmt.Fprintf(&b, "check: %s\n", letters.EncodeToString(sum[:10]))
	return []byte(b.String())
}

// ParseKey reads the text of a key file. What is not exactly that fails with [ErrBroken] and says why;
// no error repeats any part of the file.
func ParseKey(text []byte) (Key, error) {
	if !bytes.HasPrefix(text, []byte(keyTitle+"\n")) {
		return Key{}, fmt.Errorf("%w: not a key file: the first line is not %q", ErrBroken, keyTitle)
	}
	var values []string
	lines := strings.Split(string(text), "\n")
	for i, name := range []string{"holder", "public", "seed", "check"} {
		value, ok := "", i+1 < len(lines)
		if ok {
			value, ok = strings.CutPrefix(lines[i+1], name+": ")
		}
		if !ok {
			return Key{}, fmt.Errorf("%w: key file is damaged: no %s in line %d", ErrBroken, name, i+2)
		}
		values = append(values, value)
	}
	var holder ID
	var seed [ed25519.SeedSize]byte
	if fromText(holder[:], values[0]) != nil || fromText(seed[:], values[2]) != nil {
		return Key{}, fmt.Errorf("%w: key file is damaged: holder or seed cannot be read", ErrBroken)
	}
	k := Key{Holder: holder, private: ed25519.NewKeyFromSeed(seed[:])}
	if !bytes.Equal(keyText(k), text) {
		return Key{}, fmt.Errorf("%w: key file is damaged: its check does not fit", ErrBroken)
	}
	return k, nil
}

// ReadKey reads a key file.
func ReadKey(path string) (Key, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("reading a key: %w", err)
	}
	return ParseKey(text)
}

// WriteKey writes a new key file that only its owner can read (mode 0600), and returns when it is on the
// disk. It never overwrites a file: a lost key is lost for good.
func WriteKey(path string, k Key) error {
	if len(k.private) != ed25519.PrivateKeySize {
		return errors.New("writing a key: it is empty")
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("writing a key: %w", err)
	}
	_, err = file.Write(keyText(k))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("writing a key: %w", errors.Join(err, os.Remove(path)))
	}
	return nil
}

// Private is the key itself, for opening what was encrypted to it. It must not be written or shown.
func (k Key) Private() ed25519.PrivateKey { return k.private }
