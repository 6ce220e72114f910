package casebook

import "slices"

// A document can be misread, and a birth date mistyped. The youngest proof decides, so a wrong one that makes somebody a child
// could never be outweighed by another proof: it is set right by name.

// proofTypes are the events by which a document shows a birth date.
var proofTypes = []string{AgeProven, AgeCorrected}

// proofs lists the documents that decide for whoever asks: those that they could know or that their event names, but for those that
// were set right as far as they could know.
func (f *file) proofs(s sight, by *Fact) (out []*Fact) {
	for _, eventType := range proofTypes {
		for _, fact := range f.counting(eventType) {
			if (s.knows(fact.Commit) || by != nil && restsOn(by, fact)) && !f.setRight(fact, s) {
				out = append(out, fact)
			}
		}
	}
	return out
}

// setRight reports whether a proof counts no more for whoever asks: a correction names it. Nothing younger that was shown
// elsewhere is touched by that.
func (f *file) setRight(proof *Fact, s sight) bool {
	return slices.ContainsFunc(f.byType[AgeCorrected], func(right *Fact) bool {
		return right != proof && names(right.Commit, proof.Ref) && s.knows(right.Commit) && f.judge(right).Standing == Counts
	})
}

// proofsNow are those by all that is on record.
func (f *file) proofsNow() []*Fact { return f.proofs(sight{knows: everything}, nil) }

// everything is what whoever reads a file knows of it.
func everything(*Commit) bool { return true }

// stepDown lets the history say of the proofs that were set right that they count no more. It comes after everything else: what
// somebody wrote who did not know of the correction rests on the old proof still.
func (f *file) stepDown() {
	if off("age.right") {
		return
	}
	var right []*Fact
	for _, eventType := range proofTypes {
		for _, fact := range f.counting(eventType) {
			if f.setRight(fact, sight{knows: everything}) {
				right = append(right, fact)
			}
		}
	}
	why := lack("G08", "age.set-right", "Two people outside the team set this proof of age right by another document.")
	why.Overruled = true
	for _, fact := range right { // afterwards: a correction that was itself set right has set right what it names
		fact.Standing, fact.Lacks = Overruled, []Lack{why}
	}
}

// Proofs lists the proofs of age that count, by all that is on record.
func (s *State) Proofs() []*Fact { return s.file.proofsNow() }

// Corrector reports whether somebody may set the proofs of age right that count now, beside another: they stand outside every team
// involved, looked at none of these documents, and have no guardian's name.
func (s *State) Corrector(who ID) bool {
	return s.Outside(who) && !s.file.guardian(who, s.file.house.Pos) && !slices.ContainsFunc(s.Proofs(), func(f *Fact) bool { return behind(f.Commit, who) })
}

// guardian reports whether a member of staff is called as somebody who answered as the person's guardian.
func (f *file) guardian(who ID, pos uint64) bool {
	s, _ := f.house.StaffAt(who, pos)
	return slices.ContainsFunc(f.byType[GuardianAnswered], func(fact *Fact) bool {
		b, ok := fact.Body.(*Guardian)
		return ok && sameName(b.Name, s.Name)
	})
}

// behind reports whether somebody signed a commit, or stands in it as who did.
func behind(c *Commit, who ID) bool {
	return slices.ContainsFunc(append([]Proof{c.Actor}, c.Witnesses...), func(p Proof) bool { return p.Who == who })
}

// g08Correct: two of us outside every team involved set a proof of age right, one of them from safeguarding, at headquarters and with
// their own keys. They hold the document again, whole, and neither was behind what they correct. That is more than the two of a
// team who may prove an age against a birth date on record, so nobody comes nearer to asking a child by it.
var g08Correct = rule{"G08", []string{AgeCorrected}, func(h *hearing) (out []Lack) {
	born := h.fact.Body.(*Age)
	if born.Document == "" {
		out = append(out, lack("G08", "age.document", "say which kind of document proves it; without one the age is stated"))
	}
	if d := born.Born; d.Year == 0 || d.Month == 0 || d.Day == 0 || d.About {
		out = append(out, lack("G08", "age.whole", "A proof of age is set right by a whole date: year, month and day, as the document shows them."))
	}
	named := append(h.named(AgeProven), h.named(AgeCorrected)...)
	if len(named) == 0 {
		out = append(out, lack("G08", "age.nothing", "There is no proof of age to set right: look at a document and note it."))
	}
	two := slices.DeleteFunc(h.outsiders(), func(who ID) bool {
		return h.file.guardian(who, h.seen()) || slices.ContainsFunc(named, func(f *Fact) bool { return behind(f.Commit, who) })
	})
	safe := func(who ID) bool { return h.house.isStaff(who, h.seen(), Safeguarding) }
	if !h.commit.Home || len(two) < 2 || !slices.ContainsFunc(two, safe) {
		out = append(out, hands("G08", "age.outside", "A proof of age is set right at headquarters by two people outside every team involved, each with their own key, one of them from safeguarding, and neither of those who looked at the document before."))
	}
	return out
}}
