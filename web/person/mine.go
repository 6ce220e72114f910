package person

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"willing/casebook"
	"willing/desk"
)

func mine(o *own) error { return o.show("mine", nil) }

// LeaveKey names how they go: a yes that does not count yet is taken back.
func (o *own) LeaveKey() string {
	if o.Visit.Yes != nil && !o.Visit.Yes.Effective {
		return "person.drop"
	}
	return "person.leave"
}

// LiftKey names what the person takes back that leaves them alone: their stop, one that somebody else asked for, or a
// 'not now'.
func (o *own) LiftKey() string {
	switch {
	case o.Refused:
		return "person.lift"
	case o.Stopped:
		return "person.stopped.lift"
	}
	return "person.later.lift"
}

// worth is what an answer is worth now: a shape, and the word beside it.
type worth struct{ Shape, Key string }

var (
	counts    = worth{"yes", "person.counts"}
	waits     = worth{"half", "person.yes.waits"}
	ended     = worth{"off", "person.ended"}
	countsNot = worth{"off", "person.counts-not"}
)

// Worth says what one of their answers is worth now. What they ended themselves was worth something: it has ended,
// and is not without effect.
func (o *own) Worth(given desk.Given) worth {
	switch {
	case given.Standing != casebook.Counts && given.Standing != casebook.Overruled:
		return countsNot
	case given.Answer == "yes" && o.Visit.Yes != nil && o.Visit.Yes.Answer == given.Ref:
		if o.Visit.Yes.Effective {
			return counts
		}
		return waits
	case given.Answer != "yes" && given.Holds:
		return counts
	}
	return ended
}

// Permitted is what they last answered to each question beside the first.
func (o *own) Permitted() (out []casebook.Permission) {
	for _, given := range o.Permissions {
		out = slices.DeleteFunc(out, func(earlier casebook.Permission) bool { return earlier.Question == given.Question })
		out = append(out, given)
	}
	return out
}

// held shows what is held about the person, and who looked at it.
func held(o *own) error {
	if o.Hidden() {
		return o.See(o.At(""))
	}
	return o.show("held", nil)
}

// me is the person acting with their link alone.
func (o *own) me() desk.Acting { return desk.Own(o.Visit.Person, desk.ByLink(o.Link.Key)) }

// zipped gives the person their own file.
func zipped(o *own) error {
	if o.Page.File == nil {
		return &desk.Error{Kind: desk.NotFound, Say: "this node writes no files"}
	}
	file, err := o.Desk.Export(o.R.Context(), o.me(), o.Visit.Person)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := o.Page.File(&out, o.Lang, file); err != nil {
		return err
	}
	return o.download("application/zip", "file.zip", out.Bytes())
}

// download answers with a file whose name tells nothing.
func (o *own) download(kind, name string, content []byte) error {
	o.W.Header().Set("Content-Type", kind)
	o.W.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	o.W.WriteHeader(http.StatusOK)
	_, _ = o.W.Write(content) // whoever asked may have gone away
	return nil
}

func (o *own) json(value any, name string) error {
	text, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return o.download("application/json", name, append(text, '\n'))
}

func correcting(o *own) error {
	if o.Hidden() {
		return o.See(o.At(""))
	}
	return o.show("correct", o.Particulars)
}

// correct adds what the person says about themselves by plain form; what others had signed stays beside it.
func correct(o *own) error {
	in := doing{Act: "correct", Given: o.Value("given"), Family: o.Value("family"), Phone: o.Value("phone"), Mail: o.Value("mail"), Town: o.Value("town")}
	a, err := in.read(o)
	if err == nil {
		err = o.Desk.Act(o.R.Context(), o.Visit, a, desk.ByLink(o.Link.Key))
	}
	typed := casebook.Particulars{Given: in.Given, Family: in.Family, Town: in.Town}
	if errors.Is(err, errPhone) {
		o.Problem("phone", o.T("person.correct.phone.bad"))
		return o.Show(http.StatusUnprocessableEntity, views, "correct", shown{o, typed})
	}
	if err != nil {
		return o.Retry(err, views, "correct", shown{o, typed})
	}
	return o.See(o.after("correct"))
}
