package phone

import (
	"context"
	"encoding/json"
	"net/http"

	"willing/desk"
	"willing/journal"
	"willing/web"
)

// state is what the pages' script hears of the phone.
type state struct {
	Locked   bool   `json:"locked,omitempty"` // it wants its passphrase
	Closed   bool   `json:"closed,omitempty"` // its screen is locked
	Met      bool   `json:"met,omitempty"`    // an exchange went through
	Changed  bool   `json:"changed,omitempty"`
	Failed   string `json:"failed,omitempty"`
	Busy     bool   `json:"busy,omitempty"`     // an exchange is under way
	Waiting  bool   `json:"waiting,omitempty"`  // of its first load, nobody is here yet
	Watching bool   `json:"watching,omitempty"` // there is a PIN, so somebody must look whether the phone is in use
}

func tell(w *web.Page, s any) error {
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
	s.Waiting, err = in.waits(w.R.Context())
	if err != nil {
		return err
	}
	return tell(w, s)
}

// waits reports whether the first load has yet to bring those with whom a team's day begins: on a thin line it goes on
// for long after these.
func (in *inside) waits(ctx context.Context) (bool, error) {
	visitor := in.guard.visitor(in.own.Holder)
	if visitor == nil || !in.line.State().Busy {
		return visitor == nil, nil
	}
	known, err := in.desk.Knowledge(ctx)
	if err != nil || known.Waiting == 0 {
		return false, err
	}
	people, err := in.desk.List(ctx, desk.Acting{Who: in.own.Holder, Signer: journal.ServerSigner(in.desk.Device)}, desk.Query{Limit: 1})
	return err == nil && len(people.Rows) == 0, err
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
	waits, err := in.waits(w.R.Context())
	if err != nil {
		return err
	}
	return tell(w, state{Closed: in.closed(), Watching: in.screen.set(), Busy: in.line.State().Busy, Waiting: waits})
}

// closed reports whether the screen is locked. It never is while the phone is in the hands of somebody who
// reads.
func (in *inside) closed() bool { return in.screen.locked(in.phone.Now()) && !in.jar.has("turned") }
