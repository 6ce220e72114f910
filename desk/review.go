//go:build !js

package desk

import (
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
)

// Review decides a possible match: a named person outside the team says same, different or unsure, with
// a reason (G01, G18). With ref zero it decides every open match of the record the same way.
func (d *Desk) Review(ctx context.Context, by Acting, record casebook.ID, ref casebook.Ref, j casebook.Judgement) error {
	return d.act(ctx, by.doing("review", nil, record, ref.String(), j), access.Judge, func(t *turn) error {
		s, err := t.d.state(t.w, record, t.now)
		if err != nil {
			return err
		}
		decided := 0
		for _, m := range s.Matches {
			if ref != (casebook.Ref{}) && ref != m.Ref {
				continue
			}
			if err := t.judgeMatch(s, m, j); err != nil {
				return err
			}
			decided++
		}
		if decided == 0 {
			return fail(NotFound, "nothing waits for a decision here")
		}
		return nil
	})
}

func (t *turn) judgeMatch(s *casebook.State, m casebook.OpenMatch, j casebook.Judgement) error {
	if err := t.outsideBoth(m, j); err != nil {
		return err
	}
	e := entry{subject: subjectOf(s, m.Ref), scope: scopeOf(s), refs: []casebook.Ref{m.Ref},
		events: []casebook.Event{{Type: casebook.MatchJudged, Body: &j}}}
	if m.Marker && j.Verdict == "same" {
		e.effects = []casebook.Effect{casebook.Refuse}
	}
	_, err := t.append(e)
	return err
}

// outsideBoth asks that whoever says that somebody is not a certain other person stands outside that one's teams too: a team
// that was told no does not free a namesake for itself (G01).
func (t *turn) outsideBoth(m casebook.OpenMatch, j casebook.Judgement) error {
	if j.Verdict != "different" || m.Other.IsZero() {
		return nil
	}
	other, err := t.d.state(t.w, m.Other, t.now)
	if KindOf(err) == NotFound {
		return nil // a device named somebody of whom nothing is known
	}
	if err != nil || other.Outside(t.by.Who) {
		return err
	}
	return hold([]casebook.Lack{{Gate: "G01", Key: "judge.both", Say: "Somebody outside the teams of both decides that these are two people: you have worked with the other one, or go about with who did."}})
}

// subjectOf is the record whose commit holds a fact.
func subjectOf(s *casebook.State, ref casebook.Ref) casebook.ID {
	i := slices.IndexFunc(s.Facts, func(f *casebook.Fact) bool { return f.Ref == ref })
	if i < 0 {
		return s.Records[0]
	}
	return s.Facts[i].Commit.Subject
}

// ReleaseRow lets one held-back row of an import in, by its tag, with a reason (G01).
func (d *Desk) ReleaseRow(ctx context.Context, by Acting, tag []byte, reason string) error {
	if reason == "" {
		return hold([]casebook.Lack{{Gate: "G01", Key: "judge.reason", Say: "give a reason"}})
	}
	return d.act(ctx, by.doing("release", nil, tag, reason), access.Judge, func(t *turn) error {
		_, err := t.append(entry{events: []casebook.Event{{Type: casebook.RowReleased, Body: &casebook.Release{Row: tag, Reason: reason}}}})
		return err
	})
}
