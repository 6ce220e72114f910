package cli

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base32"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// receiptFile is the part of a receipt that programs read; above it stands the same for people.
type receiptFile struct {
	Receipt *casebook.Receipt `json:"receipt"`
	Person  casebook.ID       `json:"person"` // random; names nobody
	Key     string            `json:"key"`    // the seed of the receipt's own key: whoever holds it may come back
}

var seedText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// newReceipt is a receipt whose file is there already, empty, and whose key is drawn: so nobody answers
// and then finds that the receipt cannot be written.
type newReceipt struct {
	file *os.File
	seed []byte
	key  journal.Key
}

func (j *job) beginReceipt(path string) (*newReceipt, error) {
	r := &newReceipt{seed: make([]byte, ed25519.SeedSize)}
	if _, err := io.ReadFull(j.std.Rand, r.seed); err != nil {
		return nil, err
	}
	var err error
	if r.key, err = journal.NewKey(bytes.NewReader(r.seed)); err != nil {
		return nil, err
	}
	r.file, err = os.OpenFile(j.path(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "--receipt: there is a file of this name, perhaps another person's receipt: choose another", Cause: err}
	}
	if err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "--receipt: the file cannot be written there", Cause: err}
	}
	return r, nil
}

// drop takes the empty file away after an answer that was not recorded.
func (r *newReceipt) drop() error {
	return errors.Join(r.file.Close(), os.Remove(r.file.Name()))
}

// forPeople writes a receipt for people, with the seed of its key.
type forPeople func(w io.Writer, seed string, c *casebook.Receipt) error

// write fills the file in, for people and below it for programs, and returns when it is on the disk.
func (r *newReceipt) write(readable forPeople, person casebook.ID, c *casebook.Receipt) error {
	var b bytes.Buffer
	seed := seedText.EncodeToString(r.seed)
	err := readable(&b, seed, c)
	b.WriteByte('\n')
	if err = errors.Join(err, writeJSON(&b, receiptFile{c, person, seed})); err == nil {
		_, err = r.file.Write(b.Bytes())
	}
	if err := errors.Join(err, r.file.Sync(), r.file.Close()); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the answer is recorded, but the receipt could not be written: free the disk and print it anew", Cause: err}
	}
	return nil
}

// receiptKey reads the key of a receipt file.
func (j *job) receiptKey(path string) (journal.Signer, error) {
	text, err := os.ReadFile(j.path(path))
	if err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "--receipt: the file cannot be read", Cause: err}
	}
	key, err := parseReceipt(text)
	if err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "--receipt: this is not a whole receipt; without it, the person comes to two people outside the team", Cause: err}
	}
	return key, nil
}

// parseReceipt finds the part for programs and checks that its key is the one the receipt names.
func parseReceipt(text []byte) (journal.Key, error) {
	at := bytes.Index(text, []byte("\n{"))
	var f receiptFile
	if err := json.Unmarshal(text[at+1:], &f); err != nil {
		return journal.Key{}, err
	}
	seed, err := seedText.DecodeString(strings.ToLower(f.Key))
	if err != nil || len(seed) != ed25519.SeedSize || f.Receipt == nil {
		return journal.Key{}, errors.New("no key")
	}
	key, err := journal.NewKey(bytes.NewReader(seed))
	if err == nil && !bytes.Equal(key.Public(), f.Receipt.Key) {
		return journal.Key{}, errors.New("another key than the receipt names")
	}
	return key, err
}
