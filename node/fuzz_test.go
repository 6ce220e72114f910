package node

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"willing/journal"
)

// sample is a backup without compression and encryption around it.
func sample(t testing.TB, device journal.Key) []byte {
	t.Helper()
	var out bytes.Buffer
	a := &archiver{tar: tar.NewWriter(&out), sum: sha256.New(), made: time.Unix(1772440000, 0)}
	a.close = []func() error{a.tar.Close}
	steps := []func() error{
		func() error { return a.add(manifestName, []byte(`{"format":1}`)) },
		func() error { return a.add(programmeName+"words/en.yaml", []byte("x: y\n")) },
		func() error { _, err := a.Write([]byte("the store")); return err },
		func() error { return a.seal(device) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func deviceOf(t testing.TB, seed byte) journal.Key {
	t.Helper()
	key, err := journal.NewKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Whatever an archive says, nothing is written outside the folder, and only the house's own seal opens it.
func FuzzExtract(f *testing.F) {
	device := deviceOf(f, 1)
	whole := sample(f, device)
	f.Add(whole)
	f.Add(sample(f, deviceOf(f, 2)))
	f.Add(whole[:len(whole)/2])
	f.Add(bytes.Replace(whole, []byte("words/en.yaml"), []byte("../../../evil"), 1))
	f.Fuzz(func(t *testing.T, raw []byte) {
		outer := t.TempDir()
		folder := filepath.Join(outer, "a", "b")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		var store bytes.Buffer
		to := unpacking{manifest: func(Manifest) error { return nil }, store: &store, programme: folder}
		err := extract(bytes.NewReader(raw), device.Device(), to)
		if err == nil && store.String() != "the store" {
			t.Error("a seal holds for another store")
		}
		for _, dir := range []string{outer, filepath.Join(outer, "a")} {
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("written outside the folder: %v, %v", entries, err)
			}
		}
	})
}

func FuzzSettings(f *testing.F) {
	dir := Folder(f.TempDir())
	if err := dir.writeSettings(Settings{Format: 1, Home: "x", Epoch: 3, Locked: "why", RegisterCopies: []string{"c"}}); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(dir.settings())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"format":2}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		dir := Folder(t.TempDir())
		if err := os.WriteFile(dir.settings(), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := dir.readSettings()
		if err != nil {
			return
		}
		if err := dir.writeSettings(s); err != nil {
			t.Fatal(err)
		}
		again, err := dir.readSettings()
		if err != nil || again.Locked != s.Locked || again.Epoch != s.Epoch || !slices.Equal(again.RegisterCopies, s.RegisterCopies) {
			t.Errorf("%+v came back as %+v, %v", s, again, err)
		}
	})
}
