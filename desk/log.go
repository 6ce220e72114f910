//go:build !js

package desk

import (
	"context"
	"iter"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// LogQuery asks for a page of the log, newest first. Empty fields ask for nothing in particular.
type LogQuery struct {
	Person    casebook.ID       // all records of this person
	Actor     casebook.ID       // who acted or witnessed
	Type      string            // an event type, or its beginning up to a dot: "erasure."
	Effect    casebook.Effect   // in the header
	Gate      string            // an event lacks something by this gate: "G11"
	Standing  casebook.Standing // of one of its events
	Territory string            // where the person stands now
	From      time.Time         // when it came here: from then on
	Until     time.Time         // and before then
	After     uint64            // where the page before ended: [LogPage.Next]
	Limit     int               // rows a page; 50 if zero, 500 at most
}

// LogPage is a page of the log.
type LogPage struct {
	Rows []LogRow `json:"rows"`
	// Next goes on, for [LogQuery.After]; 0 at the end. A page looks at a bounded part of the log, so where
	// little matches it may be short, or empty, and still go on.
	Next uint64 `json:"next,omitempty"`
}

// LogRow is one commit.
type LogRow struct {
	Commit    casebook.Hash     `json:"commit"`
	Arrival   uint64            `json:"arrival"` // its number in the order in which commits came to this node
	At        time.Time         `json:"at"`      // by its author's clock
	Arrived   time.Time         `json:"arrived"` // here
	Device    string            `json:"device"`  // public key, hexadecimal
	Scope     string            `json:"scope"`
	Epoch     uint32            `json:"epoch"`
	Seq       uint64            `json:"seq"`
	Fork      bool              `json:"fork,omitempty"` // it stands beside another in its place of the lane
	Subject   casebook.ID       `json:"subject,omitzero"`
	Actor     LogHand           `json:"actor"`
	Witnesses []LogHand         `json:"witnesses,omitempty"`
	Effects   []casebook.Effect `json:"effects,omitempty"`
	Events    []LogEvent        `json:"events"`
}

// LogHand is somebody behind a commit, and how that is known.
type LogHand struct {
	Who   casebook.ID `json:"who,omitzero"`
	Name  string      `json:"name"`  // as [NameOf] says
	Grade string      `json:"grade"` // one of the grades of signatures
}

// The grades of signatures, best first.
const (
	SignedOwnKey    = "own key"         // enrolled for them when they signed, or the key of the person's link or receipt
	SignedSession   = "session"         // a key that their own opened for an hour at most
	SignedServer    = "password only"   // the server signed for them
	SignedUnknown   = "unknown key"     // right, by a key that was not theirs as far as the house knows
	SignedNot       = "not signed"      // named, no more
	SignedFalsely   = "does not hold"   // something was signed, but not this
	SignedByNoHuman = "the node itself" // what a node does by itself
)

// LogEvent is one event of a commit.
type LogEvent struct {
	Ref      casebook.Ref      `json:"ref"`
	Type     string            `json:"type"`
	Standing casebook.Standing `json:"standing,omitempty"`
	Lacks    []casebook.Lack   `json:"lacks,omitempty"`
	Content  any               `json:"content,omitempty"` // as far as whoever asks may see it
	Health   bool              `json:"health,omitempty"`  // what the person told for the doctor
}

// A page looks at no more than logLooked commits; folding a person counts as much as foldCost of them.
const (
	logLooked = 20_000
	foldCost  = 40
)

// Log returns a page of the log, the newest first: every commit of every lane and branch. Its cost is
// bounded, however long the log is.
func (d *Desk) Log(ctx context.Context, by Acting, q LogQuery) (*LogPage, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	q.Limit = min(q.Limit, 500)
	var out *LogPage
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.SeeLog, ""); err != nil {
			return err
		}
		x := &logSearch{d: d, r: r, q: q, people: map[casebook.ID]*seenPerson{}, without: map[casebook.Ref]*casebook.Fact{}}
		x.who, _ = d.who(by.Who)
		for _, f := range slices.Concat(d.house.Irregular, d.house.Withheld) {
			x.without[f.Ref] = f
		}
		var err error
		out, err = x.page()
		return err
	})
	return out, err
}

// logSearch is one page being made.
type logSearch struct {
	d       *Desk
	r       journal.Reader
	q       LogQuery
	who     access.Who
	people  map[casebook.ID]*seenPerson     // by record
	without map[casebook.Ref]*casebook.Fact // of the organisation's own side, what has no effect
	looked  int
}

// seenPerson is somebody's state, with what whoever searches may read of it.
type seenPerson struct {
	state *casebook.State
	facts map[casebook.Ref]*casebook.Fact
	reads map[casebook.Ref]bool
}

func (x *logSearch) page() (*LogPage, error) {
	out := &LogPage{Rows: []LogRow{}}
	visit := func(e journal.Entry) (more bool, err error) {
		if !x.q.From.IsZero() && e.Arrived < x.q.From.UnixMilli() {
			return false, nil
		}
		if x.looked++; x.looked > logLooked {
			return false, nil
		}
		row, err := x.row(e)
		if err != nil {
			return false, err
		}
		if row != nil {
			out.Rows = append(out.Rows, *row)
		}
		out.Next = e.Arrival
		return len(out.Rows) < x.q.Limit, nil
	}
	ended, err := x.each(visit)
	if ended || out.Next == 1 {
		out.Next = 0
	}
	return out, err
}

// each hands commits to visit, newest first, until it wants no more; ended says that there are none left.
func (x *logSearch) each(visit func(journal.Entry) (bool, error)) (ended bool, err error) {
	below := x.q.After
	if !x.q.Until.IsZero() {
		until, err := journal.ArrivedBefore(x.r, x.q.Until.UnixMilli())
		if err != nil {
			return false, journalBroken(err)
		}
		if below == 0 || until < below {
			below = until
		}
	}
	if !x.q.Person.IsZero() {
		return x.eachOfPerson(below, visit)
	}
	for e, err := range journal.Newest(x.r, below) {
		if err != nil {
			return false, journalBroken(err)
		}
		if more, err := visit(e); err != nil || !more {
			return x.isPast(e), err
		}
	}
	return true, nil
}

// isPast reports whether a commit came before the time that was asked for: then so did all before it.
func (x *logSearch) isPast(e journal.Entry) bool {
	return !x.q.From.IsZero() && e.Arrived < x.q.From.UnixMilli()
}

// eachOfPerson hands over the commits about all records of a person. It holds a page of each record at most.
func (x *logSearch) eachOfPerson(below uint64, visit func(journal.Entry) (bool, error)) (ended bool, err error) {
	records, err := cluster(x.r, x.q.Person)
	if err != nil {
		return false, err
	}
	var lanes []iter.Seq2[journal.Entry, error]
	for _, record := range records {
		lanes = append(lanes, journal.SubjectNewest(x.r, journal.ID(record), below))
	}
	for e, err := range newestOf(lanes) {
		if err != nil {
			return false, journalBroken(err)
		}
		if more, err := visit(e); err != nil || !more {
			return x.isPast(e), err
		}
	}
	return true, nil
}

// newestOf merges what each yields newest first.
func newestOf(each []iter.Seq2[journal.Entry, error]) iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		var next []func() (journal.Entry, error, bool)
		var heads []journal.Entry
		for _, seq := range each {
			pull, stop := iter.Pull2(seq)
			defer stop()
			e, err, ok := pull()
			if err != nil {
				yield(e, err)
				return
			}
			if ok {
				next, heads = append(next, pull), append(heads, e)
			}
		}
		for len(heads) > 0 {
			i := 0
			for k := range heads {
				if heads[k].Arrival > heads[i].Arrival {
					i = k
				}
			}
			if !yield(heads[i], nil) {
				return
			}
			e, err, ok := next[i]()
			if err != nil {
				yield(e, err)
				return
			}
			if heads[i] = e; !ok {
				next, heads = slices.Delete(next, i, i+1), slices.Delete(heads, i, i+1)
			}
		}
	}
}

// row makes the row of a commit; nil if it does not match.
func (x *logSearch) row(e journal.Entry) (*LogRow, error) {
	h := e.Commit.Header
	if !x.matchesHeader(h) {
		return nil, nil
	}
	if x.q.Territory != "" {
		row, err := x.rowOf(casebook.ID(h.Subject))
		if err != nil || row == nil || row.Territory != x.q.Territory {
			return nil, err
		}
	}
	p, err := x.d.proofsOf(x.r, e.Commit)
	if err != nil {
		return nil, err
	}
	c := x.d.decode(e.Commit, p)
	out := &LogRow{
		Commit: c.Hash, Arrival: e.Arrival, At: c.At.UTC(), Arrived: time.UnixMilli(e.Arrived).UTC(), Device: h.Device.String(), Scope: string(h.Scope),
		Epoch: h.Epoch, Seq: h.Seq, Fork: e.Fork, Subject: c.Subject, Effects: c.Effects,
	}
	if out.Events, err = x.events(c); err != nil || !x.matchesEvents(out.Events) {
		return nil, err
	}
	out.Actor = x.hand(c, h.Actor, c.Actor)
	for i, w := range h.Witnesses {
		out.Witnesses = append(out.Witnesses, x.hand(c, w, c.Witnesses[i]))
	}
	return out, nil
}

// rowOf is the row of the person whom a record belongs to; nil if there is none.
func (x *logSearch) rowOf(record casebook.ID) (*Row, error) {
	records, err := cluster(x.r, record)
	if err != nil {
		return nil, err
	}
	return rowAt(x.r, records[0])
}

func (x *logSearch) matchesHeader(h journal.Header) bool {
	acted := func(a journal.Act) bool { return casebook.ID(a.Who) == x.q.Actor }
	switch q := x.q; {
	case q.Type != "" && !slices.ContainsFunc(h.Types, func(t string) bool { return typeMatches(t, q.Type) }):
		return false
	case q.Effect != "" && !slices.Contains(h.Effects, journal.Effect(q.Effect)):
		return false
	case !q.Actor.IsZero() && !acted(h.Actor) && !slices.ContainsFunc(h.Witnesses, acted):
		return false
	}
	return true
}

func typeMatches(eventType, asked string) bool {
	if n := len(asked) - 1; asked[n] == '.' {
		return len(eventType) > n && eventType[:n+1] == asked
	}
	return eventType == asked
}

func (x *logSearch) matchesEvents(events []LogEvent) bool {
	if x.q.Standing == "" && x.q.Gate == "" {
		return true
	}
	return slices.ContainsFunc(events, func(e LogEvent) bool {
		byGate := x.q.Gate == "" || slices.ContainsFunc(e.Lacks, func(l casebook.Lack) bool { return l.Gate == x.q.Gate })
		return byGate && (x.q.Standing == "" || e.Standing == x.q.Standing)
	})
}

// events says what each event of a commit is worth, and shows what may be read of it.
func (x *logSearch) events(c *casebook.Commit) ([]LogEvent, error) {
	p, err := x.person(c)
	if err != nil {
		return nil, err
	}
	out := []LogEvent{}
	for i, e := range c.Events {
		row := LogEvent{Ref: casebook.Ref{Commit: c.Hash, Event: uint16(i)}, Type: e.Type}
		switch {
		case p != nil && p.facts[row.Ref] != nil:
			fact := p.facts[row.Ref]
			row.Standing, row.Lacks, row.Health = fact.Standing, fact.Lacks, p.state.IsForDoctor(fact)
			if p.reads[row.Ref] {
				row.Content = fact.Body
			}
		case x.without[row.Ref] != nil:
			row.Standing, row.Lacks = x.without[row.Ref].Standing, x.without[row.Ref].Lacks
			row.Content = houseContent(e)
		case casebook.IsHouseEvent(e.Type):
			row.Standing, row.Content = casebook.Counts, houseContent(e)
		}
		out = append(out, row)
	}
	return out, nil
}

// houseContent leaves out what is long and says nothing to a reader.
func houseContent(e casebook.Event) any {
	switch b := e.Body.(type) {
	case *casebook.Batch:
		return &casebook.Batch{Office: b.Office, Reason: b.Reason}
	case *casebook.Proposal:
		return &casebook.Proposal{Role: b.Role, Version: b.Version, Change: b.Change}
	case *casebook.Filing:
		return &casebook.Filing{Version: b.Version}
	case *casebook.Programme:
		return &casebook.Programme{ID: b.ID, Version: b.Version, Name: b.Name}
	}
	return e.Body
}

// person folds whom a commit is about; nil if it is about the house alone.
func (x *logSearch) person(c *casebook.Commit) (*seenPerson, error) {
	if c.Subject.IsZero() || houseOnly(c) {
		return nil, nil
	}
	if p := x.people[c.Subject]; p != nil {
		return p, nil
	}
	x.looked += foldCost
	s, err := x.d.state(x.r, c.Subject, x.d.Now())
	if err != nil {
		return nil, err
	}
	p := &seenPerson{state: s, facts: map[casebook.Ref]*casebook.Fact{}, reads: map[casebook.Ref]bool{}}
	for _, f := range s.Facts {
		p.facts[f.Ref] = f
	}
	for _, f := range x.d.mayRead(s, x.who) {
		p.facts[f.Ref], p.reads[f.Ref] = f, true
	}
	for _, record := range s.Records {
		x.people[record] = p
	}
	return p, nil
}

// mayRead lists the facts whose content somebody may read: not of those who are hidden or erased, not what
// was volunteered to safeguarding alone (G13), not health but for who needs it (G03), not whom a person may be unless they may decide it (G01).
func (d *Desk) mayRead(s *casebook.State, who access.Who) []*casebook.Fact {
	if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
		return nil
	}
	v := casebook.Viewer{Hats: who.Hats}
	facts := slices.DeleteFunc(d.facts(s, v), func(f *casebook.Fact) bool { return s.Veiled(f, v) })
	if !access.Decide(who, access.Judge, whereabouts(s.Territory)) {
		facts = withoutDoubts(facts)
	}
	return facts
}

// hand says who stands behind a commit, and how that is known.
func (x *logSearch) hand(c *casebook.Commit, act journal.Act, p casebook.Proof) LogHand {
	return LogHand{Who: p.Who, Name: nameOf(x.d.house, c, p.Who), Grade: x.grade(c, act, p)}
}

func (x *logSearch) grade(c *casebook.Commit, act journal.Act, p casebook.Proof) string {
	h := x.d.house
	switch {
	case p.Who.IsZero():
		return SignedByNoHuman
	case act.Alg == "":
		return SignedNot
	case !p.Signed:
		return SignedFalsely
	case act.Alg == journal.Server:
		return SignedServer
	case !h.HoldsKey(p.Who, p.Key, c.Seen) && !founding(c) && !x.own(c, p):
		return SignedUnknown
	case act.Session != nil:
		return SignedSession
	}
	return SignedOwnKey
}

// own reports whether the person acted, with the key of their link or receipt.
func (x *logSearch) own(c *casebook.Commit, p casebook.Proof) bool {
	person := x.people[c.Subject]
	return person != nil && p.Who == c.Actor.Who && person.state.OwnAct(casebook.Ref{Commit: c.Hash})
}

// founding is the one commit whose key is enrolled by itself.
func founding(c *casebook.Commit) bool {
	return c.Home && len(c.Events) > 0 && c.Events[0].Type == casebook.HouseFounded
}
