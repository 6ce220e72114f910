package simexchange

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
)

// Seeds lives a number of seeds from first on, as many at once as there are processors. Each failure is shrunk
// and told. It returns the line that says how it went, and what happened how often.
func Seeds(first uint64, n int, tell func(*Failure)) (report string, failed int, happened Tally) {
	happened = Tally{}
	var mu sync.Mutex
	var all sync.WaitGroup
	var bad []*Failure
	next := make(chan uint64)
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for seed := range next {
				tally := Tally{}
				f := run(Draw(seed), tally)
				mu.Lock()
				if f != nil {
					bad = append(bad, f)
				}
				for what, n := range tally {
					happened[what] += n
				}
				mu.Unlock()
			}
		})
	}
	for i := range n {
		next <- first + uint64(i)
	}
	close(next)
	all.Wait()
	slices.SortFunc(bad, func(a, b *Failure) int { return int(int64(a.Plan.Seed) - int64(b.Plan.Seed)) })
	for i, f := range bad {
		if i < mostShrunk {
			f = Shrink(f)
		}
		tell(f)
	}
	return fmt.Sprintf("%d seeds, %d failed", n, len(bad)), len(bad), happened
}

// mostShrunk is how many failures are shrunk; the seeds of the others are only told.
const mostShrunk = 5
