package programme

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"slices"
)

// File is one file of a programme folder.
type File struct {
	Path    string // inside the folder, with slashes
	Content []byte
}

// FilesOf reads the files of a folder that [Load] found without fault: what is read and nothing else. What an
// organisation keeps beside them, such as lists of people, stays where it is.
func (f *Folder) FilesOf(fsys fs.FS) ([]File, error) {
	var out []File
	for _, name := range f.read {
		content, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		out = append(out, File{name, content})
	}
	return out, nil
}

// readFiles are the files that were asked for and are there.
func (l *loader) readFiles() []string {
	var out []string
	for _, name := range append([]string{settingsFile}, l.expected...) {
		if l.files[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Zip packs files as a folder travels. The same files give the same bytes.
func Zip(files []File) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range files {
		w, err := z.Create(f.Path)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Content); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// LoadFiles is [Load] of files that are no folder yet.
func LoadFiles(files []File) (*Folder, []Fault) {
	packed, err := Zip(files)
	if err == nil {
		if fsys, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed))); err == nil {
			return Load(fsys)
		}
	}
	return nil, []Fault{{File: settingsFile, Problem: "the files cannot be read as a folder", Remedy: "publish them again"}}
}
