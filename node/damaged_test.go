package node_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
)

// fallen is a house as a fall leaves it: what came last stands in the log alone. Before stood in the table already; then Carla
// was noted and told, and then Dario said stop. Last cuts the log before that, and the whole log is not there at all.
func fallen(t *testing.T, h *nodetest.House) (folder string, before, carla, dario casebook.ID, last int64) {
	t.Helper()
	before, dario = h.Noted("Bea", "Bardi", "+393471110021"), h.Noted("Dario", "Dardi", "+393471110022")
	h.Reopen()
	carla = h.Noted("Carla", "Canaretti", "+393471110023")
	last = sizeOf(t, filepath.Join(string(h.Dir), "willing.db-log0"))
	if err := h.Desk().Stop(t.Context(), h.As("ana"), dario); err != nil {
		t.Fatal(err)
	}
	folder = filepath.Join(t.TempDir(), "fallen")
	if err := os.CopyFS(folder, os.DirFS(string(h.Dir))); err != nil {
		t.Fatal(err)
	}
	return folder, before, carla, dario, last
}

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	stat, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return stat.Size()
}

// filesOf is what lies in a folder, by the name of each file in it.
func filesOf(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	root := os.DirFS(folder)
	err := fs.WalkDir(root, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			all[name], err = fs.ReadFile(root, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestWhatStandsBeforeTheDamageIsTakenOver, and no more; what the register knows of later holds there too.
func TestWhatStandsBeforeTheDamageIsTakenOver(t *testing.T) {
	h := nodetest.New(t)
	folder, before, carla, dario, last := fallen(t, h)
	log := filepath.Join(folder, "willing.db-log0")
	r := restoring(t, h, "")
	r.Damaged, r.Register = folder, h.RegisterCopy()
	_, err := node.Restore(t.Context(), r)
	kindOf(t, err, desk.BadInput, "whole in this folder")
	nothingLeft(t, r)

	if err := os.Truncate(log, last); err != nil {
		t.Fatal(err)
	}
	_, err = node.Open(t.Context(), node.Folder(folder), h.Options())
	kindOf(t, err, desk.Broken, "willing restore --damaged")
	was := filesOf(t, folder)

	t.Log("without the register nothing of it can be shown")
	locked := r
	locked.Folder, locked.Register = filepath.Join(t.TempDir(), "locked"), ""
	if out, err := node.Restore(t.Context(), locked); err != nil || out.Locked == "" {
		t.Fatalf("%+v, %v", out, err)
	}
	t.Log("with it, the stop that was lost holds all the same")
	if out, err := node.Restore(t.Context(), r); err != nil || out.Locked != "" || out.Applied != 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	for name, content := range filesOf(t, folder) {
		if name != "lock" && !bytes.Equal(content, was[name]) {
			t.Errorf("%s of the damaged folder was changed", name)
		}
	}
	movesTo(t, h, r.Folder)
	h.Stands(before, casebook.StageNoted)
	h.Stands(carla, casebook.StageNoted)
	h.Stands(dario, casebook.StageLeftAlone)
	if h.Node.Settings.Epoch < 2 {
		t.Errorf("epoch %d, want a later one", h.Node.Settings.Epoch)
	}
	wellKept(t, h.Node)
}

// TestOfADamagedTableNothingIsTakenOver, nor of what was written long ago, nor of another house.
func TestOfADamagedTableNothingIsTakenOver(t *testing.T) {
	h := nodetest.New(t)
	folder, _, _, _, last := fallen(t, h)
	if err := os.Truncate(filepath.Join(folder, "willing.db-log0"), last); err != nil {
		t.Fatal(err)
	}
	r := restoring(t, h, "")
	r.Damaged, r.Register = folder, h.RegisterCopy()
	other := r
	other.Keys = vault(t, nodetest.New(t))
	_, err := node.Restore(t.Context(), other)
	kindOf(t, err, desk.BadInput, "another house")
	h.Pass(36 * day)
	r.Options = h.Options()
	_, err = node.Restore(t.Context(), r)
	kindOf(t, err, desk.BadInput, "more than 35 days ago")
	h.Pass(-36 * day)
	r.Options = h.Options()
	db := filepath.Join(folder, "willing.db")
	if err := os.Truncate(db, sizeOf(t, db)/2); err != nil {
		t.Fatal(err)
	}
	_, err = node.Restore(t.Context(), r)
	kindOf(t, err, desk.Broken, "willing.db itself is damaged")
	nothingLeft(t, r)
}
