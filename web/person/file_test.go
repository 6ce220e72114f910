package person_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
)

// TestAPersonReadsWhichBirthDateDecides, and which other stands there, on their page and in the file that they take away.
func TestAPersonReadsWhichBirthDateDecides(t *testing.T) {
	p := handed(t, true)
	for _, a := range []casebook.Age{{Born: casebook.Date{Year: 1991, Month: 5, Day: 9}, Document: "passport"}, {Born: casebook.Date{Year: 1988, Month: 5, Day: 9}}} {
		must(t, p.h.Desk().Age(t.Context(), p.h.As("ana", "ben"), p.id, a))
	}
	page := p.Gets(p.at("/held?lang=en"))
	for _, says := range []string{"<bdi>9 May 1991</bdi>, shown by a document. This date decides.</p>", "<bdi>9 May 1988</bdi>, by word of mouth. Does not decide: A document decides.</p>"} {
		if !page.Has(says) {
			t.Errorf("the page does not say %q:\n%s", says, page.Body)
		}
	}
}

// TestNoFileTellsATeamWhatIsForTheDoctor: a link that staff have seen tells nobody what the person answered for the doctor
// (G03), and a file that one of us makes tells it only to who may read it. By a link that is theirs alone it is whole.
func TestNoFileTellsATeamWhatIsForTheDoctor(t *testing.T) {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("willing/receipt/1", p.secret[:]).Public().(ed25519.PublicKey))})
	p.does(map[string]any{"act": "form", "form": "health-declaration", "answers": map[string]string{"heart": "yes", "anything_else": "ask me about 2019"}})
	tells := func(by desk.Acting) bool {
		t.Helper()
		file, err := p.h.Desk().Export(t.Context(), by, p.id)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(raw), "about 2019")
	}
	if !tells(desk.Own(p.id, desk.ByLink(p.own().Public().(ed25519.PublicKey)))) {
		t.Error("their own link does not give them all that is held")
	}
	if tells(p.h.As("sara")) {
		t.Error("a file that safeguarding makes tells what is for the doctor")
	}
	drawn := p.key("willing/link/1", []byte("drawn on the team's own screen"))
	door := sha256.Sum256([]byte("drawn"))
	must(t, p.h.Desk().Link(t.Context(), p.h.As("cora"), p.id, drawn.Public().(ed25519.PublicKey), door[:], true))
	if tells(desk.Own(p.id, desk.ByLink(drawn.Public().(ed25519.PublicKey)))) {
		t.Error("a link that the team may hold tells what is for the doctor")
	}
}
