package casebook

import "time"

const majority = 18

// g08Offer: no offer with the age unknown; doubt means minor; a minor needs the guardian's consent and
// their own assent, and never does hazardous duty.
var g08Offer = rule{"G08", []string{OfferMade}, func(h *hearing) []Lack {
	age, ok := h.namedAge()
	if !ok {
		return []Lack{lack("G08", "offer.age", "Ask for the age first: year, month and day of birth.")}
	}
	p := h.house.Programme(h.seen())
	if p == nil {
		return []Lack{lack("G08", "programme.missing", "the programme is not published yet")}
	}
	role, ok := p.Role(h.fact.Body.(*Offer).Role)
	switch {
	case !ok:
		return []Lack{lack("G08", "offer.role", "the programme has no role of this name")}
	case age < role.MinimumAge || role.Hazardous && age < majority:
		return []Lack{lack("G08", "offer.young", "The person is, or may be, too young for this role. Doubt means too young.")}
	case age < majority:
		return h.minor()
	}
	return nil
}}

func (h *hearing) minor() []Lack {
	var out []Lack
	if _, g := one[Guardian](h, GuardianAnswered); g == nil || !g.Agrees {
		out = append(out, lack("G08", "minor.guardian", "A guardian must agree first, asked apart."))
	}
	if _, a := one[Blank](h, AssentGiven); a == nil {
		out = append(out, lack("G08", "minor.assent", "The young person must agree too, asked apart."))
	}
	if len(h.witnesses()) < 1 {
		out = append(out, hands("G08", "minor.two", "Two vetted adults are present with somebody under 18."))
	}
	return out
}

// namedAge returns the age that the named facts make certain.
func (h *hearing) namedAge() (years int, ok bool) {
	if _, proven := one[Age](h, AgeProven); proven != nil {
		return proven.Born.exactAge(h.commit.At)
	}
	if _, stated := one[Age](h, AgeStated); stated != nil {
		return stated.Born.SurelyAged(h.commit.At)
	}
	return 0, false
}

// g08Cold: nobody known to be under 18 is approached cold.
var g08Cold = rule{"G08", []string{ApproachMade}, func(h *hearing) []Lack {
	if !h.fact.Body.(*Approach).Cold || !h.file.surelyMinor(h.commit) {
		return nil
	}
	return []Lack{lack("G08", "cold.minor", "Nobody under 18 is approached unasked.")}
}}

// surelyMinor reports whether a birth date that the author of c could know makes the person certainly
// under 18 at the time of c.
func (f *file) surelyMinor(c *Commit) bool {
	for _, fact := range f.facts {
		if !f.couldKnow(c, fact.Commit) {
			continue
		}
		var born Date
		switch b := fact.Body.(type) {
		case *Particulars:
			born = b.Born
		case *Age:
			born = b.Born
		}
		if !born.IsZero() && born.oldest(c.At) < majority {
			return true
		}
	}
	return false
}

// oldest is the most years somebody born on d can have lived at t.
func (d Date) oldest(t time.Time) int {
	year, month, day := d.Year, max(d.Month, 1), max(d.Day, 1)
	if d.About {
		year -= 2
	}
	return wholeYears(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), t)
}
