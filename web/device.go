package web

import (
	"time"

	"willing/desk"
)

// Line is a device's line to headquarters, as its pages show it. Package node stands behind it on a laptop, the
// browser's own on a phone; it is nil at headquarters.
type Line interface {
	State() LineState
	// Meet asks for an exchange soon. It does not wait for it.
	Meet()
}

// LineState is how the line stands.
type LineState struct {
	Busy   bool      // an exchange is under way
	Failed string    // why the last one failed: "line" for no line, else a problem of package exchange; "" if it did not
	Tried  time.Time // when the last one ended
	Next   time.Time // when the device tries again by itself; zero: not before somebody asks
}

// Knowledge says how old what this node knows is, what is unsent, and until when it may be used.
func (p *Page) Knowledge() (desk.Knowledge, error) { return p.Desk.Knowledge(p.R.Context()) }

// LineState is how the line to headquarters stands; nothing where there is none.
func (p *Page) LineState() LineState {
	if p.Line == nil {
		return LineState{}
	}
	return p.Line.State()
}
