package storetest

import (
	"slices"
	"strings"

	"willing/journal"
)

var scanCases = []Case{
	{"a scan begins at its lower bound and ends before its upper", storyRange},
	{"scanning down is scanning up, backwards", storyDown},
	{"breaking off a scan harms nothing", storyBrokenOff},
	{"scans may run within scans", storyNested},
	{"a scan sees what stood when its loop began", storyScanAndWrite},
	{"a prefix of many is scanned whole", storyPrefix},
}

// alphabet puts the single letters of list, each with its name as value.
func (s *story) alphabet(list string) {
	var pairs []string
	for _, c := range list {
		pairs = append(pairs, string(c), "letter "+string(c))
	}
	s.put(pairs...)
}

// bound turns "" into no bound.
func bound(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}

// ranges are lower and upper bounds and the letters of "bcdef" between them.
var ranges = [][3]string{
	{"", "", "bcdef"}, {"b", "", "bcdef"}, {"c", "", "cdef"}, {"", "e", "bcd"}, {"c", "e", "cd"}, {"bb", "dd", "cd"},
	{"a", "b", ""}, {"f", "", "f"}, {"g", "", ""}, {"c", "c", ""}, {"e", "c", ""}, {"a", "z", "bcdef"},
}

func storyRange(s *story) {
	s.alphabet("fbdce")
	s.view(func(r journal.Reader) {
		for _, x := range ranges {
			if got := strings.Join(s.keys(r.Scan(bucket, bound(x[0]), bound(x[1]))), ""); got != x[2] {
				s.fail("from %q to %q yields %q, want %q", x[0], x[1], got, x[2])
			}
		}
		if got := s.keys(r.Scan(bucket, nil, []byte{})); len(got) > 0 {
			s.fail("an empty, non-nil upper bound is below every key, but the scan yields %q", got)
		}
	})
}

func storyDown(s *story) {
	s.alphabet("fbdce")
	s.ok(s.store.Update(background, putting("tours", "c", "not of this bucket")))
	s.view(func(r journal.Reader) {
		for _, x := range ranges {
			got := s.keys(r.ScanDown(bucket, bound(x[0]), bound(x[1])))
			slices.Reverse(got)
			if got := strings.Join(got, ""); got != x[2] {
				s.fail("down from %q to %q yields, read backwards, %q, want %q", x[0], x[1], got, x[2])
			}
		}
		if got := s.keys(r.ScanDown(bucket, nil, []byte{})); len(got) > 0 {
			s.fail("an empty, non-nil upper bound is below every key, but the scan yields %q", got)
		}
	})
}

func storyBrokenOff(s *story) {
	s.alphabet("abcdef")
	for range 3 {
		s.ok(s.store.Update(background, func(w journal.Writer) error {
			entries, fault := w.Scan(bucket, nil, nil)
			for k := range entries {
				if string(k) == "b" {
					break
				}
			}
			s.ok(fault())
			if again := strings.Join(s.keys(entries, fault), ""); again != "abcdef" {
				s.fail("ranging again after a break yields %q", again)
			}
			return w.Put(bucket, []byte("a"), []byte("letter a"))
		}))
		s.view(func(r journal.Reader) {
			entries, _ := r.ScanDown(bucket, nil, nil)
			for range entries {
				break
			}
		})
	}
	s.view(func(r journal.Reader) {
		if got := strings.Join(s.keys(r.Scan(bucket, nil, nil)), ""); got != "abcdef" {
			s.fail("after the breaks the bucket yields %q", got)
		}
	})
}

func storyNested(s *story) {
	s.alphabet("abc")
	s.view(func(r journal.Reader) {
		var pairs []string
		outer, fault := r.Scan(bucket, nil, nil)
		for x := range outer {
			for _, y := range s.keys(r.Scan(bucket, x, nil)) {
				s.reads(r, bucket, y, "letter "+y)
				pairs = append(pairs, string(x)+y)
			}
		}
		s.ok(fault())
		if got := strings.Join(pairs, " "); got != "aa ab ac bb bc cc" {
			s.fail("nested scans yield %q", got)
		}
	})
}

func storyScanAndWrite(s *story) {
	s.alphabet("abcd")
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		var seen string
		entries, fault := w.Scan(bucket, nil, nil)
		for k, v := range entries {
			seen += string(k)
			if string(v) != "letter "+string(k) {
				s.fail("%q reads %q in the loop", k, v)
			}
			s.ok(w.Delete(bucket, k))
			s.ok(w.Put(bucket, []byte("c"), []byte("changed")))
			s.ok(w.Put(bucket, append([]byte("x"), k...), []byte("new")))
		}
		s.ok(fault())
		if seen != "abcd" {
			s.fail("the loop saw %q, want what stood when it began: abcd", seen)
		}
		return nil
	}))
	s.holds("c", "changed", "xa", "new", "xb", "new", "xc", "new", "xd", "new")
}

func storyPrefix(s *story) {
	const many = 3000
	key := func(i int) []byte { return []byte{'n', byte(i >> 8), byte(i)} }
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		for i := range many {
			if err := w.Put(bucket, key(i*7%many), []byte("entry")); err != nil {
				return err
			}
		}
		return w.Put(bucket, []byte("o"), []byte("beyond"))
	}))
	s.view(func(r journal.Reader) {
		got := s.keys(r.Scan(bucket, []byte("n"), []byte("o")))
		if len(got) != many {
			s.fail("a prefix of %d entries yields %d", many, len(got))
		}
		for i, k := range got {
			if k != string(key(i)) {
				s.fail("entry %d is %q, want %q", i, k, key(i))
			}
		}
	})
}
