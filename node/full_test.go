package node_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// Whoever meets a full disk stands at another machine, or at the one that is full: each reads which, and what to do.
func TestWhoeverMeetsAFullDiskReadsWhose(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	zora := l.notes(h.As("ana"), "Zora", "IT")
	l.syncs()
	at := open(t, h, node.Site{}, false)
	colleague, passer, holder := newBrowser(t, at), newBrowser(t, at), l.pages()
	colleague.do("POST", linkFor(t, h, "cora"), nil)
	h.Desk().Store, l.n.Desk.Store = noRoom{h.Desk().Store}, noRoom{l.n.Desk.Store}
	for who, s := range map[string]struct {
		b          *browser
		path, says string
	}{
		"a colleague at headquarters": {colleague, "/team/p/" + zora.String() + "/stop", "Headquarters’ computer has no room left"},
		"somebody who passes by":      {passer, "/stop", "A no or a stop counts just as much if you say it to one of us"},
		"whoever holds a laptop":      {holder.browser, "/team/p/" + zora.String() + "/stop", "There is no room left on this device"},
	} {
		answer, body := s.b.do("POST", s.path, url.Values{"number": {"+393331234567"}})
		if answer.StatusCode != http.StatusInsufficientStorage || !strings.Contains(body, s.says) {
			t.Errorf("%s reads %d: %s", who, answer.StatusCode, body)
		}
	}
}

// A candidate reads it on their own page, with script and without, in their language, and is led back to that page.
func TestACandidateIsToldThatTheirNoFoundNoRoom(t *testing.T) {
	h := nodetest.New(t)
	p := addressed(t, h, "cora")
	links := node.Links{Node: h.Node, Origin: "https://house.example"}
	shown, err := links.HandOver(t.Context(), h.As("cora"), p, "", false)
	must(t, err)
	door := "/p/" + private.FindStringSubmatch(shown.Link)[1]
	b := newBrowser(t, open(t, h, node.Site{}, false))
	h.Desk().Store = noRoom{h.Desk().Store}
	for lang, says := range map[string]string{"it": "Un no o uno «stop» vale lo stesso se detto a uno di noi", "en": "A no or a stop counts just as much"} {
		answer, body := b.do("POST", door+"/act?lang="+lang, url.Values{"act": {"stop"}})
		if answer.StatusCode != http.StatusInsufficientStorage || !strings.Contains(body, says) || !strings.Contains(body, `href="`+door+`"`) {
			t.Errorf("in %s they read %d: %s", lang, answer.StatusCode, body)
		}
	}
	if h.Shows(p).Alone {
		t.Error("what found no room holds all the same")
	}
}

// A laptop's own page says that it is headquarters which has no room, and what to do about it.
func TestALaptopSaysThatHeadquartersHasNoRoom(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	full := listens(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInsufficientStorage) }))
	state, _ := l.n.MeetOnce(t.Context(), node.Post(&http.Client{}, full, node.ExchangePath))
	if state.Failed != "room" {
		t.Errorf("the laptop says %q", state.Failed)
	}
	if page := l.pages().gets("/team/device"); !page.has("Tell headquarters that its computer needs room") {
		t.Errorf("its page says %s", page.body)
	}
	state, _ = l.n.MeetOnce(t.Context(), func(context.Context, []byte) (io.ReadCloser, error) { return nil, journal.ErrFull })
	if state.Failed != "full" {
		t.Errorf("where it is full itself it says %q", state.Failed)
	}
}
