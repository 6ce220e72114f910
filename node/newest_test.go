package node_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
)

// Of a house that was killed, each file that holds the newest work is missed when it is emptied, cut or gone, and named; when it
// is put back nothing is lost.
func TestTheNewestWorkIsMissedWhereverItIsTaken(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 12)
	h.Noted("Ada", "Adami", "+393481110001")
	killed := filepath.Join(t.TempDir(), "killed")
	must(t, os.CopyFS(killed, os.DirFS(string(h.Dir))))
	commits := wellKept(t, h.Node).Commits
	h.Close()
	for _, name := range []string{"willing.db-log0", "willing.db-log1"} {
		f := fileOf(t, killed, name)
		faults := map[string]func(){
			"empty":   func() { f.write(nil) },
			"cut":     func() { f.write(f.text[:len(f.text)-1]) },
			"missing": func() { must(t, os.Remove(f.path)) },
		}
		for fault, spoil := range faults {
			spoil()
			_, err := node.Open(t.Context(), node.Folder(killed), h.Options())
			saysWhatToDo(t, name+" "+fault, err)
			if desk.KindOf(err) != desk.Broken || !strings.Contains(err.Error(), name) {
				t.Errorf("%s %s: %v", name, fault, err)
			}
			f.mend()
		}
	}
	n, err := node.Open(t.Context(), node.Folder(killed), h.Options())
	must(t, err)
	if found := wellKept(t, n).Commits; found != commits {
		t.Errorf("put back, there are %d of %d commits", found, commits)
	}
	must(t, n.Close())
}

// What was left out at the end of the newest work is said.
func TestAnUnfinishedEndIsSaid(t *testing.T) {
	h := nodetest.New(t)
	killed := filepath.Join(t.TempDir(), "killed")
	must(t, os.CopyFS(killed, os.DirFS(string(h.Dir))))
	f := fileOf(t, killed, "willing.db-log0")
	f.write(append(f.text, "half an Update"...))
	said, o := "", h.Options()
	o.Say = func(what string) { said += what }
	n, err := node.Open(t.Context(), node.Folder(killed), o)
	if err = errors.Join(err, n.Close()); err != nil || !strings.Contains(said, "14 bytes") {
		t.Errorf("it says %q (%v)", said, err)
	}
}

// A laptop whose data are gone says so, and what to do, instead of beginning anew with nothing: what it had not sent was there.
func TestALaptopWithoutItsDataSaysSo(t *testing.T) {
	h := nodetest.New(t)
	l := enrolled(t, h, nil, "IT")
	l.syncs()
	must(t, l.n.Close())
	f := fileOf(t, string(l.dir), "willing.db")
	must(t, os.Remove(f.path))
	_, err := node.Open(t.Context(), l.dir, h.Options())
	saysWhatToDo(t, "a laptop without its data", err)
	if err == nil || !strings.Contains(err.Error(), "enrolled anew") {
		t.Errorf("it says %v", err)
	}
	if _, err := os.Stat(f.path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("new ones were put in their place: %v", err)
	}
	f.mend()
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
	wellKept(t, l.n)
}
