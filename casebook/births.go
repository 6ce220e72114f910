package casebook

import (
	"slices"
	"time"
)

// What a birth date on record rests on.
const (
	BornProven = "proven" // a document showed it
	BornSaid   = "said"   // somebody said it
	BornNoted  = "noted"  // it stands with the name: a list had it, or somebody wrote it down
)

// Birth is a birth date on record, and whether it decides how old somebody is (G08).
type Birth struct {
	Born    Date   `json:"born"`
	Rests   string `json:"rests"` // on what: [BornProven], [BornSaid] or [BornNoted]
	Decides bool   `json:"decides"`
	Why     *Lack  `json:"why,omitempty"` // why it does not
}

// restsOnWhat says of each kind of event that notes a birth date what the date rests on, the strongest first.
var restsOnWhat = []struct{ eventType, rests string }{
	{AgeCorrected, BornProven}, {AgeProven, BornProven}, {AgeStated, BornSaid}, {ParticularsNoted, BornNoted},
}

// Births lists the birth dates on record, each once: the one that decides of somebody who were asked now, then the others, and why
// these do not. So nobody takes a date for the one that counts because it was noted last.
func (s *State) Births(now time.Time) []Birth {
	f, at := s.file, sight{now, everything}
	decides, ok := f.youngest(at, nil)
	var out []Birth
	for _, kind := range restsOnWhat {
		for _, fact := range slices.Backward(f.byType[kind.eventType]) {
			one, counts := Birth{Born: bornOf(fact), Rests: kind.rests}, fact.Standing == Counts || fact.Type == ParticularsNoted
			if one.Born.IsZero() {
				continue
			}
			if one.Decides = ok && counts && one.Born == decides.noted && decides.proven == (kind.rests == BornProven); !one.Decides {
				one.Why = f.outweighed(fact, decides, at)
			}
			out = append(out, one)
		}
	}
	if i := slices.IndexFunc(out, func(b Birth) bool { return b.Decides }); i > 0 {
		out = slices.Insert(out, 0, out[i])
	}
	known := map[Date]bool{}
	return slices.DeleteFunc(out, func(b Birth) bool {
		again := known[b.Born]
		known[b.Born] = true
		return again
	})
}

// outweighed says why a birth date does not decide.
func (f *file) outweighed(fact *Fact, by birth, s sight) *Lack {
	proof := slices.Contains(proofTypes, fact.Type)
	born := bornOf(fact)
	asNoted := birth{noted: born, latest: born.latest()}
	if proof {
		asNoted.latest = born.proven()
	}
	why := lack("G08", "birth.younger", "A later birth date is on record too, and doubt makes people younger.")
	switch {
	case fact.Type != ParticularsNoted && fact.Standing != Counts && len(fact.Lacks) > 0:
		why = fact.Lacks[0]
	case fact.Type != ParticularsNoted && fact.Standing != Counts:
		why = lack("G08", "birth.without", "This note has no effect.")
	case !asNoted.counts(s.at):
		why = lack("G08", "birth.none", "There is no such day, or nobody is that old.")
	case proof && !f.believed(fact, s):
		why = lack("G08", "birth.alone", "One of us alone looked at this document, and another birth date on record makes this person under 18: two of us look.")
	case !proof && by.proven:
		why = lack("G08", "birth.document", "A document decides.")
	}
	return &why
}
