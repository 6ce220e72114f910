package node

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"willing/casebook"
	"willing/intake"
	"willing/locale"
)

// WriteReceipt writes for people what they keep of their answer (G14): in a language, or if that is "" the one they were
// told in, if pages speak it, and otherwise in English. The seed of its key is "" if it has none.
func (n *Node) WriteReceipt(w io.Writer, language, seed string, r *casebook.Receipt) error {
	words, err := locale.Load()
	if err != nil {
		return err
	}
	lang := cmp.Or(language, r.Language)
	if !slices.Contains(locale.Languages, lang) {
		lang = locale.Languages[0]
	}
	limits, role := casebook.DefaultLimits(), r.Role
	n.Desk.House(func(h *casebook.House) {
		if p := h.Programme(h.Pos); p != nil {
			limits = p.Limits
		}
	})
	if f := n.Programme(); f != nil && role != "" {
		name := "roles." + role + ".name"
		role = cmp.Or(f.Words[lang][name], f.Words["en"][name], role)
	}
	say := func(key string, args ...any) string { return words.Say(lang, "team.receipt."+key, args...) }
	follows := say(r.Answer+".say", "hours", limits.ReflectionHours)
	if r.Answer == "no" {
		follows += " " + words.Say(lang, "deleted.say", "days", limits.KeepDays)
	}
	for _, line := range append(receiptLines(words, lang, role, seed, r), "", follows, backBy(r, say)) {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// backBy says the way back, or out.
func backBy(r *casebook.Receipt, say func(string, ...any) string) string {
	switch {
	case r.Answer == "yes":
		return say("leave")
	case r.Proven:
		return say("back")
	}
	return say("two")
}

func receiptLines(words *locale.Words, lang, role, seed string, r *casebook.Receipt) (out []string) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, words.Say(lang, "team.receipt."+key)+": "+intake.Visible(value))
		}
	}
	answer, at, text := words.Say(lang, "team.answer."+r.Answer), r.At, ""
	if r.Covers != "" {
		answer += " (" + words.Say(lang, "person.covers."+r.Covers) + ")"
	}
	if given, err := time.Parse(time.RFC3339, r.At); err == nil {
		at = locale.Moment(lang, given)
	}
	if r.Version > 0 {
		text = words.Say(lang, "team.receipt.version", "version", r.Version, "language", locale.Own(r.Language))
	}
	if r.TextHash != (casebook.Hash{}) {
		text = strings.TrimSpace(text + " " + r.TextHash.String())
	}
	add("code", r.Code)
	add("answer", answer)
	add("role", role)
	add("on", at)
	add("text", text)
	add("key", seed)
	return append([]string{words.Say(lang, "team.receipt.title"), ""}, out...)
}
