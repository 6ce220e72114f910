package storetest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"willing/journal"
)

var crowdCases = []Case{
	{"of many hands counting together none is lost, and one counts at a time", storyCounting},
	{"in a crowd each Update is judged alone", storyJudgedAlone},
	{"who reads while money changes hands sees none lost", storyTransfers},
	{"Updates that waited are turned away when the store closes", storyClosedWaiting},
}

// crowd runs fn in n goroutines and ends the story with what went wrong in any.
func (s *story) crowd(n int, fn func(me int) error) {
	faults := make([]error, n)
	var all sync.WaitGroup
	for me := range n {
		all.Go(func() { faults[me] = fn(me) })
	}
	all.Wait()
	s.ok(errors.Join(faults...))
}

// number reads a counter; a missing one is 0.
func number(r journal.Reader, key string) (uint64, error) {
	v, err := r.Get(bucket, []byte(key))
	if err != nil || v == nil {
		return 0, err
	}
	if len(v) != 8 {
		return 0, fmt.Errorf("counter %s has %d bytes", key, len(v))
	}
	return binary.BigEndian.Uint64(v), nil
}

// add adds to a counter.
func add(w journal.Writer, key string, n uint64) error {
	old, err := number(w, key)
	if err != nil {
		return err
	}
	return w.Put(bucket, []byte(key), binary.BigEndian.AppendUint64(nil, old+n))
}

func storyCounting(s *story) {
	const hands, turns = 16, 20
	var inside atomic.Int32
	s.crowd(hands, func(int) error {
		for range turns {
			err := s.store.Update(background, func(w journal.Writer) error {
				if inside.Add(1) != 1 {
					return errors.New("two fns ran at one time")
				}
				defer inside.Add(-1)
				return add(w, "count", 1)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	s.reopen()
	s.view(func(r journal.Reader) {
		if n, err := number(r, "count"); err != nil || n != hands*turns {
			s.fail("counted %d (%v), want %d", n, err, hands*turns)
		}
	})
}

func storyJudgedAlone(s *story) {
	const hands, turns = 12, 15
	s.crowd(hands, func(me int) error {
		for turn := range turns {
			if err := s.takeTurn(me, turn); err != nil {
				return err
			}
		}
		return nil
	})
	s.view(func(r journal.Reader) {
		for key, want := range map[string]uint64{"good": hands * turns / 3, "bad": 0, "panicked": 0} {
			if n, err := number(r, key); err != nil || n != want {
				s.fail("%s stands at %d (%v), want %d", key, n, err, want)
			}
		}
	})
}

// takeTurn makes one Update that succeeds, returns an error, or panics.
func (s *story) takeTurn(me, turn int) (err error) {
	switch (me + turn) % 3 {
	case 0:
		return s.store.Update(background, func(w journal.Writer) error { return add(w, "good", 1) })
	case 1:
		err = s.store.Update(background, func(w journal.Writer) error {
			return errors.Join(add(w, "bad", 1), errOnBoard)
		})
		if !errors.Is(err, errOnBoard) {
			return fmt.Errorf("an fn's error came back as %v", err)
		}
		return nil
	}
	defer func() {
		if r := recover(); r != me {
			err = fmt.Errorf("hand %d recovered %v", me, r)
		}
	}()
	return s.store.Update(background, func(w journal.Writer) error {
		if err := add(w, "panicked", 1); err != nil {
			return err
		}
		panic(me)
	})
}

func storyTransfers(s *story) {
	accounts := []string{"ada", "bo", "cy", "di"}
	const each = 1000
	s.ok(s.store.Update(background, func(w journal.Writer) error {
		var faults []error
		for _, a := range accounts {
			faults = append(faults, add(w, a, each))
		}
		return errors.Join(faults...)
	}))
	s.crowd(4, func(me int) error {
		for turn := range 25 {
			from, to := accounts[(me+turn)%4], accounts[(me+2*turn+1)%4]
			err := s.store.Update(background, func(w journal.Writer) error {
				if err := add(w, from, ^uint64(0)); err != nil { // minus one
					return err
				}
				return add(w, to, 1)
			})
			if err = errors.Join(err, s.store.View(background, sumIs(each*4))); err != nil {
				return err
			}
		}
		return nil
	})
}

// sumIs is the fn of a View that adds up all counters while others write.
func sumIs(want uint64) func(journal.Reader) error {
	return func(r journal.Reader) error {
		var sum uint64
		entries, fault := r.Scan(bucket, nil, nil)
		for _, v := range entries {
			sum += binary.BigEndian.Uint64(v)
		}
		if sum != want {
			return errors.Join(fmt.Errorf("the sum is %d, want %d", sum, want), fault())
		}
		return fault()
	}
}

func storyClosedWaiting(s *story) {
	busy, free, first := make(chan bool), make(chan bool), make(chan error, 1)
	closed, second := make(chan error, 1), make(chan error, 1)
	let := sync.OnceFunc(func() { close(free) })
	defer let()
	go func() {
		first <- s.store.Update(background, func(w journal.Writer) error {
			close(busy)
			<-free
			return w.Put(bucket, []byte("ada"), []byte("scout"))
		})
	}()
	<-busy
	go func() { closed <- s.store.Close() }()
	go func() { second <- s.store.Update(background, putting(bucket, "bo", "mentor")) }()
	s.is(s.soon(second), journal.ErrClosed) // it waited until Close turned it away
	let()
	s.ok(errors.Join(<-first, <-closed))
}
