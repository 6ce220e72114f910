package web_test

import (
	"net/url"
	"testing"
	"time"

	"willing/casebook"
	"willing/node/nodetest"
	"willing/web"
)

// TestOnlyTheOtherHalfIsNamed: beside a scout who asks, the mentors are named and nobody else (G07); where two of any
// hat stand behind something, everybody is.
func TestOnlyTheOtherHalfIsNamed(t *testing.T) {
	h := nodetest.New(t)
	ana := h.As("ana").Who
	person := h.Noted("Maria", "Rossi", "")
	h.Desk().House(func(house *casebook.House) {
		all := web.Colleagues(house, ana)
		if got := web.Halves(house, ana, "/requests"); len(got) != len(all) {
			t.Errorf("of %d, %d are named for what takes any two", len(all), len(got))
		}
		for _, after := range []string{"/team", "/team/p/" + person.String() + "/ask"} {
			halves := web.Halves(house, ana, after)
			if len(halves) == 0 || len(halves) == len(all) {
				t.Errorf("%s: %d of %d are named", after, len(halves), len(all))
			}
			for _, c := range halves {
				if !house.Wears(c.ID, house.Pos, casebook.Mentor) {
					t.Errorf("%s: %s is no mentor", after, c.Name)
				}
			}
		}
	})
}

// TestNobodyIsSecondToAClosedKey: whoever is sent for the other half while their own key is closed opens that first, and comes to the
// other half then; with theirs open they come there at once. The person whom it is about can stop it there too (G02).
func TestNobodyIsSecondToAClosedKey(t *testing.T) {
	h := nodetest.New(t)
	var u web.Unlocking
	ana := h.Visits("ana", func(*web.Site) []web.Route {
		return []web.Route{{Pattern: "GET /unlock", Handle: func(p *web.Page) error {
			u = web.NewUnlocking(p, p.Value("after"))
			return nil
		}}}
	})
	person := "/team/p/" + h.Noted("Maria", "Rossi", "").String()
	pair := "/unlock?pair=1&after=" + url.QueryEscape(person+"/ask")
	ana.Who.Unlocked = h.Now().Add(time.Hour)
	ana.Gets(pair)
	if !u.Pair || u.First() || u.Back() != person+"/ask" || u.Stop != person+"/stop" {
		t.Errorf("her own key is open: %+v", u)
	}
	ana.Who.Unlocked = time.Time{}
	ana.Gets(pair)
	if u.Pair || !u.First() || u.Back() != person+"/ask" || u.Stop != person+"/stop" {
		t.Errorf("her own key is closed: %+v", u)
	}
	ana.Who.Unlocked = h.Now().Add(time.Hour)
	if ana.Gets(u.After); !u.Pair || u.Back() != person+"/ask" {
		t.Errorf("after her own: %+v", u)
	}
	if ana.Gets("/unlock?after=/team/p/nobody/ask"); u.Stop != "" {
		t.Errorf("a stop for nobody: %s", u.Stop)
	}
}
