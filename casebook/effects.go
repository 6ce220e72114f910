package casebook

import "slices"

// causes says which effects an event type may have. A commit must claim in its header exactly what its
// events cause; where it does not, it has no effect, but for refuse and hold, which take effect whether
// only the header says so or only the event. The evidence that each needs is in the rules: consent in
// g09_own_act.go, reopen in g11_final.go, erase in g25_erasure.go.
var causes = map[string][]Effect{
	AnswerGiven:         {Refuse, Hold, Consent}, // one of them, by the answer
	WithdrawalMade:      {Refuse},
	StopMade:            {Refuse},
	StopAsked:           {Hold},
	GuardianAnswered:    {Hold},   // only if the guardian does not agree
	MatchJudged:         {Refuse}, // only if judged the same as somebody who said no
	UpdateAnswered:      {Refuse}, // only if the person does not go on
	PersonReopened:      {Reopen},
	ErasureRequested:    {Erase},
	ErasureDone:         {Relay},
	PersonMoved:         {Move},
	ContentPurged:       {Relay},
	HouseFounded:        {Grant},
	StaffAdded:          {Grant},
	StaffChanged:        {Grant},
	KeyEnrolled:         {Grant},
	KeyRevoked:          {Revoke},
	TeamFormed:          {Grant},
	DeviceGranted:       {Grant},
	DeviceRevoked:       {Revoke},
	LanesReceived:       {Relay},
	RefusalsImported:    {Refuse},
	RefusalsWithdrawn:   {Reopen},
	RowReleased:         {Reopen},
	MarkersReviewed:     {Reopen}, // only if they are let go
	HeadquartersDoubted: {Relay},
}

// EffectsOf returns what an event causes, for the header of the commit that will hold it.
func EffectsOf(e Event) []Effect {
	switch b := e.Body.(type) {
	case *Answer:
		switch b.Answer {
		case "yes":
			return []Effect{Consent}
		case "no":
			return []Effect{Refuse}
		default:
			return []Effect{Hold}
		}
	case *Guardian:
		if b.Agrees {
			return nil
		}
	case *Update:
		if b.Continue {
			return nil
		}
	case *MarkerReview:
		if b.Keep {
			return nil
		}
	case *Judgement:
		return nil // Refuse comes with it where the match was with a marker: g01Judgement asks for it
	}
	return causes[e.Type]
}

// refuses reports whether a commit leaves its person alone for good, by its header or by what one of its
// events says. Any commit may: a refusal needs no body, no signature and no fact, and an event type of a
// later program may cause it.
func (c *Commit) refuses() bool { return c.leaves(Refuse) }

func (c *Commit) holds() bool { return c.leaves(Hold) }

func (c *Commit) leaves(e Effect) bool {
	says := func(ev Event) bool { return ownWord(ev.Type, contentOf(ev)) == e }
	return !c.Subject.IsZero() && (c.Has(e) || slices.ContainsFunc(c.Events, says))
}

// mayCause reports whether one of the commit's events is of a kind that may have the effect, or of a kind
// that this program does not know.
func (c *Commit) mayCause(e Effect) bool {
	return slices.ContainsFunc(c.Events, func(ev Event) bool { return !known(ev.Type) || slices.Contains(causes[ev.Type], e) })
}
