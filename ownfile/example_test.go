package ownfile_test

import (
	"archive/zip"
	"bytes"
	"fmt"

	"willing/casebook"
	"willing/desk"
	"willing/ownfile"
)

// The zip holds a page to read and the same for programs.
func Example() {
	words := ownfile.Words{
		Event:    func(eventType string) string { return eventType },
		Standing: func(s casebook.Standing) string { return string(s) },
		Stage:    func(s casebook.Stage) string { return string(s) },
	}
	var out bytes.Buffer
	if err := ownfile.Write(&out, words, &desk.Exported{}); err != nil {
		fmt.Println(err)
		return
	}
	in, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range in.File {
		fmt.Println(f.Name)
	}
	// Output:
	// your-file.html
	// your-file.json
	// history.csv
}
