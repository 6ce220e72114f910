package node_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"willing/casebook"
	"willing/node"
	"willing/node/nodetest"
)

// saves taps 'Save the file' on a page and returns what the browser saved.
func (v visit) saves(path string) []byte {
	v.t.Helper()
	a, body := v.do(http.MethodPost, path, nil)
	if name := a.Header.Get("Content-Disposition"); a.StatusCode != http.StatusOK || !saved.MatchString(name) {
		v.t.Fatalf("%s: %d\n%s", path, a.StatusCode, body)
	}
	return []byte(body)
}

// saved is how a file is called: from whom, and for whom.
var saved = regexp.MustCompile(`"20\d\d-\d\d-\d\d-([a-z0-9]{8}-to-headquarters|headquarters-to-[a-z0-9]{8})\.willing"`)

// takes chooses a file on a page.
func (v visit) takes(path string, file []byte) page {
	v.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "a.willing")
	must(v.t, err)
	_, err = part.Write(file)
	must(v.t, err)
	must(v.t, form.Close())
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.base+path, &body)
	must(v.t, err)
	r.Header.Set("Content-Type", form.FormDataContentType())
	a, err := v.Do(r)
	must(v.t, err)
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	must(v.t, err)
	return page{a.StatusCode, string(text)}
}

// A team without a line gives a stick to somebody who goes home, and gets one back; nobody opens a terminal.
func TestAStickIsCarriedFromPageToPage(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	other := joins(t, h, nil, "IT")
	team := l.pages()
	office := visit{newBrowser(t, open(t, h, node.Site{}, false))}
	office.posts(linkFor(t, h, "cora"))

	mine := l.notes(h.As("ana"), "Zora", "IT")
	stick := team.saves("/team/device/save")
	if known, err := l.n.Desk.Knowledge(t.Context()); err != nil || known.Filed != 1 {
		t.Errorf("the laptop says that %d entries are in a file: %v", known.Filed, err)
	}
	if bytes.Contains(stick, []byte("Zora")) {
		t.Error("whoever finds the stick reads it")
	}
	if p := other.pages().takes("/team/device/take", stick); p.code != http.StatusUnprocessableEntity || !p.has("is for another device") {
		t.Errorf("another laptop: %d", p.code)
	}
	if p := office.takes("/devices/file", stick[:len(stick)-20]); p.code != http.StatusUnprocessableEntity || !p.has("damaged") {
		t.Errorf("cut: %d", p.code)
	}
	if p := office.takes("/devices/file", []byte("a letter")); p.code != http.StatusUnprocessableEntity || !p.has("no file of ours") {
		t.Errorf("a letter: %d", p.code)
	}
	for _, want := range []string{"One new entry", "Nothing new"} {
		p := office.takes("/devices/file", stick)
		if from := `href="/devices/` + l.n.Name().String() + `"`; !p.has(from) || strings.Index(p.body, want) > strings.Index(p.body, `<ul class="lines">`) {
			t.Error("it is not said above the list whose file it was")
		}
		if p.code != http.StatusOK || !p.has(want) {
			t.Errorf("at headquarters, %s: %d", want, p.code)
		}
	}
	shows(t, h.Desk(), h.As("cora"), mine)

	t.Log("she says no at headquarters, and the stick goes back")
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), mine))
	back := office.saves("/devices/" + l.n.Name().String() + "/file")
	if p := team.takes("/team/device/take", back); p.code != http.StatusOK || !p.has("Taken in") {
		t.Errorf("on the laptop: %d", p.code)
	}
	if p := shows(t, l.n.Desk, h.As("ana"), mine); !p.Alone {
		t.Error("the no did not come with the stick")
	}

	t.Log("a laptop that was turned away still gives out what it wrote, and a no in it holds")
	lina := l.notes(h.As("ana"), "Lina", "IT")
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("cora"), l.n.Name()))
	l.syncs()
	must(t, l.n.Desk.Stop(t.Context(), h.As("ana"), lina))
	if p := team.takes("/team/device/take", back); p.code != http.StatusUnprocessableEntity || !p.has("turned this device away") {
		t.Errorf("turned away: %d", p.code)
	}
	if p := office.takes("/devices/file", team.saves("/team/device/save")); p.code != http.StatusOK {
		t.Errorf("its last file: %d", p.code)
	}
	if p := shows(t, h.Desk(), h.As("cora"), lina); !p.Alone || p.Stage == casebook.StageErased {
		t.Error("the stop does not hold")
	}
	l.verifies()
	h.Verifies()
}
