package person

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/web"
)

// doing is what a person wants done, as the form or the script says it.
type doing struct {
	Act     string `json:"act"`
	Answer  string `json:"answer,omitempty"`  // for "answer": yes, no, not-now
	Covers  string `json:"covers,omitempty"`  // of a no: role, programme or organisation; "" is the programme
	Until   string `json:"until,omitempty"`   // of a not-now: 2026-12-24; "" is without a date
	Receipt string `json:"receipt,omitempty"` // public half of the receipt's key, base64
	Yes     bool   `json:"yes,omitempty"`     // for "number" and "again"
	Text    string `json:"text,omitempty"`    // for "remark"
	Sealed  bool   `json:"sealed,omitempty"`  // safeguarding may read the remark

	Given  string `json:"given,omitempty"` // for "correct"
	Family string `json:"family,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Mail   string `json:"mail,omitempty"`
	Town   string `json:"town,omitempty"`
}

// acts are what a person can do by their link, each with the page that follows. Who may, the law says: the
// signer is the link alone (a plain form), or a key in the browser.
var acts = map[string]func(o *own, in doing, by journal.Signer) (after string, err error){
	"answer": func(o *own, in doing, by journal.Signer) (string, error) {
		a, err := in.answer(o)
		if err != nil {
			return "", err
		}
		_, err = o.Desk.Answer(o.R.Context(), desk.Acting{}, o.Visit.Person, desk.Answering{Answer: a, Link: by})
		return "/done", err
	},
	"number": func(o *own, in doing, by journal.Signer) (string, error) {
		return "/mine", o.Desk.Permit(o.R.Context(), desk.Own(o.Visit.Person, by), o.Visit.Person, casebook.Permission{Question: "number", Yes: in.Yes})
	},
	"stop": func(o *own, _ doing, by journal.Signer) (string, error) {
		return "?stopped=" + strconv.FormatInt(o.Now().Unix(), 10), o.Desk.Stop(o.R.Context(), desk.Own(o.Visit.Person, by), o.Visit.Person)
	},
	"undo": func(o *own, _ doing, by journal.Signer) (string, error) {
		return "", o.Desk.UndoStop(o.R.Context(), desk.Own(o.Visit.Person, by), o.Visit.Person)
	},
	"leave": func(o *own, _ doing, by journal.Signer) (string, error) {
		return "", o.Desk.Withdraw(o.R.Context(), desk.Acting{}, o.Visit.Person, by)
	},
	"lift": func(o *own, _ doing, by journal.Signer) (string, error) {
		return "", o.Desk.Lift(o.R.Context(), desk.Own(o.Visit.Person, by), o.Visit.Person)
	},
	"return": func(o *own, _ doing, by journal.Signer) (string, error) {
		return "", o.Desk.Reopen(o.R.Context(), desk.Acting{}, o.Visit.Person, by)
	},
	"again": func(o *own, in doing, by journal.Signer) (string, error) {
		if in.Yes && !o.toldAnew() {
			return "", errTold
		}
		return "/mine", o.Desk.Update(o.R.Context(), desk.Acting{}, o.Visit.Person, in.Yes, by)
	},
	"remark": func(o *own, in doing, by journal.Signer) (string, error) {
		return "/mine", o.Desk.Remark(o.R.Context(), desk.Own(o.Visit.Person, by), o.Visit.Person, casebook.Remark{Text: in.Text, Safeguarding: in.Sealed})
	},
	"correct": func(o *own, in doing, by journal.Signer) (string, error) {
		typed, err := in.particulars(o)
		if err != nil {
			return "", err
		}
		return "/held", o.Desk.Correct(o.R.Context(), desk.Own(o.Visit.Person, by), o.Visit.Person, typed, o.Noted)
	},
	"erase": func(o *own, _ doing, by journal.Signer) (string, error) {
		return "", o.Desk.AskErasure(o.R.Context(), desk.Acting{}, o.Visit.Person, by)
	},
	"keep": func(o *own, _ doing, by journal.Signer) (string, error) {
		return "", o.Desk.DenyErasure(o.R.Context(), desk.Acting{}, o.Visit.Person, by)
	},
}

// errTold: whoever goes on was told the new text first (G16). Leaving needs nothing.
var errTold = &desk.Error{Kind: desk.Held, Say: "the new text comes first", Lacks: []casebook.Lack{
	{Gate: "G16", Key: "update.told", Say: "tell the new text first, then ask whether the person goes on"}}}

var errNoAct = &desk.Error{Kind: desk.NotFound, Say: "there is nothing of this name to do"}

// answer reads an answer; what it is worth, the law says.
func (in doing) answer(o *own) (casebook.Answer, error) {
	a := casebook.Answer{Answer: in.Answer, Covers: in.Covers, Method: "own", Language: o.Lang}
	if in.Receipt != "" {
		key, err := base64.StdEncoding.DecodeString(in.Receipt)
		if err != nil || len(key) != 32 {
			return a, &desk.Error{Kind: desk.BadInput, Say: "the receipt's key is not whole", Cause: err}
		}
		a.Receipt = key
	}
	if !slices.Contains([]string{"", "role", "programme", "organisation"}, in.Covers) {
		return a, &desk.Error{Kind: desk.BadInput, Say: "a no covers the role, the programme or the organisation"}
	}
	var err error
	if in.Answer == "not-now" && in.Until != "" {
		if a.Until, err = dateOf(in.Until); err == nil && in.Until <= o.Now().Format(time.DateOnly) {
			err = errDay
		}
	}
	return a, err
}

var errDay = &desk.Error{Kind: desk.BadInput, Say: "give a day that is still to come, as 2026-12-24"}

var errPhone = &desk.Error{Kind: desk.BadInput, Say: "this is no telephone number: write it with + and the country's code"}

// particulars are what the person says about themselves.
func (in doing) particulars(o *own) (casebook.Particulars, error) {
	typed := casebook.Particulars{Given: in.Given, Family: in.Family, Town: in.Town}
	if in.Phone != "" {
		number := in.Phone
		if o.Phone != nil {
			number = o.Phone(in.Phone, o.Particulars.Country)
		}
		if number == "" || number[0] != '+' {
			return typed, errPhone
		}
		typed.Phones = []string{number}
	}
	if in.Mail != "" {
		typed.Emails = []string{in.Mail}
	}
	return typed, nil
}

// dateOf reads a day as browsers send it.
func dateOf(text string) (casebook.Date, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return casebook.Date{}, errDay
	}
	return casebook.Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}, nil
}

// act does what a plain form asks: the link alone stands behind it. A yes needs more, and the page says so.
func act(o *own) error {
	in := doing{Act: o.Value("act"), Answer: o.Value("answer"), Covers: o.Value("covers"), Until: o.Value("until"),
		Yes: o.Value("yes") == "yes", Text: o.Value("text"), Sealed: o.Ticked("sealed")}
	do := acts[in.Act]
	if do == nil {
		return errNoAct
	}
	after, err := do(o, in, desk.ByLink(o.Link.Key))
	var e *desk.Error
	if errors.As(err, &e) && (e.Kind == desk.Held || e.Kind == desk.NotAllowed) {
		return o.Show(http.StatusConflict, views, "needs-key", shown{o, o.Explain(err)})
	}
	if errors.Is(err, errDay) {
		o.Problem("until", o.T("person.later.bad"))
		return o.Show(http.StatusUnprocessableEntity, views, "later", shown{o, o.tomorrow()})
	}
	if err != nil {
		return err
	}
	return o.See(o.At(after))
}

// The most that the script sends, in bytes.
const mostScript = 64 << 10

// asked is what the script sends: first what is to be done and with which key, then the signature.
type asked struct {
	doing
	Key       string `json:"key"` // public half, base64
	Held      string `json:"held,omitempty"`
	Signature string `json:"signature,omitempty"`
}

// toSign is the answer to the first call: what the key signs, and the content that it binds, so that the
// browser can see for itself that it is what the person chose.
type toSign struct {
	Message string `json:"message"`
	Salt    string `json:"salt"`
	Body    string `json:"body"`
	Held    string `json:"held"`
}

// sign lets a key in the person's browser act: in two calls, and nothing is kept here between them.
func sign(o *own) error {
	var q asked
	decoder := json.NewDecoder(io.LimitReader(o.R.Body, mostScript))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&q) != nil || acts[q.Act] == nil {
		return o.says(http.StatusUnprocessableEntity, map[string]any{"problems": []string{o.T("problem.bad-input")}})
	}
	signer, err := q.signer(o)
	if err != nil {
		return o.refuses(err)
	}
	after, err := acts[q.Act](o, q.doing, signer)
	if errors.Is(err, desk.ErrSign) && q.Signature == "" && len(signer.Bodies) > 0 {
		held, err := o.Desk.Held(signer)
		if err != nil {
			return o.refuses(err)
		}
		text := base64.StdEncoding
		return o.says(http.StatusOK, toSign{text.EncodeToString(signer.Message), text.EncodeToString(signer.Bodies[0].Salt),
			text.EncodeToString(signer.Bodies[0].Content), held})
	}
	if err != nil {
		return o.refuses(err)
	}
	return o.says(http.StatusOK, map[string]string{"to": o.At(after)})
}

func (q asked) signer(o *own) (*desk.Remote, error) {
	if q.Signature == "" {
		key, err := base64.StdEncoding.DecodeString(q.Key)
		if err != nil || len(key) != 32 {
			return nil, &desk.Error{Kind: desk.BadInput, Say: "the key is not whole", Cause: err}
		}
		return &desk.Remote{KeyAlg: journal.Ed25519, Key: key}, nil
	}
	signer, err := o.Desk.Resume(q.Held)
	if err != nil {
		return nil, err
	}
	signer.Signature, err = base64.StdEncoding.DecodeString(q.Signature)
	if err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "the signature is not whole", Cause: err}
	}
	return signer, nil
}

// refuses tells the script what is missing, in the person's language.
func (o *own) refuses(err error) error {
	var says []string
	for _, problem := range o.Explain(err) {
		says = append(says, problem.Say)
	}
	return o.says(max(http.StatusBadRequest, statusOf(err)), map[string]any{"problems": says})
}

func statusOf(err error) int {
	if errors.Is(err, desk.ErrSign) {
		return http.StatusConflict // it signed something else
	}
	return web.Status(err)
}

func (o *own) says(status int, value any) error {
	o.W.Header().Set("Content-Type", "application/json")
	o.W.WriteHeader(status)
	return json.NewEncoder(o.W).Encode(value)
}
