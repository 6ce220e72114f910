package casebook

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"time"
)

// file is everything known about one person: all events of all records that were linked as the same,
// with what each is worth. Facts are judged on demand, so the order of arrival plays no part.
//
// Judging has layers, and each looks only at those before it, so it ends and never depends on where it
// began: what has arrived; refusals and the undoing of slips; reopenings; judgements of matches and
// denials of erasures; and only then the way, along the references, which cannot run in circles.
type file struct {
	house    *House
	draft    *Commit // what somebody is about to write and asks about; nil in a fold
	facts    []*Fact // by author's clock, no later than they arrived, then by place in the lane, then by reference: for people to read
	byType   map[string][]*Fact
	nodes    map[Hash]*node
	acts     map[Hash][]*Commit // by [Commit.Act]
	records  map[ID]bool
	refused  []refusal // filled on first use, as all below
	refusing map[Ref]refusal
	matched  []match
	reopened map[Ref][]*Commit // what answers a refusal
	team     []contact
	worked   []span
	until    map[*Fact][]span  // who worked with the person, as far as an event is concerned
	given    []*Commit         // every yes that is evidently the person's own
	revoked  map[Ref][]*Commit // what ends a private link
	requests []erasureRequest
	born     []time.Time // for [file.birthdays], of a role that asks for so many years
	bornFor  int
}

// newFile reads commits in whatever order. The same commit twice is one commit.
func newFile(h *House, commits []*Commit) *file {
	f := &file{
		house: h, byType: map[string][]*Fact{}, nodes: make(map[Hash]*node, len(commits)),
		records: map[ID]bool{}, acts: map[Hash][]*Commit{},
	}
	most := 0
	for _, c := range commits {
		most += len(eventsOf(c))
	}
	f.facts = make([]*Fact, 0, most)
	nodes, facts := make([]node, len(commits)), make([]Fact, most) // in one piece: a person is folded several times in a turn
	for i, c := range commits {
		if f.nodes[c.Hash] == nil {
			n := len(eventsOf(c))
			nodes[i] = node{commit: c, index: len(f.nodes), facts: facts[:n]}
			facts = facts[n:]
			f.add(&nodes[i])
		}
	}
	slices.SortFunc(f.facts, func(a, b *Fact) int {
		return cmp.Or(a.Commit.when().Compare(b.Commit.when()), compareLanes(a.Commit, b.Commit), compareRefs(a.Ref, b.Ref))
	})
	for _, fact := range f.facts {
		f.byType[fact.Type] = append(f.byType[fact.Type], fact)
	}
	return f
}

// compareLanes orders commits of one moment: those of one lane as they were written.
func compareLanes(a, b *Commit) int {
	return cmp.Or(bytes.Compare(a.Device[:], b.Device[:]), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Seq, b.Seq))
}

// add takes in a commit and fills in its facts.
func (f *file) add(n *node) {
	c := n.commit
	f.nodes[c.Hash] = n
	if c.Act != (Hash{}) {
		f.acts[c.Act] = append(f.acts[c.Act], c)
	}
	if !c.Subject.IsZero() {
		f.records[c.Subject] = true
	}
	for i, e := range eventsOf(c) {
		n.facts[i] = Fact{Ref: Ref{c.Hash, uint16(i)}, Type: e.Type, Body: contentOf(e), Commit: c}
		f.facts = append(f.facts, &n.facts[i])
	}
}

// eventsOf lists the events of a commit that can be named: a header alone may still refuse.
func eventsOf(c *Commit) []Event {
	if len(c.Events) == 0 {
		return noEvent
	}
	return c.Events[:min(len(c.Events), math.MaxUint16)]
}

var noEvent = []Event{{}}

// find returns the fact that a reference names, or nil.
func (f *file) find(ref Ref) *Fact {
	n := f.nodes[ref.Commit]
	if n == nil || int(ref.Event) >= len(n.facts) {
		return nil
	}
	return &n.facts[ref.Event]
}

// judge gives a fact its standing, judging the facts it names first.
func (f *file) judge(fact *Fact) *Fact {
	if fact.judged {
		return fact
	}
	fact.judged = true
	fact.Standing, fact.Lacks = f.hear(fact).decide()
	return fact
}

func (f *file) hear(fact *Fact) *hearing {
	return &hearing{file: f, house: f.house, fact: fact, commit: fact.Commit}
}

// counting lists the facts of a type that count, oldest first.
func (f *file) counting(eventType string) []*Fact {
	var out []*Fact
	for _, fact := range f.byType[eventType] {
		if f.judge(fact).Standing == Counts {
			out = append(out, fact)
		}
	}
	return out
}

// latest returns the newest counting fact of a type, or nil.
func (f *file) latest(eventType string) *Fact {
	all := f.byType[eventType]
	for i := len(all) - 1; i >= 0; i-- {
		if f.judge(all[i]).Standing == Counts {
			return all[i]
		}
	}
	return nil
}

// names reports whether a commit names an event.
func names(c *Commit, ref Ref) bool { return slices.Contains(c.Refs, ref) }

// restsOn reports whether a fact names another, or follows it in the same commit.
func restsOn(fact, on *Fact) bool {
	return names(fact.Commit, on.Ref) || fact.Ref.Commit == on.Ref.Commit && on.Ref.Event < fact.Ref.Event
}

// earlier reports whether headquarters knew of one commit before the other; if it knows of neither yet,
// their hashes decide.
func earlier(c, other *Commit) bool {
	const never = math.MaxUint64
	at, otherAt := cmp.Or(c.knownAt(), never), cmp.Or(other.knownAt(), never)
	return at < otherAt || at == otherAt && compareRefs(Ref{Commit: c.Hash}, Ref{Commit: other.Hash}) < 0
}

func sharesSignature(c, other *Commit) bool {
	return signedAlike(c, other, func(p, q Proof) bool { return p.Who == q.Who && p.Key == q.Key })
}

// resealed reports whether a commit carries a signature that stands in an earlier one over the same content, in another
// place or at another time, alone or beside others. One act counts once: a request that was denied does not come again by
// itself, nor does an offer that lapsed.
func (f *file) resealed(c *Commit) bool {
	if c.Act == (Hash{}) {
		return false
	}
	return slices.ContainsFunc(f.acts[c.Act], func(first *Commit) bool { return first != c && sharesSignature(c, first) && earlier(first, c) })
}
