package node

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/durable"
	"willing/envelope"
)

// What is for headquarters alone is closed for the newest key of keys/envelopes.key, a file of age keys outside the
// database and its backups. Older ones stay in it, since what was closed for them opens with nothing else. Devices have no
// such file: they learn from headquarters' lane for which key to close.

// openEnvelopes reads the keys. A house that has none yet draws one.
func (n *Node) openEnvelopes() error {
	if n.envelopes = new(envelope.Keys); n.Settings.Field != nil {
		return nil
	}
	raw, err := os.ReadFile(n.Folder.envelopes())
	if errors.Is(err, fs.ErrNotExist) {
		raw, err = newEnvelopes(n.Folder)
	}
	if err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "keys/envelopes.key cannot be read or written: " + plainCause(err), Cause: err}
	}
	if n.envelopes, err = envelope.Parse(raw); err != nil {
		return &desk.Error{Kind: desk.Broken, Say: "keys/envelopes.key is damaged: put it back from where you keep the keys", Cause: err}
	}
	return nil
}

func newEnvelopes(folder Folder) ([]byte, error) {
	line, err := envelope.New()
	if err != nil {
		return nil, err
	}
	return []byte(line), durable.Replace(folder.envelopes(), []byte(line))
}

// keyEnvelopes tells everybody for which key to close from now on: the last one in the file. So a key is renewed by adding a
// line and starting again.
func (n *Node) keyEnvelopes(ctx context.Context) error {
	keys := n.envelopes.Recipients()
	return n.Desk.KeyEnvelopes(ctx, keys[len(keys)-1])
}

// lostEnvelopes says that there are envelopes which no key here opens.
func (n *Node) lostEnvelopes() (lost bool) {
	if n.Settings.Field != nil {
		return false
	}
	n.Desk.House(func(h *casebook.House) {
		lost = slices.ContainsFunc(h.EnvelopeKeys(), func(key string) bool { return !slices.Contains(n.envelopes.Recipients(), key) })
	})
	return lost
}

// envelopesLost says what to do then.
const envelopesLost = "keys/envelopes.key lacks a key for which answers for the doctor were closed, so nobody can read those: " +
	"add its line, from where you keep the keys, above the one that is there"
