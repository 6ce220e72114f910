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

	"willing/desk"
	"willing/journal"
	"willing/programme"
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
		s, err := dir.ReadSettings()
		if err != nil {
			return
		}
		if err := dir.writeSettings(s); err != nil {
			t.Fatal(err)
		}
		again, err := dir.ReadSettings()
		if err != nil || again.Locked != s.Locked || again.Epoch != s.Epoch || !slices.Equal(again.RegisterCopies, s.RegisterCopies) {
			t.Errorf("%+v came back as %+v, %v", s, again, err)
		}
	})
}

// Whatever a zipped programme says of itself, it is measured, read within itself, and either refused or read.
func FuzzZip(f *testing.F) {
	whole, err := programme.Zip([]programme.File{{Path: "programme.yaml", Content: []byte("version: 1\n")}, {Path: "words/en.yaml", Content: []byte("x: y\n")}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-8])
	f.Add(bytes.ReplaceAll(whole, []byte("words/en.yaml"), []byte("../words/en.y")))
	f.Add(bytes.ReplaceAll(whole, []byte("words/en.yaml"), []byte("programme.yam")))
	f.Fuzz(func(t *testing.T, data []byte) {
		from, err := unzip(data)
		if err != nil {
			if desk.KindOf(err) != desk.BadInput {
				t.Errorf("not said for people: %v", err)
			}
			return
		}
		_, _ = programme.Load(from)
		_, _ = readProgramme(from)
	})
}

// Of keys/store.key only the one that was written opens the store, and nothing in it makes the start fail otherwise than
// with words for people.
func FuzzStoreKey(f *testing.F) {
	key := deviceOf(f, 3)
	dir := Folder(f.TempDir())
	if err := os.MkdirAll(filepath.Dir(dir.storeKey()), 0o700); err != nil {
		f.Fatal(err)
	}
	_, good, err := newStoreKey(bytes.NewReader(bytes.Repeat([]byte{7}, 128)), key, "") // the same in each process that fuzzes
	if err != nil {
		f.Fatal(err)
	}
	if err := os.WriteFile(dir.storeKey(), good, 0o600); err != nil {
		f.Fatal(err)
	}
	keyFile := filepath.Join(f.TempDir(), "holder.key")
	if err := journal.WriteKey(keyFile, key); err != nil {
		f.Fatal(err)
	}
	field := &Field{Key: key.Device().String()}
	whole, err := unseal(dir, field, Options{KeyFile: keyFile})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(bytes.Replace(good, []byte("key-file"), []byte("nobody"), 1))
	f.Add([]byte(`{"format":1,"by":"key-file"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if bytes.Contains(raw, []byte(byPassphrase)) {
			t.Skip("guessing at a passphrase is slow by intent")
		}
		dir := Folder(t.TempDir())
		if err := os.MkdirAll(filepath.Dir(dir.storeKey()), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir.storeKey(), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := unseal(dir, field, Options{KeyFile: keyFile})
		switch {
		case err != nil && desk.KindOf(err) == desk.Unexpected:
			t.Errorf("not said for people: %v", err)
		case err == nil && !bytes.Equal(got, whole):
			t.Error("another key opens the store")
		}
	})
}
