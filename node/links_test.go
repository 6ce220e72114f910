package node_test

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// addressed is somebody of whom a mail address is known, as somebody entered it.
func addressed(t *testing.T, h *nodetest.House, by string) casebook.ID {
	t.Helper()
	p := h.Noted("Maria", "Rossi", "+393331112233")
	h.Met(p)
	if err := h.Desk().Correct(t.Context(), h.As(by), p, casebook.Particulars{Emails: []string{"maria@mail.example"}, Language: "it"}, nil); err != nil {
		t.Fatal(err)
	}
	return p
}

var private = regexp.MustCompile(`https://house\.example/p/([\w-]{22})#([\w-]{22})`)

// TestHeadquartersMailsAPersonTheirLink: nobody here sees it, and a yes made with it is the person's own.
func TestHeadquartersMailsAPersonTheirLink(t *testing.T) {
	h := nodetest.New(t)
	p := addressed(t, h, "cora")
	server, letters := postbox(t)
	own := func(who casebook.ID) (journal.Signer, bool) { return h.As("cora").Signer, who == h.As("cora").Who } // she has unlocked
	b := newBrowser(t, open(t, h, node.Site{Origin: "https://house.example", Mail: node.Mail{Server: server, From: "house@house.example"}, Keys: own}, false))
	b.do("POST", linkFor(t, h, "cora"), nil)
	path := "/people/" + p.String() + "/link"
	if _, text := b.do("GET", path, nil); !strings.Contains(text, "maria@mail.example") || strings.Contains(text, "The team entered this address") {
		t.Fatalf("the page does not say where the link would go: %s", text)
	}
	a, text := b.do("POST", path, url.Values{"how": {"mail"}})
	if a.StatusCode != 200 || private.MatchString(text) {
		t.Fatalf("%d: a link that was sent is on the page too: %s", a.StatusCode, text)
	}
	raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(<-letters)))
	if err != nil {
		t.Fatal(err)
	}
	letter := string(raw)
	found := private.FindStringSubmatch(letter)
	if found == nil || !strings.Contains(letter, "maria@mail.example") || !strings.Contains(letter, "Subject: La sua pagina") || strings.Contains(letter, "Rossi") {
		t.Fatalf("the letter says %s", letter)
	}
	secret, err := base64.RawURLEncoding.DecodeString(found[2])
	if err != nil {
		t.Fatal(err)
	}
	link := desk.PrivateLink{Secret: [16]byte(secret)}
	key, err := link.Key()
	if err != nil {
		t.Fatal(err)
	}
	key.Holder = journal.ID(p)
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}
	if err := h.Desk().Tell(t.Context(), h.As("ana", "ben"), p, desk.Telling{Delivered: told}); err != nil {
		t.Fatal(err)
	}
	if err := h.Desk().Understand(t.Context(), h.As("ben"), p, casebook.Understanding{Heard: casebook.Points}); err != nil {
		t.Fatal(err)
	}
	h.Asked(p)
	h.Answers(p, "yes", key)
	if y := h.Shows(p).Yes; y == nil || y.Grade != casebook.GradeOwnDevice {
		t.Errorf("the yes is %+v", y)
	}
}

// TestAHouseWithoutMailOffersTheScreenAlone: nobody finds out only after the tap.
func TestAHouseWithoutMailOffersTheScreenAlone(t *testing.T) {
	h := nodetest.New(t)
	p := addressed(t, h, "cora")
	b := newBrowser(t, open(t, h, node.Site{}, false))
	b.do("POST", linkFor(t, h, "cora"), nil)
	_, text := b.do("GET", "/people/"+p.String()+"/link", nil)
	if !strings.Contains(text, "This house sends no mail yet") || strings.Contains(text, `value="mail"`) || !strings.Contains(text, `value="screen"`) {
		t.Errorf("the page offers what cannot be: %s", text)
	}
}

// TestALinkThatSomebodySawIsSeen: shown on a screen, mailed to an address of the team's, or handed over by the team.
func TestALinkThatSomebodySawIsSeen(t *testing.T) {
	h := nodetest.New(t)
	p := addressed(t, h, "ana")
	server, letters := postbox(t)
	links := node.Links{Node: h.Node, Origin: "https://house.example", Mail: node.Mail{Server: server, From: "house@house.example"}}
	mailed, err := links.HandOver(t.Context(), h.As("cora"), p, "", true)
	if <-letters; err != nil || !mailed.Sent || !mailed.Seen || mailed.Link != "" {
		t.Errorf("mailed to the team's address: %+v %v", mailed, err)
	}
	shown, err := links.HandOver(t.Context(), h.As("cora"), p, "", false)
	if err != nil || shown.Sent || !shown.Seen || !private.MatchString(shown.Link) {
		t.Errorf("shown: %+v %v", shown, err)
	}
	for _, name := range []string{"ana", "ben", "admin"} {
		if _, err := links.HandOver(t.Context(), h.As(name), p, "", false); name != "admin" && desk.KindOf(err) != desk.NotAllowed {
			t.Errorf("%s, who has worked with the person: %v", name, err)
		}
	}
	for _, l := range h.Shows(p).Links() {
		if !l.SeenByStaff {
			t.Errorf("%+v counts as unseen", l)
		}
	}
}

// TestALinkIsVouchedForByTwo: what headquarters mails to an address that somebody else had noted lifts a stop; to one of
// the sender's own noting it could be the sender's.
func TestALinkIsVouchedForByTwo(t *testing.T) {
	for noted, want := range map[string]bool{"tom": true, "cora": false} {
		h := nodetest.New(t)
		p := addressed(t, h, noted)
		server, letters := postbox(t)
		links := node.Links{Node: h.Node, Origin: "https://house.example", Mail: node.Mail{Server: server, From: "house@house.example"}}
		mailed, err := links.HandOver(t.Context(), h.As("cora"), p, "", true)
		if <-letters; err != nil || !mailed.Sent || mailed.Seen || mailed.Apart != want {
			t.Errorf("noted by %s: %+v %v", noted, mailed, err)
		}
		for _, f := range h.Shows(p).Facts {
			if b, ok := f.Body.(*casebook.Link); ok && b.Sent != want {
				t.Errorf("noted by %s: the link says %v", noted, b.Sent)
			}
		}
	}
}

// TestALinkThatNobodyTookIsEnded: the mail server is away, so nothing that was drawn opens anything; and nobody is
// written to who is left alone.
func TestALinkThatNobodyTookIsEnded(t *testing.T) {
	h := nodetest.New(t)
	p := addressed(t, h, "cora")
	links := node.Links{Node: h.Node, Origin: "https://house.example", Mail: node.Mail{Server: "127.0.0.1:1", From: "house@house.example"}}
	if out, err := links.HandOver(t.Context(), h.As("cora"), p, "", true); err != nil || out.Sent || out.Why != node.MailUnreachable {
		t.Fatalf("a mail went to a server that is not there: %+v %v", out, err)
	}
	for _, l := range h.Shows(p).Links() {
		if !l.Revoked {
			t.Error("the link still opens the page")
		}
	}
	own := func(who casebook.ID) (journal.Signer, bool) { return h.As("cora").Signer, who == h.As("cora").Who }
	b := newBrowser(t, open(t, h, node.Site{Origin: links.Origin, Mail: links.Mail, Keys: own}, false))
	b.do("POST", linkFor(t, h, "cora"), nil)
	if a, text := b.do("POST", "/people/"+p.String()+"/link", url.Values{"how": {"mail"}}); a.StatusCode != 200 || !strings.Contains(text, "No mail server answers there") ||
		!strings.Contains(text, "The link is ended and opens nothing") || !strings.Contains(text, `value="screen"`) {
		t.Errorf("%d: the page does not say why: %s", a.StatusCode, text)
	}
	if err := h.Desk().Stop(t.Context(), h.As("ana"), p); err != nil {
		t.Fatal(err)
	}
	before := len(h.Shows(p).Links())
	if _, err := links.HandOver(t.Context(), h.As("cora"), p, "", true); desk.KindOf(err) != desk.Held || len(h.Shows(p).Links()) != before {
		t.Errorf("somebody who is left alone was written to: %v", err)
	}
	if _, err := links.HandOver(t.Context(), h.As("cora"), p, "", false); err != nil {
		t.Errorf("who stands here may have the link to their page: %v", err)
	}
}

// TestSomebodyMadeUpVouchesForNoLink: a colleague whom one person admits alone, and signs in as, has no key. An address that they noted
// is in the hands of whoever sends the link there.
func TestSomebodyMadeUpVouchesForNoLink(t *testing.T) {
	h := nodetest.New(t)
	p := h.Noted("Maria", "Rossi", "+393331112233")
	made, err := h.Desk().AddStaff(t.Context(), h.As("admin"), casebook.Staff{Name: "eve", Hats: []string{casebook.Coordinator}})
	if err != nil {
		t.Fatal(err)
	}
	eve := desk.Acting{Who: made, Signer: journal.ServerSigner(h.Desk().Device)}
	if err := h.Desk().Correct(t.Context(), eve, p, casebook.Particulars{Emails: []string{"maria@mail.example"}}, nil); err != nil {
		t.Fatal(err)
	}
	handing, err := h.Desk().Handing(t.Context(), h.As("cora"), p)
	if err != nil || handing.To != "maria@mail.example" || handing.Apart {
		t.Errorf("%+v %v", handing, err)
	}
}
