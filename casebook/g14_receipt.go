package casebook

// g14Answer: a yes comes with the key of a receipt, unless the person wanted none. The key is nobody's of
// the staff: it is what lets the person come back.
var g14Answer = rule{"G14", []string{AnswerGiven}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Answer)
	switch {
	case b.Answer != "yes":
		return nil
	case len(b.Receipt) == 0 && !b.NoWish:
		return []Lack{lack("G14", "answer.receipt", "give a receipt, or note that the person wants none")}
	case h.house.enrolled(string(b.Receipt)):
		return []Lack{lack("G14", "answer.receipt-key", "the key of a member of staff cannot be a person's receipt")}
	}
	return nil
}}

// Receipt is what the person keeps: readable, under a pseudonymous id (G14).
type Receipt struct {
	Code     string   `json:"code"`   // pseudonymous: of the answer, not of the person
	Answer   string   `json:"answer"` // "yes", "no" or "not-now"
	Covers   string   `json:"covers,omitempty"`
	Role     string   `json:"role,omitempty"`
	At       string   `json:"at"`            // RFC 3339
	TextHash Hash     `json:"text,omitzero"` // SHA-256 of the exact text's file, in that language
	Version  int      `json:"version"`       // of that text
	Language string   `json:"language"`      // in which it was told
	Key      []byte   `json:"key,omitempty"`
	Proven   bool     `json:"proven,omitempty"` // whoever holds the key of this no may come back with it alone (G11)
	Says     []string `json:"says,omitempty"`   // what follows, in sentences
}
