package casebook

import (
	"slices"
	"time"
)

// Markers outlive the files of those who said no, so somebody looks at them again (G27). What is looked at is a
// generation of the keys under which they were made: all its markers go together, with its key.

// MarkerKeys says that from now on markers are made with a new generation of keys. Those of the older ones
// stay checked until somebody lets them go.
type MarkerKeys struct {
	Generation uint16 `json:"generation"`
}

// MarkerReview is what came of a look at the markers of one generation.
type MarkerReview struct {
	Generation uint16 `json:"generation"`
	Keep       bool   `json:"keep"`   // they stay checked, until they are looked at again; otherwise they go, for good
	Reason     string `json:"reason"` // names nobody
}

// markerKeys is what the log says of one generation of marker keys.
type markerKeys struct {
	replaced time.Time // no marker was made with it after that; zero: markers are made with it
	reviewed time.Time // when somebody last decided to keep them
	gone     bool      // and they went
}

// ruleRenewed: the numbers of generations rise, so that none is ever used again.
func ruleRenewed(h *House, _ *Commit, body any) []Lack {
	if body.(*MarkerKeys).Generation > h.MarkersNewest() {
		return nil
	}
	return []Lack{lack("G27", "markers.older", "there is a newer generation of marker keys already")}
}

func applyRenewed(h *House, c *Commit, _ Ref, body any) {
	newest := body.(*MarkerKeys).Generation
	for before := uint16(1); before < newest; before++ {
		if k := h.marks[before]; k.replaced.IsZero() {
			k.replaced = c.At
			h.marks[before] = k
		}
	}
	h.marks[newest] = markerKeys{}
}

// ruleMarkerReview: a named person decides to keep markers, with a reason. To let them go takes two people, and
// the youngest of them is as old as the programme keeps markers: nobody's no is forgotten early.
func ruleMarkerReview(h *House, c *Commit, body any) []Lack {
	b := body.(*MarkerReview)
	keys := h.marks[b.Generation]
	var out []Lack
	if b.Reason == "" {
		out = append(out, lack("G27", "markers.reason", "give a reason"))
	}
	if keys.gone {
		return append(out, lack("G27", "markers.gone", "these markers went already"))
	}
	if b.Keep || off("G27") {
		return out
	}
	if !h.second(c, markerReviewers...) {
		out = append(out, lack("G27", "markers.two", "letting markers go takes two people: another coordinator, administrator or safeguarding lead signs too"))
	}
	switch may := h.mayLetGo(keys); {
	case may.IsZero():
		out = append(out, lack("G27", "markers.in-use", "markers are still made with these keys: renew the keys first, and let these go when the last of their markers is old enough"))
	case c.when().Before(may):
		out = append(out, lack("G27", "markers.young", "the youngest of these markers is kept until "+may.Format(time.DateOnly)).with("day", may.Format(time.DateOnly)))
	}
	return out
}

// markerReviewers are the hats of those who look at markers again.
var markerReviewers = []string{Administrator, Coordinator, Safeguarding}

func applyMarkerReview(h *House, c *Commit, _ Ref, body any) {
	b := body.(*MarkerReview)
	keys := h.marks[b.Generation]
	keys.reviewed, keys.gone = c.At, !b.Keep
	h.marks[b.Generation] = keys
}

// mayLetGo is when the youngest marker of a generation has been kept long enough; zero while markers are made with it.
func (h *House) mayLetGo(k markerKeys) time.Time {
	if k.replaced.IsZero() {
		return time.Time{}
	}
	return k.replaced.AddDate(h.limits(h.Pos).MarkerYears, 0, 0)
}

// MarkersNow is what is known of one generation of marker keys.
type MarkersNow struct {
	Replaced time.Time // no marker was made with it after that; zero: markers are made with it
	Due      time.Time // when somebody looks at its markers
	MayGo    time.Time // from when on they may be let go; zero: not yet known
	Gone     bool
}

// MarkersOf says how it stands with the markers of a generation whose keys were made at a moment. Somebody looks at
// them when the oldest is as old as the programme says, as long again after each look, and when they may be let go.
func (h *House) MarkersOf(generation uint16, made time.Time) MarkersNow {
	keys := h.marks[generation]
	now := MarkersNow{Replaced: keys.replaced, MayGo: h.mayLetGo(keys), Gone: keys.gone}
	from := latestOf(made, keys.reviewed)
	now.Due = from.AddDate(h.limits(h.Pos).MarkerYears, 0, 0)
	if now.MayGo.After(keys.reviewed) && now.MayGo.Before(now.Due) && !keys.reviewed.IsZero() {
		now.Due = now.MayGo
	}
	return now
}

// MarkersNewest is the newest generation of marker keys that the log knows of; 0 before the first renewal.
func (h *House) MarkersNewest() uint16 {
	newest := uint16(0)
	for generation := range h.marks {
		newest = max(newest, generation)
	}
	return newest
}

// MarkersGone lists the generations whose markers were let go.
func (h *House) MarkersGone() []uint16 {
	var out []uint16
	for generation, keys := range h.marks {
		if keys.gone {
			out = append(out, generation)
		}
	}
	slices.Sort(out)
	return out
}
