package person_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"testing"

	"willing/casebook"
	"willing/journal"
)

// TestWhoSignsAnEnvelopeSeesWhatIsInIt: salt and answers as they lie inside make the sum that is signed, and the answers
// themselves stand nowhere in what is signed.
func TestWhoSignsAnEnvelopeSeesWhatIsInIt(t *testing.T) {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	key := base64.StdEncoding.EncodeToString(p.own().Public().(ed25519.PublicKey))
	code, draft := p.sends(map[string]any{"act": "form", "form": "health-declaration", "answers": map[string]string{"anything_else": "ask me about 2019"}, "key": key})
	if code != http.StatusOK {
		t.Fatalf("%d %v", code, draft)
	}
	part := func(name string) []byte {
		raw, err := base64.StdEncoding.DecodeString(draft[name].(string))
		must(t, err)
		return raw
	}
	var form casebook.Form
	must(t, journal.Unmarshal(part("body"), &form))
	inside := part("inside")
	if sum := sha256.Sum256(inside); !bytes.Equal(sum[:], form.Sum) || len(form.Envelope) == 0 || form.Answers != nil {
		t.Errorf("what is to be signed is %+v", form)
	}
	var answers map[string]string
	must(t, journal.Unmarshal(inside[journal.SaltSize+len(casebook.ID{}):], &answers))
	if answers["anything_else"] != "ask me about 2019" || bytes.Contains(part("body"), []byte("2019")) {
		t.Errorf("inside lies %v", answers)
	}
}
