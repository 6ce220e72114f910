package team

import (
	"time"

	"willing/casebook"
	"willing/web"
)

// undoable is how long the page offers to take a slip of the finger back (G02).
const undoable = 60 * time.Second

// stop leaves the person alone, at once and without a question. It works for whoever is signed in, with or
// without a key, also while the phone is turned round.
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
	return p.See(pathOf(id) + "/stopped")
}

type stoppedPage struct {
	Path string
	Undo time.Time // until when the slip can be taken back; zero when that is over
}

// stopped says what has happened, of nobody in particular. It shows no name: the person is left in peace.
func stopped(p *web.Page) error {
	s, err := find(p)
	if err != nil {
		return err
	}
	if !s.closed() {
		return p.See(s.Path)
	}
	return p.OK(views, "stopped", stoppedPage{s.Path, slipUntil(p, s)})
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
	s, err := find(p)
	if err != nil {
		return err
	}
	if err := p.Desk.UndoStop(p.R.Context(), p.By(), s.ID); err != nil {
		return p.Retry(err, views, "stopped", stoppedPage{Path: s.Path})
	}
	if p.Turned() == s.ID {
		return p.See(web.TurnedPath(s.ID))
	}
	return p.See(s.Path)
}
