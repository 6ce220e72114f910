package bundle

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"golang.org/x/crypto/ssh"

	"willing/exchange"
	"willing/journal"
)

// title is the first line of the file. A line of JSON follows, an [About], then the encrypted message.
const title = "willing bundle 1\n"

// Suffix is how the files are called.
const Suffix = ".willing"

// Name is how a file is called: by its day, from whom and for whom, so that none takes another's place on a stick. No person's name is in it.
func Name(b About, home journal.Device) string {
	short := func(d journal.Device) string {
		if d == home {
			return "headquarters"
		}
		return d.String()[:8]
	}
	return time.UnixMilli(b.At).UTC().Format(time.DateOnly) + "-" + short(b.From) + "-to-" + short(b.For) + Suffix
}

// About says what a bundle is. Its first four fields stand in the clear.
type About struct {
	From    journal.Device `json:"from"`
	For     journal.Device `json:"for"`
	At      int64          `json:"at"` // unix milliseconds
	Frames  int            `json:"frames"`
	Bytes   int64          `json:"bytes,omitempty"`
	Commits int            `json:"commits,omitempty"` // where it can be opened
}

// ErrBroken says that a file is no bundle, or was cut.
var ErrBroken = errors.New("this is no bundle, or it was cut")

// Seal makes the file of a signed message.
func Seal(about About, signed []byte, frames [][]byte) ([]byte, error) {
	public, err := ssh.NewPublicKey(ed25519.PublicKey(about.For[:]))
	if err != nil {
		return nil, err
	}
	recipient, err := agessh.NewEd25519Recipient(public)
	if err != nil {
		return nil, err
	}
	line, err := json.Marshal(about)
	if err != nil {
		return nil, err
	}
	out := bytes.NewBufferString(title + string(line) + "\n")
	to, err := age.Encrypt(out, recipient)
	if err != nil {
		return nil, err
	}
	err = errors.Join(exchange.Write(to, signed, frames, nil), to.Close())
	return out.Bytes(), err
}

// Open reads what stands in the clear, and gives the message if the bundle is for the device; nil if it is for
// another.
func Open(file io.Reader, device journal.Key) (about About, message io.Reader, err error) {
	in := bufio.NewReader(file)
	first, err := in.ReadString('\n')
	if err != nil || first != title {
		return about, nil, ErrBroken
	}
	line, err := in.ReadSlice('\n')
	if err != nil || json.Unmarshal(line, &about) != nil {
		return about, nil, ErrBroken
	}
	if about.For != device.Device() {
		return about, nil, nil
	}
	identity, err := agessh.NewEd25519Identity(device.Private())
	if err != nil {
		return about, nil, err
	}
	if message, err = age.Decrypt(in, identity); err != nil {
		return about, nil, ErrBroken
	}
	return about, whole{message}, nil
}

// whole reads a message out of its encryption. Where the file was cut or changed it ends in the middle, like a line that
// breaks: what came before was proven.
type whole struct{ io.Reader }

func (w whole) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
	}
	return n, err
}
