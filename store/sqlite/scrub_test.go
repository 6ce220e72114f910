package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/journal"
)

const people journal.Bucket = "people"

// Each person has two canaries, one that stands in the key and one that stands in the value.
func inKey(person int) string   { return fmt.Sprintf("name-%05d-name", person) }
func inValue(person int) string { return fmt.Sprintf("<<the secret of person %05d>>", person) }

// sizes of values: in the page, near its edge, and in overflow pages.
var sizes = []int{40, 300, 900, 1100, 5000, 20000}

// told is the value that holds a person's second canary many times over.
func told(person int) []byte {
	size := sizes[person%len(sizes)]
	return []byte(strings.Repeat(inValue(person), size/40+1))
}

// place puts people into key order unlike the order of telling, so that pages split and fill in the middle;
// the first canary is in the key.
func place(person int) []byte {
	return fmt.Appendf(nil, "%03d %s", person*7919%1000, inKey(person))
}

func mustOpen(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func mustUpdate(t *testing.T, s *Store, fn func(journal.Writer) error) {
	t.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

// tellMany stores the people from (included) to (excluded), a few an Update, as life does.
func tellMany(t *testing.T, s *Store, from, to int) {
	t.Helper()
	for p := from; p < to; p += 5 {
		mustUpdate(t, s, func(w journal.Writer) error {
			for q := p; q < min(p+5, to); q++ {
				if err := w.Put(people, place(q), told(q)); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// Every third person is erased, of every third the story is replaced by a shorter one.
func erased(person int) bool   { return person%3 == 0 }
func replaced(person int) bool { return person%3 == 1 }

// forget erases and replaces among the people below n.
func forget(t *testing.T, s *Store, n int) {
	t.Helper()
	mustUpdate(t, s, func(w journal.Writer) error {
		for p := 0; p < n; p++ {
			var err error
			if erased(p) {
				err = w.Delete(people, place(p))
			} else if replaced(p) {
				err = w.Put(people, place(p), []byte("replaced"))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// traces lists what can still be read in which file of the folder, and should not. Parts of a canary count,
// since other text may have overwritten its beginning.
func traces(t *testing.T, dir string, n int) []string {
	t.Helper()
	var found []string
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for p := 0; p < n; p++ {
			if erased(p) && bytes.Contains(content, []byte(inKey(p)[2:])) {
				found = append(found, f.Name()+" "+inKey(p))
			}
			if (erased(p) || replaced(p)) && bytes.Contains(content, []byte(inValue(p)[18:])) {
				found = append(found, f.Name()+" "+inValue(p))
			}
		}
	}
	return found
}

func TestErasedPeopleAreInNoFileAfterScrub(t *testing.T) {
	const n = 700
	dir := t.TempDir()
	s := mustOpen(t, dir)
	tellMany(t, s, 0, n)
	forget(t, s, n)
	if len(traces(t, dir, n)) == 0 {
		t.Fatal("nothing was left to scrub, so this test proves nothing")
	}
	if err := s.Scrub(context.Background()); err != nil {
		t.Fatal(err)
	}
	if left := traces(t, dir, n); len(left) > 0 {
		t.Fatalf("%d traces left: %.300s", len(left), left)
	}
	if err := s.Check(context.Background()); err != nil {
		t.Fatal(err)
	}
	for p := range n {
		if err := s.View(context.Background(), func(r journal.Reader) error {
			v, err := r.Get(people, place(p))
			want := told(p)
			if erased(p) {
				want = nil
			} else if replaced(p) {
				want = []byte("replaced")
			}
			if !bytes.Equal(v, want) || erased(p) && v != nil {
				t.Errorf("person %d reads %.40q", p, v)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// Without the sweep the claim of blank's comment shows: SQLite alone leaves copies in gaps of pages.
func TestDeletingAndTruncatingAloneLeavesTraces(t *testing.T) {
	const n = 700
	dir := t.TempDir()
	s := mustOpen(t, dir)
	tellMany(t, s, 0, n)
	forget(t, s, n)
	done := false
	if err := s.chore(context.Background(), func(c *conn) (err error) {
		done, err = truncateLog(c)
		return err
	}); err != nil || !done {
		t.Fatal(done, err)
	}
	left := traces(t, dir, n)
	t.Logf("%d traces in gaps", len(left))
	if len(left) == 0 {
		t.Fatal("no trace left: the sweep of Scrub may no longer be needed")
	}
}

func TestScrubWaitsForTheViewThatStillReadsTheLog(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	tellMany(t, s, 0, 30)
	reading, read := make(chan bool), make(chan bool)
	viewed := make(chan error, 1)
	go func() {
		viewed <- s.View(context.Background(), func(r journal.Reader) error {
			close(reading)
			<-read
			v, err := r.Get(people, place(3))
			if v == nil {
				err = errors.Join(err, errors.New("the View lost its moment"))
			}
			return err
		})
	}()
	<-reading
	forget(t, s, 30)
	ctx, cancel := context.WithCancel(context.Background())
	impatient := make(chan error, 1)
	go func() { impatient <- s.Scrub(ctx) }()
	cancel()
	if err := <-impatient; !errors.Is(err, context.Canceled) {
		t.Fatalf("a Scrub that was called off says %v", err)
	}
	scrubbed := make(chan error, 1)
	go func() { scrubbed <- s.Scrub(context.Background()) }()
	tellMany(t, s, 30, 60) // Updates go on while Scrub waits
	select {
	case err := <-scrubbed:
		t.Fatalf("Scrub returned (%v) while a View could still read what was deleted", err)
	default:
	}
	close(read)
	if err := errors.Join(<-viewed, <-scrubbed); err != nil {
		t.Fatal(err)
	}
	if left := traces(t, dir, 30); len(left) > 0 {
		t.Fatalf("traces left: %.300s", left)
	}
}

func TestScrubEndsWhileOthersKeepReadingAndWriting(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	tellMany(t, s, 0, 300)
	forget(t, s, 300)
	stop := make(chan bool)
	faults := make(chan error, 4)
	for me := range 4 {
		go func() { faults <- bustle(s, me, stop) }()
	}
	err := s.Scrub(context.Background())
	left := traces(t, dir, 300)
	close(stop)
	for range 4 {
		err = errors.Join(err, <-faults)
	}
	if err != nil || len(left) > 0 {
		t.Fatalf("%v, traces: %.300s", err, left)
	}
}

// bustle reads, or writes, until it is told to stop.
func bustle(s *Store, me int, stop chan bool) error {
	for turn := 0; ; turn++ {
		select {
		case <-stop:
			return nil
		default:
		}
		var err error
		if me%2 == 0 {
			err = s.View(context.Background(), func(r journal.Reader) error {
				entries, fault := r.Scan(people, nil, nil)
				for range entries {
				}
				return fault()
			})
		} else {
			err = s.Update(context.Background(), func(w journal.Writer) error {
				return w.Put("tours", fmt.Appendf(nil, "%d %d", me, turn%50), told(2))
			})
		}
		if err != nil {
			return err
		}
	}
}

func TestSnapshotHoldsNothingDeletedEvenUnscrubbed(t *testing.T) {
	const n = 700
	s := mustOpen(t, t.TempDir())
	tellMany(t, s, 0, n)
	forget(t, s, n)
	dir := t.TempDir()
	f, err := os.Create(file(dir))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Snapshot(context.Background(), f), f.Close()); err != nil {
		t.Fatal(err)
	}
	if left := traces(t, dir, n); len(left) > 0 {
		t.Fatalf("%d traces in the snapshot: %.300s", len(left), left)
	}
	if err := mustOpen(t, dir).Check(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestSnapshotLeavesNoFileBehind(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	tellMany(t, s, 0, 20)
	for _, w := range []interface{ Write([]byte) (int, error) }{&bytes.Buffer{}, brokenPipe{}} {
		s.Snapshot(context.Background(), w) // its error is another test's
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasPrefix(f.Name(), "store.db") || strings.Contains(f.Name(), "new") {
			t.Errorf("there is a file %s", f.Name())
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func FuzzBlank(f *testing.F) {
	f.Add([]byte{13, 0, 0, 0, 1, 0, 60, 0, 0, 60}, false)
	f.Fuzz(func(t *testing.T, page []byte, first bool) {
		before := bytes.Clone(page)
		if dirty := blank(page, first); dirty == bytes.Equal(before, page) {
			t.Fatal("blank misreports whether it changed the page")
		}
		if blank(page, first) {
			t.Fatal("blanking twice finds something")
		}
	})
}
