package locale

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestAPhoneHasTheWordsItNeeds: what a phone's build leaves out, none of its pages says.
func TestAPhoneHasTheWordsItNeeds(t *testing.T) {
	source, err := os.ReadFile("files_js.go")
	if err != nil {
		t.Fatal(err)
	}
	carried := map[string]bool{}
	for _, m := range regexp.MustCompile(`messages/(\w+)\.\*`).FindAllStringSubmatch(string(source), -1) {
		carried[m[1]] = true
	}
	left := map[string]string{} // key → area
	for _, name := range matches(t, "messages/*.en.json") {
		area, _, _ := strings.Cut(filepath.Base(name), ".")
		if carried[area] {
			continue
		}
		var keys map[string]any
		raw, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(raw, &keys)
		}
		if err != nil {
			t.Fatal(err)
		}
		for key := range keys {
			left[key] = area
		}
	}
	if len(left) == 0 {
		t.Fatal("nothing is left out")
	}
	for _, pattern := range []string{
		"../web/*.go", "../web/templates/_*.html", "../web/team/*.go", "../web/team/templates/*.html", "../web/public/*.go",
		"../web/public/templates/*.html", "../phone/*.go", "../phone/*/*.go", "../phone/templates/*.html", "../phone/app/templates/*.html",
	} {
		for _, name := range matches(t, pattern) {
			if strings.HasSuffix(name, "_test.go") || name == "../web/templates/_young.html" { // it says them at headquarters only
				continue
			}
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`"([a-z][a-z0-9.-]+)"`).FindAllStringSubmatch(string(raw), -1) {
				if area := left[m[1]]; area != "" {
					t.Errorf("%s says %s, which stands in %s: a phone does not carry it", name, m[1], area)
				}
			}
		}
	}
}

func matches(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: nothing there (%v)", pattern, err)
	}
	return found
}
