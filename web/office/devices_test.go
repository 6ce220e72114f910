package office_test

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/exchange"
	"willing/exchange/meet"
	"willing/journal"
	"willing/node/nodetest"
)

// TestAStolenDeviceLeavesEverybodyAlone tells of a laptop that is stolen in Genoa, refuses everybody, and is turned
// away; and of two people who look at each entry and give the people back.
func TestAStolenDeviceLeavesEverybodyAlone(t *testing.T) {
	h := nodetest.New(t)
	d := h.Device()
	var people []casebook.ID
	for i := range 22 {
		people = append(people, h.Noted("Rosa", "Vento"+strings.Repeat("i", i+1), "+3933311"+string(rune('0'+i/10))+string(rune('0'+i%10))+"44"))
	}
	h.Pass(time.Hour)
	lost := h.Now()
	h.Pass(time.Hour)
	for _, person := range people {
		h.Meets(d.Writes(nodetest.Form{Subject: person, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.StopMade, Body: &casebook.Blank{}}}}))
	}
	cora, pair := h.Visits("cora", desks(t, h)), h.Visits("cora", desks(t, h), "tom")
	if page := cora.Gets("/"); !page.Has("22 people alone in a day") {
		t.Error("home raises no alarm")
	}
	device := d.Key.Device().String()
	if page := cora.Gets("/devices"); !page.Has("22 people alone in a day") || !page.Has(device) {
		t.Errorf("the page of devices raises no alarm: %d", page.Code)
	}
	if page := cora.Posts("/devices/"+device+"/revoke", "since", "2199-01-01T00:00"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("it was lost in a time to come: %d", page.Code)
	}
	cora.Posts("/devices/"+device+"/revoke", "since", lost.Format("2006-01-02T15:04"))
	page := cora.Gets("/devices/" + device)
	commits := regexp.MustCompile(`name="commit" value="([0-9a-f]{64})"`).FindAllStringSubmatch(page.Body, -1)
	for _, bare := range []string{"devices.wrote", "devices.lacks"} {
		if page.Has(bare) || cora.Gets("/devices").Has(bare) {
			t.Errorf("the page shows a key for a word: %s", bare)
		}
	}
	if len(commits) != 22 || !page.Has("Turned away") {
		t.Fatalf("%d entries lie in quarantine", len(commits))
	}
	if !h.Shows(people[0]).Alone {
		t.Fatal("a refusal does not hold from quarantine")
	}
	judge := func(v *nodetest.Visit, verdict, reason string) nodetest.Answered {
		fields := []string{"verdict", verdict, "reason", reason}
		for _, c := range commits {
			fields = append(fields, "commit", c[1])
		}
		return v.Posts("/devices/"+device+"/judge", fields...)
	}
	if page := judge(cora, "void", "stolen in Genoa"); page.Code == http.StatusSeeOther || !h.Shows(people[0]).Alone {
		t.Errorf("one person alone takes refusals away: %d", page.Code)
	}
	if page := judge(pair, "void", ""); page.Code == http.StatusSeeOther {
		t.Error("it is decided without a reason")
	}
	if page := pair.Posts("/devices/"+device+"/judge", "verdict", "void", "reason", "stolen in Genoa"); page.Code == http.StatusSeeOther {
		t.Error("it is decided about nothing")
	}
	if page := cora.Posts("/devices/"+device+"/judge", "all", "yes", "verdict", "void", "reason", "stolen in Genoa"); page.Code == http.StatusSeeOther || !h.Shows(people[0]).Alone {
		t.Errorf("one person alone takes all refusals away: %d", page.Code)
	}
	if !cora.Gets("/devices/" + device).Has("All 22 that are listed here") {
		t.Error("they must be chosen one by one")
	}
	if page := pair.Posts("/devices/"+device+"/judge", "all", "yes", "verdict", "void", "reason", "stolen in Genoa"); page.Code != http.StatusSeeOther {
		t.Fatalf("two people cannot decide: %d", page.Code)
	}
	for _, person := range people {
		if h.Shows(person).Alone {
			t.Fatal("a stolen device did lasting harm")
		}
	}
	if page := cora.Gets("/devices/" + device); !page.Has("Void") || page.Has(`name="commit"`) {
		t.Error("the page does not say what was decided")
	}
	cora.Posts("/devices/heard", "kind", "refusals")
	if page := cora.Gets("/"); page.Has("alone in a day") {
		t.Error("an alarm that somebody heard rings on")
	}
	h.Verifies()
}

// TestSomebodyLooksAtWhatCameLate: what the team wrote before it lost its phone comes late, and counts when somebody
// else has looked.
func TestSomebodyLooksAtWhatCameLate(t *testing.T) {
	h := nodetest.New(t)
	d := h.Device()
	device := d.Key.Device()
	if err := h.Desk().RevokeDevice(t.Context(), h.As("cora"), device); err != nil {
		t.Fatal(err)
	}
	who := casebook.ID{7}
	body := &casebook.Lead{Territory: "IT", Place: "Livorno", Source: "harbour talk"}
	late := d.Writes(nodetest.Form{Subject: who, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.LeadNoted, Body: body}}})
	h.Meets(late)
	cora := h.Visits("cora", desks(t, h))
	path := "/devices/" + device.String()
	if page := cora.Gets(path); !page.Has("Headquarters did not have it yet at the moment from which the device is turned away") {
		t.Fatal("it does not lie in quarantine")
	}
	if f := h.Fact(who, late, 0); f.Standing == casebook.Counts {
		t.Fatal("it counts before anybody looked")
	}
	cora.Posts(path+"/judge", "verdict", "counts", "reason", "the team wrote it the day before", "commit", casebook.Hash(late.Hash()).String())
	if f := h.Fact(who, late, 0); f.Standing != casebook.Counts {
		t.Errorf("it is %s after somebody looked", f.Standing)
	}
	h.Verifies()
}

// TestWhoeverDecidesReadsWhatAnEntrySays: yes or no, which day, and whom; and nothing of an interview.
func TestWhoeverDecidesReadsWhatAnEntrySays(t *testing.T) {
	h := nodetest.New(t)
	d := h.Device()
	who := casebook.ID{7}
	by := h.As("ana")
	writes := func(eventType string, body any) {
		h.Meets(d.Writes(nodetest.Form{Subject: who, By: by, Events: []casebook.Event{{Type: eventType, Body: body}}}))
	}
	if err := h.Desk().RevokeDevice(t.Context(), h.As("cora"), d.Key.Device()); err != nil {
		t.Fatal(err)
	}
	writes(casebook.LeadNoted, &casebook.Lead{Territory: "IT", Place: "Livorno", Source: "harbour talk"})
	writes(casebook.ParticularsNoted, &casebook.Particulars{Given: "Lina", Family: "Ferro"})
	writes(casebook.AgeStated, &casebook.Age{Born: casebook.Date{Year: 1991, Month: 4, Day: 3}})
	writes(casebook.InterviewHeld, &casebook.Form{Instrument: "first-talk", Answers: map[string]string{"why": "a secret"}})
	writes(casebook.AnswerGiven, &casebook.Answer{Answer: "no", Covers: "organisation", Method: "said", NoWish: true})
	page := h.Visits("cora", desks(t, h)).Gets("/devices/" + d.Key.Device().String())
	for _, words := range []string{"Name noted: Lina Ferro", "Born 3 April 1991", "No, for the whole organisation"} {
		if !page.Has(words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if page.Has("(no name)") || strings.Count(page.Body, "<bdi>Lina Ferro</bdi></a>") != 5 {
		t.Error("entries of the same device do not name whom it noted")
	}
	if page.Has("a secret") {
		t.Error("the page says what was told in an interview")
	}
}

// TestACodeIsMadeOnThePage: whose, where, and then a code to read out and one to scan.
func TestACodeIsMadeOnThePage(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	if page := cora.Posts("/devices/enrol"); page.Code != http.StatusUnprocessableEntity || !page.Has("Choose somebody.") || !page.Has("Choose a territory.") {
		t.Errorf("nobody and nowhere: %d", page.Code)
	}
	page := cora.Posts("/devices/enrol", "whose", h.As("ana").Who.String(), "whose", h.As("ben").Who.String(), "where", "IT")
	if !page.Has("<svg") || !regexp.MustCompile(`[a-z0-9]{4}(-[a-z0-9]{4}){3}`).MatchString(page.Body) || !page.Has("willing join http://example.com") {
		t.Errorf("there is no code to hand over: %d", page.Code)
	}
}

// TestWhoWorksElsewhereIsNamedBeforeTheCode: a device would list nobody for them, so whoever makes the code knows, and may go on.
func TestWhoWorksElsewhereIsNamedBeforeTheCode(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	form := []string{"whose", h.As("ana").Who.String(), "where", "ES"}
	page := cora.Posts("/devices/enrol", form...)
	if page.Has("<svg") || !page.Has("In no team that works there: ana.") || !page.Has(`href="/teams"`) {
		t.Fatalf("a code is given without a word: %d", page.Code)
	}
	even := regexp.MustCompile(`name="even" value="([^"]+)"`).FindStringSubmatch(page.Body)
	if len(even) != 2 {
		t.Fatal("nobody can go on")
	}
	if page := cora.Posts("/devices/enrol", "whose", h.As("ben").Who.String(), "where", "ES", "even", even[1]); page.Has("<svg") {
		t.Error("who was chosen instead is not named")
	}
	if page := cora.Posts("/devices/enrol", append(form, "even", even[1])...); !page.Has("<svg") {
		t.Errorf("going on gives no code: %d", page.Code)
	}
}

// TestTwoVersionsStandSideBySide: two people write the same field apart; one click settles it.
func TestTwoVersionsStandSideBySide(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Nora", "Vento", "+393331110003")
	cora := h.Visits("cora", desks(t, h))
	saw := h.Shows(person).Noted
	for _, town := range []string{"Genova", "Livorno"} {
		if err := h.Desk().Correct(t.Context(), h.As("cora"), person, casebook.Particulars{Town: town}, saw); err != nil {
			t.Fatal(err)
		}
	}
	if page := cora.Gets("/"); !page.Has("One person of whom two things are written") {
		t.Error("home does not say so")
	}
	if page := cora.Gets("/conflicts"); !page.Has("Genova") || !page.Has("Livorno") {
		t.Errorf("they do not stand side by side: %d", page.Code)
	}
	if page := cora.Posts("/people/"+person.String()+"/settle", "field", "town", "value", "Genova", "back", "/conflicts"); page.To != "/conflicts" {
		t.Errorf("it goes on to %q", page.To)
	}
	if page := cora.Gets("/conflicts"); page.Has("Livorno") || h.Shows(person).Particulars.Town != "Genova" {
		t.Error("one click does not settle it")
	}
	h.Verifies()
}

// A laptop and a phone of one pair are told apart, on the list and on their own pages; one that never said what it is, is a device.
func TestAPhoneAndALaptopOfOnePairAreToldApart(t *testing.T) {
	h := nodetest.New(t)
	pages := map[string]string{}
	for _, kind := range []meet.Kind{meet.Laptop, meet.Phone, ""} {
		e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who, h.As("ben").Who}, []string{"IT"}, "")
		if err != nil {
			t.Fatal(err)
		}
		key := joined(t, h, e.Code, kind)
		pages[cmp.Or(string(kind), "device")] = "/devices/" + key.Device().String()
	}
	cora := h.Visits("cora", desks(t, h))
	list := cora.Gets("/devices")
	for kind, path := range pages {
		word := strings.ToUpper(kind[:1]) + kind[1:]
		_, row, _ := strings.Cut(list.Body, `href="`+path+`"`)
		row, _, _ = strings.Cut(row, "</li>")
		if !strings.Contains(row, word) {
			t.Errorf("in the list a %s is not called so: %s", kind, row)
		}
		said := cora.Gets(path).Has("as it said itself")
		if !cora.Gets(path).Has(word) || said != (kind != "device") {
			t.Errorf("the page of a %s does not say so", kind)
		}
	}
}

// Headquarters reads two weeks before that a device's time ends, and gives it more by one click; not to one that it turned away.
func TestADeviceIsGivenMoreTimeOnItsPage(t *testing.T) {
	h := nodetest.New(t)
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{"IT"}, "")
	if err != nil {
		t.Fatal(err)
	}
	key := joined(t, h, e.Code, meet.Phone)
	cora := h.Visits("cora", desks(t, h))
	path := "/devices/" + key.Device().String()
	says := func(words string) bool { return cora.Gets("/devices").Has(words) && cora.Gets(path).Has(words) }
	if says("Its time ends") {
		t.Error("its end is called near on its first day")
	}
	h.Pass(80 * 24 * time.Hour)
	if !says("Its time ends on 31 May 2026") {
		t.Error("nothing says that its end is near")
	}
	h.Pass(12 * 24 * time.Hour)
	if !says("Its time ended on 31 May 2026") {
		t.Error("nothing says that its time is over")
	}
	cora.Posts(path + "/renew")
	if says("Its time ended") || !cora.Gets(path).Has("31 August 2026") {
		t.Error("it is given no time")
	}
	if cora.Gets(path).Has(`method="post" action="` + path + `/revoke"`) {
		t.Error("one click turns it away")
	}
	if page := cora.Gets(path + "/revoke"); !page.Has("Nothing takes that back") || !page.Has(key.Device().String()[:8]) || !page.Has(`action="`+path+`/revoke"`) {
		t.Errorf("it is not asked first: %d", page.Code)
	}
	cora.Posts(path + "/revoke")
	if cora.Gets(path).Has("31 August 2026") {
		t.Error("one that was turned away is said to have time")
	}
	if cora.Gets(path).Has("/renew") {
		t.Error("one that was turned away is offered more time")
	}
	if page := cora.Posts(path + "/renew"); page.Code == http.StatusSeeOther || !page.Has("This device was turned away") {
		t.Errorf("one that was turned away is given more time: %d", page.Code)
	}
}

// joined is the key of a device that has joined with a code.
func joined(t *testing.T, h *nodetest.House, code string, kind meet.Kind) journal.Key {
	t.Helper()
	key, err := journal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, err = meet.Join(t.Context(), code, key, kind, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		answer, err := h.Node.Admit(ctx, request)
		return io.NopCloser(bytes.NewReader(answer)), err
	})
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Who runs which program stands on the page of a device, and in the list where it is not headquarters' own.
func TestWhichProgramADeviceRunsIsSaid(t *testing.T) {
	h := nodetest.New(t)
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{"IT"}, "")
	if err != nil {
		t.Fatal(err)
	}
	key := joined(t, h, e.Code, meet.Phone)
	opening, err := exchange.NewOpening(rand.Reader, [16]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	head := exchange.Head{Seal: opening.Key(), Version: exchange.Version, From: key.Device(), To: h.Desk().Home, Nonce: [16]byte{1}, At: h.Now().UnixMilli(), Full: true, Program: "0123456789abcdef"}
	signed, err := head.Sign(key)
	if err != nil {
		t.Fatal(err)
	}
	var request, answer bytes.Buffer
	if err := errors.Join(exchange.Write(&request, signed, nil, nil), h.Node.Answer(t.Context(), &request, &answer)); err != nil {
		t.Fatal(err)
	}
	cora := h.Visits("cora", desks(t, h))
	page := cora.Gets("/devices/" + key.Device().String())
	if !page.Has("0123456789abcdef") || !page.Has("Not the application that headquarters gives out now") || page.Has("rotocol") {
		t.Errorf("its page does not say what it runs: %s", page.Body)
	}
	if !cora.Gets("/devices").Has("Another program than headquarters’.") {
		t.Error("the list does not say that its program is another one")
	}
}
