package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"willing/journal"
)

// moment is the state of the store behind one Update: what the table does not hold yet. Nobody changes its
// trees any more.
type moment struct {
	young  *tree // what came since the last freeze
	old    *tree // what is being written into the table; nil if nothing is
	size   int   // cost of young
	number uint64
}

func (m *moment) trees() []*tree {
	if m.old == nil {
		return []*tree{m.young}
	}
	return []*tree{m.young, m.old}
}

// update is an Update whose fn has succeeded, on its way into the log.
type update struct {
	frame  frame // empty if it changed nothing
	log    int   // which of the two files
	after  moment
	answer chan error // holds one
}

// Update implements [journal.Store]. fn runs in the caller's goroutine while it holds the turn; the next fn
// may run while this one's changes are on their way to the disk.
func (s *Store) Update(ctx context.Context, fn func(journal.Writer) error) error {
	u, err := s.inTurn(ctx, fn)
	if u == nil || err != nil {
		return err
	}
	return <-u.answer
}

// inTurn runs fn when its turn has come.
func (s *Store) inTurn(ctx context.Context, fn func(journal.Writer) error) (*update, error) {
	s.come()
	defer s.leave() // even if fn panics
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	return s.run(fn)
}

// take takes the turn.
func (s *Store) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil { // select would choose by chance
		return err
	}
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.closing:
		return journal.ErrClosed
	}
	select {
	case <-s.closing:
		s.give()
		return journal.ErrClosed
	default:
		return nil
	}
}

// give gives the turn to the next.
func (s *Store) give() { <-s.turn }

// run runs fn, with the turn, and hands what it wrote to the log. It returns no update if there is nothing to
// wait for.
func (s *Store) run(fn func(journal.Writer) error) (*update, error) {
	defer s.give()
	if err := s.ready(); err != nil {
		return nil, err
	}
	t := s.begin()
	defer t.end()
	if err := t.verdict(fn(t)); err != nil {
		return nil, err
	}
	if t.spilled {
		return nil, t.keep()
	}
	if err := s.room(t); err != nil {
		return nil, err
	}
	return s.enqueue(t), nil
}

// ready says why no Update can run, if so.
func (s *Store) ready() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		return s.failed
	}
	if s.stuck != nil {
		s.flush()
	}
	return s.stuck
}

// enqueue puts what t wrote behind the other Updates that wait for the log.
func (s *Store) enqueue(t *tx) *update {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &update{log: s.active, answer: make(chan error, 1)}
	if len(t.frame) > 0 {
		s.now.number++
		t.frame.close(s.now.number)
		u.frame = t.frame
		s.takeIn(t)
	}
	u.after = s.now
	s.waiting = append(s.waiting, u)
	s.ring()
	if s.now.size > s.limit {
		s.freeze()
	}
	return u
}

// takeIn puts what t wrote among the young changes, with s.mu. Updates that go into the log together share one tree: it is
// copied once for each group and not once for each of them, since Views see the moment behind the last of a group.
func (s *Store) takeIn(t *tx) {
	if s.held {
		s.now.young, s.held = s.now.young.Copy(), false
	}
	s.absent.note(t.trees[0])
	young := s.now.young
	t.trees[0].Scan(func(c change) bool {
		young.Set(c)
		return true
	})
	s.now.size += t.size
}

// ring wakes the goroutine that writes the log.
func (s *Store) ring() {
	select {
	case s.bell <- struct{}{}:
	default:
	}
}

// write is the goroutine that writes the log.
func (s *Store) write() {
	defer close(s.gone)
	for range s.bell {
		s.commit()
	}
}

// commit writes the Updates that wait together into the log, syncs it once, and answers them.
func (s *Store) commit() {
	s.mu.Lock()
	s.gather()
	group := s.waiting
	s.waiting = nil
	s.writing, s.held = true, s.held || len(group) > 0
	s.mu.Unlock()
	for len(group) > 0 {
		n := 1
		for n < len(group) && group[n].log == group[0].log {
			n++
		}
		if err := s.log(group[:n]); err != nil {
			s.lose(group, err)
			break
		}
		s.publish(group[n-1].after)
		for _, u := range group[:n] {
			u.frame.done()
			u.answer <- nil
		}
		group = group[n:]
	}
	s.mu.Lock()
	s.writing = false
	s.wake.Broadcast()
	s.mu.Unlock()
}

// A group is synced at once if nobody else is writing. Otherwise it waits for them, since a sync costs as much for
// many as for one; but not for more than groupMost, nor longer than groupTime.
const (
	groupMost = 16
	groupTime = 2 * time.Millisecond
)

// gather waits, with s.mu, until a group is worth its sync.
func (s *Store) gather() {
	if s.gathered() {
		return
	}
	late := false
	timer := time.AfterFunc(groupTime, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		late = true
		s.wake.Broadcast()
	})
	defer timer.Stop()
	for !late && !s.gathered() {
		s.wake.Wait()
	}
}

// gathered tells, with s.mu, whether those who wait for the log need wait for nobody.
func (s *Store) gathered() bool {
	return s.hurry || s.coming == 0 || len(s.waiting) == 0 || len(s.waiting) >= groupMost
}

// come notes that somebody is about to write.
func (s *Store) come() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.coming++
}

// leave notes that they have handed over what they wrote, or nothing.
func (s *Store) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.coming--
	if len(s.waiting) > 0 && s.gathered() {
		s.wake.Broadcast()
	}
}

// log writes the frames of a group into its log file, durably.
func (s *Store) log(group []*update) error {
	frames := []byte(group[0].frame)
	if len(group) > 1 {
		s.frames = s.frames[:0]
		for _, u := range group {
			s.frames = append(s.frames, u.frame...)
		}
		frames = s.frames
	}
	if len(frames) == 0 {
		return nil
	}
	if err := s.use(); err != nil {
		return err
	}
	return s.append(s.logs[group[0].log], frames)
}

// publish lets Views see a moment that is durable now.
func (s *Store) publish(m moment) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.old != s.now.old {
		m.old = nil // it stands in the table by now
	}
	s.published.Store(&m)
	s.wake.Broadcast()
}

// lose answers a group that the log did not take, and whoever has run since, whose changes stand on what is
// lost. The store goes on from the last moment that is durable. If it is open whether the disk has the group, the
// store takes no more Updates: only opening it again shows what is there.
func (s *Store) lose(group []*update, err error) {
	told := failure("commit", err)
	if errors.Is(err, errUnsure) {
		told = fmt.Errorf("%w: %w", journal.ErrUncertain, told)
	}
	s.mu.Lock()
	s.lost = told // whoever holds the turn and waits for the log is turned away
	s.wake.Broadcast()
	s.mu.Unlock()
	s.turn <- struct{}{}
	defer s.give()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range append(group, s.waiting...) {
		u.answer <- told
	}
	s.waiting = nil
	s.now, s.held = *s.published.Load(), true
	s.active = group[0].log
	s.lost = nil
	if errors.Is(err, errUnsure) {
		s.failed = errMustOpen
	}
	s.wake.Broadcast()
}

var errMustOpen = fmt.Errorf("commit: %w: an earlier commit failed, the store must be opened again", journal.ErrStore)

// settle waits, with s.mu, until the log holds every Update.
func (s *Store) settle() error {
	s.hurry = true
	s.wake.Broadcast()
	defer func() { s.hurry = false }()
	for len(s.waiting) > 0 || s.writing {
		if s.lost != nil {
			return s.lost
		}
		s.wake.Wait()
	}
	return s.failed
}
