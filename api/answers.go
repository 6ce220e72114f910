package api

import (
	"bytes"
	"context"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// Answer is a yes, a no or a 'not now'.
type Answer struct {
	Answer   string `json:"answer" enum:"yes,no,not-now"`
	Covers   string `json:"covers,omitempty" enum:"role,programme,organisation" doc:"What a no covers, by the person's choice; the programme if left out."`
	Until    Date   `json:"until,omitzero" doc:"Of a not-now: no contact before; none at all without it."`
	Method   string `json:"method" enum:"turned,paper,said" doc:"On the team's phone turned round, or on paper; a yes with the pair as witnesses (G09). A no or a not-now also said, to one of us who wrote it down."`
	Receipt  []byte `json:"receipt,omitempty" doc:"The public half of the receipt's key, whose private half only the person has."`
	NoWish   bool   `json:"no_wish,omitempty" doc:"The person wanted no receipt."`
	Language string `json:"language,omitempty" maxLength:"35" doc:"Of the answer page."`
}

// Receipt is what the person keeps (G14).
type Receipt struct {
	Code     string        `json:"code" doc:"Of the answer, not of the person."`
	Answer   string        `json:"answer"`
	Covers   string        `json:"covers,omitempty"`
	Role     string        `json:"role,omitempty"`
	At       string        `json:"at" format:"date-time"`
	TextHash casebook.Hash `json:"text,omitzero" doc:"SHA-256 of the exact text, as its file stands in the person's own file."`
	Version  int           `json:"version" doc:"Of that text."`
	Language string        `json:"language" doc:"In which it was told."`
	Key      []byte        `json:"key,omitempty"`
	Says     []string      `json:"says,omitempty" doc:"What follows, in sentences."`
	Stop     string        `json:"stop,omitempty" doc:"Where whoever holds the receipt says stop, or asks whether the answer has arrived."`
}

func receiptOf(ctx context.Context, r *casebook.Receipt) Receipt {
	return Receipt{r.Code, r.Answer, r.Covers, r.Role, r.At, r.TextHash, r.Version, r.Language, r.Key, r.Says, stopAt(ctx)}
}

func answers(a *API) {
	answer(a, op{id: "answer", on: "POST /people/{person}/answers", tag: "answers", does: "Record a person's answer, and get the receipt", pair: true,
		more: "A no needs no key and nobody's witness. A yes from the person's own device is signed there, under their private link. What the pair had opened ends with the answer (G07)."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Answer) (Receipt, error) {
			if len(in.Receipt) > 0 {
				if err := keyWrong(in.Receipt); err != nil {
					return Receipt{}, err
				}
			}
			out, err := a.Desk.Answer(ctx, by, person, desk.Answering{Answer: in.read()})
			if err != nil {
				return Receipt{}, err
			}
			return receiptOf(ctx, out), a.witnessed(ctx)
		})
	answer(a, op{id: "type-in-paper", on: "POST /people/{person}/paper-answers", tag: "answers", pair: true,
		does: "Type in what a person signed on paper, before the pair that was there (G09)",
		more: "The question stands on the paper too: it is recorded with the answer, unless it was asked already."}, a.paper)
	note(a, op{id: "attach-scan", on: "POST /people/{person}/scans", tag: "answers", does: "Add a picture of the page that a person signed to their answer on paper", most: mostList,
		more: "JPEG, PNG or PDF by its content, 4 MB at most. It is erased with the person."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Scan) error {
			return a.Desk.AttachScan(ctx, by, person, in.Content)
		})
	register(a, op{id: "open-scan", on: "GET /people/{person}/scans/{scan}", tag: "answers", does: "Give a picture of a signed page",
		more: "404 also if it is not here yet: a device fetches it with its next exchanges, once it was asked for."},
		func(ctx context.Context, by desk.Acting, in *struct {
			On
			Scan string `path:"scan" maxLength:"80" doc:"The fact that added it, as a person's facts name it."`
		}) (*Reply[desk.OpenedScan], error) {
			person, err := in.id()
			if err != nil {
				return nil, err
			}
			var ref casebook.Ref
			if err := ref.UnmarshalText([]byte(in.Scan)); err != nil {
				return nil, nobody()
			}
			out, err := a.Desk.OpenScan(ctx, by, person, ref)
			return &Reply[desk.OpenedScan]{out}, err
		})
	answer(a, op{id: "correct-answer", on: "POST /people/{person}/answers/correction", tag: "answers", pair: true,
		does: "Record that a person corrects the answer that they have just given, until the phone is handed back (G09)",
		more: "A no or a not-now is taken back with the key of the receipt that came with it, as the person could do a year later; the log keeps both."}, a.correctAnswer)
	note(a, op{id: "answer-change", on: "POST /people/{person}/text-answers", tag: "answers", does: "Record the answer to a text told again (G16)", pair: true},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in GoingOn) error {
			return a.Desk.Update(ctx, by, person, in.Continue, nil)
		})
}

// Scan is a picture of a signed page.
type Scan struct {
	Content []byte `json:"content" doc:"The file, base64."`
}

// AnswerCorrection is the answer that takes the place of another.
type AnswerCorrection struct {
	Answer
	Before []byte `json:"before,omitempty" doc:"The seed of the receipt of the answer before (Ed25519), which the person holds."`
}

func (a *API) correctAnswer(ctx context.Context, by desk.Acting, person casebook.ID, in AnswerCorrection) (Receipt, error) {
	if len(in.Receipt) > 0 {
		if err := keyWrong(in.Receipt); err != nil {
			return Receipt{}, err
		}
	}
	var before journal.Signer
	if len(in.Before) > 0 {
		key, err := journal.NewKey(bytes.NewReader(in.Before))
		if err != nil || len(in.Before) != 32 {
			return Receipt{}, bad("body.before", "this is no seed of a receipt's key: it has 32 bytes")
		}
		before = key
	}
	out, err := a.Desk.AnswerAgain(ctx, by, person, desk.Answering{Answer: in.read()}, before)
	if err != nil {
		return Receipt{}, err
	}
	return receiptOf(ctx, out), a.witnessed(ctx)
}

func (in Answer) read() casebook.Answer {
	return casebook.Answer{Answer: in.Answer, Covers: in.Covers, Until: casebook.Date(in.Until), Method: in.Method, Receipt: in.Receipt, NoWish: in.NoWish, Language: in.Language}
}

// PaperAnswer is an answer that a person signed on paper.
type PaperAnswer struct {
	Pack     string `json:"pack,omitempty" maxLength:"40" doc:"The number of the paper pack; left out: the person wanted no receipt."`
	Answer   string `json:"answer" enum:"yes,no,not-now"`
	Covers   string `json:"covers,omitempty" enum:"role,programme,organisation" doc:"What a no covers, by the person's choice; the programme if left out."`
	Until    Date   `json:"until,omitzero" doc:"Of a not-now: no contact before; none at all without it."`
	Language string `json:"language,omitempty" maxLength:"35" doc:"Of the paper."`
}

func (a *API) paper(ctx context.Context, by desk.Acting, person casebook.ID, in PaperAnswer) (Receipt, error) {
	if in.Pack != "" {
		var err error
		if in.Pack, err = a.Desk.Pack(in.Pack); err != nil {
			return Receipt{}, err
		}
	}
	out, err := a.Desk.Paper(ctx, by, person, in.Pack, casebook.Answer{Answer: in.Answer, Covers: in.Covers, Until: casebook.Date(in.Until), Language: in.Language})
	if err != nil {
		return Receipt{}, err
	}
	return receiptOf(ctx, out), a.witnessed(ctx)
}

// witnessed puts the pair's keys away: what they had unlocked ends with the answer (G07).
func (a *API) witnessed(ctx context.Context) error {
	if c := who(ctx); c.pair != nil {
		return a.Accounts.ShutToken(ctx, c.text, false)
	}
	return nil
}

// GoingOn is the answer to a text told again.
type GoingOn struct {
	Continue bool `json:"continue" doc:"They go on; otherwise it is a leaving."`
}

// Permission is a separate answer to a separate question (G15).
type Permission struct {
	Question string `json:"question" enum:"number,training,placement,study" doc:"May we keep your number, and so on."`
	Yes      bool   `json:"yes"`
}

func permissions(a *API) {
	note(a, op{id: "permit", on: "POST /people/{person}/permissions", tag: "permissions", does: "Record a separate answer to a separate question (G15)", pair: true},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Permission) error {
			return a.Desk.Permit(ctx, by, person, casebook.Permission{Question: in.Question, Yes: in.Yes})
		})
}

// Call is the outside call before a yes takes effect.
type Call struct {
	Reached  bool   `json:"reached"`
	Alone    bool   `json:"alone"`
	ToldCost bool   `json:"told_cost" doc:"Were you told the cost?"`
	FeltFree bool   `json:"felt_free" doc:"Did you feel free to say no?"`
	Contact  string `json:"contact,omitempty" enum:"own,third,team" doc:"Whose contact was used."`
	Note     string `json:"note,omitempty" maxLength:"4000" doc:"What the person told the caller for safeguarding alone (G13)."`
}

func calls(a *API) {
	note(a, op{id: "call", on: "POST /people/{person}/calls", tag: "calls", does: "Record the outside call (G28)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Call) error {
			return a.Desk.CallWith(ctx, by, person, casebook.Call{Reached: in.Reached, Alone: in.Alone, ToldCost: in.ToldCost, FeltFree: in.FeltFree,
				Contact: in.Contact}, in.Note)
		})
}
