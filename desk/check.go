package desk

import (
	"bytes"
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Checked is what the team learns of a check: nothing of whom or why (G01).
type Checked struct {
	Clear   bool   `json:"clear"`
	Say     string `json:"say,omitempty"` // the one neutral sentence
	AgeDays int    `json:"age_days"`      // how old this device's list is
}

// Check looks a person up against the do-not-contact markers and the records of all teams, and writes
// down that it was done. Whoever might be somebody already known is set aside for a named person.
func (d *Desk) Check(ctx context.Context, by Acting, record casebook.ID) (Checked, error) {
	out := Checked{}
	err := d.act(ctx, by.doing("check", &out, record), access.Meet, func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if KindOf(err) == Held {
			return nil // the team reads one sentence, and the log need not know that it asked
		}
		if err != nil {
			return err
		}
		found, err := t.lookUp(s)
		if err == nil {
			found, err = t.unasked(found, s)
		}
		if err != nil {
			return err
		}
		out.Clear = len(found) == 0 && (!s.Alone || s.Stage == casebook.StageLapsed) // who did not answer may come back; the gate looks at the approach
		k, err := t.d.knowledge(t.w)
		if err != nil {
			return err
		}
		out.AgeDays = k.ListDays
		events := []casebook.Event{{Type: casebook.CheckMade, Body: &casebook.Check{Clear: out.Clear, AgeDays: k.ListDays}}}
		for i := range found {
			events = append(events, casebook.Event{Type: casebook.MatchFound, Body: &found[i]})
		}
		_, err = t.append(entry{subject: record, scope: scopeOf(s), events: events})
		return err
	})
	if !out.Clear {
		out.Say = casebook.NeutralRefusal
	}
	return out, err
}

// lookUp lists what somebody meets and no named person was asked about.
func (t *turn) lookUp(s *casebook.State) ([]casebook.Match, error) {
	found, err := t.d.meets(t.w, t.d.allKeys(s.Facts), s.Records)
	if s.Refused { // it meets the marker that it left itself; there is nothing to decide
		found = withoutMarkers(found)
	}
	return uncovered(found, s.Facts), err
}

// lookAgain looks at headquarters whether people who are on their way meet somebody who said no: a list of refusals came
// after they were noted, more became known of them, or a device looked at the part that it carries. Who does is set
// aside for a named person, and a yes waits (G01, G11). Whom they may be among those on record was asked before.
func (t *turn) lookAgain(records []casebook.ID) error {
	if !t.d.AtHome() || off("again") {
		return nil
	}
	for _, record := range records {
		if err := t.refreshNow(record); err != nil { // so that it is looked up by all that is known now
			return err
		}
		s, err := t.known(record)
		if err != nil {
			return err
		}
		if s == nil || s.Alone || s.Stage == casebook.StageErased {
			continue
		}
		found, err := t.lookUp(s)
		if err != nil {
			return err
		}
		var events []casebook.Event
		for i := range found {
			if found[i].Marker {
				events = append(events, casebook.Event{Type: casebook.MatchFound, Body: &found[i]})
			}
		}
		if len(events) == 0 {
			continue
		}
		if _, err := t.append(entry{subject: record, scope: scopeOf(s), actor: itself, events: events}); err != nil {
			return err
		}
	}
	return nil
}

// unasked leaves out of whom a named person was asked elsewhere: whoever was set aside since because they may be one of
// these records themselves, and whoever was, until somebody decided that they are not. The earlier person stays as they
// were, as they do where a lead is held back, of which nothing is kept; so a scout who knows somebody cannot ask by them
// what stands against others (G01).
func (t *turn) unasked(found []casebook.Match, s *casebook.State) ([]casebook.Match, error) {
	var out []casebook.Match
	for _, m := range found {
		asked, err := t.asksAbout(m.Other, s.Records)
		if err == nil && !asked {
			asked, err = t.toldApart(m, s)
		}
		if err != nil {
			return nil, err
		}
		if !asked {
			out = append(out, m)
		}
	}
	return out, nil
}

// toldApart reports whether a match was looked at from its other side, for all that it rests on, and somebody who stands
// outside this person's team too decided that they are two.
func (t *turn) toldApart(m casebook.Match, s *casebook.State) (bool, error) {
	if m.Other.IsZero() {
		return false, nil // a marker
	}
	other, err := t.d.state(t.w, m.Other, t.now)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(other.Facts, func(f *casebook.Fact) bool {
		b, ok := f.Body.(*casebook.Match)
		if !ok || f.Commit.Subject != m.Other || !slices.Contains(s.Records, b.Other) || !containsAll(b.Kinds, m.Kinds) {
			return false
		}
		by, apart := other.ToldApart(f.Ref)
		return apart && s.Outside(by)
	}), nil
}

// asksAbout reports whether a record is set aside, met by nobody, and may be one of some others. A full list of
// matches may have left them out.
func (t *turn) asksAbout(record casebook.ID, records []casebook.ID) (bool, error) {
	if record.IsZero() {
		return false, nil // a marker
	}
	group, err := cluster(t.w, record)
	if err != nil {
		return false, err
	}
	row, err := rowAt(t.w, group[0])
	if err != nil || row == nil || row.Stage != casebook.StageSetAside || row.Reached {
		return false, err
	}
	commits, err := t.d.recordCommits(t.w, record)
	n, names := 0, false
	for _, f := range factsIn(commits) {
		if m, ok := f.Body.(*casebook.Match); ok {
			n, names = n+1, names || slices.Contains(records, m.Other)
		}
	}
	return names || n >= mostMatches, err
}

// scopeOf is the lane in which a person's commits travel.
func scopeOf(s *casebook.State) journal.Scope { return territoryScope(s.Territory) }

func territoryScope(territory string) journal.Scope {
	if territory == "" {
		territory = "elsewhere"
	}
	return journal.TerritoryScope(territory)
}

// meets compares keys with all markers and all records but those left out, strongest first.
func (d *Desk) meets(r journal.Reader, keys []Key, except []casebook.ID) ([]casebook.Match, error) {
	var out []casebook.Match
	for _, hit := range d.Markers.Check(keys) {
		out = addMatch(out, casebook.Match{Marker: true, Strength: strengthWord(hit.Strong), Kinds: hit.Kinds, Met: [][]byte{hit.Met}})
	}
	listed, err := d.listed(r, keys, except)
	if err != nil {
		return nil, err
	}
	if len(listed) > 0 {
		out = addMatch(out, casebook.Match{Marker: true, Strength: strengthWord(false), Kinds: []string{ByList}, Met: listed})
	}
	others, err := d.sharing(r, keys, except)
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		theirs, err := d.keysOf(r, other)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if theirs[k] {
				out = addMatch(out, casebook.Match{Other: other, Strength: strengthWord(k.Strong), Kinds: []string{k.Kind}})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b casebook.Match) int {
		return rank(a) - rank(b)
	})
	return out, nil
}

// sharing lists the records that share an indexed key, each once.
func (d *Desk) sharing(r journal.Reader, keys []Key, except []casebook.ID) ([]casebook.ID, error) {
	var out []casebook.ID
	for _, k := range keys {
		if !k.Indexed {
			continue
		}
		found, err := holders(r, indexKey(k))
		if err != nil {
			return nil, err
		}
		for _, other := range found {
			if !slices.Contains(except, other) && !slices.Contains(out, other) {
				out = append(out, other)
			}
		}
	}
	return out, nil
}

// keysOf makes the keys of a record from what is written about it.
func (d *Desk) keysOf(r journal.Reader, record casebook.ID) (map[Key]bool, error) {
	commits, err := d.recordCommits(r, record)
	if err != nil {
		return nil, err
	}
	out := map[Key]bool{}
	for _, k := range d.allKeys(factsIn(commits)) {
		out[k] = true
	}
	return out, nil
}

func rank(m casebook.Match) int {
	n := 0
	if m.Strength != "strong" {
		n += 2
	}
	if !m.Marker {
		n++
	}
	return n
}

// addMatch joins what is found about the same other record, or the markers, into one match.
func addMatch(list []casebook.Match, m casebook.Match) []casebook.Match {
	for i := range list {
		if list[i].Other == m.Other && list[i].Marker == m.Marker {
			if m.Strength == "strong" {
				list[i].Strength = "strong"
			}
			for _, kind := range m.Kinds {
				if !slices.Contains(list[i].Kinds, kind) {
					list[i].Kinds = append(list[i].Kinds, kind)
				}
			}
			slices.Sort(list[i].Kinds)
			for _, tag := range m.Met {
				if !containsTag(list[i].Met, tag) {
					list[i].Met = append(list[i].Met, tag)
				}
			}
			return list
		}
	}
	return append(list, m)
}

func strengthWord(strong bool) string {
	if strong {
		return "strong"
	}
	return "weak"
}

// after is the smallest key that no key with the prefix reaches.
func after(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}

func containsTag(list [][]byte, tag []byte) bool {
	return slices.ContainsFunc(list, func(have []byte) bool { return bytes.Equal(have, tag) })
}

// uncovered leaves out what a named person has been asked about before. A marker that was not there then
// may be the person's own no: it is asked about anew, whatever was decided of the others.
func uncovered(found []casebook.Match, facts []*casebook.Fact) []casebook.Match {
	return slices.DeleteFunc(found, func(m casebook.Match) bool {
		return slices.ContainsFunc(facts, func(f *casebook.Fact) bool {
			b, ok := f.Body.(*casebook.Match)
			return ok && b.Other == m.Other && b.Marker == m.Marker && containsAll(b.Kinds, m.Kinds) &&
				!slices.ContainsFunc(m.Met, func(tag []byte) bool { return !containsTag(b.Met, tag) })
		})
	})
}

func containsAll(have, want []string) bool {
	return !slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(have, w) })
}

// LookUp answers 'seen before?' for particulars that stand in no record yet, without writing anything:
// how many records and markers they meet, and how strongly. It says nothing of whom.
func (d *Desk) LookUp(ctx context.Context, by Acting, p casebook.Particulars) (found []casebook.Match, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.NoteLead, ""); err != nil {
			return err
		}
		if found, err = d.meets(r, d.Matcher.Keys(p), nil); err != nil {
			return err
		}
		if who, _ := d.who(by.Who); local(who) {
			if found, err = d.meetsHeldBack(r, p, found); err != nil {
				return err
			}
			found, err = d.neutralMatches(r, by.Who, who, found)
		}
		return err
	})
	return found, err
}
