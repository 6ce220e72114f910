package simexchange

import (
	"fmt"
	"runtime"
	"sync"
)

// Seeds lives a number of seeds from first on, as many at once as there are processors. Each failure is told as soon as it
// is found, the first ones shrunk: a run that somebody breaks off has told what it found. It returns the line that says how it went, and what happened how often.
func Seeds(first uint64, n int, tell func(*Failure)) (report string, failed int, happened Tally) {
	happened = Tally{}
	var mu sync.Mutex
	var all sync.WaitGroup
	next := make(chan uint64)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for seed := range next {
				tally := Tally{}
				f := run(Draw(seed), tally)
				mu.Lock()
				if f != nil {
					failed++
				}
				shrinks := f != nil && failed <= mostShrunk
				for what, n := range tally {
					happened[what] += n
				}
				mu.Unlock()
				if shrinks {
					f = Shrink(f)
				}
				if f != nil {
					mu.Lock()
					tell(f)
					mu.Unlock()
				}
			}
		})
	}
	for i := range n {
		next <- first + uint64(i)
	}
	close(next)
	all.Wait()
	return fmt.Sprintf("%d seeds, %d failed", n, failed), failed, happened
}

// mostShrunk is how many failures are shrunk; the seeds of the others are only told.
const mostShrunk = 5
