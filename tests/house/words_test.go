package house

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"willing/locale"
)

// used finds the keys that templates and code say: {{.T "key"}}, {{$.T "key"}}, p.T("key"), "Key" "key".
var used = regexp.MustCompile(`(?:\bT\(?|"Key"|"Hint") ?"([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*)"`)

func TestEveryWordThatPagesSayIsThere(t *testing.T) {
	words, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	err = filepath.WalkDir(filepath.Join(root, "web"), func(path string, _ os.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "_test.go") || !strings.HasSuffix(path, ".html") && !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range used.FindAllStringSubmatch(string(text), -1) {
			found++
			if !words.Has("en", m[1]) {
				t.Errorf("%s says %q, which no message file has", path, m[1])
			}
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Fatalf("%d keys found: %v", found, err)
	}
}
