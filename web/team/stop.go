package team

import (
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// undoable is how long the page offers to take a slip of the finger back (G02).
const undoable = 60 * time.Second

// stop leaves the person alone, at once and without a question. It works for whoever is signed in, with or
// without a key, also while the phone is turned round, and for any id: see package desk.
func stop(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	if err := p.Desk.Stop(p.R.Context(), p.By(), id); err != nil {
		return err
	}
	if p.Turned() == id {
		return p.See(web.TurnedPath(id) + "/done")
	}
	return p.See(pathOf(id) + "/stopped?at=" + strconv.FormatInt(p.Now().Unix(), 10))
}

type stoppedPage struct {
	Path string
	Undo time.Time // until when the slip can be taken back; zero when that is over
}

// stopped says what has happened, of nobody in particular: it looks nobody up, so it shows no name and says the
// same of everybody (G01).
func stopped(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	if holder := p.Turned(); !holder.IsZero() {
		return p.See(web.TurnedPath(holder) + "/done")
	}
	page := stoppedPage{Path: pathOf(id)}
	at, err := strconv.ParseInt(p.Value("at"), 10, 64)
	if since := p.Now().Sub(time.Unix(at, 0)); err == nil && since >= 0 && since < undoable {
		page.Undo = time.Unix(at, 0).Add(undoable)
	}
	return p.OK(views, "stopped", page)
}

// slipUntil is until when whoever looks can take back a stop that they made; zero if there is none.
func slipUntil(p *web.Page, s *subject) (until time.Time) {
	if f, _ := last[casebook.Blank](s, casebook.StopMade); f != nil && f.Commit.Actor.Who == p.By().Who {
		until = f.Commit.At.Add(undoable)
	}
	if p.Now().After(until) {
		return time.Time{}
	}
	return until
}

// undo takes a slip of the finger back; the log keeps both.
func undo(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	if err := p.Desk.UndoStop(p.R.Context(), p.By(), id); err != nil {
		if p.Turned() == id {
			return holding(func(p *web.Page, t *turnedPage) error { return p.Retry(err, views, "done", t) })(p)
		}
		return p.Retry(err, views, "stopped", stoppedPage{Path: pathOf(id)})
	}
	if p.Turned() == id {
		return p.See(web.TurnedPath(id))
	}
	if _, err := find(p); desk.KindOf(err) == desk.NotFound {
		return p.See("/team") // somebody elsewhere, or nobody known here
	}
	return p.See(pathOf(id))
}
