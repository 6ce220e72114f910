//go:build !js

package desk

import (
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
)

// MarkerGeneration is the markers made with one generation of keys, and how it stands with them.
type MarkerGeneration struct {
	Generation uint16    `json:"generation"`
	Made       time.Time `json:"made,omitzero"`     // since when; zero if the key is lost
	Replaced   time.Time `json:"replaced,omitzero"` // until when; zero: to this day
	Markers    int       `json:"markers"`
	Oldest     time.Time `json:"oldest,omitzero"` // the month of the first of them
	Newest     time.Time `json:"newest,omitzero"` // and of the last
	Due        time.Time `json:"due,omitzero"`    // when somebody looks at them; zero: nobody need
	MayGo      time.Time `json:"may_go,omitzero"` // from when on two people may let them go
	Leaving    bool      `json:"leaving"`         // two people decided it once; until two do it again anybody keeps them
	Gone       bool      `json:"gone,omitempty"`  // they went
	Lost       bool      `json:"lost,omitempty"`  // their key is not here, so they recognise nobody
	Overdue    bool      `json:"overdue"`         // somebody should have looked at them, or looks for their key
	Free       bool      `json:"free"`            // two people may let them go now
}

// MarkerGenerations lists the generations of marker keys with their markers (G27). Whoever may not look at them is shown those
// that are about to go, and may keep them.
func (d *Desk) MarkerGenerations(ctx context.Context, by Acting) ([]MarkerGeneration, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if err := d.allow(by, access.LeaveAlone, ""); err != nil {
		return nil, err
	}
	return d.generationsFor(by), nil
}

// generationsFor expects the house held still.
func (d *Desk) generationsFor(by Acting) []MarkerGeneration {
	if d.allow(by, access.KeepMarkers, "") == nil {
		return d.generations()
	}
	return slices.DeleteFunc(d.generations(), func(m MarkerGeneration) bool { return !m.Leaving })
}

// generations expects the house held still.
func (d *Desk) generations() []MarkerGeneration {
	out := []MarkerGeneration{}
	if d.Keys == nil {
		return out
	}
	for _, g := range d.Keys.Generations() {
		now := d.house.MarkersOf(g.ID, g.Made)
		m := MarkerGeneration{Generation: g.ID, Made: g.Made, Replaced: now.Replaced, Markers: g.Markers, Oldest: g.Oldest, Newest: g.Newest, MayGo: now.MayGo,
			Leaving: !now.Leaving.IsZero() && !g.Gone && !now.Gone, Gone: g.Gone || now.Gone, Lost: g.Lost && !now.Gone}
		if !m.Gone && !m.Lost && m.Markers > 0 {
			m.Due = now.Due
		}
		at := d.Now()
		m.Overdue = m.Lost || !m.Due.IsZero() && !at.Before(m.Due)
		m.Free = !m.Gone && m.Markers > 0 && !m.MayGo.IsZero() && !at.Before(m.MayGo)
		out = append(out, m)
	}
	return out
}

// overdueMarkers counts the generations at which somebody looks now, or that are about to go.
func (d *Desk) overdueMarkers(by Acting) int {
	n := 0
	for _, m := range d.generationsFor(by) {
		if m.Overdue || m.Leaving {
			n++
		}
	}
	return n
}

func (d *Desk) keepsMarkers() error {
	if d.Keys == nil {
		return fail(NotAllowed, "headquarters keeps the keys of the markers")
	}
	return nil
}

// RenewMarkers draws new keys: from now on markers are made with them, and older ones stay checked with theirs.
func (d *Desk) RenewMarkers(ctx context.Context, by Acting) (generation uint16, err error) {
	if err := d.keepsMarkers(); err != nil {
		return 0, err
	}
	err = d.act(ctx, by.doing("renew markers", &generation), access.RenewMarkers, func(t *turn) error {
		if err := t.allowed(renewal(d.house.MarkersNewest() + 1)); err != nil {
			return err // before a key is drawn
		}
		var err error
		if generation, err = d.Keys.Renew(d.house.MarkersNewest(), d.Rand, t.now); err != nil {
			return failFrom(Unexpected, err, "the new keys could not be kept; nothing was changed: see whether keys/markers.key can be written")
		}
		_, err = t.append(renewal(generation))
		return err
	})
	return generation, err
}

func renewal(generation uint16) entry {
	return entry{events: []casebook.Event{{Type: casebook.MarkersRenewed, Body: &casebook.MarkerKeys{Generation: generation}}}}
}

// ReviewMarkers notes what came of a look at the markers of a generation: a named person keeps them, or two let
// them go, twice and a month apart. Their key is destroyed then, so no copy of the register recognises anybody by them.
func (d *Desk) ReviewMarkers(ctx context.Context, by Acting, r casebook.MarkerReview) error {
	if err := d.keepsMarkers(); err != nil {
		return err
	}
	goes := false
	err := d.act(ctx, by.doing("review markers", nil, r), access.LeaveAlone, func(t *turn) error {
		generation, err := t.d.generationOf(r.Generation)
		if err != nil {
			return err
		}
		if !generation.Leaving || !r.Keep { // else everybody may
			if err := d.allow(by, access.KeepMarkers, ""); err != nil {
				return err
			}
		}
		e := entry{events: []casebook.Event{{Type: casebook.MarkersReviewed, Body: &r}}}
		if goes = generation.Leaving && !r.Keep; goes {
			e.notes = []Entry{letGo(r.Generation)}
		}
		_, err = t.append(e)
		return err
	})
	if err != nil || !goes {
		return err
	}
	if err := d.Keys.LetGo(r.Generation); err != nil { // after it is durable; opening the house does it again
		return failFrom(Unexpected, err, "it is decided, and their key could not be destroyed: see whether keys/markers.key can be written, then start again")
	}
	return nil
}

// generationOf finds the markers of a generation that are still kept. It expects the house held still.
func (d *Desk) generationOf(generation uint16) (MarkerGeneration, error) {
	for _, m := range d.generations() {
		if m.Generation == generation && !m.Gone {
			return m, nil
		}
	}
	return MarkerGeneration{}, fail(NotFound, "there are no markers of this generation: see `willing markers`")
}
