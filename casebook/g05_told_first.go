package casebook

import (
	"slices"
	"time"
)

// g05Delivered: what counts as having been told.
var g05Delivered = rule{"G05", []string{DisclosureDelivered}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Delivered)
	var out []Lack
	if l := h.textInForce(b); l != nil {
		out = append(out, *l)
	}
	if !b.Understands {
		out = append(out, lack("G05", "told.language", "tell it in a language the person understands, and note that they do"))
	}
	if b.Cost != "aloud" && b.Cost != "read" {
		out = append(out, lack("G05", "told.cost", "read the cost page together, aloud or by the person"))
	}
	if !slices.Contains([]string{"link", "paper", "phone"}, b.Full) {
		out = append(out, lack("G05", "told.full", "give the whole text into the person's hands: by link, on paper or on the phone"))
	}
	if b.CannotRead && (b.Cost != "aloud" || !h.readerWitness()) {
		out = append(out, lack("G05", "told.witness", "who cannot read hears the text aloud, with a witness who is not the scout"))
	}
	if !h.actorIs(Scout, Mentor, Trainer, Coordinator) {
		out = append(out, hands("G05", "told.who", "a member of the team tells, with their own key"))
	}
	return out
}}

// readerWitness: a witness who is not (only) a scout, beside whoever tells.
func (h *hearing) readerWitness() bool {
	return len(h.witnesses(Mentor, Coordinator, Trainer, Safeguarding)) > 0
}

// textInForce: a version counts until this device could have known a newer one, and for a device out
// of reach DisclosureDays at most.
func (h *hearing) textInForce(b *Delivered) *Lack {
	var text *Text
	for _, ref := range h.commit.Refs {
		if t := h.house.TextNamed(ref); t != nil && t.Role == b.Role && t.Version == b.Version && t.Pos <= h.seen() {
			text = t
		}
	}
	missing := func(key, say string) *Lack { l := lack("G05", key, say); return &l }
	if text == nil {
		return missing("told.text", "name the approved text that was told")
	}
	if !slices.ContainsFunc(text.Texts, func(t DisclosureText) bool { return t.Language == b.Language }) {
		there := make([]string, len(text.Texts))
		for i, t := range text.Texts {
			there[i] = t.Language
		}
		l := lack("G05", "told.untranslated", "the text does not exist in this language; there is one in: "+join(there)).with("languages", join(there))
		return &l
	}
	if newest := h.house.TextAt(b.Role, h.seen()); newest.Version > text.Version {
		return missing("told.old", "there is a newer text: tell that one")
	}
	return h.textStale()
}

// textStale: on a device that has not met headquarters for so long nobody tells a text, nor asks by one: it may have changed since.
func (h *hearing) textStale() *Lack {
	limit := time.Duration(h.limits().DisclosureDays) * 24 * time.Hour
	if h.commit.Home || h.commit.when().Sub(h.house.timeAt(h.seen())) <= limit {
		return nil
	}
	l := lack("G05", "told.stale", "this device has not met headquarters for too long: its text may be out of date")
	return &l
}

// g05Offer: no offer without a delivered disclosure for the same role, in another meeting unless the
// programme allows one.
var g05Offer = rule{"G05", []string{OfferMade}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Offer)
	fact, told := h.told(b.Role)
	if l := h.textStale(); l != nil && told != nil {
		return []Lack{*l}
	}
	if told == nil {
		return []Lack{lack("G05", "offer.told", "Next: read the costs together and hand over the whole text.")}
	}
	var out []Lack
	if !h.oneMeeting(fact) && (told.Meeting == b.Meeting || told.Meeting.IsZero() || b.Meeting.IsZero() || fact.Commit == h.commit) {
		out = append(out, lack("G05", "offer.meetings", "Telling and asking are two meetings: ask tomorrow or later. A new day begins at midnight UTC."))
	}
	if told.Full == "link" && !h.linkOpens() { // said with it, so that nobody hears of it only on the next day
		out = append(out, noLink("G05"))
	}
	return out
}}

// oneMeeting reports whether the programme allowed telling and asking in one meeting, when the person was told and when they are asked.
func (h *hearing) oneMeeting(told *Fact) bool {
	return h.limits().OneMeeting && h.house.limits(told.Commit.Seen).OneMeeting
}

func noLink(gate string) Lack {
	return lack(gate, "offer.link", "The text was to reach them by a private link, and none opens for them yet: hand it over on paper or on the phone and tell again, or let this device meet headquarters first.")
}

// linkOpens reports whether a private link of the person opened anything, as far as the author could know: headquarters, which
// serves its page, had heard of it, and nobody had ended it.
func (h *hearing) linkOpens() bool {
	return slices.ContainsFunc(h.file.counting(LinkIssued), func(link *Fact) bool {
		c := link.Commit
		served := c.Home || c.knownAt() > 0 && (h.commit.Home || c.knownAt() <= h.seen())
		return served && h.file.couldKnow(h.commit, c) && !h.file.revokedFor(h.commit, link)
	})
}
