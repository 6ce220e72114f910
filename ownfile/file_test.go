package ownfile

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
)

func TestAnEventReadsAsASentence(t *testing.T) {
	for _, c := range []struct {
		content any
		want    string
	}{
		{nil, ""},
		{&casebook.Delivered{Role: "crew", Version: 1, Language: "it", Understands: true, Cost: "aloud", Full: "paper", Meeting: casebook.ID{1}},
			"role: crew; version: 1; language: it; understands: yes; cost: aloud; full: paper"},
		{&casebook.Understanding{Heard: []string{"risks", "costs"}}, "heard: risks, costs"},
		{&casebook.Age{Born: casebook.Date{Year: 1988, Month: 4, About: true}}, "born: about 1988-04"},
		{"free text", "free text"},
	} {
		if got, err := contentOf(c.content); got != c.want || err != nil {
			t.Errorf("%#v reads %q, %v", c.content, got, err)
		}
	}
}

func TestHistoryIsSafeInASpreadsheet(t *testing.T) {
	e := &desk.Exported{Events: []desk.ExportedEvent{{Type: "=1+1", By: "@SUM(A1)", Content: "-cmd"}}}
	var b bytes.Buffer
	if err := writeHistory(&b, e); err != nil {
		t.Fatal(err)
	}
	row := strings.Split(b.String(), "\n")[1]
	if !strings.Contains(row, ",'=1+1,'@SUM(A1),") {
		t.Errorf("a spreadsheet would compute %s", row)
	}
}

// What is written opens as a zip with something for every reader.
func ExampleWrite() {
	file := &desk.Exported{Organisation: "Long Reach", At: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)}
	var out bytes.Buffer
	if err := Write(&out, file); err != nil {
		fmt.Println(err)
		return
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range archive.File {
		fmt.Println(f.Name)
	}
	// Output:
	// your-file.html
	// your-file.json
	// history.csv
}
