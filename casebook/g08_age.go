package casebook

import "time"

const (
	majority     = 18
	oldestPerson = 120 // years; who is noted as older, of them the age is unknown
)

// g08Offer: no offer with the age unknown; doubt means minor; a minor needs the guardian's consent and
// their own assent, and never does hazardous duty.
var g08Offer = rule{"G08", []string{OfferMade}, func(h *hearing) []Lack {
	age, ok := h.certainAge()
	if !ok {
		return []Lack{lack("G08", "offer.age", "Ask for the age first: year, month and day of birth.")}
	}
	p := h.house.Programme(h.seen())
	if p == nil {
		return []Lack{lack("G08", "programme.missing", "the programme is not published yet")}
	}
	asked := h.fact.Body.(*Offer).Role
	role, ok := p.Role(asked)
	tooYoung := lack("G08", "offer.young", "The person is, or may be, too young for this role. Doubt means too young.")
	switch {
	case !ok:
		return []Lack{lack("G08", "offer.role", "the programme has no role of this name")}
	case age < role.years():
		return []Lack{tooYoung}
	case age < h.yearsFor(asked): // raised before headquarters heard of it
		tooYoung.Overruled = true
		return []Lack{tooYoung}
	case age < majority:
		return h.minor()
	}
	return nil
}}

// yearsFor are the years that the programme asks for a role where the event's author stood, or where headquarters heard of it if
// those are more: nobody chooses an older setting.
func (h *hearing) yearsFor(role string) (years int) {
	for _, pos := range []uint64{h.seen(), h.heardAt()} {
		if p := h.house.Programme(pos); p != nil {
			if asked, ok := p.Role(role); ok {
				years = max(years, asked.years())
			}
		}
	}
	return years
}

// wasYoung reports whether the person was too young for the offer behind a yes, by all that is on record now: by a birth date
// that nobody there could know, or that was noted since. The offer was right as far as anybody knew; the yes waits for a document that
// two of us look at, or for another offer.
func (f *file) wasYoung(yes *Fact) bool {
	offer, b := one[Offer](f.hear(yes), OfferMade)
	if offer == nil || off("G08") {
		return false
	}
	h := f.hear(offer)
	born, ok := f.youngest(sight{offer.Commit.when(), everything}, offer)
	age := born.years(offer.Commit.when())
	return ok && (age < h.yearsFor(b.Role) || age < majority && len(h.minor()) > 0)
}

// sight is the moment of which birth dates are asked, and whose notes whoever asks could know.
type sight struct {
	at    time.Time
	knows func(*Commit) bool
}

func (f *file) sightOf(c *Commit) sight {
	return sight{c.when(), func(other *Commit) bool { return f.couldKnow(c, other) }}
}

// minor: the guardian's consent and the young person's own, asked apart, and a second adult.
func (h *hearing) minor() []Lack {
	guardian, g := one[Guardian](h, GuardianAnswered)
	assent, a := one[Blank](h, AssentGiven)
	var out []Lack
	if g == nil || !g.Agrees {
		out = append(out, lack("G08", "minor.guardian", "A guardian must agree first, asked apart."))
	}
	if a == nil {
		out = append(out, lack("G08", "minor.assent", "The young person must agree too, asked apart."))
	}
	if g != nil && a != nil && guardian.Commit == assent.Commit {
		out = append(out, lack("G08", "minor.apart", "Guardian and young person are asked apart: two talks, two notes."))
	}
	if len(h.witnesses()) < 1 {
		out = append(out, hands("G08", "minor.two", "Two vetted adults are present with somebody under 18."))
	}
	return out
}

// certainAge returns the years that the person has certainly lived: those since the last day on which they may have
// been born.
func (h *hearing) certainAge() (years int, ok bool) {
	if len(h.named(AgeProven)) == 0 && len(h.named(AgeCorrected)) == 0 && len(h.named(AgeStated)) == 0 {
		return 0, false
	}
	born, ok := h.file.youngest(h.file.sightOf(h.commit), h.fact)
	return born.years(h.commit.when()), ok
}

// birth is a birth date as the law reads it.
type birth struct {
	noted  Date
	latest time.Time // the last day on which they may have been born
	proven bool
}

// years are those that somebody has lived at t, everywhere on Earth.
func (b birth) years(t time.Time) int { return wholeYears(b.latest, t.UTC().Add(-west)) }

// counts reports whether a birth date is one at all at t: a slip of the pen makes nobody an adult.
func (b birth) counts(t time.Time) bool { return b.noted.known() && b.years(t) <= oldestPerson }

// youngest returns the birth date that counts. An offer names one; a proven one decides, and otherwise the latest that
// its author could know, named or not: doubt means minor.
func (f *file) youngest(s sight, offer *Fact) (out birth, ok bool) {
	take := func(noted Date, latest time.Time, proven bool) {
		if b := (birth{noted, latest, proven}); b.counts(s.at) && (!ok || latest.After(out.latest)) {
			out, ok = b, true
		}
	}
	for _, fact := range f.proofs(s, offer) {
		if f.believed(fact, s) {
			born := bornOf(fact)
			take(born, born.proven(), true)
		}
	}
	if ok {
		return out, true
	}
	for _, fact := range f.byType[ParticularsNoted] {
		if b, here := fact.Body.(*Particulars); here && s.knows(fact.Commit) {
			take(b.Born, b.Born.latest(), false)
		}
	}
	for _, fact := range f.counting(AgeStated) {
		if born := fact.Body.(*Age).Born; offer != nil && restsOn(offer, fact) || s.knows(fact.Commit) {
			take(born, born.latest(), false)
		}
	}
	return out, ok
}

// Young says why somebody counts as too young for a role, and until when.
type Young struct {
	Minimum int       `json:"minimum"` // years that the role asks for
	Born    Date      `json:"born"`    // the date that counts, as it was noted
	Counts  Date      `json:"counts"`  // the day on which they count as born: doubt makes people younger
	From    time.Time `json:"from"`    // from then on they are old enough, everywhere on Earth
	Doubt   bool      `json:"doubt"`   // they may be old enough already: a document would tell
	Minor   bool      `json:"minor"`   // they are under 18, or may be: nobody goes to them unasked
}

// TooYoung returns why a person counts as too young to be asked for a role at now; nil if they do not, or no date is known.
func (s *State) TooYoung(role string, now time.Time) *Young {
	if len(s.Records) == 0 {
		return nil
	}
	return s.asking(Event{OfferMade, &Offer{Role: role}}, role, now).tooYoung(role, now)
}

func (h *hearing) tooYoung(role string, now time.Time) *Young {
	if off("G08") {
		return nil
	}
	p := h.house.Programme(h.seen())
	born, ok := h.file.youngest(h.file.sightOf(h.commit), h.fact)
	if p == nil || !ok {
		return nil
	}
	asked, ok := p.Role(role)
	years := asked.years()
	if !ok || born.years(now) >= years {
		return nil
	}
	counts := Date{Year: born.latest.Year(), Month: int(born.latest.Month()), Day: born.latest.Day()}
	return &Young{Minimum: years, Born: born.noted, Counts: counts, From: born.latest.AddDate(years, 0, 0).Add(west),
		Doubt: born.noted.oldest(now) >= years, Minor: born.years(now) < majority && !off("cold.doubt") || h.file.surelyMinor(h.file.sightOf(h.commit))}
}

// roleYears are the years that the programme asks for a role now; 18 if it has none of that name.
func (h *House) roleYears(role string) int {
	if p := h.Programme(h.Pos); p != nil {
		if asked, ok := p.Role(role); ok {
			return asked.years()
		}
	}
	return majority
}

// years are how old somebody is at least who is asked for the role.
func (r Role) years() int {
	if r.Hazardous {
		return max(r.MinimumAge, majority)
	}
	return r.MinimumAge
}

// g08Guardian: a guardian is none of those who ask. Nobody of us who is close to the young person, or is the guardian,
// takes the guardian's yes; and two of us hear it, since guardians have no key of their own.
var g08Guardian = rule{"G08", []string{GuardianAnswered}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Guardian)
	if !b.Agrees {
		return nil
	}
	for _, p := range append([]Proof{h.commit.Actor}, h.commit.Witnesses...) {
		s, _ := h.house.StaffAt(p.Who, h.seen())
		if h.closeTo(p.Who, nil) || sameName(b.Name, s.Name) {
			return []Lack{hands("G08", "guardian.own", "A guardian's yes is taken by somebody who is neither the guardian nor close to the young person.")}
		}
	}
	if h.ours() < 2 {
		return []Lack{hands("G08", "guardian.two", "Two of us hear a guardian's yes, each with their own key: one alone could make it up.")}
	}
	return nil
}}

// g08Proof: a proof of age is a document.
var g08Proof = rule{"G08", []string{AgeProven}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Age)
	if b.Document == "" {
		return []Lack{lack("G08", "age.document", "say which kind of document proves it; without one the age is stated")}
	}
	if h.ours() < 2 && !minorAt(h.fact, h.commit.when()) && h.file.notedMinor(h.file.sightOf(h.commit)) {
		return []Lack{hands("G08", "age.two", "A birth date on record makes this person under 18: two of us look at the document that says otherwise, each with their own key.")}
	}
	return nil
}}

// g08Cold: nobody known to be under 18, or who may be by what is known, is approached unasked, and nobody whose guardian said no, even
// when that no has lapsed: then the person may come, we do not write.
var g08Cold = rule{"G08", []string{ApproachMade}, func(h *hearing) []Lack {
	if !h.fact.Body.(*Approach).Cold {
		return nil
	}
	switch s := h.file.sightOf(h.commit); {
	case h.file.surelyMinor(s):
		return []Lack{lack("G08", "cold.minor", "Nobody under 18 is approached unasked.")}
	case h.file.perhapsMinor(s):
		return []Lack{lack("G08", "cold.doubt", "By a birth date on record this person may be under 18, and doubt means that they are: nobody goes to them unasked before the day on which they surely are not, or a document shows it.")}
	}
	for _, fact := range h.file.byType[GuardianAnswered] {
		if g, ok := fact.Body.(*Guardian); ok && !g.Agrees && h.file.couldKnow(h.commit, fact.Commit) {
			return []Lack{lack("G08", "cold.guardian", NeutralRefusal)}
		}
	}
	return nil
}}

// g08Adults: with somebody known to be under 18 two vetted adults are present.
var g08Adults = rule{"G08", []string{ApproachMade, InterviewHeld, TestTaken, AssentGiven, DisclosureDelivered, UnderstandingHeard}, func(h *hearing) []Lack {
	if b, ok := h.fact.Body.(*Approach); ok && b.Outcome != "talked" {
		return nil // nobody was met
	}
	minor := h.fact.Type == AssentGiven // it is asked for where somebody may be one
	if h.ours() >= 2 || minor && h.ownAct() && (!h.linkSeen() || off("assent.seen")) || !minor && !h.file.surelyMinor(h.file.sightOf(h.commit)) {
		return nil
	}
	return []Lack{hands("G08", "minor.present", "A birth date on record makes this person under 18, so two vetted adults are present. If it is wrong, a document that proves the age sets it right.")}
}}

// surelyMinor reports whether a birth date that somebody could know makes the person certainly
// under 18 then. As for an offer, what a document proves decides, and otherwise any date does: so a
// slip of the pen is set right by a document, and by nothing else.
func (f *file) surelyMinor(s sight) bool {
	proven := false
	for _, fact := range f.proofs(s, nil) {
		if bornOf(fact).known() && f.believed(fact, s) {
			if minorAt(fact, s.at) {
				return true
			}
			proven = true
		}
	}
	if proven {
		return false
	}
	return f.notedMinor(s)
}

// perhapsMinor reports whether the date that decides leaves it open whether the person is 18: doubt means that they are not.
func (f *file) perhapsMinor(s sight) bool {
	born, ok := f.youngest(s, nil)
	return ok && born.years(s.at) < majority && !off("cold.doubt")
}

// believed reports whether a document decides for whoever asks: it makes the person a minor, two of us looked at it, or
// nobody has noted that they are under 18. Else one alone could have looked away, and said that they knew of no such note.
func (f *file) believed(proof *Fact, s sight) bool {
	return off("G08") || minorAt(proof, s.at) || f.hear(proof).ours() >= 2 || !f.notedMinor(s)
}

// notedMinor reports whether a birth date that somebody noted without a document makes the person certainly under 18.
func (f *file) notedMinor(s sight) bool {
	for _, eventType := range []string{ParticularsNoted, AgeStated} {
		for _, fact := range f.byType[eventType] {
			if minorAt(fact, s.at) && s.knows(fact.Commit) {
				return true
			}
		}
	}
	return false
}

// minorAt reports whether the birth date that a fact notes makes somebody certainly under 18 at t.
func minorAt(fact *Fact, t time.Time) bool {
	born := bornOf(fact)
	return born.known() && born.oldest(t) < majority
}

// bornOf is the birth date that a fact notes, whatever it is worth.
func bornOf(fact *Fact) (born Date) {
	switch b := fact.Body.(type) {
	case *Particulars:
		born = b.Born
	case *Age:
		born = b.Born
	}
	return born
}

// oldest is the most years somebody born on d can have lived at t.
func (d Date) oldest(t time.Time) int {
	return wholeYears(d.earliest(), t.UTC().Add(east))
}

// earliest is the first day on which somebody born on d may have been born.
func (d Date) earliest() time.Time {
	year, month, day := d.Year, max(d.Month, 1), max(d.Day, 1)
	if d.About {
		year -= 2
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
