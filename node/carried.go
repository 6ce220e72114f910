package node

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"willing/desk"
	"willing/programme"
)

// filedMark is the file in a device's programme folder that names the filing it was made of. [programme.Load] reads
// no such file.
const filedMark = ".filed"

// readProgramme reads the files of a programme folder that are its own: no list of people that somebody left there.
func readProgramme(from fs.FS) ([]programme.File, error) {
	p, faults := programme.Load(from)
	if p == nil || len(faults) > 0 {
		return nil, &desk.Error{Kind: desk.Broken, Say: "the copy of the programme in the data folder is damaged: publish it again"}
	}
	return p.FilesOf(from)
}

// copyProgramme makes a folder of another's own files.
func copyProgramme(to string, from fs.FS) error {
	files, err := readProgramme(from)
	if err != nil {
		return err
	}
	return writeProgramme(to, files)
}

func writeProgramme(to string, files []programme.File) error {
	for _, f := range files {
		path := filepath.Join(to, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// prepareProgramme writes a folder beside the one in use.
func (f Folder) prepareProgramme(files []programme.File) error {
	return errors.Join(os.RemoveAll(f.newProgramme()), writeProgramme(f.newProgramme(), files))
}

// swapProgramme puts the folder that was prepared into its place. Whenever it is cut short, one whole folder is
// there: [Folder.mendProgramme] finds it.
func (f Folder) swapProgramme() error {
	if err := os.RemoveAll(f.oldProgramme()); err != nil {
		return err
	}
	if err := os.Rename(f.Programme(), f.oldProgramme()); err != nil {
		return err
	}
	if err := os.Rename(f.newProgramme(), f.Programme()); err != nil {
		return errors.Join(err, os.Rename(f.oldProgramme(), f.Programme()))
	}
	return os.RemoveAll(f.oldProgramme())
}

// mendProgramme undoes a swap that was cut short.
func (f Folder) mendProgramme() error {
	if exists(f.Programme()) || !exists(f.oldProgramme()) {
		return nil
	}
	return os.Rename(f.oldProgramme(), f.Programme())
}

// takeProgramme puts the folder that was prepared in force.
func (n *Node) takeProgramme() error {
	n.kept.mu.Lock()
	defer n.kept.mu.Unlock()
	n.kept.folder = nil
	return n.Folder.swapProgramme()
}

// followProgramme lets a device use the files that headquarters filed last: all of them or none, and none if one has a
// fault. Until then it goes on with those that it has.
func (n *Node) followProgramme(ctx context.Context) error {
	if n.Settings.Field == nil {
		return nil
	}
	has, err := os.ReadFile(filepath.Join(n.Folder.Programme(), filedMark))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fresh, err := n.Desk.NewProgramme(ctx, string(has))
	if err != nil || fresh == nil || !fresh.Fit() {
		return err
	}
	files := append(fresh.Files, programme.File{Path: filedMark, Content: []byte(fresh.Name)})
	if err := errors.Join(n.Folder.prepareProgramme(files), n.takeProgramme()); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the new version of the programme could not be put in its place; the earlier one stays: " + plainCause(err), Cause: err}
	}
	return n.Desk.ForgetProgramme(ctx)
}

// keepProgramme lets a device that has only just joined know the files that it joined with, so that it fetches of a
// newer version what is different alone.
func (n *Node) keepProgramme(ctx context.Context) error {
	if exists(filepath.Join(n.Folder.Programme(), filedMark)) {
		return nil
	}
	files, err := readProgramme(os.DirFS(n.Folder.Programme()))
	if err != nil {
		return nil // the pages say so; the next version mends it
	}
	return n.Desk.KeepProgramme(ctx, files)
}
