package desk

import (
	"bytes"
	"slices"
	"time"

	"willing/casebook"
)

// Deeds are the events that a team's evening notes tell of, in the order of the day's work.
var Deeds = []string{
	casebook.LeadNoted, casebook.ApproachMade, casebook.InterviewHeld, casebook.TestTaken, casebook.DisclosureDelivered,
	casebook.UnderstandingHeard, casebook.OfferMade, casebook.AnswerGiven,
}

// deedsFor is how long before the last deed with somebody another belongs to the same day, wherever that began.
const deedsFor = 24 * time.Hour

// handsOf lists who had a hand in the last day's deeds with somebody, so that a list tells whose day it was. A lead out of
// an imported list is nobody's deed.
func handsOf(s *casebook.State) []casebook.ID {
	var deeds []*casebook.Fact
	var last time.Time
	for _, f := range s.Facts {
		lead, isLead := f.Body.(*casebook.Lead)
		if f.Standing != casebook.Counts || !slices.Contains(Deeds, f.Type) || isLead && !lead.Batch.IsZero() {
			continue
		}
		deeds = append(deeds, f)
		if f.Commit.At.After(last) {
			last = f.Commit.At
		}
	}
	var out []casebook.ID
	for _, f := range deeds {
		if last.Sub(f.Commit.At) > deedsFor {
			continue
		}
		for _, p := range append([]casebook.Proof{f.Commit.Actor}, f.Commit.Witnesses...) {
			if p.Who != (casebook.ID{}) && !slices.Contains(s.Records, p.Who) && !slices.Contains(out, p.Who) {
				out = append(out, p.Who)
			}
		}
	}
	slices.SortFunc(out, func(a, b casebook.ID) int { return bytes.Compare(a[:], b[:]) })
	return out
}
