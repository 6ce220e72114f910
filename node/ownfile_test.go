package node_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"willing/locale"
	"willing/node"
	"willing/node/nodetest"
)

// TestAPersonReadsTheirFileInTheirLanguage: headings, what was recorded and where they stand; the same in each.
func TestAPersonReadsTheirFileInTheirLanguage(t *testing.T) {
	h := nodetest.New(t)
	p := h.Noted("Maria", "Rossi", "+393331112233")
	h.SaysYes(p)
	file, err := h.Desk().Export(t.Context(), h.As("cora"), p)
	if err != nil {
		t.Fatal(err)
	}
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locale.Languages {
		var out bytes.Buffer
		if err := node.WriteOwnFile(&out, lang, file); err != nil {
			t.Fatal(err)
		}
		in, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		page := read(t, in, "your-file.html")
		for _, key := range []string{"file.title", "file.recorded", "file.event.answer.given", "file.event.disclosure.delivered", "file.standing.counts", "file.stage.yes"} {
			if !strings.Contains(page, words.Say(lang, key)) {
				t.Errorf("%s: the page lacks %s", lang, key)
			}
		}
		if !strings.Contains(page, `lang="`+lang+`" dir="`+locale.Dir(lang)+`"`) || lang != "en" && strings.Contains(page, "What was recorded") || strings.Contains(page, ">file.") || strings.Contains(page, ">person.") {
			t.Errorf("%s: the page is in another language, or names a key: %s", lang, page)
		}
		if !strings.HasPrefix(read(t, in, "history.csv"), words.Say(lang, "file.when")+",") {
			t.Errorf("%s: the table has other headings", lang)
		}
	}
}

func read(t *testing.T, in *zip.Reader, name string) string {
	t.Helper()
	f, err := in.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
