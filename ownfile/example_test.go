package ownfile_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"time"

	"willing/desk"
	"willing/ownfile"
)

// The zip holds a page to read and the same for programs.
func Example() {
	words := ownfile.Words{
		Language: "en", Dir: "ltr",
		Say:    func(key string, _ ...any) string { return key },
		Day:    func(t time.Time) string { return t.Format(time.DateOnly) },
		Moment: func(t time.Time) string { return t.Format(time.DateTime) },
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
