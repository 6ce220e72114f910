package person

import (
	"encoding/base64"
	"time"

	"willing/casebook"
	"willing/desk"
)

// Signs is the public half of the link's key, for the page's script.
func (o *own) Signs() string { return base64.StdEncoding.EncodeToString(o.Link.Key) }

// Asked is the role of the question that waits, or "".
func (o *own) Asked() string {
	if o.Offer == nil {
		return ""
	}
	return o.Offer.Role
}

// KeepDays is how long a file is kept of whoever said no or left (G27), as the house has it now.
func (o *own) KeepDays() int { return o.limits().KeepDays }

// limits are those that the house has now.
func (o *own) limits() (limits casebook.Limits) {
	o.Desk.House(func(h *casebook.House) {
		if in := h.Programme(h.Pos); in != nil {
			limits = in.Limits
		}
	})
	return limits
}

func question(o *own) error {
	if o.Hidden() {
		return o.See(o.At(""))
	}
	return o.show("answer", nil)
}

func later(o *own) error { return o.show("later", o.tomorrow()) }

func (o *own) tomorrow() string { return o.Now().AddDate(0, 0, 1).Format(time.DateOnly) }

// latest is the answer that was given last.
func (o *own) latest() *desk.Given {
	if len(o.Answers) == 0 {
		return nil
	}
	return &o.Answers[len(o.Answers)-1]
}

// Later is the 'not now' that was their last answer, unless they were asked again since, or something else ended their way. Whether
// it still leaves them alone, its Holds says.
func (o *own) Later() *desk.Given {
	last := o.latest()
	over := o.Refused || o.Yes != nil || o.Stage == casebook.StageNotTaken || o.Stage == casebook.StageLapsed
	if last == nil || last.Answer != "not-now" || over || o.Offer != nil && o.Offer.At.After(last.At) {
		return nil
	}
	return last
}

// Came reports whether the day of a 'not now' has come.
func (o *own) Came(given desk.Given) bool {
	return !given.Until.IsZero() && given.Until.String() <= o.Now().Format(time.DateOnly)
}

// Lapsed reports whether the question was not answered in time: that is not a no, and nobody asks again unasked (G12).
func (o *own) Lapsed() bool { return o.Stage == casebook.StageLapsed }

// donePage follows an answer: what happens now, the receipt, and after a yes the one other question (G15).
type donePage struct {
	*desk.Given
	AskNumber bool
	Phones    []string
	Drop      time.Time // until when one tap drops a yes
}

func done(o *own) error {
	given := o.latest()
	if given == nil {
		return o.See(o.At(""))
	}
	if given.Answer == "yes" && o.Visit.Yes == nil && o.Refused {
		return o.See(o.At("/mine")) // they have taken it back: what this page offered is past
	}
	if given.Answer != "yes" && !given.Holds {
		return o.See(o.At("/mine")) // taken back, or its day has come
	}
	page := donePage{Given: given, Phones: o.Particulars.Phones}
	kept := given.Answer == "yes" || given.Answer == "not-now" && !given.Until.IsZero() // of others nothing is kept that a number would serve
	page.AskNumber = kept && given.Standing == casebook.Counts && !o.permitted("number")
	if o.Yes != nil {
		page.Drop = o.Yes.DropUntil
	}
	return o.show("done", page)
}

// ToldOn is when they were told.
func (page donePage) ToldOn() time.Time {
	at, _ := time.Parse(time.RFC3339, page.On) // what this program wrote
	return at
}

func (o *own) permitted(question string) bool {
	for _, p := range o.Permissions {
		if p.Question == question {
			return true
		}
	}
	return false
}

// receiptFile is a receipt as JSON (G14): see [casebook.Receipt]. The key that lets the person come back is
// in their browser alone.
type receiptFile struct {
	Code   string `json:"code"`
	Answer string `json:"answer"`
	Covers string `json:"covers,omitempty"`
	Until  string `json:"until,omitempty"`
	At     string `json:"at"`
	Stop   string `json:"stop,omitempty"` // where whoever holds it says stop, or asks whether it has arrived
	desk.Told
}

func receipt(o *own) error {
	for _, given := range o.Answers {
		if given.Code != o.R.PathValue("code") {
			continue
		}
		file := receiptFile{Code: given.Code, Answer: given.Answer, Covers: given.Covers, At: given.At.UTC().Format(time.RFC3339), Stop: o.StopAt(), Told: given.Told}
		if !given.Until.IsZero() {
			file.Until = given.Until.String()
		}
		return o.json(file, "receipt.json")
	}
	return &desk.Error{Kind: desk.NotFound, Say: "there is no such receipt"}
}
