package house

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	inMarks     = regexp.MustCompile(`“([^”]+)”`)
	browserTest = regexp.MustCompile("`([a-z]+\\.test\\.mjs)`, ((?:‘[^’]+’(?: and )?)+)")
	inQuotes    = regexp.MustCompile(`‘([^’]+)’`)
)

// said is all that the program says: the English words of the pages, and every text in the code.
func said(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	files, err := filepath.Glob(filepath.Join(root, "locale", "messages", "*.en.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]any
		if err := json.Unmarshal(raw, &words); err != nil {
			t.Fatal(err)
		}
		for _, text := range words {
			if text, ok := text.(string); ok {
				out.WriteString(text + "\n")
			}
		}
	}
	for _, s := range sources(t) {
		if !s.isTest() {
			out.WriteString(s.text)
		}
	}
	return out.String()
}

// untrue lists what a page about faults quotes and nobody says, and the browser tests that it names and that are not there.
func untrue(t *testing.T, text, all string) (out []string) {
	t.Helper()
	for _, m := range inMarks.FindAllStringSubmatch(text, -1) {
		if strings.TrimSpace(m[1]) != "" && !strings.Contains(all, m[1]) {
			out = append(out, "nobody says: "+m[1])
		}
	}
	for _, m := range browserTest.FindAllStringSubmatch(text, -1) {
		tests, err := os.ReadFile(filepath.Join(root, "tests", "browser", m[1]))
		if err != nil {
			out = append(out, "there is no "+m[1])
			continue
		}
		for _, title := range inQuotes.FindAllStringSubmatch(m[2], -1) {
			if !strings.Contains(string(tests), title[1]) {
				out = append(out, m[1]+" has no test: "+title[1])
			}
		}
	}
	return out
}

// The page about faults quotes what people read, and names the tests that prove it: see also TestDocumentsNameOnlyWhatIsThere.
func TestThePageAboutFaultsIsTrue(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "faults.md"))
	if err != nil {
		t.Fatal(err)
	}
	all := said(t)
	if quotes, tests := len(inMarks.FindAllString(string(text), -1)), len(browserTest.FindAllString(string(text), -1)); quotes < 40 || tests < 5 {
		t.Errorf("%d sentences and %d browser tests were found on it", quotes, tests)
	}
	report(t, untrue(t, string(text), all))
	mustFind(t, untrue(t, "“All your data are lost.”", all), "nobody says")
	mustFind(t, untrue(t, "`field.test.mjs`, ‘a phone that flies’", all), "has no test")
}
