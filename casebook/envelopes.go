package casebook

// What a person says of their health or background is for the doctor, and for whoever at headquarters needs it. So it lies
// closed wherever it is kept: in an envelope for a key whose other half only headquarters has. No rule needs what is in it.

// EnvelopeKey is the public half of the key for which envelopes are closed from now on. Headquarters says so by itself; the
// newest wins, and older ones are kept, since what was closed for them stays closed for them.
type EnvelopeKey struct {
	Recipient string `json:"recipient"` // an age recipient, "age1…"
}

func ruleEnvelope(body any) []Lack {
	if body.(*EnvelopeKey).Recipient == "" {
		return []Lack{lack("G03", "envelope.key", "name the key for which envelopes are closed")}
	}
	return nil
}

func applyEnvelope(h *House, c *Commit, _ Ref, body any) {
	h.envelopes = append(h.envelopes, since[string]{c.Seq, body.(*EnvelopeKey).Recipient})
}

// EnvelopeKey is for whom envelopes were closed at pos; "" if headquarters had not said so yet.
func (h *House) EnvelopeKey(pos uint64) string {
	key, _ := lastAt(h.envelopes, pos)
	return key
}

// EnvelopeKeys are all keys for which envelopes were ever closed.
func (h *House) EnvelopeKeys() (out []string) {
	for _, key := range h.envelopes {
		out = append(out, key.value)
	}
	return out
}

// ForDoctor reports whether an interview or a test asks about health or background, by the programme in force at pos.
func (h *House) ForDoctor(instrument string, pos uint64) bool {
	p := h.Programme(pos)
	if p == nil {
		return false
	}
	in, ok := p.Instrument(instrument)
	return ok && in.Stage == AfterYes
}

// Clear reports whether answers lie beside an envelope or without one.
func (f *Form) Clear() bool { return len(f.Answers) > 0 }

// g03Closed: whoever knew for which key envelopes are closed writes no health in the clear. What an older program wrote
// before counts as ever.
var g03Closed = rule{"G03", []string{InterviewHeld, TestTaken}, func(h *hearing) []Lack {
	b := h.fact.Body.(*Form)
	if !b.Clear() || h.house.EnvelopeKey(h.seen()) == "" || !h.house.ForDoctor(b.Instrument, h.seen()) {
		return nil
	}
	return []Lack{hands("G03", "form.clear", "What is for the doctor is closed for headquarters before it is kept: this came in the clear, from an old program or a changed one.")}
}}
