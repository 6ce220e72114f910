package node

import (
	"io/fs"
	"path/filepath"
	"runtime"
)

// exposed is the first file or folder below a data folder that others on this machine may read or write; "" if there is none. All
// of them are made for their owner alone, but a copy that was put back, keys above all, may have come with other rights.
// Windows has no such rights.
func (f Folder) exposed() (path string, err error) {
	if runtime.GOOS == "windows" {
		return "", nil
	}
	err = filepath.WalkDir(string(f), func(at string, entry fs.DirEntry, failed error) error {
		if failed != nil || at == string(f) {
			return nil // what goes away meanwhile is nobody's to read; the names right below the folder say nothing
		}
		info, err := entry.Info()
		if err != nil || info.Mode()&fs.ModeSymlink != 0 || info.Mode().Perm()&0o077 == 0 {
			return nil
		}
		if path, err = filepath.Rel(string(f), at); err != nil {
			return err
		}
		return fs.SkipAll
	})
	return filepath.ToSlash(path), err
}
