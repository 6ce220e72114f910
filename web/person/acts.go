package person

import (
	"bytes"
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

	Form    string            `json:"form,omitempty"` // for "form" and "take-back": its name; for "form" the answers by the names of its questions
	Answers map[string]string `json:"answers,omitempty"`

	Given  string `json:"given,omitempty"` // for "correct"
	Family string `json:"family,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Mail   string `json:"mail,omitempty"`
	Town   string `json:"town,omitempty"`
}

// after is the page that follows an act; "" is the first one.
var after = map[string]string{"answer": "/done", "number": "/mine", "again": "/mine", "remark": "/mine", "correct": "/held", "form": "/mine", "take-back": "/mine"}

func (o *own) after(act string) string {
	if act == "stop" {
		return o.At("?stopped=" + strconv.FormatInt(o.Now().Unix(), 10))
	}
	return o.At(after[act])
}

// read turns what was typed into an act.
func (in doing) read(o *own) (desk.OwnAct, error) {
	a := desk.OwnAct{Act: in.Act, Yes: in.Yes, Remark: casebook.Remark{Text: in.Text, Safeguarding: in.Sealed}}
	var err error
	switch in.Act {
	case "undo":
		a.Slip = o.slip()
	case "answer":
		a.Answer, err = in.answer(o)
	case "form":
		a.Form, err = in.form(o)
	case "take-back":
		a.Form.Instrument = in.Form
	case "correct":
		a.Particulars, err = in.particulars(o)
	}
	return a, err
}

// slipCookie holds what undoes a stop that was made in this browser, for the minute in which it can be.
const slipCookie = "slip"

// keepSlip lets this browser, and no other that has the link, undo a stop that it has just made (G02).
func (o *own) keepSlip() {
	if o.Slip != "" {
		http.SetCookie(o.W, o.cookie(slipCookie, o.Slip, time.Minute))
	}
}

func (o *own) slip() string {
	c, err := o.R.Cookie(slipCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// answer reads an answer.
func (in doing) answer(o *own) (a casebook.Answer, err error) {
	a = casebook.Answer{Answer: in.Answer, Covers: in.Covers, Language: o.Lang}
	if in.Receipt != "" {
		key, err := base64.StdEncoding.DecodeString(in.Receipt)
		if err != nil || len(key) != 32 {
			return a, &desk.Error{Kind: desk.BadInput, Key: "cut", Say: "the receipt's key is not whole", Cause: err}
		}
		a.Receipt = key
	}
	if in.Answer == "not-now" && in.Until != "" {
		a.Until, err = dateOf(in.Until)
	}
	return a, err
}

var errPhone = &desk.Error{Kind: desk.BadInput, Key: "phone", Say: "this is no telephone number: write it with + and the country's code"}

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
		return casebook.Date{}, desk.ErrDay
	}
	return casebook.Date{Year: day.Year(), Month: int(day.Month()), Day: day.Day()}, nil
}

// act does what a plain form asks: the link alone stands behind it. A yes needs more, and the page says so.
func act(o *own) error {
	in := doing{Act: o.Value("act"), Answer: o.Value("answer"), Covers: o.Value("covers"), Until: o.Value("until"),
		Yes: o.Value("yes") == "yes", Text: o.Value("text"), Sealed: o.Ticked("sealed"), Form: o.Value("form")}
	err := o.does(in)
	switch kind := desk.KindOf(err); {
	case err == nil:
		o.keepSlip()
		return o.See(o.after(in.Act))
	case kind == desk.Held || kind == desk.NotAllowed:
		return o.Show(http.StatusConflict, views, "needs-key", shown{o, o.Explain(err)})
	case errors.Is(err, desk.ErrDay):
		o.Problem("until", o.T("person.later.bad"))
		return o.Show(http.StatusUnprocessableEntity, views, "later", shown{o, o.tomorrow()})
	}
	return err
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
	Inside  string `json:"inside,omitempty"` // of an envelope: salt, record and answers
	Held    string `json:"held"`
}

// readAsked reads it, or gives the words for why it cannot be read.
func readAsked(body io.Reader) (q asked, fault string) {
	raw, err := io.ReadAll(io.LimitReader(body, mostScript+1))
	if len(raw) > mostScript {
		return q, "problem.too-large.title"
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err != nil || decoder.Decode(&q) != nil || !slices.Contains(desk.OwnActs(), q.Act) {
		return q, "problem.bad-input"
	}
	return q, ""
}

// cannotRead answers what is nothing that the script sends.
func (o *own) cannotRead(fault string) error {
	status := http.StatusUnprocessableEntity
	if fault != "problem.bad-input" {
		status = http.StatusRequestEntityTooLarge
	}
	return o.says(status, map[string]any{"problems": []string{o.T(fault)}})
}

// sign lets a key in the person's browser act: in two calls, and nothing is kept here between them.
func sign(o *own) error {
	q, fault := readAsked(o.R.Body)
	if fault != "" {
		return o.cannotRead(fault)
	}
	return o.signs(q, o.after(q.Act))
}

// signs is one of the two calls; to is the page that follows the second.
func (o *own) signs(q asked, to string) error {
	a, err := q.read(o)
	if err != nil {
		return o.refuses(err)
	}
	text := base64.StdEncoding
	if q.Signature == "" {
		key, _ := text.DecodeString(q.Key) // what is no key is refused below
		draft, err := o.Desk.Draft(o.R.Context(), o.Visit, a, key)
		if err != nil {
			return o.refuses(err)
		}
		said := text.EncodeToString
		return o.says(http.StatusOK, toSign{said(draft.Message), said(draft.Salt), said(draft.Content), said(draft.Inside), draft.Held})
	}
	signature, _ := text.DecodeString(q.Signature)
	if err := o.Desk.Signed(o.R.Context(), o.Visit, a, q.Held, signature); err != nil {
		return o.refuses(err)
	}
	o.keepSlip()
	return o.says(http.StatusOK, map[string]string{"to": to})
}

// refuses tells the script what is missing, in the person's language.
func (o *own) refuses(err error) error {
	says := o.misfits(err)
	if says == nil {
		for _, problem := range o.Explain(err) {
			says = append(says, problem.Say)
		}
	}
	return o.says(max(http.StatusBadRequest, web.Status(err)), map[string]any{"problems": says})
}

func (o *own) says(status int, value any) error {
	o.W.Header().Set("Content-Type", "application/json")
	o.W.WriteHeader(status)
	return json.NewEncoder(o.W).Encode(value)
}
