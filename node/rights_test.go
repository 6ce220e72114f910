package node_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"willing/node/nodetest"
)

// others lists what is below a data folder that others on the machine may read.
func others(t *testing.T, dir string) (out []string, files int) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if files++; info.Mode().Perm()&0o077 != 0 {
			out = append(out, path+" "+info.Mode().String())
		}
		return nil
	}))
	return out, files
}

// A house at work and a laptop at work: whatever they write, keys, log, register, backups, lists, programme, is their owner's alone.
func TestNobodyElseOfTheMachineReadsADataFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // it has other rights, which the folder's owner gives
	}
	h := nodetest.New(t)
	h.SaysYes(h.Noted("Ada", "Adami", "+393481110001"))
	l := joins(t, h, nil, "IT")
	l.syncs()
	l.notes(h.As("ana"), "Zora", "IT")
	l.syncs()
	must(t, h.Node.BackUpNow(t.Context()))
	must(t, l.n.BackUpNow(t.Context()))
	lists, err := h.Node.Lists()
	must(t, err)
	_, err = lists.Keep(h.As("cora").Who, "leads.csv", false, strings.NewReader("given,family\nIda,Iversen\n"))
	must(t, err)
	_, err = h.Node.Desk.RenewMarkers(t.Context(), h.As("admin"))
	must(t, err)
	for _, dir := range []string{string(h.Dir), string(l.dir)} {
		open, files := others(t, dir)
		if len(open) > 0 || files < 10 {
			t.Errorf("of %d files others may read %s", files, strings.Join(open, ", "))
		}
	}
}

// Keys that were put back from a stick may come with the rights of any file: the check says so, and what to do.
func TestAFileThatOthersMayReadIsSaidToBe(t *testing.T) {
	if runtime.GOOS == "windows" {
		return
	}
	h := nodetest.New(t)
	warned := func() []string {
		return slices.DeleteFunc(verify(t, h, false).Warnings, func(w string) bool { return !strings.Contains(w, "others") })
	}
	if w := warned(); len(w) > 0 {
		t.Errorf("a new house: %v", w)
	}
	for _, name := range []string{"keys/markers.key", "register", "node.json"} {
		path := filepath.Join(string(h.Dir), filepath.FromSlash(name))
		before, err := os.Stat(path)
		must(t, err)
		must(t, os.Chmod(path, before.Mode().Perm()|0o040))
		if w := warned(); len(w) != 1 || !strings.Contains(w[0], name) || !strings.Contains(w[0], "chmod") {
			t.Errorf("%s: %v", name, w)
		}
		if v := verify(t, h, false); !v.OK() {
			t.Errorf("%s is whole all the same: %v", name, v.Faults)
		}
		must(t, os.Chmod(path, before.Mode().Perm()))
	}
}
