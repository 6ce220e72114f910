package node_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

func TestALaptopsDataCannotBeReadWithoutItsKeyFile(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	l.notes(h.As("ana"), "Margauxelle", "IT")
	must(t, l.n.Close())
	if left := nodetest.FilesWith(t, "Margauxelle", string(l.dir)); len(left) > 0 {
		t.Errorf("a name can be read in %v", left)
	}
	away := l.keyFile + ".stick"
	must(t, os.Rename(l.keyFile, away))
	if _, err := node.Open(t.Context(), l.dir, h.Options()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("without the key file it opens: %v", err)
	}
	o := h.Options()
	o.KeyFile = h.AdminKey()
	if _, err := node.Open(t.Context(), l.dir, o); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("somebody else's key file opens it: %v", err)
	}
	o.KeyFile = away
	var err error
	l.n, err = node.Open(t.Context(), l.dir, o)
	must(t, err)
	l.verifies()
}

func TestALaptopsDataOpenWithItsPassphrase(t *testing.T) {
	h := nodetest.New(t)
	join := func(passphrase string) (node.Folder, error) {
		e, err := h.Node.Enrol(t.Context(), h.As("admin"), nil, []string{"IT"}, "")
		must(t, err)
		dir := node.Folder(filepath.Join(t.TempDir(), "laptop"))
		post := func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			answer, err := h.Node.Admit(ctx, request)
			return io.NopCloser(bytes.NewReader(answer)), err
		}
		return dir, node.Join(t.Context(), dir, node.Joining{URL: e.URL, Code: e.Code, KeyFile: string(dir) + ".key", Passphrase: passphrase}, post, h.Options())
	}
	if _, err := join("too short"); desk.KindOf(err) != desk.BadInput {
		t.Errorf("a passphrase of nine letters serves: %v", err)
	}
	dir, err := join("four quiet harbour lamps")
	must(t, err)
	open := func(said string) error {
		o := h.Options()
		o.Passphrase = func() (string, error) { return said, nil }
		n, err := node.Open(t.Context(), dir, o)
		if err != nil {
			return err
		}
		return n.Close()
	}
	must(t, open("four quiet harbour lamps"))
	if err := open("four quiet harbour lamp"); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("another passphrase opens it: %v", err)
	}
	if _, err := node.Open(t.Context(), dir, h.Options()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("it opens without being asked: %v", err)
	}
}

// Beside the sealed data lies nothing that opens them, nor what headquarters would give them out for: whoever takes the disk has neither
// a backup with its key nor the device's own key. What a former version left there goes when the device is opened.
func TestNothingBesideALaptopsDataOpensThem(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	l.notes(h.As("ana"), "Margauxelle", "IT")
	if _, err := l.n.Backup(t.Context(), node.BackupOptions{To: t.TempDir()}); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a laptop makes a backup that nobody can restore: %v", err)
	}
	must(t, l.n.BackUpNow(t.Context()))
	open := func() {
		t.Helper()
		if left := nodetest.FilesWith(t, "AGE-SECRET-KEY", string(l.dir)); len(left) > 0 {
			t.Errorf("the key of backups lies in %v", left)
		}
		if left := nodetest.FilesWith(t, "seed: ", string(l.dir)); len(left) > 0 {
			t.Errorf("a key lies open in %v", left)
		}
		if left, _ := filepath.Glob(filepath.Join(l.dir.Backups(), "*.age")); len(left) > 0 {
			t.Errorf("backups lie in %v", left)
		}
	}
	open()

	own := l.n.Desk.Device.(journal.Key)
	must(t, l.n.Close())
	must(t, os.MkdirAll(l.dir.Backups(), 0o700))
	must(t, os.Remove(filepath.Join(string(l.dir), "keys", "device.sealed")))
	must(t, journal.WriteKey(filepath.Join(string(l.dir), "keys", "device.key"), own))
	must(t, os.WriteFile(filepath.Join(string(l.dir), "keys", "backup.key"), []byte("AGE-SECRET-KEY-1\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(l.dir.Backups(), "willing-20260302T090000Z.age"), []byte("age"), 0o600))
	var err error
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
	if l.n.Name() != own.Device() {
		t.Error("it is another device now")
	}
	open()
	l.syncs()
	l.verifies()

	must(t, l.n.Close())
	must(t, os.WriteFile(filepath.Join(string(l.dir), "keys", "device.sealed"), []byte("x"), 0o600))
	if _, err := node.Open(t.Context(), l.dir, h.Options()); desk.KindOf(err) != desk.Broken {
		t.Errorf("a damaged key: %v", err)
	}
	must(t, os.Remove(filepath.Join(string(l.dir), "keys", "device.sealed")))
	must(t, journal.WriteKey(filepath.Join(string(l.dir), "keys", "device.key"), own))
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
}

// TestALaptopsUploadsGoWithItsProcess: a list that was fed in lies in the clear beside sealed data, so it stays no longer than it must, also
// where the process was killed.
func TestALaptopsUploadsGoWithItsProcess(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	uploads := filepath.Join(string(l.dir), "uploads")
	keep := func() {
		t.Helper()
		lists, err := l.n.Lists()
		must(t, err)
		_, err = lists.Keep(h.As("ana").Who, "office.csv", false, strings.NewReader("Given;Family\nMargauxelle;Serra\n"))
		must(t, err)
	}
	keep()
	if len(nodetest.FilesWith(t, "Margauxelle", uploads)) != 1 {
		t.Fatal("the list is not where this test looks for it")
	}
	must(t, l.n.Close())
	if left := nodetest.FilesWith(t, "Margauxelle", string(l.dir)); len(left) > 0 {
		t.Errorf("after the process: %v", left)
	}

	must(t, os.MkdirAll(uploads, 0o700)) // as one that was killed leaves it
	must(t, os.WriteFile(filepath.Join(uploads, "a"), []byte("Margauxelle"), 0o600))
	var err error
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
	keep()
	if left := nodetest.FilesWith(t, "Margauxelle", uploads); len(left) != 1 {
		t.Errorf("of the process before: %v", left)
	}
}
