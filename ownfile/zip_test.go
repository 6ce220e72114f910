package ownfile

import (
	"bytes"
	"strings"
	"testing"

	"willing/desk"
)

func TestHistoryIsSafeInASpreadsheet(t *testing.T) {
	words := Words{Say: func(key string, _ ...any) string { return strings.TrimPrefix(key, "file.event.") }}
	e := &desk.Exported{Events: []desk.ExportedEvent{{Type: "=1+1", By: "@SUM(A1)", Content: "-cmd"}}}
	var b bytes.Buffer
	if err := writeHistory(&b, words, e); err != nil {
		t.Fatal(err)
	}
	row := strings.Split(b.String(), "\n")[1]
	if !strings.Contains(row, ",'=1+1,'@SUM(A1),") {
		t.Errorf("a spreadsheet would compute %s", row)
	}
}
