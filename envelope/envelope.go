package envelope

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"filippo.io/age"
)

// Keys open envelopes. The zero value opens none, and closes as well as any.
type Keys struct {
	identities []age.Identity
	to         []string
}

// ErrShut says that an envelope is for none of the keys, or is damaged.
var ErrShut = errors.New("this envelope cannot be opened with these keys")

// step is what contents are padded to, in bytes.
const step = 512

// New draws a key, as a line of a file of keys.
func New() (string, error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	return identity.String() + "\n", nil
}

// Parse reads a file of keys, one a line, the newest last; lines that begin with # are remarks.
func Parse(text []byte) (*Keys, error) {
	identities, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	k := &Keys{identities: identities}
	for _, one := range identities {
		x, ok := one.(*age.X25519Identity)
		if !ok {
			return nil, errors.New("a key is of another kind than those of envelopes")
		}
		k.to = append(k.to, x.Recipient().String())
	}
	return k, nil
}

// Recipients are the public halves of the keys, in their order.
func (k *Keys) Recipients() []string { return k.to }

// Close puts content into an envelope that whoever holds the other half of one of the recipients can open.
func (k *Keys) Close(content []byte, to ...string) ([]byte, error) {
	recipients, err := age.ParseRecipients(strings.NewReader(strings.Join(to, "\n")))
	if err != nil {
		return nil, err
	}
	padded := binary.BigEndian.AppendUint32(make([]byte, 0, len(content)+step), uint32(len(content)))
	padded = append(padded, content...)
	if over := len(padded) % step; over > 0 {
		padded = append(padded, make([]byte, step-over)...)
	}
	var out bytes.Buffer
	in, err := age.Encrypt(&out, recipients...)
	if err != nil {
		return nil, err
	}
	if _, err := in.Write(padded); err != nil {
		return nil, err
	}
	err = in.Close()
	return out.Bytes(), err
}

// Open takes the content out. It fails with [ErrShut] if none of the keys fits.
func (k *Keys) Open(envelope []byte) ([]byte, error) {
	if len(k.identities) == 0 {
		return nil, ErrShut
	}
	in, err := age.Decrypt(bytes.NewReader(envelope), k.identities...)
	if err != nil {
		return nil, errors.Join(ErrShut, err)
	}
	padded, err := io.ReadAll(in)
	if err != nil {
		return nil, errors.Join(ErrShut, err)
	}
	if len(padded) < 4 || uint64(len(padded)-4) < uint64(binary.BigEndian.Uint32(padded)) {
		return nil, ErrShut
	}
	return padded[4:][:binary.BigEndian.Uint32(padded)], nil
}
