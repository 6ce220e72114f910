package node_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/node"
	"willing/node/nodetest"
	"willing/web/team"
)

func (l *laptop) knows() desk.Knowledge {
	l.t.Helper()
	k, err := l.n.Desk.Knowledge(l.t.Context())
	must(l.t, err)
	return k
}

// breaks is a line that is not there.
func breaks(context.Context, []byte) (io.ReadCloser, error) { return nil, errors.New("no line") }

func TestADeviceSaysHowOldItsKnowledgeIs(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	if k := l.knows(); k.Old() || k.Unsent != 0 || k.Waiting != 0 || k.Over || k.Ends() {
		t.Errorf("it has just met headquarters, and says %+v", k)
	}
	l.notes(h.As("ana"), "Zora", "IT")
	h.Pass(9*24*time.Hour + time.Hour)
	if k := l.knows(); k.Days != 9 || !k.Old() || k.Unsent == 0 {
		t.Errorf("after nine days without a line it says %+v", k)
	}
	if _, err := l.n.Sync(t.Context(), breaks); err == nil {
		t.Error("a line that is not there carried something")
	}
	if k := l.knows(); k.Days != 9 || k.Unsent == 0 {
		t.Errorf("a line that broke made its knowledge younger: %+v", k)
	}
	checked, err := l.n.Desk.Check(t.Context(), h.As("ana"), l.notes(h.As("ana"), "Yara", "IT"))
	if must(t, err); checked.AgeDays != 9 {
		t.Errorf("a check says that its list is %d days old", checked.AgeDays)
	}
	l.syncs()
	if k := l.knows(); k.Days != 0 || k.Unsent != 0 {
		t.Errorf("level again, it says %+v", k)
	}
	if k, err := h.Desk().Knowledge(t.Context()); err != nil || !k.AtHome || k.Old() {
		t.Errorf("headquarters says %+v: %v", k, err)
	}
}

// On each page on which somebody is about to be met or asked, a team that was away for long reads how old its list is.
func TestEachPageBeforeAMeetingSaysHowOldTheListIs(t *testing.T) {
	h := nodetest.New(t)
	asked := h.Noted("Zora", "Zorason", "+393330000001")
	h.Met(asked)
	h.Told(asked)
	h.Pass(24 * time.Hour)
	h.Asked(asked)
	noted := h.Noted("Yara", "Yarason", "+393330000002")
	l := joins(t, h, nil, "IT")
	ana := h.VisitsOn(l.n.Desk, "ana", team.Routes)
	pages := []string{
		"/team", "/team/check", "/team/p/" + noted.String(), "/team/p/" + noted.String() + "/talk", "/team/p/" + asked.String(),
		"/team/p/" + asked.String() + "/ask", "/team/p/" + asked.String() + "/turn", "/team/device",
	}
	if stopped := ana.Gets("/team/p/" + noted.String() + "/stopped"); stopped.Has("for every team, without a reason") || !stopped.Has("as soon as headquarters hears of it") {
		t.Errorf("a laptop says of a stop that every team knows of it: %s", stopped.Body)
	}
	for _, days := range []int{0, 9} {
		h.Pass(time.Duration(days) * 24 * time.Hour)
		for _, page := range pages {
			shown := ana.Gets(page)
			if said := shown.Has("list of refusals is 9 days old"); shown.Code != http.StatusOK || said != (days == 9) {
				t.Errorf("%s after %d days: %d, says that its list is old: %v", page, days, shown.Code, said)
			}
		}
	}
}

// TestALineThatIsNotThereSaysSo: who runs `willing sync` on a mountain reads what they can do, and not that something broke.
func TestALineThatIsNotThereSaysSo(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	_, err := l.n.Sync(t.Context(), node.Post(gone.Client(), gone.URL, "/exchange"))
	if said := (*desk.Error)(nil); !errors.As(err, &said) || !strings.Contains(said.Say, "not to be reached") {
		t.Errorf("headquarters is off, and the device says %v", err)
	}
	if _, err := l.n.Sync(t.Context(), breaks); err == nil || !strings.Contains(err.Error(), "the line broke") {
		t.Errorf("the line broke, and the device says %v", err)
	}
}

func TestADeviceLocksWhenItsGrantEndsAndLosesNothing(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	who := l.notes(h.As("ana"), "Zora", "IT")
	h.Pass(88 * 24 * time.Hour)
	if k := l.knows(); !k.Ends() || k.Over {
		t.Errorf("two days before its end it says %+v", k)
	}
	h.Pass(3 * 24 * time.Hour)
	if k := l.knows(); !k.Over || k.Unsent == 0 {
		t.Errorf("after its end it says %+v", k)
	}
	_, err := l.n.Desk.Show(t.Context(), h.As("ana"), who)
	if desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a locked device shows somebody: %v", err)
	}
	if _, err := l.n.Desk.Lead(t.Context(), h.As("ana"), lead("Yara", "IT")); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a locked device takes somebody in: %v", err)
	}
	must(t, l.n.Desk.Stop(t.Context(), h.As("ana"), who))
	if out := l.syncs(); out.Problem != exchange.Expired || out.Sent == 0 {
		t.Errorf("what was written before is sent still: %+v", out)
	}
	if p := shows(t, h.Desk(), h.As("cora"), who); !p.Alone {
		t.Error("a stop on a locked device does not hold")
	}
}

func TestADeviceThatWasTurnedAwayLocksWhenItHears(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("cora"), l.n.Name()))
	if out := l.syncs(); out.Problem != exchange.Revoked {
		t.Errorf("it was told %q", out.Problem)
	}
	if _, err := l.n.Sync(t.Context(), breaks); err == nil {
		t.Fatal("a line that is not there carried something")
	}
	if k := l.knows(); !k.Over || !l.n.Desk.TurnedAway() {
		t.Errorf("a line that broke lets a device in again that was turned away: %+v", k)
	}
	l.reopens()
	if k := l.knows(); !k.Over {
		t.Errorf("it was turned away, and says %+v", k)
	}
}

// A device that was turned away says so, and says what that means. That it clears itself is no work of anybody's, neither on its pages nor at
// headquarters.
func TestADeviceThatWasTurnedAwayIsNotCalledOutOfTime(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	for _, family := range []string{"Alfa", "Beta", "Gamma"} {
		h.Noted("Zora", family, "")
	}
	lina := l.notes(h.As("ana"), "Lina", "IT")
	l.syncs()
	wrote := wroteOf(t, h, l)
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("cora"), l.n.Name()))
	l.syncs()
	page := l.pages().gets("/team/device")
	for _, words := range []string{"This device was turned away", "enrolled anew", "All sent", l.n.Name().String()} {
		if !page.has(words) {
			t.Errorf("its page does not say %q\n%s", words, page.body)
		}
	}
	for _, words := range []string{"time is over", "may be used until", "not sent yet", "list of refusals", "Take it in"} {
		if page.has(words) {
			t.Errorf("its page says %q", words)
		}
	}
	l.syncs()
	if now := wroteOf(t, h, l); now != wrote {
		t.Errorf("it had written %d, and headquarters counts %d since it cleared itself", wrote, now)
	}
	must(t, l.n.Desk.Stop(t.Context(), h.As("ana"), lina))
	if k := l.knows(); k.Unsent != 1 {
		t.Errorf("a stop on it is work, and %d is said to be unsent", k.Unsent)
	}
	l.verifies()
	h.Verifies()
}

func wroteOf(t *testing.T, h *nodetest.House, l *laptop) uint64 {
	t.Helper()
	all, err := h.Node.Devices(t.Context(), h.As("cora"))
	must(t, err)
	for _, d := range all {
		if d.Device == l.n.Name().String() {
			return d.Wrote
		}
	}
	t.Fatal("headquarters does not list it")
	return 0
}

// reopens closes and opens the laptop.
func (l *laptop) reopens() {
	l.t.Helper()
	must(l.t, l.n.Close())
	var err error
	l.n, err = l.opens()
	must(l.t, err)
}

func (l *laptop) opens() (*node.Node, error) { return node.Open(l.t.Context(), l.dir, l.h.Options()) }

func TestATeamIsToldThatOneOfItsOwnSaidNo(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	met, never := h.Noted("Zora", "Zorason", "+393330000001"), h.Noted("Yara", "Yarason", "+393330000002")
	h.Met(met)
	l.syncs()
	news := func() []desk.News {
		t.Helper()
		all, err := l.n.Desk.News(t.Context(), h.As("ana"))
		must(t, err)
		return all
	}
	if all := news(); len(all) != 0 {
		t.Errorf("nothing happened, and the team is told %+v", all)
	}
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), met))
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), never))
	l.syncs()
	if all := news(); len(all) != 1 || all[0].Person != met || all[0].Name == "" || all[0].No {
		t.Errorf("the team is told %+v", all)
	}
	must(t, l.n.Desk.ReadNews(t.Context(), h.As("ana")))
	if all := news(); len(all) != 0 {
		t.Errorf("told and read, it is told again: %+v", all)
	}
	l.verifies()
}

// The sentence about a no stands above those alone who said one.
func TestTheNoticeOfANoCountsWhoStandsBelow(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	no, stop := h.Noted("Zora", "Zorason", "+393330000001"), h.Noted("Yara", "Yarason", "+393330000002")
	h.Met(no)
	h.Met(stop)
	l.syncs()
	_, err := h.Desk().Answer(t.Context(), h.As("cora"), no, desk.Answering{Answer: casebook.Answer{Answer: "no", Covers: "programme", Method: "said", NoWish: true}})
	must(t, err)
	l.syncs()
	if page := l.pages().gets("/team"); !page.has("One of your people said no") || page.has("· said no") {
		t.Errorf("of one who said no the page says something else\n%s", page.body)
	}
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), stop))
	l.syncs()
	page := l.pages().gets("/team")
	if !page.has("2 of your people are not to be approached any more") || page.has("people said no") {
		t.Errorf("two stand below another sentence\n%s", page.body)
	}
	if !page.has("Zora Zorason</bdi> · said no") || page.has("Yara Yarason</bdi> · said no") {
		t.Errorf("it is not said who said no\n%s", page.body)
	}
}

// Whose team works elsewhere reads on a device why nobody stands there, and not that they are in no team.
func TestWhoWorksElsewhereIsNotSaidToBeInNoTeam(t *testing.T) {
	h := nodetest.New(t)
	for territory, want := range map[string]string{"IT": "", "ES": "Your team works elsewhere"} {
		l := joins(t, h, []casebook.ID{h.As("ana").Who}, territory)
		if page := l.pages().gets("/team"); page.has("You belong to no team") || page.has("Your team works elsewhere") != (want != "") {
			t.Errorf("%s: the page says something else\n%s", territory, page.body)
		}
	}
}

func TestWhatATeamWroteItselfIsNoNews(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	met := h.Noted("Zora", "Zorason", "+393330000001")
	h.Met(met)
	l.syncs()
	must(t, l.n.Desk.Stop(t.Context(), h.As("ana"), met))
	l.syncs()
	if all, err := l.n.Desk.News(t.Context(), h.As("ana")); err != nil || len(all) != 0 {
		t.Errorf("it is told what it did itself: %+v %v", all, err)
	}
}

// What was over long before a device joined is no news to its team: the first load brings the talk in one piece and its end in a later one.
func TestAFirstLoadIsNoNews(t *testing.T) {
	h := nodetest.New(t)
	later := h.Noted("Zora", "Zorason", "+393330000001")
	h.Met(later)
	h.Told(later)
	for i := range 70 { // more than a frame holds
		h.Noted(fmt.Sprint("Yara", i), "Yarason", fmt.Sprintf("+39333001%04d", i))
	}
	h.Asked(later)
	h.Pass(31 * 24 * time.Hour)
	h.Tidies()
	h.Stands(later, casebook.StageLapsed)
	l := joins(t, h, nil, "IT")
	if all, err := l.n.Desk.News(t.Context(), h.As("ana")); err != nil || len(all) != 0 {
		t.Errorf("a device that has just joined is told of %+v (%v)", all, err)
	}
}
