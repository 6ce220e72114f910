package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryPartThatAPageNamesIsThere: in its own file, or in one that all pages of its package have. Where it is not, the
// page fails when it is first shown, and only if it comes to that line.
func TestEveryPartThatAPageNamesIsThere(t *testing.T) {
	defines, names := regexp.MustCompile(`{{define "([^"]+)"}}`), regexp.MustCompile(`{{template "([^"]+)"`)
	defined := func(into map[string]bool, files ...string) {
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range defines.FindAllStringSubmatch(string(text), -1) {
				into[m[1]] = true
			}
		}
	}
	all, _ := filepath.Glob("*/templates/*.html")
	if len(all) < 50 {
		t.Fatalf("only %d pages were found", len(all))
	}
	for _, file := range all {
		shared, _ := filepath.Glob("templates/_*.html")
		parts, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "_*.html"))
		have := map[string]bool{}
		defined(have, append(append(shared, parts...), file)...)
		if strings.HasPrefix(filepath.Base(file), "_") {
			have["main"], have["title"] = true, true // the page that takes the part has its own
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range names.FindAllStringSubmatch(string(text), -1) {
			if !have[m[1]] {
				t.Errorf("%s names %q, which is nowhere", file, m[1])
			}
		}
	}
}
