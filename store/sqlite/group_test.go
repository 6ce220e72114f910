package sqlite

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"willing/journal"
)

// gate lets the log take one group after the other, when the test says so.
type gate struct {
	reached chan int // a group has come to the log, of so many bytes
	open    chan bool
}

// slowLog makes the log of a store wait at a gate before each sync.
func slowLog(s *Store) gate {
	g := gate{make(chan int), make(chan bool)}
	honest := s.append
	s.append = func(l *logFile, frames []byte) error {
		g.reached <- len(frames)
		<-g.open
		return honest(l, frames)
	}
	return g
}

func (g gate) pass() { <-g.reached; g.open <- true }

// What stands on the group that is on its way to the disk is not shown with it.
func TestAViewSeesNothingThatTheLogHasNotTaken(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	g := slowLog(s)
	told := [2]chan error{make(chan error, 1), make(chan error, 1)}
	write := func(i int, key string) {
		ran := make(chan bool)
		go func() {
			told[i] <- s.Update(context.Background(), spied(put(key), ran))
		}()
		<-ran
	}
	write(0, "ada")
	<-g.reached
	write(1, "bo")
	s.turn <- struct{}{} // bo has been handed over
	s.give()
	g.open <- true
	if err := <-told[0]; err != nil {
		t.Fatal(err)
	}
	holds(t, s, "ada", true)
	holds(t, s, "bo", false)
	g.pass()
	if err := <-told[1]; err != nil {
		t.Fatal(err)
	}
	holds(t, s, "bo", true)
}

// Whoever comes while the disk is busy shares the next sync, eight at least; nobody waits for somebody who does not
// come.
func TestManyShareOneSync(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	g := slowLog(s)
	var all sync.WaitGroup
	write := func(i int) {
		all.Go(func() {
			if err := s.Update(context.Background(), put(fmt.Sprint("person ", i))); err != nil {
				t.Error(err)
			}
		})
	}
	write(0)
	<-g.reached
	const more = 2 * groupMost
	for i := range more {
		write(1 + i)
	}
	for waiting := 0; waiting < more; {
		s.mu.Lock()
		if waiting = len(s.waiting); waiting < more {
			s.mu.Unlock()
			s.turn <- struct{}{} // let another come by
			s.give()
			continue
		}
		s.mu.Unlock()
	}
	g.open <- true
	g.pass() // one for all of them
	all.Wait()
	for i := range more + 1 {
		holds(t, s, fmt.Sprint("person ", i), true)
	}
}

// spied is fn, and says when it has run.
func spied(fn func(journal.Writer) error, ran chan bool) func(journal.Writer) error {
	return func(w journal.Writer) error {
		defer close(ran)
		return fn(w)
	}
}
