package desk

import (
	"cmp"
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Answering is a person's answer and how it was given.
type Answering struct {
	casebook.Answer
	Link journal.Signer // the key of the person's link: then the answer is their own, signed act
}

// Answer records a person's answer: with the key of their link, or turned round or on paper with both
// witnesses (by and by.With). A no needs no key at all. It returns the receipt.
func (d *Desk) Answer(ctx context.Context, by Acting, record casebook.ID, in Answering) (*casebook.Receipt, error) {
	var out *casebook.Receipt
	action := access.LeaveAlone
	if in.Answer.Answer == "yes" {
		action = access.Ask
	}
	by = by.own(record, in.Link).doing("answer", &out, record, in.Answer)
	err := d.act(ctx, by, by.trying(action, record), func(t *turn) (err error) {
		out, err = t.answer(record, &in.Answer)
		return err
	})
	return out, err
}

// answer writes an answer, which may rely on more than what counts now, and makes its receipt.
func (t *turn) answer(record casebook.ID, a *casebook.Answer, more ...casebook.Ref) (*casebook.Receipt, error) {
	s, err := t.answerable(record, a.Answer)
	if err != nil {
		return nil, err
	}
	c, err := t.writes(s, entry{subject: record, scope: scopeOf(s), unnamed: !t.by.acts(record), refs: append(s.Relies(casebook.AnswerGiven, ""), more...),
		events: []casebook.Event{{Type: casebook.AnswerGiven, Body: a}}})
	if err != nil {
		return nil, err
	}
	veiled, err := t.veiled(s)
	if err != nil {
		return nil, err
	}
	out := t.receipt(s, c, a)
	if veiled {
		return bare(out), nil
	}
	if a.Answer != "no" {
		return out, nil
	}
	if s, err = t.d.state(t.w, record, t.now); err != nil {
		return nil, err
	}
	out.Proven = s.Proven(casebook.Ref{Commit: c.Hash})
	out.Says = append(out.Says, comingBack(out.Proven))
	return out, nil
}

func (t *turn) answerable(record casebook.ID, answer string) (*casebook.State, error) {
	switch answer {
	case "yes", "no", "not-now":
	default:
		return nil, failOnPage("answer", BadInput, "an answer is yes, no or not-now")
	}
	if t.by.acts(record) || answer != "yes" {
		return t.leaving(record) // a no is taken down whatever stands in the way of seeing the person
	}
	return t.person(record, access.Ask)
}

// receipt is what the person keeps: under a pseudonymous code, with the exact text's hash, version and
// language (G14).
func (t *turn) receipt(s *casebook.State, c *casebook.Commit, a *casebook.Answer) *casebook.Receipt {
	told := t.d.answeredTo(s.Facts, a)
	out := &casebook.Receipt{
		Code: codeOf(c.Hash), Answer: a.Answer, Covers: a.Covers, At: c.At.Format(time.RFC3339), Key: a.Receipt,
		Role: told.Role, Version: told.Version, Language: told.Language, TextHash: told.Text,
	}
	switch a.Answer {
	case "no":
		out.Says = []string{"It ends here, at once, for every team. No one asks again."}
	case "yes":
		out.Says = []string{"Your yes takes effect only after time to think it over, and after somebody outside the team has asked you alone.", "Until then, and later too, you can leave with one step and without a reason."}
	default:
		out.Says = []string{"Nobody contacts you before the date you gave; without a date, nobody at all until you come."}
	}
	return out
}

// Told is what somebody had been told when they answered, as a receipt names it (G14). A text that is told later changes
// nothing about it. What they read for themselves nobody notes: a receipt claims none of it.
type Told struct {
	Role     string        `json:"role,omitempty"`
	Version  int           `json:"version,omitempty"`
	Language string        `json:"language,omitempty"` // in which they were told; where nobody told them, of their answer
	Text     casebook.Hash `json:"text,omitzero"`      // SHA-256 of the exact text's file, in that language
	By       string        `json:"by,omitempty"`       // who told them
	On       string        `json:"on,omitempty"`       // and when, RFC 3339
	Page     string        `json:"page,omitempty"`     // language of the page or paper on which they answered

	exact []ExportedText // that text, and the same in the language of the page of their own, where it stood
}

// answeredTo finds what was told last among the facts before an answer.
func (d *Desk) answeredTo(before []*casebook.Fact, a *casebook.Answer) (out Told) {
	for _, f := range before {
		b, ok := f.Body.(*casebook.Delivered)
		if !ok || f.Standing != casebook.Counts {
			continue
		}
		out = Told{Role: b.Role, Version: b.Version, Language: b.Language, By: NameOf(d.house, f.Commit), On: f.Commit.At.UTC().Format(time.RFC3339)}
		for _, ref := range f.Commit.Refs {
			text := d.house.TextNamed(ref)
			if text == nil {
				continue
			}
			for _, in := range text.In(out.Language) {
				out.exact = append(out.exact, exported(text, in))
				out.Text = exported(text, in).Hash
			}
			if a.Method == "own" && a.Language != out.Language {
				for _, in := range text.In(a.Language) {
					out.exact = append(out.exact, exported(text, in))
				}
			}
		}
	}
	out.Language, out.Page = cmp.Or(out.Language, a.Language), a.Language
	return out
}

// bare leaves of a receipt what does not tell whose it is, for whoever must not learn it (G01). The way back that it
// names is open to everybody.
func bare(r *casebook.Receipt) *casebook.Receipt {
	out := &casebook.Receipt{Code: r.Code, Answer: r.Answer, Covers: r.Covers, At: r.At, Key: r.Key, Says: r.Says}
	if out.Answer == "no" {
		out.Says = append(out.Says, comingBack(false))
	}
	return out
}

// comingBack says how, if they ever want to: one of us alone, who took the no down, holds no key to it.
func comingBack(proven bool) string {
	if proven {
		return "If you ever want to come back, this receipt is the key."
	}
	return "If you ever want to come back, come to two of us who have not worked with you."
}
