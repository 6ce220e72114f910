package storetest

import (
	"bytes"
	"strings"

	"willing/journal"
)

var entryCases = []Case{
	{"what was put is found again", storyFound},
	{"a missing key is nil, an empty value is not", storyEmpty},
	{"a new value takes the place of the old", storyReplaced},
	{"what was deleted is gone, and deleting nothing is no error", storyDeleted},
	{"two buckets may hold the same key", storyBuckets},
	{"a megabyte comes back whole", storyMegabyte},
	{"keys of any bytes keep apart", storyBinaryKeys},
	{"whoever puts a slice may use it again", storyCopied},
	{"closing and opening again loses nothing", storyReopened},
}

func storyFound(s *story) {
	s.put("ada", "scout", "bo", "mentor")
	s.holds("ada", "scout", "bo", "mentor")
}

func storyEmpty(s *story) {
	s.put("", "the empty key", "ada", "")
	s.view(func(r journal.Reader) {
		s.lacks(r, bucket, "bo")
		s.lacks(r, "no such bucket", "ada")
	})
	s.holds("", "the empty key", "ada", "")
	s.ok(s.store.Update(background, func(w journal.Writer) error { return w.Put(bucket, nil, nil) }))
	s.holds("", "", "ada", "")
}

func storyReplaced(s *story) {
	s.put("ada", "scout")
	s.put("ada", "a mentor in training")
	s.put("ada", "")
	s.put("ada", "mentor")
	s.holds("ada", "mentor")
}

func storyDeleted(s *story) {
	s.put("ada", "scout", "bo", "mentor", "cy", "trainer")
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		s.ok(w.Delete(bucket, []byte("nobody")))
		s.ok(w.Delete("no such bucket", []byte("ada")))
		return w.Delete(bucket, []byte("bo"))
	}))
	s.holds("ada", "scout", "cy", "trainer")
	s.reopen()
	s.holds("ada", "scout", "cy", "trainer")
}

func storyBuckets(s *story) {
	s.put("ada", "a person")
	s.ok(s.store.Update(background, putting("tours", "ada", "a ship")))
	s.holds("ada", "a person")
	s.view(func(r journal.Reader) { s.shows(r, "tours", "ada", "a ship") })
	s.ok(s.store.Update(background, func(w journal.Writer) error { return w.Delete("tours", []byte("ada")) }))
	s.holds("ada", "a person")
}

func storyMegabyte(s *story) {
	long := strings.Repeat("all that was said at the quayside; ", 1<<20/35)
	key := strings.Repeat("k", 5000)
	s.put("ada", long, key, "a long key")
	s.holds("ada", long, key, "a long key")
	s.reopen()
	s.holds("ada", long, key, "a long key")
}

func storyBinaryKeys(s *story) {
	order := []string{"\x00", "\x00\x00", "\x00\xff", "\x01", "A", "a", "a\x00", "a\x00b", "ab", "\x7f", "\x80", "\xff", "\xff\x00", "\xff\xff"}
	var pairs []string
	for _, k := range order {
		pairs = append(pairs, k, "value of "+k)
	}
	for i := len(order) - 1; i >= 0; i-- {
		s.put(order[i], "value of "+order[i])
	}
	s.holds(pairs...)
	s.reopen()
	s.holds(pairs...)
}

func storyCopied(s *story) {
	key, value := []byte("ada"), []byte("scout")
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		if err := w.Put(bucket, key, value); err != nil {
			return err
		}
		copy(key, "bob")
		copy(value, "XXXXX")
		if err := w.Put(bucket, key, []byte("mentor")); err != nil {
			return err
		}
		gone := bytes.Clone(key)
		if err := w.Delete(bucket, gone); err != nil {
			return err
		}
		copy(gone, "ada")
		return nil
	}))
	s.holds("ada", "scout")
}

func storyReopened(s *story) {
	s.put("ada", "scout")
	s.reopen()
	s.holds("ada", "scout")
	s.put("bo", "mentor")
	s.put("ada", "trainer")
	s.reopen()
	s.holds("ada", "trainer", "bo", "mentor")
}
