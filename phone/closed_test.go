package phone

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
)

// What somebody answers for the doctor on a phone turned round lies there closed; headquarters opens it.
func TestWhatIsForTheDoctorLiesOpenOnNoPhone(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	person := h.Noted("Fiorenza", "Belluomo", "+393490000012")
	h.SaysYes(person)
	p.meets()
	const ill = "canarinelloedema"
	form := casebook.Form{Instrument: "health-declaration", Answers: map[string]string{"heart": "yes", "anything_else": ill}}
	if err := p.inside.desk.FillIn(t.Context(), h.As("ana", "ben"), person, form); err != nil {
		t.Fatal(err)
	}
	shut := func(when string) {
		t.Helper()
		if bytes.Contains(p.plain(), []byte(ill)) {
			t.Errorf("%s it lies open in the phone's store", when)
		}
	}
	shut("once it was answered,")
	p.meets()
	if err := p.Lock(); err != nil { // what was only in memory lies in the browser's database now
		t.Fatal(err)
	}
	p.sends("/open", map[string][]string{"passphrase": {"four words are enough"}})
	if !bytes.Contains(p.plain(), []byte("health-declaration")) {
		t.Fatal("the phone holds no form at all")
	}
	shut("once it was sent,")
	file, err := h.Desk().Export(t.Context(), h.As("cora"), person)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range file.Events {
		if b, ok := e.Content.(*casebook.Form); ok && b.Answers["anything_else"] == ill {
			return
		}
	}
	t.Error("nobody reads it at headquarters")
}

// What a person had answered when the screen was locked is given to nobody who knows its PIN.
func TestALockedScreenKeepsNothingForTheDoctor(t *testing.T) {
	for path, kept := range map[string]bool{"/team/p/x/form/first-interview": true, "/team/p/x/turned/form/health-declaration": false} {
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader("q-heart=yes"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s := &screen{}
		if s.keepForm(r); (s.takeForm() != nil) != kept {
			t.Errorf("%s: kept is not %v", path, kept)
		}
	}
}
