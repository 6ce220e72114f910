package node_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
	"willing/web/team"
)

// A laptop whose time ended while it was away is given more of it, meets headquarters, and has everybody and everything again:
// what was written before, and the stop that was recorded when it was locked.
func TestALaptopWhoseTimeEndedIsGivenMore(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	who, other := l.notes(h.As("ana"), "Zora", "IT"), l.notes(h.As("ana"), "Yara", "IT")
	h.Pass(91 * 24 * time.Hour)
	must(t, l.n.Desk.Stop(t.Context(), h.As("ana"), who))
	until, err := h.Node.Renew(t.Context(), h.As("cora"), l.n.Name())
	must(t, err)
	if left := until.Sub(h.Now()); left < 89*24*time.Hour || left > 90*24*time.Hour {
		t.Errorf("it is given %v", left)
	}
	if k := l.knows(); !k.Over || k.Unsent == 0 {
		t.Errorf("before it met headquarters it says %+v", k)
	}
	if out := l.syncs(); out.Problem != "" || out.Sent == 0 {
		t.Errorf("what was written is not taken: %+v", out)
	}
	if k := l.knows(); k.Over || k.Unsent != 0 || k.Until.Before(h.Now()) {
		t.Errorf("with more time it says %+v", k)
	}
	if p := shows(t, l.n.Desk, h.As("ana"), other); p.Stage != casebook.StageNoted {
		t.Errorf("of somebody else it says %s", p.Stage)
	}
	if p := shows(t, h.Desk(), h.As("cora"), who); !p.Alone {
		t.Error("the stop of a locked device does not hold")
	}
	l.notes(h.As("ana"), "Xenia", "IT")
	l.syncs()
	l.verifies()
	before := h.Pos()
	if again, err := h.Node.Renew(t.Context(), h.As("cora"), l.n.Name()); err != nil || h.Pos() != before || again.Before(h.Now()) {
		t.Errorf("a second click writes something: %v %v", again, err)
	}
}

// More time is headquarters' to give, by whoever may let devices in, and to nobody who was turned away or is not known.
func TestWhoIsNotGivenMoreTime(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, []casebook.ID{h.As("ana").Who}, "IT")
	h.Pass(80 * 24 * time.Hour)
	if _, err := h.Node.Renew(t.Context(), h.As("ana"), l.n.Name()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a scout gives her own laptop more time: %v", err)
	}
	l.syncs()
	if _, err := l.n.Renew(t.Context(), h.As("cora"), l.n.Name()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a laptop gives itself more time: %v", err)
	}
	if _, err := h.Node.Renew(t.Context(), h.As("cora"), journal.Device{1}); desk.KindOf(err) != desk.NotFound {
		t.Errorf("a device that nobody knows: %v", err)
	}
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("cora"), l.n.Name()))
	if _, err := h.Node.Renew(t.Context(), h.As("cora"), l.n.Name()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("one that was turned away: %v", err)
	}
}

// In its last week a device says so on every page of the team, and not before.
func TestEachPageSaysThatTheTimeEndsInAWeek(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	noted := l.notes(h.As("ana"), "Zora", "IT")
	ana := h.VisitsOn(l.n.Desk, "ana", team.Routes)
	for _, days := range []int{82, 3} {
		h.Pass(time.Duration(days) * 24 * time.Hour)
		for _, page := range []string{"/team", "/team/check", "/team/paper", "/team/evening", "/team/device", "/team/p/" + noted.String()} {
			if shown := ana.Gets(page); shown.Code != http.StatusOK || shown.Has("may be used for 5 more days") != (days == 3) {
				t.Errorf("%s: %d, %d days on", page, shown.Code, days)
			}
		}
	}
}

// A check on a device says how old its list is, however young.
func TestACheckOnADeviceSaysWhenItsListIsFrom(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	ana := h.VisitsOn(l.n.Desk, "ana", team.Routes)
	if said := ana.Posts("/team/check", "q", "+393330000009"); !said.Has("Your list of refusals is from") {
		t.Errorf("it does not say when its list is from: %s", said.Body)
	}
}

// Whoever has left has no part in the time that a device is given; one of which nobody is left gets none.
func TestMoreTimeIsForWhoeverStillWorksHere(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, []casebook.ID{h.As("ana").Who, h.As("ben").Who}, "IT")
	leaves := func(name string) {
		t.Helper()
		must(t, h.Desk().ChangeStaff(t.Context(), h.As("admin"), h.As(name).Who, casebook.Staff{Name: name, Left: true}))
	}
	h.Pass(30 * 24 * time.Hour)
	leaves("ben")
	_, err := h.Node.Renew(t.Context(), h.As("cora"), l.n.Name())
	must(t, err)
	if d := deviceOf(t, h, l.n.Name().String()); len(d.People) != 1 || d.People[0] != h.As("ana").Who {
		t.Errorf("it is given to %v", d.Names)
	}
	h.Pass(30 * 24 * time.Hour)
	leaves("ana")
	if _, err := h.Node.Renew(t.Context(), h.As("cora"), l.n.Name()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a device that is nobody's is given time: %v", err)
	}
}

// Time is given for territories that the programme still has; a device of none of them gets none.
func TestMoreTimeIsForTerritoriesThatAreLeft(t *testing.T) {
	h := nodetest.New(t)
	both, gone := joins(t, h, nil, "IT", "FR"), joins(t, h, nil, "FR")
	var p casebook.Programme
	h.Desk().House(func(house *casebook.House) { p = *house.Programme(house.Pos) })
	p.Version++
	p.Territories = slices.DeleteFunc(slices.Clone(p.Territories), func(x casebook.Territory) bool { return x.ID == "FR" })
	_, err := h.Desk().Publish(t.Context(), h.As("cora"), p, nil)
	must(t, err)
	h.Pass(30 * 24 * time.Hour)
	_, err = h.Node.Renew(t.Context(), h.As("cora"), both.n.Name())
	must(t, err)
	if d := deviceOf(t, h, both.n.Name().String()); !slices.Equal(d.Territories, []string{"IT"}) {
		t.Errorf("it is given time for %v", d.Territories)
	}
	if _, err := h.Node.Renew(t.Context(), h.As("cora"), gone.n.Name()); desk.KindOf(err) != desk.BadInput {
		t.Errorf("a device of a territory that is gone: %v", err)
	}
}
