package desk

import (
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Of somebody who must not be approached a team reads one neutral sentence, whatever stands against it: a
// no, an erasure, another team, a review (G01). So whoever sees people only in the territories of their own
// teams sees nobody of whom something stands against it, in lists and figures, and of a person they ask for
// by name no more than that sentence. Nothing may differ between the causes, and nothing tells why.
//
// One thing they know anyhow: what their own team wrote down itself. For a day they are shown that, so that
// the evening's notes can be written.

// endedHere is how long a team is shown what it wrote down itself.
const endedHere = 24 * time.Hour

// local reports whether somebody sees people only in the territories of their own teams.
func local(who access.Who) bool { return !access.Everywhere(who, access.SeePeople) }

// closed reports whether something stands against approaching somebody.
func (row *Row) closed() bool { return row.Alone || closedStage(row.Stage) }

func closedStage(s casebook.Stage) bool {
	switch s {
	case casebook.StageSetAside, casebook.StageNotNow, casebook.StageLapsed, casebook.StageLeftAlone, casebook.StageHidden, casebook.StageErased, casebook.StageNotTaken, casebook.StageUnknown:
		return true
	}
	return false
}

// forTeam is a row as a team may see it; nil for nothing at all.
func (d *Desk) forTeam(who casebook.ID, row *Row) *Row {
	if !row.closed() {
		return row
	}
	if !d.wroteToday(who, row) {
		return nil
	}
	last := row.Ends[len(row.Ends)-1]
	return &Row{Person: row.Person, Records: row.Records, Stage: casebook.StageLeftAlone, Since: last.At, Territory: row.Territory,
		Name: row.Name, Place: row.Place, Alone: true, Reached: row.Reached, Ending: last.As, Words: row.Words}
}

// wroteToday reports whether all that leaves somebody alone was written down by whoever looks, or a colleague of
// theirs, within a day. Whatever else came to it, a second word of theirs must not tell.
func (d *Desk) wroteToday(who casebook.ID, row *Row) bool {
	plain := row.Stage == casebook.StageLeftAlone || row.Stage == casebook.StageNotNow
	if !plain || row.Hidden || row.Over || row.Review != 0 || len(row.Ends) == 0 {
		return false
	}
	ours := d.teammates(who)
	return !slices.ContainsFunc(row.Ends, func(e ended) bool {
		byUs := slices.ContainsFunc(e.By, func(id casebook.ID) bool { return slices.Contains(ours, id) })
		return !byUs || d.Now().Sub(time.UnixMilli(e.At)) >= endedHere
	})
}

// teammates lists somebody and everybody in their teams.
func (d *Desk) teammates(who casebook.ID) []casebook.ID {
	out := []casebook.ID{who}
	for _, id := range d.house.TeamsOf(who, d.house.Pos) {
		team, _ := d.house.TeamAt(id, d.house.Pos)
		out = append(out, team.Members...)
	}
	return out
}

// neutralPerson is what a team is shown of somebody who must not be approached: nothing but what it wrote
// down itself within a day.
func (d *Desk) neutralPerson(who, record casebook.ID, row *Row, s *casebook.State) *Person {
	out := &Person{State: s.Blank(record), Say: casebook.NeutralRefusal}
	if shown := d.forTeam(who, row); shown != nil {
		ours := d.teammates(who)
		own := func(c *casebook.Commit) bool {
			hand := func(p casebook.Proof) bool { return slices.Contains(ours, p.Who) }
			return hand(c.Actor) || slices.ContainsFunc(c.Witnesses, hand)
		}
		for _, f := range withoutDoubts(s.FactsFor(casebook.Viewer{})) {
			if own(f.Commit) {
				out.Facts = append(out.Facts, &casebook.Fact{Ref: f.Ref, Type: f.Type, Body: f.Body, Commit: f.Commit, Standing: casebook.Counts})
			}
		}
		out.Stage, out.Ending, out.Since, out.Reached = shown.Stage, shown.Ending, time.UnixMilli(shown.Since).UTC(), shown.Reached
	}
	return out
}

// mayNotKnow reports whether an entry is about somebody who must not be approached: then what it lacks is not
// said. Of a slip of their own finger everybody may know.
func (t *turn) mayNotKnow(e entry) bool {
	s, err := t.known(e.subject)
	if err != nil || s == nil || !s.Alone && !closedStage(s.Stage) {
		return false
	}
	undoes := slices.ContainsFunc(e.events, func(ev casebook.Event) bool { return ev.Type == casebook.StopUndone })
	return !undoes || ownStop(s, t.by.Who) == nil
}

// neutralError says to a team no more than the one sentence, whichever gate it was.
func neutralError(err error) error {
	e, ok := err.(*Error)
	if !ok || !slices.ContainsFunc(e.Lacks, func(l casebook.Lack) bool { return l.Say == casebook.NeutralRefusal }) {
		return err
	}
	return askHeadquarters()
}

// askHeadquarters is the one neutral sentence, as an error.
func askHeadquarters() error {
	return hold([]casebook.Lack{{Gate: "G01", Key: "check.blocked", Say: casebook.NeutralRefusal}})
}

// seesLittle reports whether whoever acts is of a team, and no more.
func (t *turn) seesLittle() bool {
	who, ok := t.d.who(t.by.Who)
	return ok && local(who)
}

// neutralMatches leaves of what was met only the people whom a team may see anyway. All else is one match
// that says nothing.
func (d *Desk) neutralMatches(r journal.Reader, who casebook.ID, rights access.Who, found []casebook.Match) ([]casebook.Match, error) {
	var out []casebook.Match
	blocked := false
	for _, m := range found {
		var row *Row
		if !m.Marker {
			records, err := cluster(r, m.Other)
			if err != nil {
				return nil, err
			}
			if row, err = rowAt(r, records[0]); err != nil {
				return nil, err
			}
		}
		if row != nil && !row.closed() && access.Decide(rights, access.SeePeople, whereabouts(row.Territory)) {
			out = append(out, m)
		} else {
			blocked = true
		}
	}
	if blocked {
		out = append(out, casebook.Match{Marker: true})
	}
	return out, nil
}

// ended is one thing that leaves a person alone: who of us wrote it down, when (Unix ms), and as what.
type ended struct {
	By []casebook.ID `json:"by,omitempty"`
	At int64         `json:"at"`
	As string        `json:"as,omitempty"`
}

func (d *Desk) ends(s *casebook.State, now time.Time) []ended {
	var out []ended
	for _, e := range s.Ends(now) {
		by := slices.DeleteFunc(e.By, func(id casebook.ID) bool {
			_, known := d.house.StaffAt(id, d.house.Pos)
			return !known
		})
		out = append(out, ended{by, e.At.UnixMilli(), e.As})
	}
	return out[max(0, len(out)-mostEnds):]
}

// mostEnds bounds how many of them a row holds.
const mostEnds = 32
