package desk

import (
	"slices"

	"willing/access"
	"willing/casebook"
)

// The safe direction is always easy: anybody of the staff alone may leave anybody alone, by any id, wherever that
// person is. So whoever sees people only in the territories of their own teams gets one answer for everybody else:
// for somebody elsewhere, for an id that nobody knows here (their record may still be on its way: what is said of
// it waits for them), and for somebody who is left alone, hidden or erased already. What is said is written down
// each time, and nothing tells which it was (G01).

// leaving loads whomever somebody leaves alone.
func (t *turn) leaving(record casebook.ID) (*casebook.State, error) {
	s, err := t.d.state(t.w, record, t.now)
	if KindOf(err) != NotFound || !t.seesLittle() || t.by.acts(record) {
		return s, err
	}
	houses, failed := t.d.recordCommits(t.w, record)
	if failed != nil || len(houses) > 0 {
		return nil, firstOf(failed, err) // the id of a colleague, a team or a list
	}
	return casebook.Fold(t.d.house, nil, t.now), nil
}

// veiled reports whether whoever acts must not learn anything of a person: they are elsewhere, unknown, or closed
// by more than what their own team wrote down today.
func (t *turn) veiled(s *casebook.State) (bool, error) {
	if !t.seesLittle() {
		return false, nil
	}
	if len(s.Records) == 0 || t.elsewhere(s) {
		return true, nil
	}
	if !s.Alone && !closedStage(s.Stage) {
		return false, nil
	}
	row, err := rowAt(t.w, s.Records[0])
	return row == nil || row.closed() && t.d.forTeam(t.by.Who, row) == nil, err
}

// elsewhere reports whether a person is nobody of the teams of whoever acts.
func (t *turn) elsewhere(s *casebook.State) bool {
	return t.d.allow(t.by, access.SeePeople, whereabouts(s.Territory)) != nil
}

// ownStop is the last stop that somebody made themselves, or nil.
func ownStop(s *casebook.State, who casebook.ID) *casebook.Fact {
	for _, f := range slices.Backward(s.Facts) {
		if f.Type == casebook.StopMade && f.Commit.Actor.Who == who {
			return f
		}
	}
	return nil
}

// leaves reports whether an entry does nothing but leave somebody alone, so that it may be written of somebody who
// was erased: as a header, which holds nothing of them.
func (e entry) leaves() bool {
	return !slices.ContainsFunc(e.events, func(ev casebook.Event) bool {
		switch b := ev.Body.(type) {
		case *casebook.Answer:
			return b.Answer == "yes"
		case *casebook.Update:
			return b.Continue
		}
		return !slices.Contains([]string{casebook.StopMade, casebook.StopUndone, casebook.WithdrawalMade, casebook.ErasureRequested}, ev.Type)
	})
}
