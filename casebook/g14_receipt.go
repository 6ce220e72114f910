package casebook

// g14Answer: an answer names the offer, is one of three, and a yes comes with the key of a receipt
// unless the person wanted none.
var g14Answer = rule{"G14", []string{AnswerGiven}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Answer)
	var out []Lack
	if b.Answer != "yes" {
		return nil
	}
	if len(h.named(OfferMade)) == 0 {
		out = append(out, lack("G11", "answer.offer", "name the offer that it answers; an offer that does not count cannot be answered with a yes"))
	}
	if len(b.Receipt) == 0 && !b.NoWish {
		out = append(out, lack("G14", "answer.receipt", "give a receipt, or note that the person wants none"))
	}
	return out
}}

// Receipt is what the person keeps: readable, under a pseudonymous id (G14).
type Receipt struct {
	Code     string   `json:"code"`   // pseudonymous: of the answer, not of the person
	Answer   string   `json:"answer"` // "yes", "no" or "not-now"
	Covers   string   `json:"covers,omitempty"`
	Role     string   `json:"role,omitempty"`
	At       string   `json:"at"`       // RFC 3339
	TextHash Hash     `json:"text"`     // the commit that put the exact text in force
	Version  int      `json:"version"`  // of that text
	Language string   `json:"language"` // in which it was told
	Key      []byte   `json:"key,omitempty"`
	Says     []string `json:"says,omitempty"` // what follows, in sentences
}
