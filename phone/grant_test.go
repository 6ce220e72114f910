package phone

import (
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/exchange/meet"
	"willing/journal"
	"willing/node/nodetest"
)

// Headquarters can tell a phone from the laptop of the same pair.
func TestAPhoneSaysThatItIsOne(t *testing.T) {
	h := nodetest.New(t)
	drawPhoneOn(t, h, []casebook.ID{h.As("ana").Who}, func(_ *drawnPhone, line meet.Line) meet.Line { return line })
	all, err := h.Node.Devices(t.Context(), h.As("admin"))
	if err != nil || len(all) != 1 || all[0].Kind != "phone" {
		t.Errorf("headquarters takes it for %+v (%v)", all, err)
	}
}

// An installed application has no line for addresses: where the phone is locked and its files are carried is a click away, whether or not
// anything is wrong. And where the browser may throw everything away, what to do stands there.
func TestWhereAPhoneIsLockedIsAClickAway(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhoneOn(t, h, []casebook.ID{h.As("ana").Who}, func(_ *drawnPhone, line meet.Line) meet.Line { return line })
	p.meets()
	p.Browser.(*drawnBrowser).room = Room{Lasting: true}
	for _, wrong := range []string{p.says("/team", `href="/team/device"`), p.says("/team/device", `href="/keep"`)} {
		if wrong != "" {
			t.Error(wrong)
		}
	}
	if strings.Contains(p.gets("/keep").Body.String(), "home screen") {
		t.Error("a browser that keeps everything is told to")
	}
	p.Browser.(*drawnBrowser).room = Room{}
	if wrong := p.says("/keep", "home screen"); wrong != "" {
		t.Error(wrong)
	}
}

// A phone whose time is over says whom to ask; once headquarters gave it more, and it has met it, everybody is there again.
func TestAPhoneIsGivenMoreTime(t *testing.T) {
	h := nodetest.New(t)
	zora := h.Noted("Zora", "Zorason", "+393330000001")
	p := drawPhoneOn(t, h, []casebook.ID{h.As("ana").Who}, func(_ *drawnPhone, line meet.Line) meet.Line { return line })
	p.meets()
	h.Pass(91 * 24 * time.Hour)
	for path, words := range map[string]string{"/team": "Ask headquarters for more time", "/stop": "as soon as headquarters hears of it", "/keep": "Save the file"} {
		if wrong := p.says(path, words); wrong != "" {
			t.Error(wrong)
		}
	}
	p.meets()
	if p.gets("/team/p/"+zora.String()).Code == 200 {
		t.Error("a locked phone shows somebody")
	}
	all, err := h.Node.Devices(t.Context(), h.As("cora"))
	if err != nil {
		t.Fatal(err)
	}
	device, err := journal.ParseDevice(all[0].Device)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Node.Renew(t.Context(), h.As("cora"), device); err != nil {
		t.Fatal(err)
	}
	p.meets()
	if wrong := p.says("/team/p/"+zora.String(), "Zora"); wrong != "" {
		t.Error(wrong)
	}
}
