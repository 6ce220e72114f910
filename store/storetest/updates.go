package storetest

import (
	"context"
	"runtime"
	"sync"

	"willing/journal"
)

var updateCases = []Case{
	{"an Update reads its own writes", storyOwnWrites},
	{"nobody sees an Update before it is done", storyUnseen},
	{"a View keeps its moment while others write", storyMoment},
	{"an Update that returns an error leaves nothing", storyError},
	{"an Update that panics leaves nothing, and panics in its caller", storyPanic},
	{"an Update whose goroutine ends leaves nothing", storyGoexit},
	{"a View hands on what its fn said", storyViewError},
	{"a cancelled Update is never run", storyCancelled},
	{"an Update that is cancelled while it waits is never run", storyCancelledWaiting},
	{"a closed store says so", storyClosed},
}

func storyOwnWrites(s *story) {
	s.put("ada", "scout", "bo", "mentor")
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		s.ok(w.Put(bucket, []byte("cy"), []byte("trainer")))
		s.ok(w.Put(bucket, []byte("ada"), []byte("mentor")))
		s.ok(w.Delete(bucket, []byte("bo")))
		s.lacks(w, bucket, "bo")
		s.shows(w, bucket, "ada", "mentor", "cy", "trainer")
		return nil
	}))
	s.holds("ada", "mentor", "cy", "trainer")
}

func storyUnseen(s *story) {
	s.put("ada", "scout")
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		s.ok(w.Put(bucket, []byte("ada"), []byte("mentor")))
		s.ok(w.Put(bucket, []byte("bo"), []byte("scout")))
		s.holds("ada", "scout") // a View from within, which no Update may block
		return nil
	}))
	s.holds("ada", "mentor", "bo", "scout")
}

func storyMoment(s *story) {
	s.put("ada", "scout", "bo", "mentor")
	s.view(func(r journal.Reader) {
		s.put("ada", "trainer", "cy", "scout")
		s.ok(s.store.Update(background, func(w journal.Writer) error { return w.Delete(bucket, []byte("bo")) }))
		s.shows(r, bucket, "ada", "scout", "bo", "mentor")
		s.lacks(r, bucket, "cy")
	})
	s.holds("ada", "trainer", "cy", "scout")
}

// spoil writes all over the bucket; the stories then end the Update badly.
func spoil(w journal.Writer) error {
	if err := w.Put(bucket, []byte("ada"), []byte("spoilt")); err != nil {
		return err
	}
	if err := w.Put("tours", []byte("new"), []byte("spoilt")); err != nil {
		return err
	}
	return w.Delete(bucket, []byte("bo"))
}

// unspoilt ends the story if anything of spoil is left, now or after opening again, or if the store does
// not go on.
func (s *story) unspoilt() {
	s.holds("ada", "scout", "bo", "mentor")
	s.view(func(r journal.Reader) { s.shows(r, "tours") })
	s.put("cy", "trainer")
	s.reopen()
	s.holds("ada", "scout", "bo", "mentor", "cy", "trainer")
	s.view(func(r journal.Reader) { s.shows(r, "tours") })
}

func storyError(s *story) {
	s.put("ada", "scout", "bo", "mentor")
	s.is(s.store.Update(background, func(w journal.Writer) error {
		s.ok(spoil(w))
		return errOnBoard
	}), errOnBoard)
	s.unspoilt()
}

func storyPanic(s *story) {
	s.put("ada", "scout", "bo", "mentor")
	said := func() (said any) {
		defer func() { said = recover() }()
		s.store.Update(background, func(w journal.Writer) error {
			s.ok(spoil(w))
			entries, _ := w.Scan(bucket, nil, nil)
			for range entries {
				panic("man overboard")
			}
			return nil
		})
		return nil
	}()
	if said != "man overboard" {
		s.fail("the caller recovered %v, want what fn panicked with", said)
	}
	s.unspoilt()
}

func storyGoexit(s *story) {
	s.put("ada", "scout", "bo", "mentor")
	ended := make(chan error, 1)
	go func() {
		var err error
		defer func() { ended <- err }()
		s.store.Update(background, func(w journal.Writer) error {
			err = spoil(w)
			runtime.Goexit()
			return nil
		})
	}()
	s.ok(<-ended)
	s.unspoilt()
}

func storyViewError(s *story) {
	s.is(s.store.View(background, func(journal.Reader) error { return errOnBoard }), errOnBoard)
	ctx, cancel := context.WithCancel(background)
	cancel()
	s.is(s.store.View(ctx, func(journal.Reader) error { return nil }), context.Canceled)
}

func storyCancelled(s *story) {
	ctx, cancel := context.WithCancel(background)
	cancel()
	ran := false
	s.is(s.store.Update(ctx, func(journal.Writer) error { ran = true; return nil }), context.Canceled)
	if ran {
		s.fail("the fn of a cancelled Update was run")
	}
}

func storyCancelledWaiting(s *story) {
	busy, free, first := make(chan bool), make(chan bool), make(chan error, 1)
	let := sync.OnceFunc(func() { close(free) })
	defer let()
	go func() {
		first <- s.store.Update(background, func(w journal.Writer) error {
			close(busy)
			<-free
			return putting(bucket, "ada", "scout")(w)
		})
	}()
	<-busy
	ctx, cancel := context.WithCancel(background)
	second := make(chan error, 1)
	go func() { second <- s.store.Update(ctx, putting(bucket, "bo", "mentor")) }()
	cancel()
	s.is(s.soon(second), context.Canceled) // though the first is still running
	let()
	s.ok(<-first)
	s.put("cy", "trainer")
	s.holds("ada", "scout", "cy", "trainer")
}

func storyClosed(s *story) {
	s.put("ada", "scout")
	s.ok(s.store.Close())
	s.ok(s.store.Close())
	ran := false
	s.is(s.store.View(background, func(journal.Reader) error { ran = true; return nil }), journal.ErrClosed)
	s.is(s.store.Update(background, func(journal.Writer) error { ran = true; return nil }), journal.ErrClosed)
	s.is(s.store.Scrub(background), journal.ErrClosed)
	s.is(s.store.Snapshot(background, nowhere{}), journal.ErrClosed)
	if ran {
		s.fail("a fn ran in a closed store")
	}
}
