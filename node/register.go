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
	locked bool // a restored house writes nothing before it has read a newer register
}

// openRegister opens the register and takes its markers into memory.
func (n *Node) openRegister() error {
	r, err := register.Open(n.Folder.register(), n.Settings.RegisterCopies...)
	if errors.Is(err, register.ErrBroken) {
		return &desk.Error{Kind: desk.Broken, Say: "the register is damaged: take the newest copy of it instead (" + err.Error() + ")", Cause: err}
	}
	if err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the register or a copy of it cannot be written: connect the disk on which it lies (" + err.Error() + ")", Cause: err}
	}
	n.register = &registerOf{r, n.Settings.Locked != ""}
	return n.replay()
}

// replay takes the markers of the whole register into memory.
func (n *Node) replay() error {
	entries, _, _ := n.register.Since("")
	if err := desk.Replay(n.markers, entries); err != nil {
		return &desk.Error{Kind: desk.Broken, Say: "a marker in the register is damaged: take the newest copy of the register", Cause: err}
	}
	return nil
}

// Append implements [desk.Register].
func (r *registerOf) Append(entries ...desk.Entry) error {
	if r.locked {
		return &desk.Error{Kind: desk.Locked, Say: "this house was restored and is locked"}
	}
	out := make([]register.Entry, len(entries))
	for i, e := range entries {
		out[i] = register.Entry{Kind: e.Kind, ID: e.ID.String(), At: e.At, Marker: e.Marker, Key: e.Key}
	}
	return r.Register.Append(out...)
}

// Since implements [desk.Register].
func (r *registerOf) Since(head string) (entries []desk.Entry, last string, ok bool) {
	since, ok := r.Register.Since(head)
	for _, e := range since {
		id, _ := casebook.ParseID(e.ID) // the sum of the line holds, so it is what was written
		entries = append(entries, desk.Entry{Kind: e.Kind, ID: id, At: e.At, Marker: e.Marker, Key: e.Key})
	}
	return entries, r.Head(), ok
}
