package desk

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"willing/casebook"
)

// Somebody is recognised by every name, number and birth date that they were ever noted under, so that a no finds them again. What is
// compared is bounded; and whoever notes much about somebody must not bury what others noted. So where there is more than is compared,
// all who noted something take turns, each with what they said first and what they said last.

// What is compared of one person.
const (
	mostNames    = 16
	mostBirths   = 8
	mostCompared = 8 // phones, and addresses: as many as package linkage looks at
)

// said is something that was noted of somebody, and by what.
type said[T any] struct {
	what  T
	by    *casebook.Commit
	event int
}

// voice is who noted something, as far as that cannot be made up: at headquarters whoever acts, elsewhere the device.
type voice struct {
	device casebook.Device
	who    casebook.ID
}

func (s said[T]) voice() voice {
	if s.by.Home {
		return voice{s.by.Device, s.by.Actor.Who}
	}
	return voice{device: s.by.Device}
}

// heard orders what was noted as headquarters heard of it, which nobody can set back; what it has not heard of comes last.
func (s said[T]) heard(other said[T]) int {
	const never = math.MaxUint64
	return cmp.Or(cmp.Compare(cmp.Or(s.by.ArrivedPos, never), cmp.Or(other.by.ArrivedPos, never)), s.written(other))
}

// written orders what was noted as people read it: by its author's clock, no later than headquarters heard of it.
func (s said[T]) written(other said[T]) int {
	a, b := s.by, other.by
	return cmp.Or(momentOf(a).Compare(momentOf(b)), slices.Compare(a.Device[:], b.Device[:]), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Scope, b.Scope),
		cmp.Compare(a.Seq, b.Seq), slices.Compare(a.Hash[:], b.Hash[:]), cmp.Compare(s.event, other.event))
}

func momentOf(c *casebook.Commit) time.Time {
	if !c.Arrived.IsZero() {
		return earlierThan(c.At, c.Arrived)
	}
	return c.At
}

// fairly leaves most of what was said, in its order.
func fairly[T any](all []said[T], most int) []said[T] {
	if len(all) <= most {
		return all
	}
	if off("fairly") {
		return all[len(all)-most:]
	}
	by := map[voice][]said[T]{}
	for _, s := range all {
		by[s.voice()] = append(by[s.voice()], s)
	}
	turns := slices.Collect(maps.Values(by))
	for _, own := range turns {
		slices.SortFunc(own, said[T].heard)
	}
	slices.SortFunc(turns, func(a, b []said[T]) int { return a[0].heard(b[0]) })
	var out []said[T]
	for turn := 0; len(out) < most; turn++ {
		for i, own := range turns {
			if len(own) == 0 || len(out) == most {
				continue
			}
			if turn%2 == 0 { // what they said first, then what they said last
				out, turns[i] = append(out, own[0]), own[1:]
			} else {
				out, turns[i] = append(out, own[len(own)-1]), own[:len(own)-1]
			}
		}
	}
	slices.SortFunc(out, said[T].written)
	return out
}

// once leaves out what was said before, by whoever it was.
func once[T comparable](all []said[T]) (out []said[T]) {
	slices.SortFunc(all, said[T].heard)
	there := map[T]bool{}
	for _, s := range all {
		if !there[s.what] {
			there[s.what], out = true, append(out, s)
		}
	}
	return out
}

func whats[T any](all []said[T]) (out []T) {
	for _, s := range all {
		out = append(out, s.what)
	}
	return out
}

// allKeys makes the comparison keys of a person from every name they were noted under, each together with
// all that is known otherwise, and with each birth date that was stated or proven. For recognising people even an
// irregular note serves.
func (d *Desk) allKeys(facts []*casebook.Fact) []Key {
	var noted []said[casebook.Particulars]
	var born []said[casebook.Date]
	for i, f := range facts {
		switch b := f.Body.(type) {
		case *casebook.Particulars:
			noted = append(noted, said[casebook.Particulars]{bounded(*b), f.Commit, i})
		case *casebook.Age:
			if !off("born") {
				born = append(born, said[casebook.Date]{b.Born, f.Commit, i})
			}
		}
	}
	if len(noted) == 0 {
		return nil
	}
	if len(noted) == 1 && len(born) == 0 {
		return d.Matcher.Keys(noted[0].what)
	}
	return d.keysOfAll(noted, whats(fairly(once(born), mostBirths)))
}

func (d *Desk) keysOfAll(noted []said[casebook.Particulars], born []casebook.Date) []Key {
	slices.SortFunc(noted, said[casebook.Particulars].written)
	names := whats(fairly(noted, mostNames))
	merged := gathered(names)
	merged.Phones = contactsIn(noted, func(p casebook.Particulars) []string { return p.Phones })
	merged.Emails = contactsIn(noted, func(p casebook.Particulars) []string { return p.Emails })
	lots := [][]Key{slices.Clone(d.Matcher.Keys(merged))}
	for _, p := range names {
		keys := slices.Clone(d.Matcher.Keys(p))
		named := casebook.Particulars{Family: p.Family, Given: p.Given, Full: p.Full, Latin: p.Latin}
		for _, named.Born = range born {
			keys = append(keys, d.Matcher.Keys(named)...)
		}
		named.Town, named.Country, named.Born, named.Phones, named.Emails = merged.Town, merged.Country, merged.Born, merged.Phones, merged.Emails
		lots = append(lots, append(keys, d.Matcher.Keys(named)...))
	}
	return fewKeys(lots)
}

// fewKeys joins the keys of several names. If they are more than are kept, each name has its share of them.
func fewKeys(lots [][]Key) []Key {
	compare := func(a, b Key) int { return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value)) }
	all := slices.Concat(lots...)
	slices.SortFunc(all, compare)
	if all = slices.Compact(all); len(all) <= mostKeys {
		return all
	}
	all = nil
	for _, keys := range lots {
		all = append(all, keys[:min(len(keys), mostKeys/len(lots))]...)
	}
	slices.SortFunc(all, compare)
	return slices.Compact(all)
}

// contactsIn lists what reaches somebody, by all notes.
func contactsIn(noted []said[casebook.Particulars], of func(casebook.Particulars) []string) []string {
	var all []said[string]
	for _, n := range noted {
		for _, value := range of(n.what) {
			all = append(all, said[string]{value, n.by, len(all)})
		}
	}
	return whats(fairly(once(all), mostCompared))
}

// gathered puts together what was noted, for recognising somebody: a later note fills in a field.
func gathered(notes []casebook.Particulars) casebook.Particulars {
	var out casebook.Particulars
	for _, p := range notes {
		for _, f := range [][2]*string{
			{&out.Family, &p.Family}, {&out.Given, &p.Given}, {&out.Full, &p.Full}, {&out.Latin, &p.Latin}, {&out.Town, &p.Town}, {&out.Country, &p.Country},
		} {
			if *f[1] != "" {
				*f[0] = *f[1]
			}
		}
		if !p.Born.IsZero() {
			out.Born = p.Born
		}
	}
	return out
}
