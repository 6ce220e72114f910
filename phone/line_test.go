package phone

import (
	"context"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"willing/desk"
	"willing/exchange/meet"
	"willing/node/nodetest"
)

// promises are what a phone promises of its line to headquarters, of what is unsent and of the keys it holds, by the names of the switches that
// take them away. Each story gives what is broken; "" if nothing is.
var promises = []struct {
	name  string
	story func(p *drawnPhone) (broken string)
}{
	{"unsent", whatIsUnsentGoesAtOnce},
	{"rest", byItselfItMeetsEveryFewMinutes},
	{"quiet", withNothingToSendItLeavesTheLineAlone},
	{"retry", afterAFailureItTriesAgain},
	{"patience", afterAFailureItWaits},
	{"found", aNetworkThatIsFoundIsUsed},
	{"opened", aPageOpenedWithANetworkDoesNotWait},
	{"after", aNetworkFoundDuringAFailingTryIsUsed},
	{"one", twoWindowsMeetOneAfterTheOther},
	{"tidy", whatTimeChangesIsBroughtUpToDate},
	{"warn of age", whatWaitsForAWeekIsSaid},
	{"warn of eviction", aBrowserThatMayThrowItAwayIsSaid},
	{"warn of room", aBrowserWithoutRoomIsSaid},
	{"form", aFormSentAtALockedScreenIsKept},
	{"drop drafts", aFormThatWasSentIsForgotten},
	{"forget keys", theKeysOfAPairEndWithTheLock},
}

func TestAPhoneKeepsItsPromises(t *testing.T) {
	for _, of := range promises {
		t.Run(of.name, func(t *testing.T) {
			if broken := of.story(drawPhone(t, nodetest.New(t))); broken != "" {
				t.Error(broken)
			}
		})
	}
}

// met asks the phone as its pages do, and reports whether it met headquarters.
func (p *drawnPhone) met(why string) bool {
	p.t.Helper()
	form := url.Values{}
	if why != "" {
		form.Set(why, "1")
	}
	return strings.Contains(p.sends("/meet", form).Body.String(), `"met":true`)
}

// TestWhatHeadquartersSaysOfARefusalIsKept: the sentence of a problem (RFC 9457) is what the pages tell; all else is a line that broke.
func TestWhatHeadquartersSaysOfARefusalIsKept(t *testing.T) {
	said := Refused(403, `{"title":"Forbidden","status":403,"detail":"this code does not serve"}`)
	if desk.KindOf(said) != desk.NotAllowed || said.Error() != "this code does not serve" {
		t.Errorf("it reads %v", said)
	}
	for status, text := range map[int]string{403: `<h1>Forbidden</h1>`, 500: `{"detail":"this code does not serve"}`} {
		if err := Refused(status, text); !isLine(err) {
			t.Errorf("%d: %v", status, err)
		}
	}
}

// breaks takes the network away, and gives it back.
func (p *drawnPhone) breaks() (mends func()) {
	there := p.Post
	p.Post = func(string) meet.Line {
		return func(context.Context, []byte) (io.ReadCloser, error) { return nil, NoLine(errors.New("no network")) }
	}
	return func() { p.Post = there }
}

func whatIsUnsentGoesAtOnce(p *drawnPhone) string {
	stops(p, p.h)
	if !p.met("") || p.unsent() != 0 {
		return "what is unsent waits, though there is a line"
	}
	return ""
}

func byItselfItMeetsEveryFewMinutes(p *drawnPhone) string {
	p.h.Pass(restTime)
	if !p.met("") {
		return "with nothing to send it never hears of anything"
	}
	return ""
}

func withNothingToSendItLeavesTheLineAlone(p *drawnPhone) string {
	if p.met("") {
		return "it has nothing to send, met a moment ago, and is on the line again"
	}
	return ""
}

func afterAFailureItTriesAgain(p *drawnPhone) string {
	stops(p, p.h)
	mends := p.breaks()
	if p.met("") {
		return "it met headquarters without a network"
	}
	if p.unsent() != 1 {
		return "what could not be sent is not counted any more"
	}
	mends()
	p.h.Pass(longRest)
	if !p.met("") || p.unsent() != 0 {
		return "it never tries again"
	}
	return ""
}

func afterAFailureItWaits(p *drawnPhone) string {
	p.h.Pass(restTime)
	mends := p.breaks()
	p.met("")
	mends()
	if p.met("") {
		return "by itself it does not wait"
	}
	return ""
}

func aNetworkThatIsFoundIsUsed(p *drawnPhone) string {
	p.h.Pass(restTime)
	mends := p.breaks()
	p.met("")
	mends()
	if !p.met("now") {
		return "a network that was found is no reason to try"
	}
	return ""
}

// A phone that tried in vain without a network waits ever longer by itself; whoever opens a page with one does not.
func aPageOpenedWithANetworkDoesNotWait(p *drawnPhone) string {
	p.h.Pass(restTime)
	mends := p.breaks()
	p.met("")
	mends()
	if !p.met("opened") {
		return "it waits for its next try though somebody opened a page"
	}
	return ""
}

// The network comes back while a try without it is still failing: whoever says so gets a try of their own.
func aNetworkFoundDuringAFailingTryIsUsed(p *drawnPhone) string {
	p.h.Pass(restTime)
	there, began, fails, first := p.Post, make(chan bool), make(chan bool), make(chan error)
	p.Post = func(string) meet.Line {
		return func(context.Context, []byte) (io.ReadCloser, error) {
			close(began)
			<-fails
			return nil, NoLine(errors.New("no network"))
		}
	}
	l := p.inside.line
	go func() {
		_, err := l.meet(p.t.Context())
		first <- err
	}()
	<-began
	p.Post = there
	if due, err := l.due(p.t.Context(), true, false); err != nil || !due {
		p.t.Fatal("a network that was found is no reason to try", err)
	}
	close(fails)
	if err := <-first; !isLine(err) {
		p.t.Errorf("the first try: %v", err)
	}
	if !p.met("") {
		return "the network that was found meanwhile waits for the next try"
	}
	return ""
}

// Two windows ask at the same time: while one of them is on the line, no other can be.
func twoWindowsMeetOneAfterTheOther(p *drawnPhone) (broken string) {
	stops(p, p.h)
	there, l := p.Post, p.inside.line
	var mu sync.Mutex
	p.Post = func(path string) meet.Line {
		send := there(path)
		return func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			mu.Lock()
			defer mu.Unlock()
			if l.one.TryLock() {
				l.one.Unlock()
				broken = "another window could be on the line at the same time"
			}
			return send(ctx, request)
		}
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() {
			if _, err := l.meet(p.t.Context()); err != nil && broken == "" {
				p.t.Error(err)
			}
		})
	}
	all.Wait()
	if broken == "" && p.unsent() != 0 {
		return "nobody sent what was unsent"
	}
	return broken
}

// Somebody was told today, so nobody asks them; tomorrow the lists know that they can be asked, without a network too.
func whatTimeChangesIsBroughtUpToDate(p *drawnPhone) string {
	id := p.h.Noted("Fiorenza", "Belluomo", "+393477310457")
	p.h.Met(id)
	p.h.Told(id)
	p.meets()
	waits := func() bool {
		page, err := p.inside.desk.List(p.t.Context(), p.h.As("ana"), desk.Query{})
		if err != nil || len(page.Rows) != 1 {
			p.t.Fatal(err, len(page.Rows))
		}
		return slices.Contains(page.Rows[0].Prospect.Missing, "offer.meetings")
	}
	if !waits() {
		p.t.Fatal("they could be asked on the day they were told")
	}
	p.h.Pass(24 * time.Hour)
	defer p.breaks()()
	p.met("")
	if waits() {
		return "what has changed with the day stays as it was"
	}
	return ""
}

func whatWaitsForAWeekIsSaid(p *drawnPhone) string {
	stops(p, p.h)
	p.h.Pass((oldAfter + 1) * 24 * time.Hour)
	return p.says("/team/check", "last met headquarters 8 days ago")
}

func aBrowserThatMayThrowItAwayIsSaid(p *drawnPhone) string {
	p.Browser.(*drawnBrowser).room = Room{}
	return p.says("/team/check", "may throw away what is here")
}

func aBrowserWithoutRoomIsSaid(p *drawnPhone) string {
	p.Browser.(*drawnBrowser).room = Room{Lasting: true, Used: 95, Most: 100}
	return p.says("/team/check", "room is almost used up")
}

// says is what is broken if a page does not say something.
func (p *drawnPhone) says(path, words string) string {
	if body := p.gets(path).Body.String(); !strings.Contains(body, words) {
		return "nothing says: " + words + "\n" + body
	}
	return ""
}

func aFormSentAtALockedScreenIsKept(p *drawnPhone) string {
	p.sends("/keep/pin", url.Values{"pin": {"2718"}})
	p.h.Pass(idleTime + time.Minute)
	p.sends("/team/check", url.Values{"q": {"Fiorenza Belluomo"}})
	if said := p.sends("/pin", url.Values{"pin": {"2718"}}).Body.String(); !strings.Contains(said, "Fiorenza Belluomo") {
		return "the form that came while the screen was locked is lost"
	}
	return ""
}

// What a phone shows does not change because it found no line; so its worker hears of no writing, and the page that stood
// when it tried is kept like any other, with something unsent and without.
func TestAMeetingWithoutALineForgetsNoPage(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	there := p.Post
	for _, unsent := range []bool{false, true} {
		if p.Post = there; unsent {
			p.sends("/meet", url.Values{"now": {"1"}})
			stops(p, h)
		}
		p.Post = func(string) meet.Line {
			return func(context.Context, []byte) (io.ReadCloser, error) { return nil, NoLine(errors.New("no network")) }
		}
		for try := range 3 {
			for _, d := range p.Browser.(*drawnBrowser).disks {
				d.wrote = nil
			}
			if _, err := p.inside.line.meet(t.Context()); !isLine(err) {
				t.Fatal(err)
			}
			for name, d := range p.Browser.(*drawnBrowser).disks {
				if len(d.wrote) > 0 {
					t.Errorf("unsent %v, try %d: it writes %v into %s", unsent, try, d.wrote, name)
				}
			}
		}
	}
}
