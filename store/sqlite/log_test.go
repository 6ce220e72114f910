package sqlite

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
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

// two is a store that was killed after two Updates, and what its log holds; one is the length of its first frame.
func two(t *testing.T) (dir string, raw []byte, one int) {
	t.Helper()
	dir = t.TempDir()
	s := mustOpen(t, dir)
	mustUpdate(t, s, put("ada"))
	mustUpdate(t, s, put("bo"))
	dir = left(t, dir)
	raw, err := os.ReadFile(log0(dir))
	if err != nil {
		t.Fatal(err)
	}
	return dir, raw, frameHead + int(binary.BigEndian.Uint32(raw[logHead:]))
}

func log0(dir string) string { return file(dir) + "-log0" }

// unsaid is a log as a power cut leaves it, before the disk had what the head says of the last group.
func unsaid(raw []byte) []byte { return with(raw, confirmed, confirmation(1)...) }

// What a power cut leaves of the last frames ends the log: they were never confirmed. Where something is wrong with what was
// confirmed, with a gap, or another file's log, it is refused by the name of its file and left alone: somebody's work stood there.
// A process that is killed leaves no doubt about the last group either.
func TestADamagedLog(t *testing.T) {
	dir, raw, one := two(t)
	for _, c := range []struct {
		name       string
		log        []byte
		bo, ada    bool
		unfinished int
		refused    bool
	}{
		{name: "whole", log: raw, ada: true, bo: true},
		{name: "whole, the last not said", log: unsaid(raw), ada: true, bo: true},
		{name: "cut in the last frame", log: raw[:len(raw)-1], refused: true},
		{name: "cut in the last frame by a power cut", log: unsaid(raw[:len(raw)-1]), ada: true, unfinished: len(raw) - 1 - logHead - one},
		{name: "a flipped bit in the last frame", log: with(raw, len(raw)-2, raw[len(raw)-2]^1), refused: true},
		{name: "the last frame spoilt by a power cut", log: unsaid(with(raw, len(raw)-2, raw[len(raw)-2]^1)), ada: true, unfinished: len(raw) - logHead - one},
		{name: "the last frame is missing", log: raw[:logHead+one], refused: true},
		{name: "all frames are missing", log: raw[:logHead], refused: true},
		{name: "cut in the head", log: raw[:7], refused: true},
		{name: "emptied", log: nil, refused: true},
		{name: "zeros", log: make([]byte, len(raw)), refused: true},
		{name: "a flipped bit in the first frame", log: with(raw, logHead+one-2, raw[logHead+one-2]^1), refused: true},
		{name: "a flipped bit in the first length", log: with(raw, logHead, raw[logHead]^1), refused: true},
		{name: "cut in the first frame", log: raw[:logHead+one-1], refused: true},
		{name: "a flipped bit in what is confirmed", log: with(raw, confirmed+7, raw[confirmed+7]^1), ada: true, bo: true},
		{name: "the same, and cut", log: with(raw[:len(raw)-1], confirmed+7, raw[confirmed+7]^1), refused: true},
		{name: "the title of the second log", log: with(raw, len(logTitle)-2, '2'), refused: true},
		{name: "the title of the first log", log: with(raw, len(logTitle)-2, '1'), refused: true},
		{name: "a frame is missing", log: append(raw[:logHead:logHead], raw[logHead+one:]...), refused: true},
		{name: "another file's", log: with(raw, confirmed-1, raw[confirmed-1]^1), refused: true},
		{name: "no log at all", log: []byte("Dear coordinator, the boat came in late today."), refused: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			copied := left(t, dir)
			if err := os.WriteFile(log0(copied), c.log, 0o600); err != nil {
				t.Fatal(err)
			}
			if c.refused {
				refused(t, copied)
				return
			}
			again := mustOpen(t, copied)
			holds(t, again, "ada", c.ada)
			holds(t, again, "bo", c.bo)
			if n := again.Unfinished(); n != int64(c.unfinished) {
				t.Errorf("%d bytes were left out, want %d", n, c.unfinished)
			}
		})
	}
}

// refused fails the test unless the store is refused as damaged by the name of a log file and all log files are left as they are.
func refused(t *testing.T, dir string) {
	t.Helper()
	before := contents(t, dir)
	_, err := Open(file(dir))
	var log *LogDamage
	if !errors.As(err, &log) || !errors.Is(err, journal.ErrBroken) || !strings.HasPrefix(log.File, "store.db-log") {
		t.Errorf("opening says %v", err)
	}
	for name, was := range before {
		if now, err := os.ReadFile(filepath.Join(dir, name)); strings.Contains(name, "-log") && (err != nil || !bytes.Equal(now, was)) {
			t.Errorf("%s was changed (%v)", name, err)
		}
	}
}

func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range files {
		if all[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// Whoever has nothing better takes what stands before the damage, as it once stood, and nothing of what stands behind.
func TestAStoreUpToItsDamage(t *testing.T) {
	dir, raw, one := two(t)
	for _, c := range []struct {
		name string
		log  []byte
		ada  bool
	}{
		{"the last cut short", raw[:len(raw)-1], true},
		{"the last changed", with(raw, len(raw)-2, raw[len(raw)-2]^1), true},
		{"the last is missing", raw[:logHead+one], true},
		{"the first changed", with(raw, logHead+one-2, raw[logHead+one-2]^1), false},
		{"the first is missing", append(raw[:logHead:logHead], raw[logHead+one:]...), false},
		{"another file's", with(raw, confirmed-1, raw[confirmed-1]^1), false},
		{"emptied", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			copied := left(t, dir)
			if err := os.WriteFile(log0(copied), c.log, 0o600); err != nil {
				t.Fatal(err)
			}
			refused(t, copied)
			s, err := Open(file(copied), UpToDamage())
			if err != nil {
				t.Fatal(err)
			}
			holds(t, s, "ada", c.ada)
			holds(t, s, "bo", false)
			mustUpdate(t, s, put("cy"))
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = mustOpen(t, copied)
			holds(t, s, "ada", c.ada)
			holds(t, s, "cy", true)
		})
	}
}

// A log file that is taken away from a store that was not closed is missed, whichever it is, whatever goes with it; also where the
// table was written before.
func TestALogThatIsTakenAwayIsMissed(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	mustUpdate(t, s, put("ada"))
	first := left(t, dir)
	if err := s.flushed(t.Context()); err != nil {
		t.Fatal(err)
	}
	flushed := left(t, dir)
	mustUpdate(t, s, put("bo"))
	for name, from := range map[string]string{"at first": first, "all in the table": flushed, "later": left(t, dir)} {
		for _, gone := range [][]string{{"-log0"}, {"-log1"}, {"-log0", "-log1"}, {"-log0", "-log1", "-wal", "-shm"}} {
			t.Run(name+" without "+strings.Join(gone, ", "), func(t *testing.T) {
				copied := left(t, from)
				for _, tail := range gone {
					if err := os.Remove(file(copied) + tail); err != nil {
						t.Fatal(err)
					}
				}
				refused(t, copied)
			})
		}
	}
}

// What stands in SQLite's own log alone is missed when that is taken away: the log beside it tells.
func TestSQLitesLogThatIsTakenAwayIsMissed(t *testing.T) {
	for name, write := range map[string]func(*Store){
		"the table was written": func(s *Store) { mustUpdate(t, s, put("bo")) },
		"an Update spilt":       func(s *Store) { s.limit = 20_000; mustUpdate(t, s, spills("eve", nil)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := mustOpen(t, dir)
			mustUpdate(t, s, put("ada"))
			if err := s.flushed(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.flushing.Wait() // and what it moved into the file
			var copied string
			if err := s.View(t.Context(), func(journal.Reader) error { // which keeps what comes now in SQLite's log
				write(s)
				err := s.flushed(t.Context())
				s.flushing.Wait()
				copied = left(t, dir)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			holds(t, mustOpen(t, left(t, copied)), "before", false)
			if err := os.Remove(file(copied) + "-wal"); err != nil {
				t.Fatal(err)
			}
			refused(t, copied)
		})
	}
}

// Whoever only reads writes nothing; whoever closed has no log; and a copy made by Snapshot needs none.
func TestALogIsInUseFromTheFirstUpdateToTheEnd(t *testing.T) {
	dir := t.TempDir()
	logs := func() int {
		found, err := filepath.Glob(file(dir) + "-log*")
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}
	s := mustOpen(t, dir)
	holds(t, s, "ada", false)
	if n := logs(); n != 0 || s.used {
		t.Errorf("after reading there are %d logs, in use: %v", n, s.used)
	}
	mustUpdate(t, s, put("ada"))
	if n := logs(); n != 2 || !s.used {
		t.Errorf("after an Update there are %d logs, in use: %v", n, s.used)
	}
	var copied bytes.Buffer
	if err := s.Snapshot(t.Context(), &copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := logs(); n != 0 || s.used {
		t.Errorf("after closing there are %d logs, in use: %v", n, s.used)
	}
	for _, from := range []string{dir, write(t, copied.Bytes())} {
		again := mustOpen(t, from)
		holds(t, again, "ada", true)
		if again.used {
			t.Error("opened again the logs are in use")
		}
		if err := again.Check(t.Context()); err != nil {
			t.Error(err)
		}
		mustUpdate(t, again, put("bo"))
	}
}

// A fall between making the log files and saying so, or between taking that back and removing them, leaves a store that opens.
func TestLogsThatNobodySaidAreInUse(t *testing.T) {
	dir, raw, _ := two(t)
	s := mustOpen(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for name, log := range map[string][]byte{"empty": {}, "half a head": raw[:20], "zeros": make([]byte, logHead), "a head": raw[:logHead], "whole": raw} {
		copied := left(t, dir)
		if err := os.WriteFile(log0(copied), log, 0o600); err != nil {
			t.Fatal(err)
		}
		again := mustOpen(t, copied)
		holds(t, again, "bo", true)
		mustUpdate(t, again, put(name))
		once := mustOpen(t, left(t, copied))
		holds(t, once, name, true)
	}
}

// The logs of former programs are read, as far as those could say what was confirmed, and do not stay.
func TestALogOfAFormerProgram(t *testing.T) {
	_, raw, one := two(t)
	dir := t.TempDir()
	s := mustOpen(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw = with(raw, len(logTitle), s.id...)
	second := slices.Concat([]byte(logTitle2), s.id, confirmation(uint64(logHead+one)), raw[logHead:])
	for _, c := range []struct {
		name    string
		log     []byte
		bo      bool
		refused bool
	}{
		{name: "the second", log: second, bo: true},
		{name: "the second, cut in the last frame", log: second[:len(second)-1]},
		{name: "the second, cut in the first frame", log: second[:logHead+one-1], refused: true},
		{name: "the first", log: older(raw), bo: true},
		{name: "the first, cut in the last frame", log: older(raw[:len(raw)-1])},
	} {
		t.Run(c.name, func(t *testing.T) {
			copied := left(t, dir)
			if err := os.WriteFile(log0(copied), c.log, 0o600); err != nil {
				t.Fatal(err)
			}
			if c.refused {
				refused(t, copied)
				return
			}
			again := mustOpen(t, copied)
			holds(t, again, "ada", true)
			holds(t, again, "bo", c.bo)
			mustUpdate(t, again, put("cy"))
			holds(t, mustOpen(t, left(t, copied)), "cy", true)
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(log0(copied)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("closed, it is still there (%v)", err)
			}
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
	l, id, f := &logFile{path: path, file: full}, make([]byte, idSize), newFrame().put(people, []byte("ada"), nil)
	f.close(1)
	if err := errors.Join(l.begin(id), full.Close()); err == nil || l.size > 0 {
		t.Fatal("it was begun all the same")
	}
	l.file = room
	if err := errors.Join(l.begin(id), l.add(f)); err != nil {
		t.Fatal(err)
	}
	found := 0
	if err := l.read(id, 0, true, func(uint64, []byte) error { found++; return nil }); err != nil || found != 1 {
		t.Errorf("found %d, %v", found, err)
	}
}

// older is a log as it was before its head said anything of what is confirmed.
func older(raw []byte) []byte {
	return slices.Concat([]byte(logTitle1), raw[len(logTitle):confirmed], raw[logHead:])
}

// Whatever lies in a log file is read as far as it is whole, or refused as damage.
func FuzzLogFile(f *testing.F) {
	id, path := make([]byte, idSize), filepath.Join(f.TempDir(), "log")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		f.Fatal(err)
	}
	l := &logFile{path: path, file: file}
	if err := l.begin(id); err != nil {
		f.Fatal(err)
	}
	for i := range uint64(3) {
		fr := newFrame().put(people, []byte{byte(i)}, []byte("told"))
		fr.close(i + 1)
		if err := l.add(fr); err != nil {
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
		for _, used := range []bool{false, true} {
			err = (&logFile{path: at, file: file}).read(id, 0, used, func(uint64, []byte) error { return nil })
			if err != nil && !errors.Is(err, journal.ErrBroken) {
				t.Fatal(err)
			}
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
