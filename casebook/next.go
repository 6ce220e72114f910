package casebook

import (
	"slices"
	"time"
)

// Step is something the team could do next, with what is missing for it; nothing missing means: go on.
type Step struct {
	Act     string `json:"act"` // the event type
	Missing []Lack `json:"missing,omitempty"`
}

// Ask judges a commit that somebody is about to write, by the very rules of [Fold]: it returns what is
// missing. Refusals and holds lack nothing. Whoever asks knows all of these commits.
func Ask(h *House, commits []*Commit, draft *Commit) []Lack {
	f := newFile(h, append([]*Commit{draft}, commits...))
	f.draft = draft
	var out []Lack
	for i := range draft.Events {
		fact := f.judge(f.find(Ref{draft.Hash, uint16(i)}))
		if fact.Standing != Counts {
			out = append(out, fact.Lacks...)
		}
	}
	return out
}

// way is the order of steps that [State.Next] looks at, each with the content an honest team would write.
func (s *State) way(role, language string, meeting ID) []Event {
	return []Event{
		{ApproachMade, &Approach{Outcome: "talked", SpokenBefore: "no"}},
		{DisclosureDelivered, &Delivered{Role: role, Version: s.version(role), Language: language, Understands: true, Cost: "aloud", Full: "paper", Meeting: meeting}},
		{UnderstandingHeard, &Understanding{Heard: Points}},
		{OfferMade, &Offer{Role: role, Meeting: meeting}},
		{AnswerGiven, &Answer{Answer: "yes", Method: "turned", NoWish: true}},
	}
}

func (s *State) version(role string) int {
	if t := s.file.house.TextAt(role, s.file.house.Pos); t != nil {
		return t.Version
	}
	return 0
}

// Next says for each step on the way to an answer what is missing now, beside the right hands. The
// meeting is the one that a step taken now would belong to.
func (s *State) Next(role string, meeting ID, now time.Time) []Step {
	h := s.file.house
	language := "en"
	if p := h.Programme(h.Pos); p != nil && len(p.Languages) > 0 {
		language = p.Languages[0]
	}
	if len(s.Records) == 0 {
		return nil
	}
	var out []Step
	for _, event := range s.way(role, language, meeting) {
		out = append(out, Step{Act: event.Type, Missing: s.Lacks(event, role, now)})
	}
	return out
}

// Lacks says what a step would lack that was taken now, beside the right hands.
func (s *State) Lacks(event Event, role string, now time.Time) []Lack {
	return s.asking(event, role, now).missing()
}

// draft is a commit that somebody at headquarters might write now.
func (s *State) draft(event Event, role string, now time.Time) *Commit {
	return &Commit{
		At: now, Arrived: now, Scope: "next", Home: true, Seen: s.file.house.Pos, Subject: s.Records[0], Events: []Event{event},
		Effects: EffectsOf(event), Refs: s.Relies(event.Type, role), Hash: Hash{1},
	}
}

func (s *State) commits() []*Commit {
	var out []*Commit
	for _, n := range s.file.nodes {
		out = append(out, n.commit)
	}
	return out
}

// reliesOn says which facts an event names: the newest counting one of each type, or all of them.
var reliesOn = map[string]struct{ newest, all []string }{
	ApproachMade:        {newest: []string{CheckMade, ApproachMade}},
	InterviewHeld:       {newest: []string{ApproachMade}},
	TestTaken:           {newest: []string{ApproachMade}},
	DisclosureDelivered: {newest: []string{ApproachMade}},
	UnderstandingHeard:  {newest: []string{DisclosureDelivered}},
	OfferMade:           {newest: []string{DisclosureDelivered, AgeProven, AgeCorrected, AgeStated, GuardianAnswered, AssentGiven}, all: []string{UnderstandingHeard}},
	AnswerGiven:         {newest: []string{OfferMade}, all: []string{LinkIssued, PersonReopened}}, // what was taken back lets no yes wait
	FormTakenBack:       {all: []string{LinkIssued}},
	PaperScanned:        {newest: []string{AnswerGiven}},
	UpdateAnswered:      {newest: []string{DisclosureDelivered, OfferMade}, all: []string{LinkIssued}},
	StopUndone:          {newest: []string{StopMade}},
	ErasureDenied:       {newest: []string{ErasureRequested}, all: []string{LinkIssued}},
	ErasureRequested:    {all: []string{LinkIssued}},
	ErasureConfirmed:    {newest: []string{ErasureRequested}, all: []string{LinkIssued}},
}

// Relies returns the references that a new event of a type should carry, from what counts now: the facts
// that the rules ask for, the text in force, the reopenings that answer refusals, the yes it is about.
func (s *State) Relies(eventType, role string) []Ref {
	f := s.file
	var out []Ref
	add := func(facts ...*Fact) {
		for _, fact := range facts {
			if fact != nil && !slices.Contains(out, fact.Ref) {
				out = append(out, fact.Ref)
			}
		}
	}
	for _, t := range reliesOn[eventType].newest {
		switch {
		case t == DisclosureDelivered && role != "":
			add(f.latestTold(role))
		case t == ApproachMade:
			add(f.latestTalk())
		default:
			add(f.latest(t))
		}
	}
	for _, t := range reliesOn[eventType].all {
		add(f.counting(t)...)
	}
	if slices.Contains(contactTypes, eventType) {
		add(f.counting(PersonReopened)...)
		if s.Yes != nil { // that it came after the outside call, whoever made that one
			good, _ := f.calls(f.find(s.Yes.Answer))
			add(good)
		}
	}
	switch eventType {
	case AgeCorrected:
		add(f.proofsNow()...)
	case DisclosureDelivered:
		if t := f.house.TextAt(role, f.house.Pos); t != nil {
			out = append(out, t.Ref)
		}
	case CallMade, WithdrawalMade, PermissionGiven, SelectionMade, TestTaken, InterviewHeld, UpdateAnswered:
		if s.Yes != nil {
			add(f.find(s.Yes.Answer))
		}
	case PersonReopened:
		for _, r := range f.refusals() {
			add(r.fact)
		}
	}
	return out
}

// latestTalk returns the newest approach that counts and at which somebody was there, or nil.
func (f *file) latestTalk() *Fact {
	all := f.counting(ApproachMade)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Body.(*Approach).Outcome == "talked" {
			return all[i]
		}
	}
	return nil
}

// latestTold returns the newest delivery for a role that counts, or nil.
func (f *file) latestTold(role string) *Fact {
	all := f.counting(DisclosureDelivered)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Body.(*Delivered).Role == role {
			return all[i]
		}
	}
	return nil
}
