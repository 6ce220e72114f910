package phone

import (
	"encoding/json"
	"net/http"

	"willing/web"
)

// state is what the pages' script hears of the phone.
type state struct {
	Locked   bool   `json:"locked,omitempty"` // it wants its passphrase
	Closed   bool   `json:"closed,omitempty"` // its screen is locked
	Met      bool   `json:"met,omitempty"`    // an exchange went through
	Changed  bool   `json:"changed,omitempty"`
	Failed   string `json:"failed,omitempty"`
	Waiting  bool   `json:"waiting,omitempty"`  // it has not had its first load
	Watching bool   `json:"watching,omitempty"` // there is a PIN, so somebody must look whether the phone is in use
}

func tell(w *web.Page, s state) error {
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	w.W.Header().Set("Content-Type", "application/json")
	w.W.WriteHeader(http.StatusOK)
	_, _ = w.W.Write(raw) // whoever asked may have gone away
	return nil
}

// meetNow exchanges with headquarters if it is time, while the page that asks keeps the worker alive.
func (in *inside) meetNow(w *web.Page) error {
	s := state{Watching: in.screen.set()}
	due, err := in.line.due(w.R.Context(), w.Ticked("now"), w.Ticked("opened"))
	if err != nil {
		return err
	}
	if due {
		out, err := in.line.meet(w.R.Context())
		s.Failed = failure(out, err)
		s.Met, s.Changed = err == nil, out.Sent+out.Received+out.Purged > 0
	}
	s.Closed = in.closed()
	s.Waiting = in.guard.visitor(in.own.Holder) == nil
	return tell(w, s)
}

// watch hears from the pages whether somebody uses the phone: used, or idle.
func (in *inside) watch(w *web.Page) error {
	if w.Value("use") == "idle" && in.screen.set() && !in.jar.has("turned") {
		if err := in.screen.close(); err != nil {
			return err
		}
	} else if w.Value("use") == "used" {
		in.screen.touch(in.phone.Now())
	}
	return tell(w, state{Closed: in.closed(), Watching: in.screen.set()})
}

// closed reports whether the screen is locked. It never is while the phone is in the hands of somebody who
// reads.
func (in *inside) closed() bool { return in.screen.locked(in.phone.Now()) && !in.jar.has("turned") }
