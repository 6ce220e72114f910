package paged

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"willing/journal"
	"willing/store/memory"
)

// checkpoint writes the pages that changed, the directory that knows them, and drops the log: all in one
// step. Whoever calls it has the turn to write. Pages that an earlier moment's Views may still read stay on
// the disk as garbage until a later checkpoint.
func (s *Store) checkpoint() error {
	old := s.published.Load()
	plan := &plan{store: s, old: old.dir, dir: &directory{pages: maps.Clone(old.dir.pages), next: old.dir.next, logged: s.logged}}
	err := old.changes.View(context.Background(), func(changes journal.Reader) error {
		r := &reader{store: s, dir: old.dir, changes: changes}
		for _, b := range old.changes.Buckets() {
			if err := plan.bucket(r, b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	deletes := plan.collect(old)
	if len(plan.puts) == 0 && len(deletes) == 0 && old.dir.logged == s.logged {
		return nil
	}
	if err := plan.put(directoryName, plan.dir.encode()); err != nil {
		return err
	}
	for n := old.dir.logged + 1; n <= s.logged; n++ {
		deletes = append(deletes, logName(n))
	}
	if err := s.disk.Apply(plan.puts, deletes); err != nil {
		return fmt.Errorf("%w: %w", journal.ErrStore, err)
	}
	s.size = 0
	for _, n := range plan.dropped {
		s.cache.forget(n)
	}
	s.gate.Lock() // whoever enters either reads the old moment and is counted there, or reads the new one
	s.published.Store(&moment{dir: plan.dir, changes: memory.New(), before: old})
	s.gate.Unlock()
	return nil
}

// plan is a checkpoint in the making.
type plan struct {
	store    *Store
	old, dir *directory
	puts     []Record
	dropped  []uint64 // pages of the old directory that the new one does not know
}

func (p *plan) put(name string, plain []byte) error {
	sealed, err := p.store.sealer.Seal(name, plain)
	if err != nil {
		return fmt.Errorf("%w: %w", journal.ErrStore, err)
	}
	p.puts = append(p.puts, Record{name, sealed})
	return nil
}

// bucket writes those pages of a bucket anew on which something changed.
func (p *plan) bucket(r *reader, b journal.Bucket) error {
	var pages []page
	for i, s := range p.old.spans(b, nil, nil) {
		changes, err := r.changesIn(b, s.from, s.to)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			if !s.empty {
				pages = append(pages, p.old.pages[b][i])
			}
			continue
		}
		var stored []entry
		if !s.empty {
			opened, err := p.store.open(s.number)
			if err != nil {
				return err
			}
			stored = opened.within(nil, nil)
			p.dropped = append(p.dropped, s.number)
		}
		for _, run := range split(merge(stored, changes)) {
			if err := p.put(pageName(p.dir.next), encodePage(run)); err != nil {
				return err
			}
			p.store.cache.sift(p.dir.next, len(run), func(i int) []byte { return run[i].key }) // nobody asks for it before it is written
			pages = append(pages, page{first: slices.Clone(run[0].key), number: p.dir.next})
			p.dir.next++
		}
	}
	if len(pages) == 0 {
		delete(p.dir.pages, b)
		return nil
	}
	p.dir.pages[b] = pages
	return nil
}

// collect names the garbage that nobody reads any more, and hands the rest on to the new directory.
func (p *plan) collect(old *moment) (deletes []string) {
	if !old.before.read() {
		for _, n := range p.old.garbage {
			deletes = append(deletes, pageName(n))
		}
		old.before = nil
	} else {
		p.dir.garbage = slices.Clone(p.old.garbage)
	}
	p.dir.garbage = append(p.dir.garbage, p.dropped...)
	return deletes
}

// read reports whether somebody reads this moment or one before it.
func (m *moment) read() bool {
	for ; m != nil; m = m.before {
		if m.views.busy() {
			return true
		}
	}
	return false
}
