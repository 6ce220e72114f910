package storetest

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"willing/journal"
)

var copyCases = []Case{
	{"a snapshot opens as a store with the same content", storySnapshot},
	{"a snapshot is one moment, and Updates go on while it is written", storySnapshotMoment},
	{"a snapshot that cannot be written says so and harms nothing", storySnapshotFails},
	{"a snapshot holds nothing of what was deleted", storySnapshotClean},
	{"scrubbing leaves the living as they are", storyScrub},
}

// nowhere is a disk that fails.
type nowhere struct{}

var errNowhere = errors.New("no such disk")

func (nowhere) Write([]byte) (int, error) { return 0, errNowhere }

// snapshot returns a copy of the store's bytes.
func (s *story) snapshot() []byte {
	var copied bytes.Buffer
	s.ok(s.store.Snapshot(background, &copied))
	return copied.Bytes()
}

// restored goes on with the store that the snapshot holds.
func (s *story) restored(snapshot []byte) {
	s.dir = s.folder()
	s.store = s.have(s.backend.Restore(s.dir, bytes.NewReader(snapshot)))
}

func storySnapshot(s *story) {
	s.put("", "the empty key", "\xff\x00", "", "ada", strings.Repeat("long ", 50_000))
	s.ok(s.store.Update(background, putting("tours", "ada", "a ship")))
	copied := s.snapshot()
	s.put("bo", "too late")
	s.restored(copied)
	s.holds("", "the empty key", "ada", strings.Repeat("long ", 50_000), "\xff\x00", "")
	s.view(func(r journal.Reader) { s.shows(r, "tours", "ada", "a ship") })
	s.put("cy", "trainer")
	s.reopen()
	s.holds("", "the empty key", "ada", strings.Repeat("long ", 50_000), "cy", "trainer", "\xff\x00", "")
}

// busyDisk runs an Update in the middle of each write to it.
type busyDisk struct {
	bytes.Buffer
	update func() error
}

func (d *busyDisk) Write(p []byte) (int, error) {
	if err := d.update(); err != nil {
		return 0, err
	}
	return d.Buffer.Write(p)
}

func storySnapshotMoment(s *story) {
	s.put("ada", strings.Repeat("before ", 100_000), "bo", "before")
	disk := &busyDisk{update: func() error {
		return s.store.Update(background, putting(bucket, "ada", "after", "bo", "after", "cy", "after"))
	}}
	s.ok(s.store.Snapshot(background, disk))
	s.holds("ada", "after", "bo", "after", "cy", "after")
	s.restored(disk.Bytes())
	s.holds("ada", strings.Repeat("before ", 100_000), "bo", "before")
}

func storySnapshotFails(s *story) {
	s.put("ada", strings.Repeat("scout ", 50_000))
	s.is(s.store.Snapshot(background, nowhere{}), errNowhere)
	ctx, cancel := context.WithCancel(background)
	cancel()
	s.is(s.store.Snapshot(ctx, &bytes.Buffer{}), context.Canceled)
	s.put("ada", "mentor")
	s.holds("ada", "mentor")
}

func storySnapshotClean(s *story) {
	secret := strings.Repeat("what nobody may read again ", 400)
	s.put("ada", secret, "bo", secret[:60], "cy", "stays")
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		return errors.Join(w.Delete(bucket, []byte("ada")), w.Put(bucket, []byte("bo"), []byte("x")))
	}))
	copied := s.snapshot()
	if bytes.Contains(copied, []byte("nobody may read")) {
		s.fail("the deleted text is in the snapshot")
	}
	s.restored(copied)
	s.holds("bo", "x", "cy", "stays")
}

func storyScrub(s *story) {
	s.put("ada", "scout", "bo", strings.Repeat("long ", 50_000), "cy", "trainer")
	s.ok(s.store.Update(background, func(w journal.Writer) error { return w.Delete(bucket, []byte("bo")) }))
	s.ok(s.store.Scrub(background))
	s.holds("ada", "scout", "cy", "trainer")
	ctx, cancel := context.WithCancel(background)
	cancel()
	for range 20 { // often: a store that leaves it to chance is caught too
		s.is(s.store.Scrub(ctx), context.Canceled)
	}
	s.reopen()
	s.holds("ada", "scout", "cy", "trainer")
}
