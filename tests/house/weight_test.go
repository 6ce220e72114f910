package house

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// heaviest is how many bytes a file in the repository may have.
const heaviest = 1 << 20

// rawFiles are the files that may be something else than text, with the reason.
var rawFiles = map[string]string{
	"examples/*/leads/*.xlsx": "a workbook, as a partner office sends it",
	"examples/*/leads/*.tsv":  "text in UTF-16, as a partner office sends it",
}

// weightFault says what is wrong with a file in the repository, or "".
func weightFault(name string, content []byte) string {
	for pattern := range rawFiles {
		if ok, err := path.Match(pattern, name); ok && err == nil && len(content) <= heaviest {
			return ""
		}
	}
	switch {
	case len(content) > heaviest:
		return name + ": more than a megabyte: generate it, or put it beside the repository"
	case bytes.IndexByte(content, 0) >= 0:
		return name + ": not a text file: only sources belong into the repository"
	case bytes.Contains(append([]byte("\n"), content...), []byte("\n<<<"+"<<<< ")):
		return name + ": two versions beside each other, as a merge left them: mend it"
	}
	return ""
}

// kept lists the files under version control; in a copy without its history, all that are not built.
func kept(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", "ls-files", "-z")
	cmd.Dir = root
	if out, err := cmd.Output(); err == nil && len(out) > 0 {
		return strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
	}
	var out []string
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && file != root && d.Name() != "testdata" && passedOver(d.Name()) {
			return fs.SkipDir
		}
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(root, file)
			out = append(out, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestOnlySourcesAreKept(t *testing.T) {
	for _, name := range kept(t) {
		content, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // deleted, and not committed yet
		}
		if err != nil {
			t.Fatal(err)
		}
		if fault := weightFault(name, content); fault != "" {
			t.Error(fault)
		}
	}
}

func TestAHeavyOrRawFileIsFound(t *testing.T) {
	for name, content := range map[string][]byte{
		"docs/log.md":                      bytes.Repeat([]byte("x"), heaviest+1),
		"docs/tool":                        []byte("\x7fELF\x00"),
		"docs/merged.md":                   []byte("one\n<<<" + "<<<< HEAD\ntwo"),
		"examples/sea-rescue/leads/x.xlsx": bytes.Repeat([]byte("x"), heaviest+1),
	} {
		if weightFault(name, content) == "" {
			t.Errorf("%s was let through", name)
		}
	}
}
