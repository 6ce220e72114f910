package desk

import (
	"bytes"
	"context"
	"iter"
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

// heldAtOnce bounds how many commits wait in memory for the others about their person, about 2 KB each. Beyond
// that the log is read once more for whoever found no room.
const heldAtOnce = 100_000

// derive folds everybody from the journal alone and hands what comes of each to fn, one after the other, in the
// caller's goroutine and in no particular order; fn may write. Lanes are read from end to end, which is many times
// faster than person by person, once to count and once to fold; folding uses all processors meanwhile. The house
// is the one of r, whatever happens meanwhile.
func (d *Desk) derive(ctx context.Context, r journal.Reader, fn func(*derived) error) (*sums, error) {
	frozen := &Desk{Config: d.Config}
	if err := frozen.loadHouse(r); err != nil {
		return nil, err
	}
	x := &deriving{d: frozen, r: r, now: d.Now().UTC(), fn: fn, sums: sums{territories: map[string]*Sum{}}}
	if err := x.survey(); err != nil {
		return nil, err
	}
	for more := true; more; {
		var err error
		if more, err = x.pass(ctx); err != nil {
			return nil, err
		}
	}
	x.sums.irregular += len(frozen.house.Irregular)
	return &x.sums, nil
}

// deriving is one run of derive.
type deriving struct {
	d      *Desk
	r      journal.Reader
	now    time.Time
	groups map[casebook.ID][]casebook.ID // records that belong together, by each of them; not those that stand alone
	counts map[casebook.ID]int           // how many commits there are about a person not folded yet, by their first record
	fn     func(*derived) error
	sums   sums
}

// each walks over every commit of the journal, lane by lane, then those that stand in none.
func (x *deriving) each(lane func(journal.Reader, journal.Lane) iter.Seq2[journal.Entry, error], fn func(journal.Commit) error) error {
	for h, err := range journal.Heads(x.r) {
		if err != nil {
			return journalBroken(err)
		}
		for e, err := range lane(x.r, h.Lane) {
			if err != nil {
				return journalBroken(err)
			}
			if err := fn(e.Commit); err != nil {
				return err
			}
		}
	}
	for _, beside := range []iter.Seq2[journal.Entry, error]{journal.Forks(x.r), journal.EarlyCommits(x.r)} {
		for e, err := range beside {
			if err != nil {
				return journalBroken(err)
			}
			if err := fn(e.Commit); err != nil {
				return err
			}
		}
	}
	return nil
}

func wholeLane(r journal.Reader, lane journal.Lane) iter.Seq2[journal.Entry, error] {
	return journal.LaneCommits(r, lane, 1)
}

func journalBroken(err error) error {
	return failFrom(Broken, err, "the journal cannot be read to its end: `willing verify` says what is damaged, and what helps")
}

// survey counts the commits about each person and finds out which records belong together.
func (x *deriving) survey() error {
	judged := map[casebook.ID]bool{}
	about := map[casebook.ID]int{}
	err := x.each(journal.LaneHeaders, func(c journal.Commit) error {
		if record := casebook.ID(c.Header.Subject); !record.IsZero() {
			about[record]++
		}
		if slices.Contains(c.Header.Types, casebook.MatchJudged) {
			judged[casebook.ID(c.Header.Subject)] = true
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := x.group(judged); err != nil {
		return err
	}
	for record := range x.groups {
		if person := x.leader(record); person != record {
			about[person] += about[record]
			delete(about, record)
		}
	}
	x.counts = about
	return nil
}

// group finds out which records belong together, given those about which somebody has judged.
func (x *deriving) group(judged map[casebook.ID]bool) error {
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

// dossier is all commits about a person, and what came of their signatures.
type dossier struct {
	commits []journal.Commit
	proofs  []proofs
}

// folded is what came of one person: p is nil if nothing is about a person.
type folded struct {
	from *dossier
	p    *derived
	aged bool // time alone changes them: p is of this moment, and perhaps not of one for which the live row speaks
	err  error
}

// pass reads the log once and folds whoever finds room. It reports whether somebody did not.
func (x *deriving) pass(ctx context.Context) (more bool, err error) {
	work, made := make(chan *dossier, 64), make(chan folded, 64)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for g := range work {
				made <- x.fold(g)
			}
		})
	}
	waiting := 0
	take := func(f folded) error {
		waiting--
		return x.take(f)
	}
	more, err = x.gather(ctx, func(g *dossier) error {
		for {
			select {
			case work <- g:
				waiting++
				return nil
			case f := <-made:
				if err := take(f); err != nil {
					return err
				}
			}
		}
	})
	close(work)
	for waiting > 0 {
		if f := <-made; err == nil {
			err = take(f)
		} else {
			waiting--
		}
	}
	all.Wait()
	return more, err
}

// gather collects the commits of each person who finds room and hands them on when they are complete.
func (x *deriving) gather(ctx context.Context, hand func(*dossier) error) (more bool, err error) {
	held, later, size := map[casebook.ID]*dossier{}, map[casebook.ID]bool{}, 0
	err = x.each(wholeLane, func(c journal.Commit) error {
		person := x.leader(casebook.ID(c.Header.Subject))
		want := x.counts[person]
		if want == 0 || later[person] {
			return ctx.Err()
		}
		g := held[person]
		if g == nil && size >= heldAtOnce {
			later[person] = true
			return ctx.Err()
		}
		if g == nil {
			g = &dossier{}
			held[person] = g
		}
		p, err := x.d.proofsOf(x.r, c)
		if err != nil {
			return err
		}
		g.commits, g.proofs, size = append(g.commits, c), append(g.proofs, p), size+1
		if len(g.commits) < want {
			return ctx.Err()
		}
		delete(held, person)
		delete(x.counts, person)
		size -= want
		return hand(g)
	})
	return len(later) > 0, err
}

// take hands on what came of one person.
func (x *deriving) take(f folded) error {
	if f.err == nil && f.aged {
		f.p, f.err = x.asOfLive(f)
	}
	if f.err != nil || f.p == nil {
		return f.err
	}
	x.sums.add(f.p)
	return x.fn(f.p)
}

// fold folds one person. It reads nothing, so that many go on at once.
func (x *deriving) fold(g *dossier) folded {
	records, own, about := x.records(g)
	if !about {
		return folded{from: g}
	}
	row, s := x.d.rowOf(records, own, x.now)
	aged := !s.ChangesAt(time.Time{}).IsZero() || row.goesOn(s) && s.Turns(x.d.firstRole())
	p, err := derivedOf(casebook.Device(x.d.Device.Device()), row, s, own)
	return folded{from: g, p: p, aged: aged, err: err}
}

// records decodes the commits of each of a person's records. about is false if all of them concern the house.
func (x *deriving) records(g *dossier) (records []casebook.ID, own [][]*casebook.Commit, about bool) {
	records = []casebook.ID{casebook.ID(g.commits[0].Header.Subject)}
	if group := x.groups[records[0]]; group != nil {
		records = group
	}
	own = make([][]*casebook.Commit, len(records))
	for i, c := range g.commits {
		cc := x.d.decode(c, g.proofs[i])
		about = about || !houseOnly(cc)
		at := slices.Index(records, cc.Subject)
		own[at] = append(own[at], cc)
	}
	return records, own, about
}

func derivedOf(here casebook.Device, row *Row, s *casebook.State, own [][]*casebook.Commit) (*derived, error) {
	p := &derived{row: row}
	p.irregular, p.pending = needsLook(s)
	return p, p.fill(own, here)
}

// asOfLive folds a person whom time alone may have changed since their live row was made, as of the nearest moment for
// which that row speaks. (Such rows wait for the next [Desk.Tidy]; they are not wrong.)
func (x *deriving) asOfLive(f folded) (*derived, error) {
	now := x.now
	raw, err := x.r.Get(bucketPeople, f.p.row.Person[:])
	if err != nil || bytes.Equal(raw, f.p.row.raw) {
		return f.p, err
	}
	live, err := rowAt(x.r, f.p.row.Person)
	if err != nil {
		return nil, err
	}
	switch {
	case live == nil:
		return f.p, nil
	case live.From > now.UnixMilli(): // the clock was set back since
		now = time.UnixMilli(live.From).UTC()
	case live.Wake != 0 && live.Wake <= now.UnixMilli():
		now = time.UnixMilli(max(live.From, live.Wake-1)).UTC() // what is overdue already when the row is made wakes it from before
	default:
		return f.p, nil
	}
	records, own, _ := x.records(f.from)
	row, s := x.d.rowOf(records, own, now)
	return derivedOf(casebook.Device(x.d.Device.Device()), row, s, own)
}

// fill makes the entries of the views that come from one person alone.
func (p *derived) fill(own [][]*casebook.Commit, here casebook.Device) error {
	raw, err := journal.Marshal(p.row)
	if err != nil {
		return err
	}
	p.row.raw = raw
	index := indexOf([]*Row{p.row})
	p.entries = make([]viewEntry, 0, len(index)+2)
	p.entries = append(p.entries, viewEntry{bucketPeople, p.row.Person[:], raw})
	for _, key := range index {
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
		for _, tag := range rowTags(commits, here) {
			p.entries = append(p.entries, viewEntry{bucketRows, tag, p.row.Records[i][:]})
		}
	}
	return nil
}

// rowTags lists the tags of the imported rows that a record came from. Only what this device took in
// itself counts: a row that another device read is another's to know again.
func rowTags(commits []*casebook.Commit, here casebook.Device) [][]byte {
	var out [][]byte
	for _, c := range commits {
		for _, e := range c.Events {
			if lead, ok := e.Body.(*casebook.Lead); ok && c.Device == here && len(lead.Tag) > 0 {
				out = append(out, lead.Tag)
			}
		}
	}
	return out
}
