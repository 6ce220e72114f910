//go:build !js

package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// OwnAct is what a person wants done who has opened their private link: one of [OwnActs], and what it needs.
type OwnAct struct {
	Act         string
	Answer      casebook.Answer      // of "answer": Answer, Covers, Until, Receipt, Language
	Yes         bool                 // of "number" and "again"
	Remark      casebook.Remark      // of "remark"
	Particulars casebook.Particulars // of "correct"
	Slip        string               // of "undo": what [Visit.Slip] said when the stop was made
	Form        casebook.Form        // of "form": what they filled in themselves; of "take-back": which one
}

// Safe reports whether the act leaves the person alone: that works whoever set a PIN before their link.
func (a OwnAct) Safe() bool {
	switch a.Act {
	case "stop", "leave":
		return true
	case "answer":
		return a.Answer.Answer == "no" || a.Answer.Answer == "not-now"
	}
	return false
}

// ErrDay says that a 'not now' ends on a day that is not still to come.
var ErrDay = &Error{Kind: BadInput, Key: "day", Say: "give a day that is still to come, as 2026-12-24"}

var errNoAct = &Error{Kind: NotFound, Say: "there is nothing of this name to do"}

// ownActs are what a person can do by their link. Who may, the law says: the signer is the link alone, or a key.
var ownActs = map[string]func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error{
	"answer": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		if err := d.answerWrong(&a.Answer); err != nil {
			return err
		}
		_, err := d.Answer(ctx, Acting{}, v.Person, Answering{Answer: a.Answer, Link: by})
		return err
	},
	"number": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		return d.Permit(ctx, Own(v.Person, by), v.Person, casebook.Permission{Question: "number", Yes: a.Yes})
	},
	"stop": func(d *Desk, ctx context.Context, v *Visit, _ OwnAct, by journal.Signer) error {
		made, err := d.leaveAlone(ctx, Own(v.Person, by), v.Person, nil, casebook.StopMade)
		if made != nil {
			v.Slip = d.slipWord(made)
		}
		return err
	},
	"undo": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		return d.undoStop(ctx, Own(v.Person, by), v.Person, a.Slip)
	},
	"leave": func(d *Desk, ctx context.Context, v *Visit, _ OwnAct, by journal.Signer) error {
		return d.Withdraw(ctx, Acting{}, v.Person, by)
	},
	"lift": func(d *Desk, ctx context.Context, v *Visit, _ OwnAct, by journal.Signer) error {
		return d.Lift(ctx, Own(v.Person, by), v.Person)
	},
	"return": func(d *Desk, ctx context.Context, v *Visit, _ OwnAct, by journal.Signer) error {
		return d.Reopen(ctx, Acting{}, v.Person, by)
	},
	"again": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		if a.Yes && !v.ToldAnew() { // whoever goes on was told the new text first (G16); leaving needs nothing
			return &Error{Kind: Held, Say: "the new text comes first", Lacks: []casebook.Lack{
				{Gate: "G16", Key: "update.told", Say: "tell the new text first, then ask whether the person goes on"}}}
		}
		return d.Update(ctx, Acting{}, v.Person, a.Yes, by)
	},
	"remark": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		return d.Remark(ctx, Own(v.Person, by), v.Person, a.Remark)
	},
	"correct": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		return d.Correct(ctx, Own(v.Person, by), v.Person, a.Particulars, v.Noted)
	},
	"form": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		return d.FillIn(ctx, Own(v.Person, by), v.Person, a.Form)
	},
	"take-back": func(d *Desk, ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
		return d.TakeBack(ctx, Own(v.Person, by), v.Person, a.Form.Instrument)
	},
	"erase": func(d *Desk, ctx context.Context, v *Visit, _ OwnAct, by journal.Signer) error {
		return d.AskErasure(ctx, Acting{}, v.Person, by)
	},
	"keep": func(d *Desk, ctx context.Context, v *Visit, _ OwnAct, by journal.Signer) error {
		return d.DenyErasure(ctx, Acting{}, v.Person, by)
	},
}

// OwnActs lists what a person can do by their link.
func OwnActs() []string {
	out := make([]string, 0, len(ownActs))
	for name := range ownActs {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// answerWrong looks at what was typed; what the answer is worth, the law says.
func (d *Desk) answerWrong(a *casebook.Answer) error {
	a.Method = "own"
	if !slices.Contains([]string{"", "role", "programme", "organisation"}, a.Covers) {
		return failOnPage("covers", BadInput, "a no covers the role, the programme or the organisation")
	}
	if a.Answer != "not-now" {
		a.Until = casebook.Date{}
	}
	if !a.Until.IsZero() && a.Until.String() <= d.Now().Format(time.DateOnly) {
		return ErrDay
	}
	return nil
}

// Act does what a person wants who has opened their link. With [ByLink] the link alone stands behind it: that
// suffices for leaving them alone, and never for a yes.
func (d *Desk) Act(ctx context.Context, v *Visit, a OwnAct, by journal.Signer) error {
	do := ownActs[a.Act]
	if do == nil {
		return errNoAct
	}
	return do(d, ctx, v, a, by)
}

// ToSign is what a key elsewhere signs, and the content that it binds, so that whoever holds the key can see for
// themselves that it is what they chose (docs/event-format.md, "Acts").
type ToSign struct {
	Message []byte
	Salt    []byte
	Content []byte
	Inside  []byte // what lies in an envelope that the content names by its sum; nil if there is none
	Held    string // for [Desk.Signed]
}

// Draft prepares an act for an Ed25519 key that is in the person's hands. Nothing is written, and nothing kept.
func (d *Desk) Draft(ctx context.Context, v *Visit, a OwnAct, key []byte) (*ToSign, error) {
	if len(key) != 32 {
		return nil, failOnPage("cut", BadInput, "the key is not whole")
	}
	signer := &Remote{KeyAlg: journal.Ed25519, Key: key}
	err := d.Act(ctx, v, a, signer)
	if !errors.Is(err, ErrSign) || len(signer.Bodies) == 0 {
		if err == nil {
			err = fail(Unexpected, "this needs no signature")
		}
		return nil, err
	}
	held, err := d.Held(signer)
	return &ToSign{signer.Message, signer.Bodies[0].Salt, signer.Bodies[0].Content, signer.Inside, held}, err
}

// Signed does an act that [Desk.Draft] prepared and the person's key has signed.
func (d *Desk) Signed(ctx context.Context, v *Visit, a OwnAct, held string, signature []byte) error {
	signer, err := d.Resume(held)
	if err != nil {
		return err
	}
	if signer.Signature = signature; len(signature) == 0 {
		return failOnPage("cut", BadInput, "the signature is not whole")
	}
	if err := d.Act(ctx, v, a, signer); !errors.Is(err, ErrSign) {
		return err
	}
	return fail(Held, "something else was signed than was chosen: please answer again")
}
