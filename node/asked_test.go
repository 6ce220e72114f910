package node_test

import (
	"strings"
	"testing"

	"willing/node/nodetest"
	"willing/web"
	"willing/web/team"
)

// lineIs is a line that stands as it is.
type lineIs web.LineState

func (l *lineIs) State() web.LineState { return web.LineState(*l) }
func (l *lineIs) Meet()                {}

// Whoever asks a laptop to meet headquarters reads what came of it: the page comes anew for as long as that takes, and stands still then.
func TestAPageThatWaitsForHeadquartersComesAnew(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	line := &lineIs{}
	ana := h.VisitsOn(l.n.Desk, "ana", func(s *web.Site) []web.Route {
		s.Line = line
		return team.Routes(s)
	})
	for _, busy := range []bool{true, false} {
		line.Busy = busy
		if page := ana.Gets("/team/device").Body; strings.Contains(page, `data-again="/team/device"`) != busy {
			t.Errorf("busy: %v\n%s", busy, page)
		}
	}
}
