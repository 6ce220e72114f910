package journal

import (
	"bytes"
	"errors"
	"sync"
)

// Report is what [CheckLane] found.
type Report struct {
	Commits uint64 // commits of the lane up to its head
	BadAt   uint64 // seq of the first bad commit; 0: none
	Why     string // what is wrong there
}

func (r *Report) blame(seq uint64, why string) {
	if r.BadAt == 0 || seq < r.BadAt {
		r.BadAt, r.Why = seq, why
	}
}

// CheckLane checks a whole lane as it lies in the store: encodings, chain, clock, device signatures and
// commitments, and that each commit is found by its hash. Signatures are checked by several workers. It
// fails only when the store does. The signatures of people are not its matter: see [Verify].
func CheckLane(r Reader, lane Lane, workers int) (Report, error) {
	var report Report
	_, head, err := laneHead(r, lane)
	if err != nil {
		err = broken(&report, 1, err)
		return report, err
	}
	report.Commits = head.Seq
	work := make(chan []Commit, 2*max(workers, 1))
	var bad Report
	var lock sync.Mutex
	var all sync.WaitGroup
	for range max(workers, 1) {
		all.Go(func() {
			for batch := range work {
				found := checkProofs(batch)
				lock.Lock()
				if found.BadAt > 0 {
					bad.blame(found.BadAt, found.Why)
				}
				lock.Unlock()
			}
		})
	}
	err = walkLane(r, lane, head, &report, work)
	close(work)
	all.Wait()
	if bad.BadAt > 0 {
		report.blame(bad.BadAt, bad.Why)
	}
	return report, err
}

// checkProofs checks what each commit proves by itself.
func checkProofs(batch []Commit) Report {
	var found Report
	for _, c := range batch {
		if !c.deviceSigned() {
			found.blame(c.Header.Seq, "the device's signature does not fit")
		}
		for _, state := range c.states() {
			if state == Wrong {
				found.blame(c.Header.Seq, "a body does not fit its commitment")
			}
		}
	}
	return found
}

// walkLane checks the chain in order, up to its first fault, and hands the commits to the workers.
func walkLane(r Reader, lane Lane, head Head, report *Report, work chan<- []Commit) error {
	last := Head{Lane: lane}
	var batch []Commit
	defer func() { work <- batch }()
	for e, err := range LaneCommits(r, lane, 1) {
		if err != nil {
			return broken(report, last.Seq+1, err)
		}
		why, err := linkFault(r, e, last)
		if err != nil {
			return broken(report, last.Seq+1, err)
		}
		if why != "" {
			report.blame(last.Seq+1, why)
			return nil
		}
		h := e.Commit.Header
		last = Head{Lane: lane, Seq: h.Seq, Hash: e.Commit.Hash(), Clock: h.Clock}
		if batch = append(batch, e.Commit); len(batch) == page {
			work <- batch
			batch = nil
		}
	}
	if last.Hash != head.Hash || last.Clock != head.Clock {
		report.blame(max(last.Seq, 1), "the head is not the last commit")
	}
	return nil
}

// linkFault says why an entry does not follow the last one, or "".
func linkFault(r Reader, e Entry, last Head) (string, error) {
	h := e.Commit.Header
	switch {
	case h.Lane() != last.Lane || h.Seq != last.Seq+1:
		return "commit lies in the wrong place", nil
	case h.Seq > 1 && h.Prev != last.Hash:
		return "the chain is cut", nil
	case h.Clock <= last.Clock && h.Seq > 1:
		return "the clock stands still", nil
	}
	hash := e.Commit.Hash()
	key, err := r.Get(bucketHashes, hash[:])
	if err != nil {
		return "", err
	}
	if !bytes.Equal(key, e.at.key()) {
		return "commit is not found by its hash", nil
	}
	if h.Seq > 1 || h.Prev.IsZero() {
		return "", nil
	}
	former, ok, err := Find(r, h.Prev)
	if err != nil || !ok {
		return "", err
	}
	was := former.Commit.Header
	if was.Device != h.Device || was.Scope != h.Scope || was.Epoch >= h.Epoch {
		return "the epoch continues from a commit of another lane", nil
	}
	return "", nil
}

// broken turns stored bytes that cannot be read into a finding, and leaves a failing store an error.
func broken(report *Report, seq uint64, err error) error {
	if !errors.Is(err, ErrBroken) {
		return err
	}
	report.blame(seq, err.Error())
	return nil
}
