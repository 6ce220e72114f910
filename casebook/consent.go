package casebook

import "time"

// yes finds the newest yes that counts, and says what it still waits for. (One with a refusal against it
// that no reopening it relies on answers does not count, whichever came first: see g11Answer.)
func (f *file) yes(now time.Time) *Yes {
	answers := f.counting(AnswerGiven)
	for i := len(answers) - 1; i >= 0; i-- {
		if isYes(answers[i]) {
			return f.weigh(answers[i], now)
		}
	}
	return nil
}

// weigh applies everything that a yes needs to take effect: reflection (G10) from when headquarters
// heard of it, the outside call (G28), no undecided match with somebody who said no (G01, G11), no hold,
// no erasure asked for.
func (f *file) weigh(answer *Fact, now time.Time) *Yes {
	h := f.hear(answer)
	y := &Yes{Answer: answer.Ref, Role: h.roleAnswered(), Grade: h.grade(), Given: answer.Commit.when(), Language: answer.Body.(*Answer).Language}
	if told := f.relied(answer); told != nil {
		y.Version, y.Language = told.Version, told.Language
		if on, at := f.goesOn(told); on > told.Version {
			y.GoesOn, y.WentOn = on, at
		}
	}
	wait := func(l Lack) { y.WaitsFor = append(y.WaitsFor, l) }

	since, heard := answer.Commit.heard()
	since = latestOf(since, f.house.written(answer.Commit)) // headquarters' own clock may have been set back
	if !heard {
		wait(lack("G10", "yes.unheard", "headquarters has not heard of it yet; the time for thinking it over runs from then"))
	} else if !off("G10") {
		since = since.Add(f.reflection(answer))
		if now.Before(since) {
			wait(lack("G10", "yes.reflection", "the time for thinking it over runs until "+since.UTC().Format("2 January 2006, 15:04")+" UTC").with("time", since.UTC().Format(time.RFC3339)))
		}
	}
	if called := f.weighCall(answer, wait); called.After(since) {
		since = called
	}
	y.Reached = f.reachedBy(answer)
	since = f.weighText(answer, since, now, len(y.WaitsFor) > 0, wait)
	f.weighOthers(h, y, now, wait)
	if text := f.owesUpdate(answer, f.house.Pos); text != nil && !off("G16") {
		y.ToldAgain, y.Owed = text.Version, latestOf(text.At, y.Given)
	}
	if len(y.WaitsFor) == 0 {
		y.Effective, y.Since = true, since
		y.DropUntil = since.AddDate(0, 0, f.onTheWay(answer).DropDays)
	}
	return y
}

// weighText returns when the last text was answered that had changed in a way that matters before the yes could take effect (G16):
// nobody begins on a text that was changed since they were told. What changes later waits for them at work.
func (f *file) weighText(answer *Fact, since, now time.Time, waits bool, wait func(Lack)) time.Time {
	told := f.relied(answer)
	if told == nil || off("G16") {
		return since
	}
	for version := told.Version; ; {
		before := since
		if waits {
			before = now
		}
		text := f.house.materialBy(told.Role, version, before)
		if text == nil {
			return since
		}
		on, at := f.goesOnWith(told.Role, text.Version)
		if on == 0 {
			wait(lack("G16", "yes.changed", "the text has changed in a way that matters: tell the person the new one, and ask whether they go on"))
			return since
		}
		version, since = on, latestOf(since, at)
	}
}

// reflection is the time for thinking a yes over: the longest of those that stood on the way to it.
func (f *file) reflection(answer *Fact) time.Duration {
	return f.onTheWay(answer).Reflection()
}

// onTheWay is what stood on the way to a yes of the two times that are the person's, the longest of each: when they were told,
// asked, and answered, where the author of that stood and where headquarters heard of it. So nobody chooses an older setting,
// and who shortens a time shortens it for nobody who was told of the longer one.
func (f *file) onTheWay(answer *Fact) Limits {
	out := Limits{}
	told, _ := f.reliedOn(answer)
	offer, _ := one[Offer](f.hear(answer), OfferMade)
	for _, fact := range []*Fact{told, offer, answer} {
		if fact != nil {
			out = out.longer(f, fact)
		}
	}
	return out
}

// longer takes over of two times those that stood for an event, where they are longer.
func (l Limits) longer(f *file, fact *Fact) Limits {
	h := f.hear(fact)
	for _, pos := range []uint64{h.seen(), h.heardAt()} {
		stood := f.house.limits(pos)
		l.ReflectionHours, l.DropDays = max(l.ReflectionHours, stood.ReflectionHours), max(l.DropDays, stood.DropDays)
	}
	return l
}

// Promised is what somebody who is asked reads of the times in force: theirs are longer where they were told or asked under
// longer ones.
func (s *State) Promised(limits Limits) Limits {
	if s.file == nil {
		return limits
	}
	if told := s.file.latest(DisclosureDelivered); told != nil {
		limits = limits.longer(s.file, told)
	}
	if offer := s.file.latest(OfferMade); offer != nil {
		limits = limits.longer(s.file, offer)
		if told, _ := s.file.hear(offer).told(offer.Body.(*Offer).Role); told != nil {
			limits = limits.longer(s.file, told)
		}
	}
	return limits
}

// weighOthers: what else may stand in the way of a yes, as all know it now.
func (f *file) weighOthers(h *hearing, y *Yes, now time.Time, wait func(Lack)) {
	if f.awaitsJudgement(nil) {
		wait(lack("G11", "yes.match", "somebody must first decide whether this is a person who once said no"))
	}
	if f.wasYoung(h.fact) {
		wait(lack("G08", "yes.young", "by a birth date on record the person was too young to be asked: two people look at a document that says otherwise, or they are asked again once they are old enough"))
	}
	for _, r := range h.against(y.Role) {
		lifted := r.fact.Type == StopAsked && len(f.reopenings()[r.fact.Ref]) > 0
		if r.hold && !r.endedBy(now) && !lifted {
			wait(lack("G12", "yes.hold", "the person asked not to be contacted for now"))
			break
		}
	}
	if f.erasure().hidden() {
		wait(lack("G25", "yes.hidden", "somebody asked that everything about this person goes"))
	}
}

// reachedBy says by whose contact the call was made that settled a yes; "" if there is none, or it is not known.
func (f *file) reachedBy(answer *Fact) string {
	good, _ := f.calls(answer)
	if good == nil {
		return ""
	}
	call := good.Body.(*Call)
	for _, c := range f.waysToReach(f.hear(good)) {
		if c.Value == call.Reach {
			return c.From
		}
	}
	return call.Contact
}

// weighCall returns when the outside call settled the yes, by headquarters' clock.
func (f *file) weighCall(answer *Fact, wait func(Lack)) time.Time {
	if off("G28") {
		return time.Time{}
	}
	good, worrying := f.calls(answer)
	switch {
	case worrying != nil:
		wait(lack("G28", "call.worrying", "the person told the outside caller that they were not told the cost or did not feel free: a named person looks"))
	case good == nil:
		wait(lack("G28", "call.missing", "somebody outside the team asks the person alone: were you told the cost, did you feel free to say no?"))
	default:
		if at, heard := good.Commit.heard(); heard {
			return at
		}
		wait(lack("G28", "call.unheard", "headquarters has not heard of the outside call yet"))
	}
	return time.Time{}
}
