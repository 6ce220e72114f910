package durable_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"willing/durable"
)

func content(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestTheNewTextStandsWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "note.json")
	for _, text := range []string{"a longer text", "short", ""} {
		if err := durable.Replace(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got := content(t, path); got != text {
			t.Errorf("%q stands there, not %q", got, text)
		}
	}
	if stat, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && stat.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", stat, err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestWhatACrashLeftIsWrittenOver: half a text of an earlier attempt harms nobody.
func TestWhatACrashLeftIsWrittenOver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "note.json")
	if err := os.WriteFile(path+".new", []byte("half of a much longer te"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := durable.Replace(path, []byte("whole")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "whole" {
		t.Errorf("%q", got)
	}
}

// TestTheOldTextStandsWhereTheNewOneCannot: a name that is taken by a folder, and a folder that is not there.
func TestTheOldTextStandsWhereTheNewOneCannot(t *testing.T) {
	dir := t.TempDir()
	taken := filepath.Join(dir, "taken")
	if err := os.MkdirAll(filepath.Join(taken, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if durable.Replace(taken, []byte("x")) == nil || durable.Replace(filepath.Join(dir, "no", "where"), []byte("x")) == nil {
		t.Error("it says that it was written")
	}
	if _, err := os.Stat(filepath.Join(taken, "full")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(taken + ".new"); err == nil {
		t.Error("the new text was left behind")
	}
}
