package node_test

import (
	"os"
	"path/filepath"
	"testing"

	"willing/casebook"
	"willing/node"
	"willing/node/nodetest"
)

// A laptop's folder was copied, and both go on. Nothing that either wrote is lost, each goes on where the other never wrote, and
// headquarters is told.
func TestACopiedLaptopLosesNothingAndIsNoticed(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	must(t, l.n.Close())
	twin := &laptop{t: t, h: h, dir: node.Folder(filepath.Join(t.TempDir(), "copy")), keyFile: l.keyFile}
	must(t, os.CopyFS(string(twin.dir), os.DirFS(string(l.dir))))
	var err error
	for _, one := range []*laptop{l, twin} {
		one.n, err = one.opens()
		must(t, err)
	}
	defer twin.n.Close()
	var wrote []casebook.ID
	for _, name := range []string{"Zora", "Yara"} {
		wrote = append(wrote, l.notes(h.As("ana"), name, "IT"), twin.notes(h.As("ana"), name+"bis", "IT"))
	}
	l.syncs()
	if out := twin.syncs(); out.Epoch == 0 {
		t.Error("the copy goes on where the other wrote")
	}
	wrote = append(wrote, twin.notes(h.As("ana"), "Lina", "IT"))
	for range 2 {
		l.syncs()
		twin.syncs()
	}
	for name, d := range map[string]*node.Node{"headquarters": h.Node, "the laptop": l.n, "its copy": twin.n} {
		for _, person := range wrote {
			if p := shows(t, d.Desk, h.As("cora"), person); p.Stage != casebook.StageNoted {
				t.Errorf("%s has lost somebody: they are %s", name, p.Stage)
			}
		}
	}
	if one := state(t, h); one.Epochs < 2 || one.Branches == 0 {
		t.Errorf("headquarters is not told: %+v", one)
	}
	l.verifies()
	twin.verifies()
	h.Verifies()
}
