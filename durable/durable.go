// Package durable writes small files that last: after a power cut, what stands under a name is the text before or the text
// after, whole. It must not know what the text means.
package durable

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// Replace puts text under a name, readable by its owner alone (mode 0600), and returns when it is on the disk. It writes
// path.new first; one that was left there by a crash is written over. After an error the text before stands.
func Replace(path string, text []byte) error {
	next := path + ".new"
	file, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = file.Write(text); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(next, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(next))
	}
	return Folder(filepath.Dir(path))
}

// Folder makes the names in a folder last: files that were made, renamed or removed there. Windows cannot flush a folder and
// needs no such thing: NTFS journals names itself.
func Folder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
