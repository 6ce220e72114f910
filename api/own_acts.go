package api

import (
	"context"

	"willing/casebook"
	"willing/desk"
)

// OwnAct is what a person wants done by their private link. What it is worth, the law says: by the link alone they
// are left alone; what must be theirs beyond doubt (a yes, the number, going on with a changed text, lifting a stop, coming
// back, keeping what somebody wanted erased) is signed with a key of theirs.
type OwnAct struct {
	Act      string         `json:"act" enum:"answer,number,stop,undo,leave,lift,return,again,remark,correct,form,take-back,erase,keep" doc:"answer: to the question. number: may we keep your number? stop, undo: end all contact; a slip of the finger, within 60 seconds. leave: drop the yes, or leave later. lift: end one's own stop. return: come back after a no, with the receipt's key. again: go on with a changed text, or not. remark: something volunteered. correct: what is held. form: a form about health or background, filled in by themselves, signed. take-back: what was answered to it, signed. erase, keep: have it erased; no, somebody else asked for that."`
	Answer   string         `json:"answer,omitempty" enum:"yes,no,not-now" doc:"Of answer."`
	Covers   string         `json:"covers,omitempty" enum:"role,programme,organisation" doc:"What a no covers; the programme if left out."`
	Until    Date           `json:"until,omitzero" doc:"Of a not-now: no contact before; none at all without it."`
	Receipt  []byte         `json:"receipt,omitempty" doc:"Of answer: the public half of the receipt's key (Ed25519), which the person keeps."`
	Language string         `json:"language,omitempty" maxLength:"35" doc:"Of answer: in which they read the question."`
	Slip     string         `json:"slip,omitempty" maxLength:"128" doc:"Of undo: what Willing-Slip said when the stop was made. Nobody else who has the link can undo it."`
	Yes      bool           `json:"yes,omitempty" doc:"Of number and again."`
	Text     string         `json:"text,omitempty" maxLength:"4000" doc:"Of remark."`
	Sealed   bool           `json:"safeguarding,omitempty" doc:"Of remark: safeguarding may read it; the team never does (G13)."`
	Form     *Form          `json:"form,omitempty" doc:"Of form; of take-back only its instrument."`
	Correct  *OwnCorrection `json:"correct,omitempty" doc:"Of correct: only fields that are given are written; what others wrote stands beside it."`
}

// OwnCorrection is what a person says about themselves.
type OwnCorrection struct {
	Given  string `json:"given,omitempty" maxLength:"200"`
	Family string `json:"family,omitempty" maxLength:"200"`
	Phone  string `json:"phone,omitempty" maxLength:"60" doc:"With + and the country's code, or as typed in their own country."`
	Email  string `json:"email,omitempty" maxLength:"254"`
	Town   string `json:"town,omitempty" maxLength:"200"`
}

// OwnDraft asks what is to be signed.
type OwnDraft struct {
	OwnAct
	Key []byte `json:"key" doc:"The public half of the key that will sign (Ed25519): the link's, or for return the receipt's."`
}

// OwnToSign is what is to be signed, within a quarter of an hour.
type OwnToSign struct {
	Message []byte `json:"message" doc:"Sign this."`
	Salt    []byte `json:"salt" doc:"With it and the content, look whether the message binds just what was chosen: docs/event-format.md, Acts."`
	Content []byte `json:"content" doc:"The content of the one event, deterministic CBOR."`
	Inside  []byte `json:"inside,omitempty" doc:"Of form: what lies in the envelope: a salt of 16 bytes, the record of 16, and the answers, deterministic CBOR. Its SHA-256 is the sum in the content."`
	Held    string `json:"held" doc:"Send it back as it is, with the signature."`
}

// OwnSigned is an act, signed or not.
type OwnSigned struct {
	OwnAct
	Held      string `json:"held,omitempty" maxLength:"60000" doc:"As the draft gave it; left out with the signature: the link alone stands behind the act."`
	Signature []byte `json:"signature,omitempty" doc:"Over the draft's message."`
}

const idActs = "act-own"

func ownActs(a *API) {
	register(a, op{id: "draft-own", on: "POST /own/drafts", tag: "own", own: true, read: true, does: "Get what a person's own key signs",
		more: "Nothing is written, and nothing is kept here: the draft is in the hands of whoever asked."},
		func(ctx context.Context, _ desk.Acting, in *struct{ Body OwnDraft }) (*Reply[OwnToSign], error) {
			act, err := a.ownAct(guestOf(ctx).Visit, in.Body.OwnAct)
			if err != nil {
				return nil, err
			}
			draft, err := a.Desk.Draft(ctx, guestOf(ctx).Visit, act, in.Body.Key)
			if err != nil {
				return nil, err
			}
			return &Reply[OwnToSign]{OwnToSign(*draft)}, nil
		})
	register(a, op{id: idActs, on: "POST /own/acts", tag: "own", own: true, does: "Do what a person wants who has opened their link, signed or by the link alone",
		more: "Without a signature: a no, not now, stop and its undoing, leaving, erasing, a remark, a correction. No PIN stands before a no, not now, stop or leaving."}, a.actOwn)
}

// OwnDone is the answer to an act.
type OwnDone struct {
	Slip string `header:"Willing-Slip" doc:"After a stop: send it with undo, within 60 seconds, if it was a slip of the finger."`
}

func (a *API) actOwn(ctx context.Context, _ desk.Acting, in *struct{ Body OwnSigned }) (*OwnDone, error) {
	g := guestOf(ctx)
	act, err := a.ownAct(g.Visit, in.Body.OwnAct)
	switch {
	case g.shut && !act.Safe():
		return nil, errShut()
	case err != nil:
	case in.Body.Held != "" || len(in.Body.Signature) > 0:
		err = a.Desk.Signed(ctx, g.Visit, act, in.Body.Held, in.Body.Signature)
	default:
		err = a.Desk.Act(ctx, g.Visit, act, desk.ByLink(g.Link.Key))
	}
	if err != nil {
		return nil, err
	}
	return &OwnDone{g.Slip}, nil
}

// ownAct reads what a person wants.
func (a *API) ownAct(v *desk.Visit, in OwnAct) (desk.OwnAct, error) {
	out := desk.OwnAct{Act: in.Act, Yes: in.Yes, Slip: in.Slip, Remark: casebook.Remark{Text: in.Text, Safeguarding: in.Sealed},
		Answer: casebook.Answer{Answer: in.Answer, Covers: in.Covers, Until: casebook.Date(in.Until), Receipt: in.Receipt, Language: in.Language}}
	if len(in.Receipt) != 0 && len(in.Receipt) != 32 {
		return out, bad("body.receipt", "this is no public key")
	}
	if in.Act == "form" || in.Act == "take-back" {
		if in.Form == nil {
			return out, bad("body.form", "give the form that was filled in")
		}
		out.Form = in.Form.form()
	}
	if in.Act != "correct" || in.Correct == nil {
		return out, nil
	}
	c := in.Correct
	out.Particulars = casebook.Particulars{Given: c.Given, Family: c.Family, Town: c.Town}
	if c.Email != "" {
		out.Particulars.Emails = []string{c.Email}
	}
	if c.Phone != "" {
		number := ""
		if a.Phone != nil {
			number = a.Phone(c.Phone, v.Particulars.Country)
		}
		if number == "" {
			return out, bad("body.correct.phone", "this is no telephone number: write it with + and the country's code")
		}
		out.Particulars.Phones = []string{number}
	}
	return out, nil
}
