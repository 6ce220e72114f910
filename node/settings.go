package node

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"willing/desk"
	"willing/register"
)

// Setting says what changes beside a house's data, while nobody works in it.
type Setting struct {
	URL     string        // where browsers find the house; as before if empty
	Copies  []string      // more files that the register is copied to
	Drop    []string      // files that it is copied to no longer; they stay as they are
	Patient time.Duration // how long to wait for another process to let go of the folder
}

// Set changes what node.json says of a house's surroundings. It opens nothing else: it helps too where the disk of a
// copy is gone for good, without which the house does not open. It returns an error wrapping [ErrOwned] while another
// process has the folder.
func Set(ctx context.Context, folder Folder, s Setting) (settings Settings, err error) {
	if settings, err = folder.ReadSettings(); err != nil {
		return settings, err
	}
	lock, err := waitForLock(ctx, folder, s.Patient)
	if err != nil {
		return settings, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	if settings, err = folder.ReadSettings(); err != nil { // anew: it is ours now
		return settings, err
	}
	if settings.Field != nil {
		return settings, &desk.Error{Kind: desk.BadInput, Say: "this is a laptop's folder: where the house is found, and where its register is copied to, is set at headquarters"}
	}
	if s.URL != "" {
		settings.URL = s.URL
	}
	made, err := folder.copyRegister(&settings, s)
	if err == nil {
		err = folder.writeSettings(settings)
	}
	if err != nil {
		for _, file := range made {
			err = errors.Join(err, os.Remove(file))
		}
	}
	return settings, err
}

// copyRegister begins new copies of the register and leaves others. It returns the files that it made.
func (f Folder) copyRegister(settings *Settings, s Setting) (made []string, err error) {
	if len(s.Copies)+len(s.Drop) == 0 {
		return nil, nil
	}
	if settings.Locked != "" {
		return nil, lockedBy(*settings)
	}
	for _, file := range s.Drop {
		if !slices.Contains(settings.RegisterCopies, file) {
			return nil, &desk.Error{Kind: desk.NotFound, Say: "the register is not copied there: see `willing settings`"}
		}
	}
	copies := slices.DeleteFunc(slices.Clone(settings.RegisterCopies), func(file string) bool { return slices.Contains(s.Drop, file) })
	for _, file := range s.Copies {
		if slices.Contains(copies, file) {
			continue
		}
		if err := MayCopyTo(file); err != nil {
			return nil, err
		}
		copies, made = append(copies, file), append(made, file)
	}
	if !exists(f.register()) { // none is begun here: it would say that nobody ever refused
		return nil, &desk.Error{Kind: desk.Broken, Say: "the register is missing: put the newest copy of it into the folder register as register.jsonl"}
	}
	if _, err := register.Open(f.register(), copies...); err != nil {
		for _, file := range made {
			if exists(file) {
				err = errors.Join(err, os.Remove(file))
			}
		}
		return nil, f.registerFault(err)
	}
	settings.RegisterCopies = copies
	return made, nil
}

// MayCopyTo reports what keeps a file from becoming a copy of the register. Its folder is not made: that of a disk that is
// not connected would lie on the wrong one.
func MayCopyTo(file string) error {
	switch {
	case !isFolder(filepath.Dir(file)):
		return &desk.Error{Kind: desk.BadInput, Say: "there is no folder for a copy of the register: connect the disk, or make the folder"}
	case isFolder(file):
		return &desk.Error{Kind: desk.BadInput, Say: "a copy of the register is a file: give a name for it in that folder"}
	case exists(file):
		return &desk.Error{Kind: desk.BadInput, Say: "there is a file of this name already, perhaps another house's copy of its register: name another file"}
	}
	return nil
}
