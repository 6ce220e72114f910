package node

import (
	"errors"

	"willing/casebook"
	"willing/desk"
	"willing/register"
)

// Kinds of entries in the register that are no matter of the desk: where the house began, so that no
// register of another house follows it, and where it began anew after a restore.
const (
	entryFounded  = "founded"
	entryRestored = "restored"
)

// registerOf lets the desk read and write the register.
type registerOf struct {
	*register.Register
	locked  bool         // a restored house writes nothing before it has read a newer register
	revoked []desk.Entry // the keys revoked when it was opened
}

// openRegister opens the register and takes its markers into memory.
func (n *Node) openRegister() error {
	n.register = &registerOf{locked: n.Settings.Locked != ""}
	damaged := &desk.Error{Kind: desk.Broken, Say: "a marker in the register is damaged: take the newest copy of the register"}
	r, err := register.OpenReading(func(e register.Entry) error {
		entry := entryOf(e)
		if entry.Kind == desk.EntryRevoked {
			n.register.revoked = append(n.register.revoked, entry)
		}
		if err := desk.Replay(n.markers, []desk.Entry{entry}); err != nil {
			damaged.Cause = err
			return damaged
		}
		return nil
	}, n.Folder.register(), n.Settings.RegisterCopies...)
	if damaged.Cause != nil {
		return damaged
	}
	if errors.Is(err, register.ErrBroken) {
		return &desk.Error{Kind: desk.Broken, Say: "the register is damaged: take the newest copy of it instead (" + err.Error() + ")", Cause: err}
	}
	if err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the register or a copy of it cannot be written: connect the disk on which it lies (" + err.Error() + ")", Cause: err}
	}
	n.register.Register = r
	return nil
}

// Revoked implements [desk.Register].
func (r *registerOf) Revoked() []desk.Entry { return r.revoked }

func entryOf(e register.Entry) desk.Entry {
	id, _ := casebook.ParseID(e.ID) // the sum of the line holds, so it is what was written
	return desk.Entry{Kind: e.Kind, ID: id, At: e.At, Marker: e.Marker, Key: e.Key}
}

// Append implements [desk.Register].
func (r *registerOf) Append(entries ...desk.Entry) (last string, err error) {
	if r.locked {
		return "", &desk.Error{Kind: desk.Locked, Say: "this house was restored and is locked"}
	}
	out := make([]register.Entry, len(entries))
	for i, e := range entries {
		out[i] = register.Entry{Kind: e.Kind, ID: e.ID.String(), At: e.At, Marker: e.Marker, Key: e.Key}
	}
	if err := r.Register.Append(out...); err != nil {
		return "", err
	}
	return r.Head(), nil
}

// Since implements [desk.Register].
func (r *registerOf) Since(head string) (entries []desk.Entry, last string, err error) {
	since, last, err := r.Register.Since(head)
	switch {
	case errors.Is(err, register.ErrOlder):
		return nil, "", &desk.Error{Kind: desk.Broken, Say: "the register is older than the data, or another house's: put the newest copy of it in its place", Cause: err}
	case err != nil:
		return nil, "", &desk.Error{Kind: desk.Broken, Say: "the register cannot be read: put the newest copy of it in its place (" + err.Error() + ")", Cause: err}
	}
	for _, e := range since {
		entries = append(entries, entryOf(e))
	}
	return entries, last, nil
}
