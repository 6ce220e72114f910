package sqlite

import (
	"context"
	"errors"
	"iter"
	"sync"
	"syscall"
	"testing"

	"willing/journal"
)

// commits are ways in which writing the log may end, seen from below: did the data reach the file, and what
// does the disk say of it?
var commits = []struct {
	name      string
	stores    bool // the writing takes place
	fault     error
	uncertain bool
	goesOn    bool
}{
	{name: "the disk is full and nothing is stored", fault: syscall.ENOSPC, goesOn: true},
	{name: "the disk fails and nothing is stored", fault: errUnsure, uncertain: true},
	{name: "the disk fails but all is stored", stores: true, fault: errUnsure, uncertain: true},
}

func TestWhatAFailedCommitMeans(t *testing.T) {
	for _, c := range commits {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			s := mustOpen(t, dir)
			mustUpdate(t, s, put("before"))
			honest, tried := s.append, 0
			s.append = func(l *logFile, frames []byte) error {
				tried++
				if c.stores {
					if err := honest(l, frames); err != nil {
						t.Error(err)
					}
				}
				return c.fault
			}
			own := errors.New("fn's own")
			failures := together(t, s, put("ada"), put("bo"), func(journal.Writer) error { return own })
			for _, err := range failures[:2] {
				if !errors.Is(err, journal.ErrStore) || errors.Is(err, journal.ErrUncertain) != c.uncertain {
					t.Errorf("an Update of the batch says %v", err)
				}
			}
			if !errors.Is(failures[2], own) {
				t.Errorf("an fn that failed for its own reason says %v", failures[2])
			}
			s.append = honest
			if tried != 1 {
				t.Errorf("the log was written %d times for one group", tried)
			}
			goesOn(t, s, c.goesOn)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := mustOpen(t, dir)
			holds(t, again, "before", true)
			holds(t, again, "ada", c.stores)
			holds(t, again, "bo", c.stores)
			mustUpdate(t, again, put("after opening again"))
		})
	}
}

// goesOn sees whether the store takes another Update, and that it can be read either way.
func goesOn(t *testing.T, s *Store, want bool) {
	t.Helper()
	err := s.Update(context.Background(), put("after"))
	if want != (err == nil) || err != nil && !errors.Is(err, journal.ErrStore) {
		t.Errorf("afterwards an Update says %v", err)
	}
	if errors.Is(err, journal.ErrUncertain) {
		t.Error("an Update that was never tried is called uncertain")
	}
	holds(t, s, "before", true)
}

// put is the fn of an Update that stores a key.
func put(key string) func(journal.Writer) error {
	return func(w journal.Writer) error { return w.Put(people, []byte(key), []byte("told")) }
}

// holds fails the test unless the key is stored, or not.
func holds(t *testing.T, s *Store, key string, want bool) {
	t.Helper()
	err := s.View(context.Background(), func(r journal.Reader) error {
		v, err := r.Get(people, []byte(key))
		if (v != nil) != want {
			t.Errorf("%s stored: %v, want %v", key, v != nil, want)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// together runs the fns as Updates of one group, in this order, and returns what each was told. What the log
// is to hold waits meanwhile.
func together(t *testing.T, s *Store, fns ...func(journal.Writer) error) []error {
	t.Helper()
	honest, free := s.append, make(chan bool)
	blocked := make(chan bool, 1)
	s.append = func(l *logFile, frames []byte) error {
		blocked <- true
		<-free
		return l.add(frames)
	}
	first := make(chan error)
	go func() { first <- s.Update(context.Background(), put("somebody")) }()
	<-blocked
	told := make([]error, len(fns))
	var all sync.WaitGroup
	for i, fn := range fns {
		ran := make(chan bool)
		all.Go(func() {
			told[i] = s.Update(context.Background(), func(w journal.Writer) error { defer close(ran); return fn(w) })
		})
		<-ran
		s.turn <- struct{}{} // it has handed over what it wrote
		s.give()
	}
	s.append = honest
	close(free)
	if err := <-first; err != nil {
		t.Error(err)
	}
	all.Wait()
	return told
}

// A loop that is pulled on after its Update has ended gets the error, wherever its next entry stands.
func TestALoopBeyondItsUpdateIsRefused(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	for _, stored := range []string{"", "a", "d"} { // nothing, before, behind what the Update puts
		bucket := journal.Bucket("stored" + stored)
		if stored != "" {
			mustUpdate(t, s, func(w journal.Writer) error { return w.Put(bucket, []byte(stored), nil) })
		}
		var next func() ([]byte, []byte, bool)
		var stop func()
		var fault func() error
		told := s.Update(context.Background(), func(w journal.Writer) error {
			if err := errors.Join(w.Put(bucket, []byte("b"), nil), w.Put(bucket, []byte("c"), nil)); err != nil {
				return err
			}
			var entries iter.Seq2[[]byte, []byte]
			entries, fault = w.Scan(bucket, nil, nil)
			next, stop = iter.Pull2(entries)
			if _, _, more := next(); !more {
				t.Error("the loop does not begin")
			}
			return errors.New("leave no trace")
		})
		if k, _, more := next(); more || !errors.Is(fault(), errEnded) {
			t.Errorf("after the Update (%v) the loop yields %q and says %v", told, k, fault())
		}
		stop()
	}
}

func TestOneReaderKeptTooLongIsRefused(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	mustUpdate(t, s, put("ada"))
	var kept journal.Reader
	if err := s.View(context.Background(), func(r journal.Reader) error { kept = r; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := kept.Get(people, []byte("ada")); !errors.Is(err, errEnded) {
		t.Errorf("Get says %v", err)
	}
	entries, fault := kept.Scan(people, nil, nil)
	for range entries {
		t.Error("the scan yields something")
	}
	if !errors.Is(fault(), errEnded) {
		t.Errorf("Scan says %v", fault())
	}
}
