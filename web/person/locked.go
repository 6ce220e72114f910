package person

import (
	"errors"
	"maps"
	"net/http"
	"path"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
)

// locked answers while the PIN of the link was not given in this browser, or long ago. No PIN stands before a no, a 'not now', a stop
// or a leaving, with script and without; whatever else was sent waits until the PIN is given, and is not lost.
func (o *own) locked() error {
	posts := o.R.Method == http.MethodPost
	switch {
	case posts && o.R.URL.Path == o.At("/sign"):
		return signLocked(o)
	case posts && o.R.URL.Path == o.At("/act") && safe(o.Value("act"), o.Value("answer")):
		return safely(o)
	}
	return o.OK(views, "enter", o.waiting(o.R.URL.Path))
}

// safe reports whether an act leaves the person alone: that works whoever set a PIN.
func safe(act, answer string) bool {
	return desk.OwnAct{Act: act, Answer: casebook.Answer{Answer: answer}}.Safe()
}

// safely does what a plain form says, and says so on the page that asks for the PIN.
func safely(o *own) error {
	said := doing{Act: o.Value("act"), Answer: o.Value("answer"), Covers: o.Value("covers"), Until: o.Value("until")}
	err := o.does(said)
	if errors.Is(err, desk.ErrDay) { // the page on which they could choose another lies behind the PIN
		said.Until = ""
		err = o.does(said)
	}
	if err != nil {
		return err
	}
	o.keepSlip()
	return o.See(o.At("?said"))
}

// does what a plain form says: the link alone stands behind it.
func (o *own) does(said doing) error {
	act, err := said.read(o)
	if err != nil {
		return err
	}
	return o.Desk.Act(o.R.Context(), o.Visit, act, desk.ByLink(o.Link.Key))
}

// signLocked does the same for the script, which asks for the PIN on the page where it is if it must.
func signLocked(o *own) error {
	q, fault := readAsked(o.R.Body)
	switch {
	case fault != "":
		return o.cannotRead(fault)
	case safe(q.Act, q.Answer):
		return o.signs(q, o.At("?said"))
	}
	return o.says(http.StatusUnauthorized, map[string]any{"problems": []string{o.T("person.pin.again")}})
}

// waiting is the page that asks for the PIN: where they go on once it is given, and what they had sent there.
type waiting struct {
	*own
	To   string
	Sent []sent
}

type sent struct{ Name, Value string }

func (o *own) waiting(to string) waiting {
	w := waiting{own: o, To: to}
	switch {
	case !strings.HasPrefix(to, o.At("/")) || path.Clean(to) != to:
		w.To = o.At("")
	case to == o.At("/file"): // a file takes the place of no page: the one before it is opened
		w.To = o.At("/held")
	case path.Dir(to) == o.At("/receipt"):
		w.To = o.At("/mine")
	}
	if o.R.Method != http.MethodPost || w.To == o.At("/pin") { // a new PIN is typed anew
		return w
	}
	for _, name := range slices.Sorted(maps.Keys(o.R.PostForm)) {
		if name == "pin" || name == "to" {
			continue
		}
		for _, value := range o.R.PostForm[name] {
			w.Sent = append(w.Sent, sent{name, value})
		}
	}
	if w.Sent == nil && w.To == o.At("/act") {
		w.To = o.At("") // there is no such page to open
	}
	return w
}

// goOn leads to where they were going; what they had sent is sent again by the browser, as it was.
func (w waiting) goOn() error {
	if w.Sent == nil {
		return w.See(w.To)
	}
	w.W.Header().Set("Location", w.To)
	w.W.WriteHeader(http.StatusTemporaryRedirect)
	return nil
}
