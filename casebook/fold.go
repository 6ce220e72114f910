package casebook

import (
	"slices"
	"time"
)

// Stage is where a person's way stands.
type Stage string

// The stages, in the order of the way; the last six end or interrupt it.
const (
	StageSetAside    Stage = "set-aside"  // waits for a named person: somebody already known?
	StageNoted       Stage = "noted"      // someone to meet
	StageApproached  Stage = "approached" // first talk held
	StageInterviewed Stage = "interviewed"
	StageAssessed    Stage = "assessed"
	StageTold        Stage = "told"
	StageUnderstood  Stage = "understood"
	StageOffered     Stage = "offered"
	StageProvisional Stage = "yes-provisional" // said yes; waits for reflection, the outside call or a review
	StageEffective   Stage = "yes"             // the yes has taken effect
	StageNotNow      Stage = "not-now"
	StageLapsed      Stage = "lapsed"
	StageNotTaken    Stage = "not-taken"
	StageLeftAlone   Stage = "left-alone" // said no, stopped or left
	StageHidden      Stage = "hidden"     // erasure asked
	StageErased      Stage = "erased"

	// StageAsk is no stage of anybody's: it is what a team is shown of whoever must not be approached.
	StageAsk Stage = "ask-headquarters"

	// StageUnknown is what lists show of an id of which nothing is known but that it is to be left alone.
	StageUnknown Stage = "unknown"
)

// What left a person alone, where they answered or left; a stop, or whatever else refuses, has "".
const (
	EndedNo   = "no"
	EndedLeft = "left"
)

// Yes is a person's yes and what it is worth.
type Yes struct {
	Answer    Ref       `json:"answer"`
	Role      string    `json:"role"`
	Version   int       `json:"version"`           // of the text relied on
	GoesOn    int       `json:"goes_on,omitempty"` // the newer version that they were told since, and go on with; 0 if none
	WentOn    time.Time `json:"went_on,omitzero"`  // when they said so
	Language  string    `json:"language"`          // in which it was told
	Grade     string    `json:"grade"`             // how well it is evidenced
	Given     time.Time `json:"given"`
	Effective bool      `json:"effective"`
	Since     time.Time `json:"since,omitzero"`       // when it took effect
	DropUntil time.Time `json:"drop_until,omitzero"`  // one tap drops it until then; later leaving is as free
	Reached   string    `json:"reached,omitempty"`    // by whose contact the outside caller reached them: [FromPerson] and so on
	WaitsFor  []Lack    `json:"waits_for,omitempty"`  // what it still needs
	ToldAgain int       `json:"told_again,omitempty"` // version of a changed text that waits for their answer
	Owed      time.Time `json:"owed,omitzero"`        // since when it waits
}

// Words for how a yes stands, as a team may know it.
const (
	YesThought = "agreed" // they think it over
	YesCall    = "called" // headquarters is to call them
	YesHeld    = "held"   // something else is headquarters' to see to
	YesCounts  = "counts"
)

// Stands says how a yes stands. A team learns no more of what a yes waits for: a possible match and a worrying call
// are not theirs (G01, G28).
func (y *Yes) Stands() string {
	waits := func(keys ...string) bool {
		return slices.ContainsFunc(y.WaitsFor, func(l Lack) bool { return slices.Contains(keys, l.Key) })
	}
	switch {
	case y == nil || waits("yes.unheard", "yes.reflection"):
		return YesThought
	case y.Effective:
		return YesCounts
	case waits("call.missing"):
		return YesCall
	}
	return YesHeld
}

// OpenMatch is a possible match that waits for a named person.
type OpenMatch struct {
	Ref      Ref       `json:"ref"`
	Other    ID        `json:"other,omitzero"`
	Marker   bool      `json:"marker"`
	Strength string    `json:"strength"`
	Verdict  string    `json:"verdict,omitempty"`
	Due      time.Time `json:"due"` // by when somebody decides (G01)
	// Elsewhere: headquarters decides, and what is kept where the person stands. Here nobody does; the match stands.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// State is one person's present, with the reasons for everything in it.
type State struct {
	Records   []ID         `json:"records"` // all records linked as this person, smallest id first
	Stage     Stage        `json:"stage"`
	Since     time.Time    `json:"since,omitzero"`   // when the stage began
	Ending    string       `json:"ending,omitempty"` // of those left alone: [EndedNo], [EndedLeft], or "" after a stop
	Alone     bool         `json:"alone"`            // no team may approach
	Refused   bool         `json:"refused"`          // by a no, a stop or a leaving that no reopening answers
	Ended     bool         `json:"ended"`            // not taken, or not answered in time, whatever the person said since
	Facts     []*Fact      `json:"facts"`            // every event with its standing, oldest first
	Yes       *Yes         `json:"yes,omitempty"`
	Matches   []OpenMatch  `json:"matches,omitempty"`
	Erasure   ErasureState `json:"erasure"`
	Spent     []Spent      `json:"-"`                  // what was told for the doctor and has ended
	Deletion  *Deletion    `json:"deletion,omitempty"` // when the file is to be deleted, and why
	Reached   bool         `json:"reached"`            // somebody talked with the person
	Offered   bool         `json:"offered"`            // somebody was asked, whatever came of it
	AfterNo   int          `json:"after_no"`           // contacts in spite of a refusal their author could know
	Territory string       `json:"territory"`

	file     *file
	lastStep time.Time // when the stage before an erasure was asked for began
}

// Fold computes a person's state from all commits about their records, in whatever order they come,
// and the house as it now stands. It is pure: the same set gives the same state.
func Fold(h *House, commits []*Commit, now time.Time) *State {
	f := newFile(h, commits)
	s := &State{file: f, Facts: f.facts}
	for _, fact := range f.facts {
		f.judge(fact)
	}
	f.settle()
	s.Spent = f.spend()
	s.Territory = f.territory()
	for id := range f.records {
		s.Records = append(s.Records, id)
	}
	slices.SortFunc(s.Records, func(a, b ID) int { return slices.Compare(a[:], b[:]) })
	s.Erasure = f.erasure()
	if !s.Erasure.Done { // what was decided of somebody erased went with the rest, and there is nobody to decide about
		s.Matches = f.openMatches()
	}
	s.Yes = f.yes(now)
	standing := s.against(now)
	s.Alone = len(standing) > 0 || len(s.Matches) > 0 || s.Erasure.hidden()
	s.Refused = slices.ContainsFunc(standing, func(r refusal) bool { return !r.hold })
	s.stage(now, standing)
	s.Deletion = f.deletion(s)
	s.Offered = f.asked()
	s.AfterNo = f.contactsAfterNo()
	f.stepDown()
	return s
}

// against lists the refusals and holds that leave the person alone at now. A no to one role alone does
// not undo a yes to another.
func (s *State) against(now time.Time) []refusal {
	standing := s.file.standing(now)
	if s.Yes == nil {
		return standing
	}
	return slices.DeleteFunc(standing, func(r refusal) bool { return !r.concerns(s.Yes.Role) })
}

// asked reports whether somebody made the person a proper offer, whatever came of it.
func (f *file) asked() bool {
	return slices.ContainsFunc(f.byType[OfferMade], func(offer *Fact) bool {
		return offer.Standing == Counts || offer.Standing == Overruled
	})
}

// ToDecide lists the possible matches that wait for somebody here.
func (s *State) ToDecide() (out []OpenMatch) {
	for _, m := range s.Matches {
		if !m.Elsewhere {
			out = append(out, m)
		}
	}
	return out
}

func (f *file) openMatches() []OpenMatch {
	var out []OpenMatch
	for _, m := range f.matches() {
		if !m.blocks() {
			continue
		}
		open := OpenMatch{Ref: m.found.Ref, Verdict: m.verdict, Strength: "weak", Elsewhere: m.elsewhere}
		if b, ok := m.found.Body.(*Match); ok {
			open.Other, open.Marker, open.Strength = b.Other, b.Marker, b.Strength
		}
		days := f.house.limits(m.found.Commit.Seen).ReviewDays
		open.Due = m.found.Commit.when().AddDate(0, 0, days)
		out = append(out, open)
	}
	return out
}

// stageOf says which counting event begins which stage.
var stageOf = []struct {
	eventType string
	stage     Stage
}{
	{LeadNoted, StageNoted},
	{ApproachMade, StageApproached},
	{InterviewHeld, StageInterviewed},
	{TestTaken, StageAssessed},
	{DisclosureDelivered, StageTold},
	{UnderstandingHeard, StageUnderstood},
	{OfferMade, StageOffered},
}

// stage finds the furthest point of the way since the last reopening, and then whatever ends or
// interrupts it.
func (s *State) stage(now time.Time, standing []refusal) {
	f := s.file
	s.Stage = StageNoted
	if i := slices.IndexFunc(f.facts, func(fact *Fact) bool { return fact.Standing == Counts }); i >= 0 {
		s.Since = f.facts[i].Commit.when()
	}
	reopened := f.cameBack()
	for _, step := range stageOf {
		last := f.latest(step.eventType)
		if last == nil || reopened != nil && !f.relies(last.Commit, reopened.Commit) {
			continue
		}
		if b, ok := last.Body.(*Approach); ok && b.Outcome != "talked" {
			continue
		}
		if step.stage == StageUnderstood && !f.understood() {
			continue
		}
		if step.stage == StageOffered && s.Yes == nil && f.putOff(last) {
			continue // 'not now' was the answer: they are where they were before they were asked
		}
		s.Stage, s.Since = step.stage, last.Commit.when()
	}
	if reopened != nil && s.Stage == StageNoted {
		s.Since = reopened.Commit.when()
	}
	s.Reached = f.reached()
	s.lapse(now)
	s.decided()
	s.leftAlone(standing)
}

func (f *file) reached() bool {
	return slices.ContainsFunc(f.counting(ApproachMade), func(a *Fact) bool { return a.Body.(*Approach).Outcome == "talked" })
}

// putOff reports whether 'not now' was the person's answer to an offer, before it lapsed.
func (f *file) putOff(offer *Fact) bool {
	return slices.ContainsFunc(f.counting(AnswerGiven), func(answer *Fact) bool {
		b, here := answer.Body.(*Answer) // of a no, devices may have the head alone
		return here && b.Answer == "not-now" && restsOn(answer, offer) && f.inTime(answer, offer)
	})
}

func (s *State) enter(stage Stage, since time.Time) { s.Stage, s.Since = stage, since }

// lapse ends an offer that nobody answered in time. No fresh approach then unless the person returns (G12).
func (s *State) lapse(now time.Time) {
	f := s.file
	offer := f.latest(OfferMade)
	if offer == nil || s.Stage != StageOffered || s.Yes != nil || off("G12") {
		return
	}
	if end := f.lapses(offer); now.After(end) {
		if back := f.returnedAfter(end); back != nil {
			s.again(back)
			return
		}
		s.enter(StageLapsed, end)
		s.Alone, s.Ended = true, true
	}
}

// returnedAfter is the first talk for which the person came by themselves after an offer had lapsed, or nil.
func (f *file) returnedAfter(lapsed time.Time) *Fact {
	for _, a := range f.counting(ApproachMade) {
		if b := a.Body.(*Approach); !b.Cold && b.Outcome == "talked" && a.Commit.when().After(lapsed) {
			return a
		}
	}
	return nil
}

// again finds the furthest point of the way since a talk with which it began anew.
func (s *State) again(talk *Fact) {
	s.enter(StageApproached, talk.Commit.when())
	for _, step := range stageOf {
		last := s.file.latest(step.eventType)
		if last != nil && step.eventType != ApproachMade && s.file.relies(last.Commit, talk.Commit) && (step.stage != StageUnderstood || s.file.understood()) {
			s.enter(step.stage, last.Commit.when())
		}
	}
}

// decided: the person's yes, and the organisation's own decision about that yes.
func (s *State) decided() {
	f := s.file
	if s.Yes != nil {
		s.enter(StageProvisional, s.Yes.Given)
		if s.Yes.Effective {
			s.enter(StageEffective, s.Yes.Since)
		}
	}
	d := f.latest(SelectionMade)
	if d == nil || d.Body.(*Selection).Taken {
		return
	}
	if s.Yes != nil && f.hear(d).namesYes() && !names(d.Commit, s.Yes.Answer) {
		return // it was about an earlier yes
	}
	s.enter(StageNotTaken, d.Commit.when())
	s.Ended = true
}

// endings says in a word what left a person alone. A stop ends all contact, but it is not an answer (G02).
var endings = map[string]string{
	AnswerGiven: EndedNo, MatchJudged: EndedNo, WithdrawalMade: EndedLeft, UpdateAnswered: EndedLeft,
}

// leftAlone: whatever ends or interrupts the way, the strongest last.
func (s *State) leftAlone(standing []refusal) {
	for _, r := range standing {
		switch {
		case !r.hold:
			s.enter(StageLeftAlone, r.commit.when())
			s.Ending = endings[r.fact.Type]
		case s.Refused:
		case r.fact.Type == StopAsked:
			s.enter(StageLeftAlone, r.commit.when())
		case s.Stage != StageLeftAlone:
			s.enter(StageNotNow, r.commit.when())
		}
	}
	if len(s.Matches) > 0 && !s.Refused && !s.Reached {
		s.enter(StageSetAside, s.Since)
	}
	s.lastStep = s.Since
	if s.Erasure.hidden() {
		s.enter(StageHidden, s.Erasure.Since)
	}
	if s.Erasure.Done {
		s.enter(StageErased, s.Erasure.Since)
	}
}

// saidOfAnybody are the events that anybody of the staff may write of an id that they do not know: perhaps
// somebody far away does, and what they wrote has not come yet.
var saidOfAnybody = []string{StopMade, StopUndone, StopAsked, WithdrawalMade, AnswerGiven, UpdateAnswered, ErasureRequested}

// Unknown reports whether nothing else is known under an id. Of an erased person it is known that there was more.
func (s *State) Unknown() bool {
	return !slices.ContainsFunc(s.Facts, func(f *Fact) bool { return !slices.Contains(saidOfAnybody, f.Type) })
}
