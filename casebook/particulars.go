package casebook

import (
	"cmp"
	"slices"
	"time"
)

// mostContacts bounds how many phones, and how many addresses, of one person are used. All stand in the history.
const mostContacts = 64

// particularFields are the fields of [Particulars] that hold one value, with how each is read and set.
var particularFields = []struct {
	name string
	of   func(*Particulars) *string
}{
	{"family", func(p *Particulars) *string { return &p.Family }},
	{"given", func(p *Particulars) *string { return &p.Given }},
	{"full", func(p *Particulars) *string { return &p.Full }},
	{"latin", func(p *Particulars) *string { return &p.Latin }},
	{"town", func(p *Particulars) *string { return &p.Town }},
	{"country", func(p *Particulars) *string { return &p.Country }},
	{"language", func(p *Particulars) *string { return &p.Language }},
	{"skills", func(p *Particulars) *string { return &p.Skills }},
	{"remarks", func(p *Particulars) *string { return &p.Remarks }},
}

// Conflict is a field of the particulars that has several values: whoever wrote one of them had not seen the
// other. All are kept and shown beside each other until somebody writes one that names them all.
type Conflict struct {
	Field  string  `json:"field"` // the JSON name: "family", "born" …
	Values []Wrote `json:"values"`
}

// Wrote is one value of a field, and where it came from.
type Wrote struct {
	Value  string    `json:"value"`
	By     ID        `json:"by"`
	At     time.Time `json:"at"`
	Signed bool      `json:"signed"` // by a member of staff or by the person; otherwise anybody may have written it
	Ref    Ref       `json:"ref"`
}

// Particulars merges what is known of a person. A note corrects those that it names, field by field; notes
// that do not know of each other both stand, as conflicts, and the newer by its author's clock is shown
// first. Lists grow. Nothing depends on the order in which notes arrived.
//
// What nobody signed corrects nothing that somebody did: it stands beside it.
func (s *State) Particulars() (Particulars, []Conflict) {
	notes := s.file.notes()
	var out Particulars
	var conflicts []Conflict
	settle := func(field string, has func(*Particulars) string, set func(*Particulars)) {
		heads := slices.DeleteFunc(slices.Clone(notes), func(n note) bool { return has(n.p) == "" || n.corrected(has) })
		if len(heads) == 0 {
			return
		}
		set(preferred(heads).p)
		if c := conflictOf(field, heads, has); len(c.Values) > 1 {
			conflicts = append(conflicts, c)
		}
	}
	for _, field := range particularFields {
		settle(field.name, func(p *Particulars) string { return *field.of(p) }, func(p *Particulars) { *field.of(&out) = *field.of(p) })
	}
	settle("born", func(p *Particulars) string { return p.Born.String() }, func(p *Particulars) { out.Born = p.Born })
	for _, n := range notes {
		out.Phones = grown(out.Phones, n.p.Phones)
		out.Emails = grown(out.Emails, n.p.Emails)
	}
	return out, conflicts
}

// note is one note of particulars that counts.
type note struct {
	fact   *Fact
	p      *Particulars
	signed bool
	by     []*Particulars // notes that name it and may correct it
}

// notes lists the notes of particulars that count, oldest first.
func (f *file) notes() []note {
	var out []note
	at := map[Ref]int{}
	for _, fact := range f.counting(ParticularsNoted) {
		if p, ok := fact.Body.(*Particulars); ok {
			at[fact.Ref] = len(out)
			out = append(out, note{fact: fact, p: p, signed: f.vouched(fact)})
		}
	}
	for _, n := range out {
		for _, ref := range n.fact.Commit.Refs {
			i, ok := at[ref]
			if ok && ref.Commit != n.fact.Ref.Commit && (n.signed || !out[i].signed) {
				out[i].by = append(out[i].by, n.p)
			}
		}
	}
	return out
}

// vouched reports whether a member of staff or the person signed what stands in a fact.
func (f *file) vouched(fact *Fact) bool {
	h := f.hear(fact)
	return h.ownAct() || f.house.signedBy(fact.Commit.Actor, h.seen()) && f.house.isStaff(fact.Commit.Actor.Who, h.seen())
}

// corrected reports whether a note's field was written anew by one that names it.
func (n note) corrected(has func(*Particulars) string) bool {
	return slices.ContainsFunc(n.by, func(p *Particulars) bool { return has(p) != "" })
}

// preferred is the newest of some notes; one that somebody signed before one that nobody did.
func preferred(notes []note) note {
	best := notes[0]
	for _, n := range notes {
		if n.signed || !best.signed {
			best = n
		}
	}
	return best
}

func conflictOf(field string, heads []note, has func(*Particulars) string) Conflict {
	c := Conflict{Field: field}
	for _, n := range heads {
		value := has(n.p)
		if !slices.ContainsFunc(c.Values, func(w Wrote) bool { return w.Value == value }) {
			c.Values = append(c.Values, Wrote{value, n.fact.Commit.Actor.Who, n.fact.Commit.At, n.signed, n.fact.Ref})
		}
	}
	return c
}

func grown(list, more []string) []string {
	for _, s := range more {
		if len(list) < mostContacts && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// mostNoted bounds how many notes an editor names; nobody's particulars are written so often by honest people.
const mostNoted = 256

// Noted lists the notes of particulars of which a field still stands: what an editor has before them, and
// names when saving. Those that somebody signed come first.
func (s *State) Noted() []Ref {
	var signed, unsigned []Ref
	for _, n := range s.file.notes() {
		switch {
		case !n.stands():
		case n.signed:
			signed = append(signed, n.fact.Ref)
		default:
			unsigned = append(unsigned, n.fact.Ref)
		}
	}
	all := append(signed, unsigned...)
	return all[:min(len(all), mostNoted)]
}

// stands reports whether no later note corrects all that a note says.
func (n note) stands() bool {
	for _, field := range particularFields {
		if *field.of(n.p) != "" && !n.corrected(func(p *Particulars) string { return *field.of(p) }) {
			return true
		}
	}
	return !n.p.Born.IsZero() && !n.corrected(func(p *Particulars) string { return p.Born.String() })
}

// Where a contact of a person comes from, the most trustworthy first (G28).
const (
	FromPerson   = "own"      // the person gave it, with the key of their link or receipt, which no staff have seen
	FromThird    = "third"    // somebody outside the team entered it: a partner office's list, another team
	FromTeam     = "team"     // somebody who worked with the person entered it, or knew of the person's link
	FromUnsigned = "unsigned" // nobody signed for it
)

// Contact is one way to reach a person, and where it comes from.
type Contact struct {
	Kind  string    `json:"kind"`  // "phone" or "email"
	Value string    `json:"value"` // E.164, or an address
	From  string    `json:"from"`  // [FromPerson] and so on; the least of those who entered it, since the team then holds it
	By    ID        `json:"by"`    // who entered it first
	At    time.Time `json:"at"`    // and when
	Ref   Ref       `json:"ref"`
}

// contactRanks orders where contacts come from: the outside caller takes the first.
var contactRanks = map[string]int{FromPerson: 0, FromThird: 1, FromTeam: 2, FromUnsigned: 3}

// Contacts lists every way to reach a person, the one that the outside caller should take first: a contact
// that no member of the team entered or holds (G28).
func (s *State) Contacts() []Contact { return s.file.waysToReach(nil) }

// waysToReach lists them as they stand, or as they stood for an outside call: who notes or learns a number after it changes
// nothing about it.
func (f *file) waysToReach(call *hearing) []Contact {
	var out []Contact
	add := func(n note, kind, value string) {
		from := f.entered(n, call)
		i := slices.IndexFunc(out, func(c Contact) bool { return c.Kind == kind && c.Value == value })
		switch {
		case i < 0:
			out = append(out, Contact{kind, value, from, n.fact.Commit.Actor.Who, n.fact.Commit.At, n.fact.Ref})
		case from == FromTeam, out[i].From == FromUnsigned:
			out[i].From = from
		case from == FromPerson && out[i].From == FromThird:
			out[i].From = from
		}
	}
	for _, n := range f.notes() {
		if call != nil && f.later(n.fact.Commit, call.commit) {
			continue
		}
		for _, phone := range n.p.Phones[:min(len(n.p.Phones), mostContacts)] {
			add(n, "phone", phone)
		}
		for _, email := range n.p.Emails[:min(len(n.p.Emails), mostContacts)] {
			add(n, "email", email)
		}
	}
	slices.SortStableFunc(out, func(a, b Contact) int { return cmp.Compare(contactRanks[a.From], contactRanks[b.From]) })
	return out
}

// entered says who entered a note, as far as the outside call is concerned.
func (f *file) entered(n note, call *hearing) string {
	h, by := f.hear(n.fact), n.fact.Commit.Actor.Who
	switch {
	case h.ownAct() && !h.linkSeen():
		return FromPerson
	case h.ownAct():
		return FromTeam
	case !n.signed:
		return FromUnsigned
	case call == nil && f.involved(by, f.house.Pos), call != nil && call.involves(by):
		return FromTeam
	}
	return FromThird
}

// linkSeen reports whether staff who are involved have seen the link with whose key the event was signed, or
// must be taken to have: whoever hands a link over could have made its key, and cannot vouch for themselves
// that they kept none of it. So it takes somebody outside every team to hand over one that counts as unseen.
func (h *hearing) linkSeen() bool { return h.file.keySeen(h.commit.Actor.Key) }

func (f *file) keySeen(key string) bool {
	return slices.ContainsFunc(f.byType[LinkIssued], func(link *Fact) bool {
		b, ok := link.Body.(*Link)
		return ok && string(b.Key) == key && (b.SeenByStaff || f.handedByTeam(link))
	})
}

// handedByTeam reports whether a link was issued by a scout or a mentor, or by anybody else who is involved.
func (f *file) handedByTeam(link *Fact) bool {
	h, by := f.hear(link), link.Commit.Actor.Who
	wears := func(pos uint64) bool { return f.house.Wears(by, pos, Scout, Mentor) }
	return wears(h.seen()) || wears(h.heardAt()) || h.involves(by)
}
