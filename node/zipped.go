package node

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"io/fs"
	"path"
	"strings"

	"willing/desk"
	"willing/programme"
)

// What a zipped programme folder may hold. The examples hold a fiftieth of it.
const (
	mostZipFiles = 500
	mostZipBytes = 16 << 20 // unpacked, all files together
)

// CheckZip says for people what a zipped programme folder is, or all that is wrong with it.
func (n *Node) CheckZip(data []byte) (summary string, faults []programme.Fault, err error) {
	from, err := unzip(data)
	if err != nil {
		return "", nil, err
	}
	p, faults := programme.Load(from)
	if p == nil || len(faults) > 0 {
		return "", faults, nil
	}
	return p.Summary(), nil, nil
}

// PublishZip is [Node.Publish] of a zipped folder.
func (n *Node) PublishZip(ctx context.Context, by desk.Acting, data []byte) (proposed int, err error) {
	from, err := unzip(data)
	if err != nil {
		return 0, err
	}
	return n.publish(ctx, by, from)
}

// unzip looks into a zipped folder and measures what it really holds, whatever its headers claim. One
// folder that holds all the others is left out.
func unzip(data []byte) (fs.FS, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Key: "no-zip", Say: "this is not a zip file: zip the programme folder and choose that file", Cause: err}
	}
	if len(archive.File) > mostZipFiles {
		return nil, tooMuch
	}
	left := int64(mostZipBytes)
	for _, f := range archive.File {
		if f.FileInfo().IsDir() {
			continue
		}
		if !fs.ValidPath(f.Name) || strings.ContainsAny(f.Name, `\:`) || !f.Mode().IsRegular() { // what Windows reads as a path or a drive
			return nil, tooMuch
		}
		size, err := unpackedSize(f, left)
		if err != nil {
			return nil, err
		}
		left -= size
	}
	return inner(archive)
}

var tooMuch = &desk.Error{Kind: desk.BadInput, Key: "zip-much", Say: "the zip file holds more than a programme folder does, or names outside it: zip the folder alone"}

// unpackedSize reads a file to its end, at most a number of bytes.
func unpackedSize(f *zip.File, most int64) (int64, error) {
	file, err := f.Open()
	if err != nil {
		return 0, &desk.Error{Kind: desk.BadInput, Key: "zip-damaged", Say: "the zip file is damaged: zip the folder again", Cause: err}
	}
	defer file.Close()
	size, err := io.Copy(io.Discard, io.LimitReader(file, most+1))
	switch {
	case err != nil:
		return 0, &desk.Error{Kind: desk.BadInput, Key: "zip-damaged", Say: "the zip file is damaged: zip the folder again", Cause: err}
	case size > most:
		return 0, tooMuch
	}
	return size, nil
}

// inner steps into the one folder that holds programme.yaml.
func inner(all *zip.Reader) (fs.FS, error) {
	for _, f := range all.File {
		if path.Base(f.Name) == "programme.yaml" && strings.Count(f.Name, "/") <= 1 {
			return fs.Sub(all, path.Dir(f.Name))
		}
	}
	return nil, &desk.Error{Kind: desk.BadInput, Key: "zip-bare", Say: "there is no programme.yaml in the zip file: zip the folder that holds it"}
}
