package paged

import "sync"

// readers counts who reads a moment.
type readers struct {
	mu   sync.Mutex
	n    int
	none sync.Cond
}

func (r *readers) add() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
}

func (r *readers) done() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.n--; r.n == 0 && r.none.L != nil {
		r.none.Broadcast()
	}
}

func (r *readers) busy() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.n > 0
}

// wait returns when nobody reads any more.
func (r *readers) wait() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.none.L = &r.mu
	for r.n > 0 {
		r.none.Wait()
	}
}
