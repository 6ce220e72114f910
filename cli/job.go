package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
)

// job is one command at work: what it was given, where it prints, and the house that it works on.
type job struct {
	ctx     context.Context
	std     Stdio
	args    []string
	globals globals
	node    *node.Node
}

func (j *job) desk() *desk.Desk { return j.node.Desk }

func (j *job) path(typed string) string { return j.std.path(typed) }

// folder is the data folder that the flags or the environment name.
func (j *job) folder() (node.Folder, error) {
	dir := j.globals.Dir
	if dir == "" {
		dir = j.std.Env("WILLING_DIR")
	}
	if dir == "" {
		return "", fail(usage, "say which data folder: --dir DIR, or WILLING_DIR in the environment")
	}
	return node.Folder(filepath.Clean(j.path(dir))), nil
}

// acting reads who acts and who witnesses, each with their own key.
func (j *job) acting() (desk.Acting, error) {
	g := j.globals
	if g.As == "" || g.Keyfile == "" {
		return desk.Acting{}, fail(desk.NotAllowed, "say who acts, with --as and --keyfile")
	}
	if len(g.With) != len(g.WithKeyfile) {
		return desk.Acting{}, fail(usage, "each --with needs a --with-keyfile, in the same order")
	}
	by, err := j.signer(g.As, "--keyfile", g.Keyfile)
	if err != nil {
		return by, err
	}
	for i, name := range g.With {
		w, err := j.signer(name, "--with-keyfile", g.WithKeyfile[i])
		if err != nil {
			return by, err
		}
		by.With = append(by.With, w)
	}
	return by, nil
}

func (j *job) signer(name, flag, file string) (desk.Acting, error) {
	who, err := j.desk().Named(name)
	if err != nil {
		return desk.Acting{}, err
	}
	key, err := j.key(flag, file)
	if err != nil {
		return desk.Acting{}, err
	}
	if !key.Holder.IsZero() && casebook.ID(key.Holder) != who {
		return desk.Acting{}, fail(desk.NotAllowed, "%s is somebody else's key: each acts with their own", flag)
	}
	if signer, ok := j.node.Opens(who, key); ok {
		return desk.Acting{Who: who, Signer: signer}, nil
	}
	return desk.Acting{Who: who, Signer: key}, nil
}

// key reads a key file; flag names it in an error, since a path may hold a name.
func (j *job) key(flag, file string) (journal.Key, error) {
	key, err := journal.ReadKey(j.path(file))
	switch {
	case err == nil:
		return key, nil
	case errors.Is(err, fs.ErrNotExist):
		return key, &desk.Error{Kind: desk.BadInput, Say: flag + ": there is no such file", Cause: err}
	case errors.Is(err, journal.ErrBroken):
		return key, &desk.Error{Kind: desk.BadInput, Say: flag + ": this is not a whole key file: take the copy you keep elsewhere, or have a new key enrolled", Cause: err}
	}
	return key, &desk.Error{Kind: desk.BadInput, Say: flag + ": the file cannot be read", Cause: err}
}

// newKey draws a key and writes its file, which must not exist yet.
func (j *job) newKey(flag, file string, holder casebook.ID) (journal.Key, error) {
	key, err := journal.NewKey(j.std.Rand)
	if err != nil {
		return key, err
	}
	key.Holder = journal.ID(holder)
	err = journal.WriteKey(j.path(file), key)
	if errors.Is(err, fs.ErrExist) {
		return key, &desk.Error{Kind: desk.BadInput, Say: flag + ": there is a file of this name; a key is never overwritten: choose another", Cause: err}
	}
	if err != nil {
		return key, &desk.Error{Kind: desk.BadInput, Say: flag + ": the key file cannot be written there", Cause: err}
	}
	return key, nil
}

// actingOn is what most commands about one person begin with.
func (j *job) actingOn(person string) (desk.Acting, casebook.ID, error) {
	by, err := j.acting()
	if err != nil {
		return by, casebook.ID{}, err
	}
	id, err := j.desk().Find(j.ctx, by, person)
	return by, id, err
}

// showing is what a command begins with that reads what is known of a person.
func (j *job) showing(person string) (desk.Acting, casebook.ID, *desk.Person, error) {
	by, id, err := j.actingOn(person)
	if err != nil {
		return by, id, nil, err
	}
	shown, err := j.desk().Show(j.ctx, by, id)
	return by, id, shown, err
}

// member reads who acts, for lists that everybody who works here may read, and nobody else.
func (j *job) member() (desk.Acting, error) {
	by, err := j.acting()
	if err != nil {
		return by, err
	}
	holds := false
	j.desk().House(func(h *casebook.House) { holds = h.HoldsKey(by.Who, string(by.Signer.Public()), h.Pos) })
	if !holds {
		return by, fail(desk.NotAllowed, "this key is not enrolled for whoever acts: see `willing key enrol`")
	}
	return by, nil
}
