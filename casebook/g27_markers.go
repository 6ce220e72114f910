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
	Generation uint16 `json:"generation"` // the new one
}

// MarkerReview is what came of a look at the markers of one generation.
type MarkerReview struct {
	Generation uint16 `json:"generation"` // the one looked at
	Keep       bool   `json:"keep"`       // they stay checked, until they are looked at again; otherwise they go, for good
	Reason     string `json:"reason"`     // names nobody
}

// markerKeys is what the log says of one generation of marker keys.
type markerKeys struct {
	replaced time.Time // no marker was made with it after that; zero: markers are made with it
	years    int       // how long they are kept at least: the longest that a programme said while they were made
	reviewed time.Time // when somebody last decided to keep them
	leaving  time.Time // when two people decided to let them go; zero: nobody did, or somebody kept them since
	gone     bool      // and they went
	made     time.Time // when they were drawn, if by a renewal
}

// markersWait is how long markers are still kept that two people decided to let go (our decision). A clock may
// run years ahead, and be believed; for a month everybody can see it, and keep them.
const markersWait = 30 * 24 * time.Hour

// mostSkipped is how many numbers a new generation may skip, for keys that were drawn and never used.
const mostSkipped = 16

// ruleRenewed: the numbers of generations rise, so that none is ever used again, and slowly, so that they do not run out:
// every one of them is asked at each look before an approach. Once a month anybody's word will do who may renew them;
// sooner it takes two.
func ruleRenewed(h *House, c *Commit, body any) []Lack {
	newest := h.MarkersNewest()
	switch next := body.(*MarkerKeys).Generation; {
	case next <= newest:
		return []Lack{lack("G27", "markers.older", "there is a newer generation of marker keys already")}
	case next-newest > mostSkipped:
		return []Lack{lack("G27", "markers.skips", "the number of a new generation follows the last")}
	case c.when().Before(h.markers[newest].made.Add(markersWait)) && !h.second(c, markerReviewers...):
		return []Lack{second("markers.soon", "the keys were renewed within the last month: another coordinator, administrator or safeguarding lead signs too")}
	}
	return nil
}

func applyRenewed(h *House, c *Commit, _ Ref, body any) {
	newest := body.(*MarkerKeys).Generation
	for before := uint16(1); before < newest; before++ {
		if k := h.markers[before]; k.replaced.IsZero() {
			k.replaced, k.years = c.At, h.promisedYears()
			h.markers[before] = k
		}
	}
	h.markers[newest] = markerKeys{made: c.At}
}

// promisedYears is the longest that any programme so far said markers are kept: who said no was told so, and a
// shorter time is for those who say it later.
func (h *House) promisedYears() int {
	years := 0
	for _, p := range h.programmes {
		years = max(years, p.value.Limits.MarkerYears)
	}
	if years == 0 {
		return DefaultLimits().MarkerYears
	}
	return years
}

// ruleMarkerReview: a named person decides to keep markers, with a reason. To let them go takes two people, twice and
// a month apart, and the youngest of them is as old as they were promised to be kept: nobody's no is forgotten
// early. In between anybody of the staff keeps them.
func ruleMarkerReview(h *House, c *Commit, body any) []Lack {
	b := body.(*MarkerReview)
	keys := h.markers[b.Generation]
	var out []Lack
	if b.Reason == "" {
		out = append(out, lack("G27", "markers.reason", "give a reason"))
	}
	if keys.gone {
		return append(out, lack("G27", "markers.gone", "these markers went already"))
	}
	if !h.actorWears(c, markerReviewers...) && (!b.Keep || keys.leaving.IsZero()) {
		out = append(out, lack("G27", "markers.who", "a coordinator, an administrator or a safeguarding lead looks at markers; others keep those that are about to go"))
	}
	if b.Keep || off("G27") {
		return out
	}
	if !h.second(c, markerReviewers...) {
		out = append(out, lack("G27", "markers.two", "letting markers go takes two people: another coordinator, administrator or safeguarding lead signs too"))
	}
	switch may, end := h.mayLetGo(keys), keys.leaving.Add(markersWait); {
	case may.IsZero():
		out = append(out, lack("G27", "markers.in-use", "markers are still made with these keys: renew the keys first, and let these go when the last of their markers is old enough"))
	case c.when().Before(may):
		out = append(out, lack("G27", "markers.young", "the youngest of these markers is kept until "+may.Format(time.DateOnly)).with("day", may.Format(time.DateOnly)))
	case !keys.leaving.IsZero() && c.when().Before(end):
		out = append(out, lack("G27", "markers.wait", "two people decided it, and for a month everybody can keep them: confirm it on "+end.Format(time.DateOnly)+" or later").with("day", end.Format(time.DateOnly)))
	}
	return out
}

// markerReviewers are the hats of those who look at markers again.
var markerReviewers = []string{Administrator, Coordinator, Safeguarding}

func applyMarkerReview(h *House, c *Commit, _ Ref, body any) {
	b := body.(*MarkerReview)
	keys := h.markers[b.Generation]
	switch {
	case b.Keep:
		keys.reviewed, keys.leaving = c.At, time.Time{}
	case keys.leaving.IsZero() && !off("G27"):
		keys.leaving = c.At
	default:
		keys.gone = true
	}
	h.markers[b.Generation] = keys
}

// setRight lets nothing be known of markers by stamps later than over. What was decided by such a stamp was decided
// by a wrong clock: it is decided anew.
func (k markerKeys) setRight(over time.Time) markerKeys {
	k.replaced, k.reviewed, k.made = earliestOf(k.replaced, over), earliestOf(k.reviewed, over), earliestOf(k.made, over)
	if k.leaving.After(over) {
		k.leaving = time.Time{}
	}
	return k
}

// mayLetGo is when the youngest marker of a generation has been kept long enough; zero while markers are made with it.
func (h *House) mayLetGo(k markerKeys) time.Time {
	if k.replaced.IsZero() {
		return time.Time{}
	}
	return k.replaced.AddDate(max(k.years, h.limits(h.Pos).MarkerYears), 0, 0)
}

// MarkersNow is what is known of one generation of marker keys.
type MarkersNow struct {
	Replaced time.Time // no marker was made with it after that; zero: markers are made with it
	Due      time.Time // when somebody looks at its markers
	MayGo    time.Time // from when on they may be let go; zero: not yet known
	Leaving  time.Time // two people decided to let them go: from when on two do it; zero: nobody decided so
	Gone     bool
}

// MarkersOf says how it stands with the markers of a generation whose keys were made at a moment. Somebody looks at
// them when the oldest is as old as the programme says, as long again after each look, and when they may be let go.
func (h *House) MarkersOf(generation uint16, made time.Time) MarkersNow {
	keys := h.markers[generation]
	now := MarkersNow{Replaced: keys.replaced, MayGo: h.mayLetGo(keys), Gone: keys.gone}
	from := latestOf(made, keys.reviewed)
	now.Due = from.AddDate(h.limits(h.Pos).MarkerYears, 0, 0)
	if now.MayGo.After(keys.reviewed) && now.MayGo.Before(now.Due) && !keys.reviewed.IsZero() {
		now.Due = now.MayGo
	}
	if !keys.leaving.IsZero() {
		now.Leaving = keys.leaving.Add(markersWait)
		now.MayGo = latestOf(now.MayGo, now.Leaving)
		now.Due = now.MayGo
	}
	return now
}

// MarkersNewest is the newest generation of marker keys that the log knows of; 0 before the first renewal.
func (h *House) MarkersNewest() uint16 {
	newest := uint16(0)
	for generation := range h.markers {
		newest = max(newest, generation)
	}
	return newest
}

// MarkersGone lists the generations whose markers were let go.
func (h *House) MarkersGone() []uint16 {
	var out []uint16
	for generation, keys := range h.markers {
		if keys.gone {
			out = append(out, generation)
		}
	}
	slices.Sort(out)
	return out
}
