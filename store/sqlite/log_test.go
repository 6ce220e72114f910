package sqlite

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"willing/journal"
)

// left copies the files of an open store, as they are left when the power goes.
func left(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestTheLogIsReadAgainAfterAFall(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustUpdate(t, s, put("ada"))
	mustUpdate(t, s, put("bo"))
	mustUpdate(t, s, func(w journal.Writer) error { return w.Delete(people, []byte("ada")) })
	again := mustOpen(t, left(t, dir))
	holds(t, again, "ada", false)
	holds(t, again, "bo", true)
	mustUpdate(t, again, put("cy"))
	holds(t, again, "cy", true)
}

// Between the two files each moment of a fall is one after all Updates that were confirmed.
func TestAFallWhileTheTableIsWritten(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	s.limit = 2000
	for i := range 40 {
		mustUpdate(t, s, func(w journal.Writer) error {
			return errors.Join(w.Put(people, []byte{'p', byte(i)}, make([]byte, 300)), w.Put(people, []byte("last"), []byte{byte(i)}))
		})
		if i%4 > 0 {
			continue
		}
		s.disk.Lock() // the table rests meanwhile
		copied := left(t, dir)
		s.disk.Unlock()
		again := mustOpen(t, copied)
		err := again.View(context.Background(), func(r journal.Reader) error {
			v, err := r.Get(people, []byte("last"))
			if len(v) != 1 || v[0] != byte(i) {
				t.Errorf("after %d the last is %v", i, v)
			}
			n := 0
			entries, fault := r.Scan(people, []byte("p"), []byte("q"))
			for range entries {
				n++
			}
			if n != i+1 {
				t.Errorf("after %d there are %d", i, n)
			}
			return errors.Join(err, fault())
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What a power cut leaves of the last frames ends the log: they were never confirmed. Where something is wrong with what was
// synced before, with a gap, or another file's log, it is refused and left alone: somebody's work stood there.
func TestADamagedLog(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustUpdate(t, s, put("ada"))
	mustUpdate(t, s, put("bo"))
	log0 := logPath(file("."), 0)
	raw, err := os.ReadFile(filepath.Join(dir, log0))
	if err != nil {
		t.Fatal(err)
	}
	one := frameHead + int(binary.BigEndian.Uint32(raw[logHead:]))
	for _, c := range []struct {
		name    string
		log     []byte
		bo, ada bool
		refused bool
	}{
		{name: "whole", log: raw, ada: true, bo: true},
		{name: "cut in the last frame", log: raw[:len(raw)-1], ada: true},
		{name: "a flipped bit in the last frame", log: with(raw, len(raw)-2, raw[len(raw)-2]^1), ada: true},
		{name: "cut in the head", log: raw[:7]},
		{name: "a flipped bit in the first frame", log: with(raw, logHead+one-2, raw[logHead+one-2]^1), refused: true},
		{name: "a flipped bit in the first length", log: with(raw, logHead, raw[logHead]^1), refused: true},
		{name: "cut in the first frame", log: raw[:logHead+one-1], refused: true},
		{name: "a flipped bit in how far it was synced", log: with(raw, syncedAt+7, raw[syncedAt+7]^1), ada: true, bo: true},
		{name: "of an older program", log: older(raw), ada: true, bo: true},
		{name: "of an older program, cut in the last frame", log: older(raw[:len(raw)-1]), ada: true},
		{name: "a frame is missing", log: append(raw[:logHead:logHead], raw[logHead+one:]...), refused: true},
		{name: "another file's", log: with(raw, syncedAt-1, raw[syncedAt-1]^1), refused: true},
		{name: "no log at all", log: []byte("Dear coordinator, the boat came in late today."), refused: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			copied := left(t, dir)
			if err := os.WriteFile(filepath.Join(copied, log0), c.log, 0o600); err != nil {
				t.Fatal(err)
			}
			again, err := Open(file(copied))
			if c.refused {
				if !errors.Is(err, journal.ErrBroken) {
					t.Errorf("opening says %v", err)
				}
				now, err := os.ReadFile(filepath.Join(copied, log0))
				if err != nil || string(now) != string(c.log) {
					t.Error("the log was changed")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			holds(t, again, "ada", c.ada)
			holds(t, again, "bo", c.bo)
		})
	}
}

// A disk that is full when a log is begun leaves no log without its head: what is confirmed once there is room is found again.
func TestALogThatCouldNotBeBegun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	full, err := os.Open(path) // nothing can be written by it
	if err != nil {
		t.Fatal(err)
	}
	room, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer room.Close()
	l, id, f := &logFile{file: full}, make([]byte, idSize), newFrame().put(people, []byte("ada"), nil)
	f.close(1)
	if err := errors.Join(l.add(id, f), full.Close()); err == nil {
		t.Fatal("it was written all the same")
	}
	l.file = room
	if err := l.add(id, f); err != nil {
		t.Fatal(err)
	}
	found := 0
	if err := l.read(id, func(uint64, []byte) error { found++; return nil }); err != nil || found != 1 {
		t.Errorf("found %d, %v", found, err)
	}
}

// older is a log as it was before it said how far it was synced.
func older(raw []byte) []byte {
	return slices.Concat([]byte(oldTitle), raw[len(logTitle):syncedAt], raw[logHead:])
}

// Whatever lies in a log file is read as far as it is whole, or refused as damage.
func FuzzLogFile(f *testing.F) {
	id, path := make([]byte, idSize), filepath.Join(f.TempDir(), "log")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		f.Fatal(err)
	}
	l := &logFile{file: file}
	for i := range uint64(3) {
		fr := newFrame().put(people, []byte{byte(i)}, []byte("told"))
		fr.close(i + 1)
		if err := l.add(id, fr); err != nil {
			f.Fatal(err)
		}
	}
	good, err := os.ReadFile(path)
	if err := errors.Join(err, file.Close()); err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(older(good))
	f.Add(good[:logHead+20])
	f.Fuzz(func(t *testing.T, raw []byte) {
		at := filepath.Join(t.TempDir(), "log")
		if err := os.WriteFile(at, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(at)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		err = (&logFile{file: file}).read(id, func(uint64, []byte) error { return nil })
		if err != nil && !errors.Is(err, journal.ErrBroken) {
			t.Fatal(err)
		}
	})
}

func FuzzLog(f *testing.F) {
	fr := newFrame().put(people, []byte("ada"), []byte("told")).gone(people, []byte("bo"))
	f.Add([]byte(fr[frameHead+8:]))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := replay(raw, newTree()); err != nil && !errors.Is(err, journal.ErrBroken) {
			t.Fatal(err)
		}
	})
}
