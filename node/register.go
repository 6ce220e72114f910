package node

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
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
	entries := relay(n.replay)
	r, err := register.OpenReading(entries.hand, n.Folder.register(), n.Settings.RegisterCopies...)
	if damaged := entries.end(); damaged != nil {
		return &desk.Error{Kind: desk.Broken, Say: "a marker in the register is damaged: take the newest copy of the register", Cause: damaged}
	}
	if err != nil {
		return n.Folder.registerFault(err)
	}
	n.register.Register = r
	n.markers.Settle()
	n.markers.Again = func(fn func(desk.Entry) error) error {
		return r.Each(func(e register.Entry) error { return fn(entryOf(e)) })
	}
	return n.letGo()
}

// registerFault says what is wrong with the register's files, and what to do.
func (f Folder) registerFault(err error) error {
	if journal.Full(err) {
		return noRoomToOpen(err)
	}
	if errors.Is(err, register.ErrBroken) {
		return &desk.Error{Kind: desk.Broken, Say: "the register is damaged: take the newest copy of it instead (" + err.Error() + ")", Cause: err}
	}
	if _, missing := os.Stat(filepath.Dir(f.register())); errors.Is(missing, os.ErrNotExist) {
		return &desk.Error{Kind: desk.Broken, Say: "the folder register is missing: make it, and put the newest copy of the register into it as register.jsonl", Cause: err}
	}
	say := "the register or a copy of it cannot be written: connect the disk on which it lies"
	if strings.HasPrefix(err.Error(), "copy ") {
		say = "a copy of the register cannot be written: connect the disk on which it lies, or, if that is gone for good, `willing settings --drop-register-copy FILE`"
	}
	return &desk.Error{Kind: desk.Unexpected, Say: say + " (" + err.Error() + ")", Cause: err}
}

// replay takes some entries of the register into memory.
func (n *Node) replay(some []register.Entry) error {
	out := make([]desk.Entry, len(some))
	for i, e := range some {
		if out[i] = entryOf(e); e.Kind == desk.EntryRevoked {
			n.register.revoked = append(n.register.revoked, out[i])
		}
	}
	if err := desk.Replay(n.markers, out); err != nil {
		return err
	}
	for _, e := range out {
		if g := e.LetGo(); g != 0 {
			n.gone = append(n.gone, g)
		}
	}
	return nil
}

// relayed hands what one goroutine reads to another, some at a time and in order, so that a long register is
// checked on one processor and taken in on a second.
type relayed[T any] struct {
	waiting []T
	lots    chan []T
	failed  chan error // the first error, when all is taken
}

const lot = 256

func relay[T any](take func([]T) error) *relayed[T] {
	x := &relayed[T]{lots: make(chan []T, 4), failed: make(chan error, 1)}
	go func() {
		var first error
		for some := range x.lots {
			if first == nil {
				first = take(some)
			}
		}
		x.failed <- first
	}()
	return x
}

func (x *relayed[T]) hand(one T) error {
	if x.waiting = append(x.waiting, one); len(x.waiting) == lot {
		x.lots <- x.waiting
		x.waiting = make([]T, 0, lot)
	}
	return nil
}

// end waits until all is taken.
func (x *relayed[T]) end() error {
	x.lots <- x.waiting
	close(x.lots)
	return <-x.failed
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
