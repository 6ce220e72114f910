package storetest

import (
	"bytes"
	"fmt"
	"strings"

	"willing/journal"
)

// ownCases are about an Update that reads what it has not yet stored: a store may keep that apart from
// what was there before, and must show both as one.
var ownCases = []Case{
	{"what an Update has deleted its scans leave out", storyDeletedThenScanned},
	{"what an Update has put stands in its place, up and down", storyPutThenScanned},
	{"what an Update has put over is scanned once, as it was put last", storyPutOver},
	{"an Update reads its own writes across buckets and within bounds", storyAcrossBuckets},
	{"a scan down sees what stood when its loop began, own writes too", storyScanDownAndWrite},
	{"an Update of many megabytes reads its own writes and is stored whole", storyLarge},
	{"an Update of many megabytes that fails at its end leaves nothing", storyLargeFailed},
}

// updated runs fn in an Update that succeeds.
func (s *story) updated(fn func(w journal.Writer)) {
	s.ok(s.store.Update(background, func(w journal.Writer) error { fn(w); return nil }))
}

// lists ends the story unless a range of the bucket has just the given keys, up and down.
func (s *story) lists(r journal.Reader, b journal.Bucket, from, to, want string) {
	if got := strings.Join(s.keys(r.Scan(b, bound(from), bound(to))), ""); got != want {
		s.fail("%s from %q to %q yields %q, want %q", b, from, to, got, want)
	}
	var down string
	for _, k := range s.keys(r.ScanDown(b, bound(from), bound(to))) {
		down = k + down
	}
	if down != want {
		s.fail("%s down from %q to %q yields, read backwards, %q, want %q", b, from, to, down, want)
	}
}

func storyDeletedThenScanned(s *story) {
	s.alphabet("abcdef")
	s.updated(func(w journal.Writer) {
		for _, k := range []string{"a", "c", "f"} {
			s.ok(w.Delete(bucket, []byte(k)))
		}
		s.lists(w, bucket, "", "", "bde")
		s.lists(w, bucket, "c", "e", "d")
		s.ok(w.Put(bucket, []byte("c"), []byte("letter c")))
		s.ok(w.Delete(bucket, []byte("d")))
		s.lists(w, bucket, "", "", "bce")
		for _, k := range []string{"b", "c", "e"} {
			s.ok(w.Delete(bucket, []byte(k)))
		}
		s.lists(w, bucket, "", "", "")
	})
	s.holds()
}

func storyPutThenScanned(s *story) {
	s.alphabet("bdf")
	s.updated(func(w journal.Writer) {
		for i, k := range []string{"g", "c", "a", "e"} { // the last, in the middle, the first
			s.ok(w.Put(bucket, []byte(k), []byte("letter "+k)))
			s.lists(w, bucket, "", "", []string{"bdfg", "bcdfg", "abcdfg", "abcdefg"}[i])
		}
		s.lists(w, bucket, "c", "e", "cd")
		s.lists(w, bucket, "b", "c", "b")
		s.lists(w, bucket, "e", "c", "")
		s.lists(w, bucket, "g", "", "g")
		s.lists(w, bucket, "h", "", "")
	})
	s.view(func(r journal.Reader) { s.lists(r, bucket, "", "", "abcdefg") })
}

func storyPutOver(s *story) {
	s.put("ada", "scout", "bo", "mentor", "cy", "trainer")
	s.updated(func(w journal.Writer) {
		for _, role := range []string{"a longer role than before", "", "auditor"} {
			s.ok(w.Put(bucket, []byte("bo"), []byte(role)))
			s.ok(w.Put(bucket, []byte("di"), []byte(role)))
			s.shows(w, bucket, "ada", "scout", "bo", role, "cy", "trainer", "di", role)
		}
		s.ok(w.Delete(bucket, []byte("di")))
		s.ok(w.Delete(bucket, []byte("bo")))
		s.ok(w.Put(bucket, []byte("bo"), []byte("back")))
		s.shows(w, bucket, "ada", "scout", "bo", "back", "cy", "trainer")
	})
	s.holds("ada", "scout", "bo", "back", "cy", "trainer")
}

func storyAcrossBuckets(s *story) {
	s.put("k", "stored")
	s.updated(func(w journal.Writer) {
		for i, b := range []journal.Bucket{"tours", "a", "zones", "people2", "peopl"} {
			s.ok(w.Put(b, []byte{byte('p' - i)}, []byte(b)))
			s.ok(w.Put(b, []byte("k"), []byte(b)))
		}
		s.ok(w.Delete("zones", []byte("k")))
		s.shows(w, bucket, "k", "stored")
		s.shows(w, "people2", "k", "people2", "m", "people2")
		s.shows(w, "peopl", "k", "peopl", "l", "peopl")
		s.shows(w, "zones", "n", "zones")
		s.lists(w, "a", "k", "o", "k")
		s.lists(w, "tours", "l", "", "p")
		s.lacks(w, "zones", "k")
		s.lacks(w, bucket, "p")
	})
	s.holds("k", "stored")
	s.view(func(r journal.Reader) {
		s.shows(r, "a", "k", "a", "o", "a")
		s.shows(r, "zones", "n", "zones")
		s.shows(r, "tours", "k", "tours", "p", "tours")
	})
}

func storyScanDownAndWrite(s *story) {
	s.alphabet("bdf")
	s.updated(func(w journal.Writer) {
		s.ok(w.Put(bucket, []byte("c"), []byte("letter c")))
		s.ok(w.Put(bucket, []byte("e"), []byte("letter e")))
		s.ok(w.Delete(bucket, []byte("d")))
		var seen string
		entries, fault := w.ScanDown(bucket, nil, nil)
		for k, v := range entries {
			seen += string(k)
			if string(v) != "letter "+string(k) {
				s.fail("%q reads %q in the loop", k, v)
			}
			for _, other := range []string{"b", "c", "e"} {
				s.ok(w.Put(bucket, []byte(other), []byte("changed")))
			}
			s.ok(w.Put(bucket, []byte("a"), []byte("new")))
			s.ok(w.Put(bucket, []byte("d"), []byte("new")))
			s.ok(w.Delete(bucket, []byte("f")))
		}
		s.ok(fault())
		if seen != "fecb" {
			s.fail("the loop saw %q, want what stood when it began: fecb", seen)
		}
	})
	s.holds("a", "new", "b", "changed", "c", "changed", "d", "new", "e", "changed")
}

// megabytes is more than a store should keep in memory for one Update.
const megabytes = 20

// large is what one of many megabytes begins with.
func large(i int) []byte {
	return append(fmt.Appendf(nil, "megabyte %02d ", i), bytes.Repeat([]byte("x"), 1<<20)...)
}

// writeLarge puts and deletes many megabytes within a loop over what was stored and put before.
func (s *story) writeLarge(w journal.Writer) {
	s.ok(w.Put(bucket, []byte("b"), []byte("own")))
	var seen string
	entries, fault := w.Scan(bucket, nil, []byte("x"))
	for k := range entries {
		seen += string(k)
		for i := range megabytes {
			s.ok(w.Put(bucket, []byte{'x', byte(i)}, large(i)))
		}
		s.ok(w.Delete(bucket, []byte("c")))
		s.ok(w.Delete(bucket, []byte{'x', 3}))
	}
	s.ok(fault())
	if seen != "abcd" {
		s.fail("the loop saw %q, want what stood when it began: abcd", seen)
	}
	s.hasLarge(w)
}

// hasLarge ends the story unless all that writeLarge wrote is there.
func (s *story) hasLarge(r journal.Reader) {
	s.lists(r, bucket, "", "x", "abd")
	s.reads(r, bucket, "b", "own")
	s.lacks(r, bucket, "c")
	s.lacks(r, bucket, "x\x03")
	for i := range megabytes {
		if i != 3 {
			s.reads(r, bucket, string([]byte{'x', byte(i)}), string(large(i)))
		}
	}
}

func storyLarge(s *story) {
	s.alphabet("acd")
	s.updated(s.writeLarge)
	s.view(s.hasLarge)
	s.reopen()
	s.view(s.hasLarge)
}

func storyLargeFailed(s *story) {
	s.put("ada", "scout", "bo", "mentor")
	s.is(s.store.Update(background, func(w journal.Writer) error {
		s.ok(spoil(w))
		for i := range megabytes {
			s.ok(w.Put(bucket, []byte{'x', byte(i)}, large(i)))
		}
		s.lacks(w, bucket, "bo")
		return errOnBoard
	}), errOnBoard)
	s.unspoilt()
}
