package desk

import (
	"bytes"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"

	"willing/casebook"
	"willing/journal"
)

// derived is everything in the views that comes from one person.
type derived struct {
	row       *Row
	entries   []viewEntry // all but keys and tallies, which several people share
	irregular int
	pending   int
}

type viewEntry struct {
	bucket     journal.Bucket
	key, value []byte
}

// sums is what adds up over everybody.
type sums struct {
	people      int
	irregular   int
	pending     int
	territories map[string]*Sum // by the name of the sum, see [Row.sums]
}

func (s *sums) add(p *derived) {
	s.people++
	s.irregular += p.irregular
	s.pending += p.pending
	for _, sum := range p.row.sums() {
		if s.territories[sum] == nil {
			s.territories[sum] = &Sum{}
		}
		s.territories[sum].add(p.row, +1)
	}
}

// heldAtOnce bounds how many commits are in memory while views are derived, about 2 KB each. Beyond that
// the log is read several times, each time for a part of the people.
const heldAtOnce = 200_000

// derive folds everybody from the journal alone and hands what comes of each to fn, one after the other,
// in no particular order. Lanes are read from end to end, which is many times faster than person by
// person; folding uses all processors. The house is the one of r, whatever happens meanwhile.
func (d *Desk) derive(ctx context.Context, r journal.Reader, fn func(*derived) error) (*sums, error) {
	frozen := &Desk{Config: d.Config}
	if err := frozen.loadHouse(r); err != nil {
		return nil, err
	}
	x := &deriving{d: frozen, r: r, now: d.Now().UTC(), fn: fn, sums: sums{territories: map[string]*Sum{}}}
	if err := x.survey(); err != nil {
		return nil, err
	}
	parts := x.commits/heldAtOnce + 1
	for part := range parts {
		if err := x.part(ctx, part, parts); err != nil {
			return nil, err
		}
	}
	x.sums.irregular += len(frozen.house.Irregular)
	return &x.sums, nil
}

// deriving is one run of derive.
type deriving struct {
	d       *Desk
	r       journal.Reader
	now     time.Time
	commits int
	groups  map[casebook.ID][]casebook.ID // records that belong together, by each of them; not those that stand alone

	mu     sync.Mutex // guards what follows
	fn     func(*derived) error
	sums   sums
	failed error
}

// each walks over every commit of the journal, lane by lane.
func (x *deriving) each(fn func(journal.Commit) error) error {
	for h, err := range journal.Heads(x.r) {
		if err != nil {
			return journalBroken(err)
		}
		for e, err := range journal.LaneCommits(x.r, h.Lane, 1) {
			if err != nil {
				return journalBroken(err)
			}
			if err := fn(e.Commit); err != nil {
				return err
			}
		}
	}
	for e, err := range journal.Forks(x.r) {
		if err != nil {
			return journalBroken(err)
		}
		if err := fn(e.Commit); err != nil {
			return err
		}
	}
	return nil
}

func journalBroken(err error) error {
	return failFrom(Broken, err, "the journal cannot be read to its end: restore a backup")
}

// survey counts the commits and finds out which records belong together.
func (x *deriving) survey() error {
	judged := map[casebook.ID]bool{}
	err := x.each(func(c journal.Commit) error {
		x.commits++
		if slices.Contains(c.Header.Types, casebook.MatchJudged) {
			judged[casebook.ID(c.Header.Subject)] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	edges := map[casebook.ID][]casebook.ID{}
	for record := range judged {
		commits, err := x.d.recordCommits(x.r, record)
		if err != nil {
			return err
		}
		for _, other := range casebook.SameAs(x.d.house, commits) {
			edges[record] = append(edges[record], other)
			edges[other] = append(edges[other], record)
		}
	}
	x.groups = map[casebook.ID][]casebook.ID{}
	done := map[casebook.ID]bool{}
	for record := range edges {
		if done[record] {
			continue
		}
		group := component(record, edges, done)
		for _, id := range group {
			x.groups[id] = group
		}
	}
	return nil
}

// leader is the first of the records that belong together: the person's.
func (x *deriving) leader(record casebook.ID) casebook.ID {
	if group := x.groups[record]; group != nil {
		return group[0]
	}
	return record
}

// part folds one part of the people.
func (x *deriving) part(ctx context.Context, part, parts int) error {
	people := map[casebook.ID][]journal.Commit{}
	err := x.each(func(c journal.Commit) error {
		record := casebook.ID(c.Header.Subject)
		person := x.leader(record)
		if !record.IsZero() && (int(person[0])<<8|int(person[1]))%parts == part {
			people[person] = append(people[person], c)
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	work := make(chan []journal.Commit, 64)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for commits := range work {
				x.fold(commits)
			}
		})
	}
	for person := range maps.Keys(people) {
		work <- people[person]
	}
	close(work)
	all.Wait()
	return x.failed
}

// fold makes what comes of one person, and hands it on.
func (x *deriving) fold(commits []journal.Commit) {
	p, err := x.derived(commits)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.failed != nil || p == nil && err == nil {
		return
	}
	if err == nil {
		x.sums.add(p)
		err = x.fn(p)
	}
	x.failed = err
}

// proofs reads which signatures did not hold. The reader serves one goroutine at a time.
func (x *deriving) proofs(c journal.Commit) (proofs, error) {
	if c.Header.Device == x.d.Home {
		return proofs{}, nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.d.proofsOf(x.r, c)
}

// derived folds one person; nil if nothing of the commits is about a person.
func (x *deriving) derived(commits []journal.Commit) (*derived, error) {
	records := []casebook.ID{casebook.ID(commits[0].Header.Subject)}
	if group := x.groups[records[0]]; group != nil {
		records = group
	}
	own := make([][]*casebook.Commit, len(records))
	about := false
	for _, c := range commits {
		p, err := x.proofs(c)
		if err != nil {
			return nil, err
		}
		cc := x.d.decode(c, p)
		about = about || !houseOnly(cc)
		i := slices.Index(records, cc.Subject)
		own[i] = append(own[i], cc)
	}
	if !about {
		return nil, nil
	}
	row, s, err := x.rowAsOf(records, own)
	if err != nil {
		return nil, err
	}
	p := &derived{row: row}
	p.irregular, p.pending = needsLook(s)
	return p, p.fill(own, x.d.AtHome())
}

// rowAsOf folds a person as of now; or, where time alone has changed them since their live row was made,
// as of the last moment for which that row speaks. (Such rows wait for the next [Desk.Tidy]; they are not
// wrong.)
func (x *deriving) rowAsOf(records []casebook.ID, own [][]*casebook.Commit) (*Row, *casebook.State, error) {
	row, s := x.d.rowOf(records, own, x.now)
	changed := s.ChangesAt(time.Time{})
	if changed.IsZero() || changed.After(x.now) {
		return row, s, nil
	}
	x.mu.Lock()
	live, err := rowAt(x.r, row.Person)
	x.mu.Unlock()
	if err != nil || live == nil || live.Wake == 0 || live.Wake > x.now.UnixMilli() {
		return row, s, err
	}
	row, s = x.d.rowOf(records, own, time.UnixMilli(live.Wake-1).UTC())
	return row, s, nil
}

// fill makes the entries of the views that come from one person alone.
func (p *derived) fill(own [][]*casebook.Commit, home bool) error {
	raw, err := journal.Marshal(p.row)
	if err != nil {
		return err
	}
	p.entries = append(p.entries, viewEntry{bucketPeople, p.row.Person[:], raw})
	index := p.row.entriesOf()
	slices.SortFunc(index, bytes.Compare)
	for _, key := range slices.CompactFunc(index, bytes.Equal) {
		p.entries = append(p.entries, viewEntry{bucket: bucketIndex, key: key})
	}
	if len(p.row.Records) > 1 {
		if raw, err = journal.Marshal(p.row.Records); err != nil {
			return err
		}
		for _, id := range p.row.Records {
			p.entries = append(p.entries, viewEntry{bucketLinks, id[:], raw})
		}
	}
	for i, commits := range own {
		if !home {
			break // a row that headquarters read is headquarters' to know again
		}
		for _, tag := range rowTags(commits) {
			p.entries = append(p.entries, viewEntry{bucketRows, tag, p.row.Records[i][:]})
		}
	}
	return nil
}

// rowTags lists the tags of the imported rows that a record came from. Only what headquarters took in
// itself counts: a row that another device read is another's to know again.
func rowTags(commits []*casebook.Commit) [][]byte {
	var out [][]byte
	for _, c := range commits {
		for _, e := range c.Events {
			if lead, ok := e.Body.(*casebook.Lead); ok && c.Home && len(lead.Tag) > 0 {
				out = append(out, lead.Tag)
			}
		}
	}
	return out
}
