package node_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"willing/node"
	"willing/node/nodetest"
)

// visit is somebody's browser on a laptop's own pages.
type visit struct{ *browser }

// pages serves a laptop's own pages to its holder, whom its key lets in.
func (l *laptop) pages() visit {
	l.t.Helper()
	v := visit{newBrowser(l.t, serves(l.t, l.n, node.Site{Meet: "127.0.0.1:0"}, false))}
	name, link, err := l.n.HoldersLink(l.t.Context())
	must(l.t, err)
	if name == "" {
		l.t.Error("nobody reads whose way in it is")
	}
	v.posts(link)
	return v
}

type page struct {
	code int
	body string
}

func (p page) has(text string) bool { return strings.Contains(p.body, text) }

func (v visit) gets(path string) page {
	v.t.Helper()
	a, body := v.do(http.MethodGet, path, nil)
	return page{a.StatusCode, body}
}

func (v visit) posts(path string, fields ...string) page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	a, body := v.do(http.MethodPost, path, form)
	return page{a.StatusCode, body}
}

var (
	shownCode    = regexp.MustCompile(`[a-z0-9]{4}(?:-[a-z0-9]{4}){3}`)
	shownAddress = regexp.MustCompile(`127\.0\.0\.1:[0-9]+`)
)

func TestTwoTeamsMeetOnTheirOwnPages(t *testing.T) {
	h := nodetest.New(t)
	one, two := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	zora, lina := one.notes(h.As("ana"), "Zora", "IT"), two.notes(h.As("ana"), "Lina", "IT")
	here, there := one.pages(), two.pages()
	if page := here.gets("/team/device"); !page.has("Meet another laptop") {
		t.Error("the device's page leads to no other laptop")
	}
	here.posts("/team/beside/wait")
	page := here.gets("/team/beside")
	code, address := shownCode.FindString(page.body), shownAddress.FindString(page.body)
	if code == "" || address == "" || !page.has("<svg") || !page.has("Nobody has come yet") {
		t.Fatalf("it waits, and shows neither code nor address nor square: %s", page.body)
	}

	if page := there.posts("/team/beside", "address", address, "code", "aaaa-bbbb-cccc-dddd"); page.code != http.StatusUnprocessableEntity || !page.has("The code does not fit") || !page.has(address) {
		t.Errorf("another code: %d", page.code)
	}
	if page := there.posts("/team/beside", "address", "over there", "code", code); !page.has("Type the address") {
		t.Errorf("no address: %d", page.code)
	}
	there.posts("/team/beside", "address", address+" "+code)
	if page := there.gets("/team/beside"); !page.has("Met at") {
		t.Error("they met, and the page does not say so")
	}
	if page := here.gets("/team/beside"); !page.has("Another laptop exchanged with this one") {
		t.Error("somebody came, and the page does not say so")
	}
	shows(t, two.n.Desk, h.As("ana"), zora)
	shows(t, one.n.Desk, h.As("ana"), lina)
	here.posts("/team/beside/stop")
	if page := there.posts("/team/beside", "address", address, "code", code); !page.has("not to be reached") {
		t.Errorf("nobody waits any more: %d", page.code)
	}
	one.verifies()
	two.verifies()
}

func TestHeadquartersMeetsNoLaptopOnAPage(t *testing.T) {
	h := nodetest.New(t)
	v := visit{newBrowser(t, open(t, h, node.Site{}, false))}
	v.posts(linkFor(t, h, "cora"))
	if page := v.gets("/team/beside"); page.code != http.StatusSeeOther {
		t.Error("headquarters offers to meet a laptop")
	}
}

// A clock that stands ten years ahead closes a device, says which day it takes it for, and takes nothing away.
func TestAClockTenYearsAheadIsNamedAndLosesNothing(t *testing.T) {
	h := nodetest.New(t)
	ahead, other := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	zora := ahead.notes(h.As("ana"), "Zora", "IT")
	must(t, ahead.n.Close())
	o := h.Options()
	o.Now = func() time.Time { return h.Now().AddDate(10, 0, 0) }
	var err error
	ahead.n, err = node.Open(t.Context(), ahead.dir, o)
	must(t, err)
	if page := ahead.pages().gets("/team/device"); !page.has("This device’s time is over") || !page.has("By this device’s clock it is") || !page.has("2036") {
		t.Errorf("it does not say which day it takes it for: %s", page.body)
	}
	m := other.waits()
	_, err = ahead.n.MeetAt(t.Context(), m.Addresses[0], m.Code)
	kindOf(t, err, "not-allowed", "clock")
	must(t, ahead.n.Desk.Stop(t.Context(), h.As("ana"), zora))
	if out := ahead.syncs(); out.Problem != "" || out.Sent == 0 {
		t.Errorf("headquarters goes by its own clock: %+v", out)
	}
	if !h.Shows(zora).Alone {
		t.Error("a stop of a device whose clock is wrong does not hold")
	}
	alarms, err := h.Desk().Alarms(t.Context(), h.As("cora"))
	must(t, err)
	if len(alarms) != 1 || alarms[0].Kind != "ahead" {
		t.Errorf("headquarters is told %+v", alarms)
	}
	ahead.reopens()
	if k := ahead.knows(); k.Over || k.Ahead.Year() != h.Now().Year()+10 {
		t.Errorf("with its clock set right it stays closed, or hides that its stamps go on from there: %+v", k)
	}
	if page := ahead.pages().gets("/team/device"); !page.has("Its clock once ran ahead") || !page.has("2036") {
		t.Error("its own page does not say that what it writes bears a time to come")
	}
	_, err = ahead.n.Desk.Lead(t.Context(), h.As("ana"), lead("Yara", "IT"))
	kindOf(t, err, "not-allowed", "this device's clock once ran ahead")
	if k := other.knows(); !k.Ahead.IsZero() {
		t.Errorf("a device whose clock is right is told of %s", k.Ahead)
	}
	if out := ahead.meets(m); out.Problem != "" {
		t.Errorf("with its clock set right it meets nobody: %+v", out)
	}
	if p := shows(t, other.n.Desk, h.As("ana"), zora); !p.Alone {
		t.Error("the stop did not reach the other laptop")
	}
	ahead.verifies()
	other.verifies()
	h.Verifies()
}
