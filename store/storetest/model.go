package storetest

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"willing/journal"
)

// model is what a store should hold: bucket and key, joined, with their value.
type model map[modelKey]string

type modelKey struct {
	bucket journal.Bucket
	key    string
}

// scan returns the keys and values of a range, one after the other.
func (m model) scan(b journal.Bucket, from, to []byte) []string {
	var keys []string
	for k := range m {
		if k.bucket == b && k.key >= string(from) && (to == nil || k.key < string(to)) {
			keys = append(keys, k.key)
		}
	}
	slices.Sort(keys)
	var list []string
	for _, k := range keys {
		list = append(list, k, m[modelKey{b, k}])
	}
	return list
}

// Few buckets and short keys, so that random operations meet.
var (
	genBucket = rapid.SampledFrom([]journal.Bucket{"a", "b", "ab"})
	genKey    = rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 'a', 'b', 0x7f, 0x80, 0xff}), 0, 3)
	genValue  = rapid.Custom(func(t *rapid.T) []byte {
		return bytes.Repeat([]byte{rapid.Byte().Draw(t, "byte")}, rapid.SampledFrom([]int{0, 1, 7, 300, 5000}).Draw(t, "length"))
	})
)

// compare runs random operations on the backend and on a model.
func compare(t *testing.T, b Backend) {
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		folder := func() string {
			dir, err := os.MkdirTemp(root, "")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.RemoveAll(dir) })
			return dir
		}
		if err := play(t, b, folder); err != nil {
			t.Fatal(err)
		}
	})
}

// play is one random run; the error tells where store and model part.
func play(t *rapid.T, b Backend, folder func() string) error {
	return tell(b, folder, func(s *story) {
		m := model{}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				s.reopen()
			case 1:
				s.restored(s.snapshot())
			case 2:
				s.ok(s.store.Scrub(background))
			default:
				m = s.randomUpdate(t, m)
			}
			s.view(func(r journal.Reader) { s.agrees(t, r, m) })
		}
	})
}

// randomUpdate changes store and model alike, and returns the model as it should be afterwards. Among the
// changes the Update scans what it has put and deleted so far, and writes while it scans.
func (s *story) randomUpdate(t *rapid.T, m model) model {
	next := maps.Clone(m)
	fails := rapid.IntRange(0, 3).Draw(t, "fails") == 0
	err := s.store.Update(background, func(w journal.Writer) error {
		for range rapid.IntRange(0, 12).Draw(t, "changes") {
			if rapid.IntRange(0, 4).Draw(t, "loops") == 0 {
				s.randomLoop(t, w, next)
			} else {
				s.randomChange(t, w, next)
			}
			s.agrees(t, w, next)
		}
		if fails {
			return errOnBoard
		}
		return nil
	})
	if fails {
		s.is(err, errOnBoard)
		return m
	}
	s.ok(err)
	return next
}

// randomChange puts or deletes in store and model alike.
func (s *story) randomChange(t *rapid.T, w journal.Writer, m model) {
	b, key := genBucket.Draw(t, "bucket"), genKey.Draw(t, "key")
	if rapid.IntRange(0, 2).Draw(t, "deletes") == 0 {
		s.ok(w.Delete(b, key))
		delete(m, modelKey{b, string(key)})
		return
	}
	value := genValue.Draw(t, "value")
	s.ok(w.Put(b, key, value))
	m[modelKey{b, string(key)}] = string(value)
}

// randomLoop scans a range up or down, changes something at each step and breaks off at some step. The
// story ends if the loop sees anything but what the model held when it began.
func (s *story) randomLoop(t *rapid.T, w journal.Writer, m model) {
	b, from, to := genBucket.Draw(t, "of"), genKey.Draw(t, "from"), genKey.Draw(t, "to")
	if rapid.Bool().Draw(t, "unbounded") {
		to = nil
	}
	want := m.scan(b, from, to)
	steps := rapid.IntRange(1, 6).Draw(t, "steps")
	entries, fault := w.Scan(b, from, to)
	if rapid.Bool().Draw(t, "down") {
		entries, fault = w.ScanDown(b, from, to)
		want = backwards(want)
	}
	want = want[:min(len(want), 2*steps)]
	var got []string
	for k, v := range entries {
		got = append(got, string(k), string(v))
		if steps--; steps == 0 {
			break
		}
		s.randomChange(t, w, m)
	}
	s.ok(fault())
	if !slices.Equal(got, want) {
		s.fail("from %q to %q a loop that writes saw %.200q, want %.200q", from, to, got, want)
	}
}

// backwards returns pairs of key and value in the opposite order.
func backwards(pairs []string) []string {
	var list []string
	for i := len(pairs) - 2; i >= 0; i -= 2 {
		list = append(list, pairs[i], pairs[i+1])
	}
	return list
}

// agrees ends the story if reader and model differ in a random range or key.
func (s *story) agrees(t *rapid.T, r journal.Reader, m model) {
	b, from, to := genBucket.Draw(t, "of"), genKey.Draw(t, "from"), genKey.Draw(t, "to")
	if rapid.Bool().Draw(t, "unbounded") {
		to = nil
	}
	want := m.scan(b, from, to)
	if got := s.scan(r, b, from, to); !slices.Equal(got, want) {
		s.fail("from %q to %q the store has %.200q, the model %.200q", from, to, got, want)
	}
	var down []string
	entries, fault := r.ScanDown(b, from, to)
	for k, v := range entries {
		down = append(down, string(v), string(k))
	}
	s.ok(fault())
	slices.Reverse(down)
	if !slices.Equal(down, want) {
		s.fail("down from %q to %q the store has %.200q, the model %.200q", from, to, down, want)
	}
	got, err := r.Get(b, from)
	s.ok(err)
	if value, there := m[modelKey{b, string(from)}]; there != (got != nil) || value != string(got) {
		s.fail("%q: the store has %.60q, the model %.60q", from, got, value)
	}
}
