package api_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/api"
	"willing/casebook"
	"willing/desk"
)

// phone is a program of the person's own, made from the description alone: it has their private link.
type phone struct {
	*client
	person casebook.ID
	door   string
	key    ed25519.PrivateKey
}

// handed is the phone of somebody who was told, and asked if wanted.
func handed(t *testing.T, asked bool) *phone {
	t.Helper()
	h := newHouse(t)
	door, secret := [16]byte{1, 2, 3}, [16]byte{7}
	p := &phone{client: h.as(""), person: h.Noted("Ondina", "Scarpa", "+390412345678"), door: base64.RawURLEncoding.EncodeToString(door[:])}
	seed, sum := sha256.Sum256(append([]byte("willing/link/1"), secret[:]...)), sha256.Sum256(door[:])
	p.key = ed25519.NewKeyFromSeed(seed[:])
	h.Met(p.person)
	for _, err := range []error{
		h.Desk().Tell(t.Context(), h.As("ana"), p.person, desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}}),
		h.Desk().Link(t.Context(), h.As("cora", "tom"), p.person, p.key.Public().(ed25519.PublicKey), sum[:], false),
		h.Desk().Understand(t.Context(), h.As("ben"), p.person, casebook.Understanding{Heard: casebook.Points}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if asked {
		h.Pass(24 * time.Hour)
		if err := h.Desk().Offer(t.Context(), h.As("ana", "ben"), p.person, casebook.Offer{Role: "crew"}); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func (p *phone) does(status int, on string, body any) got {
	p.t.Helper()
	return p.with("Willing-Door", p.door).does(status, on, body)
}

// signs drafts an act, looks whether it binds what was chosen, signs it and sends it.
func (p *phone) signs(status int, key ed25519.PrivateKey, act map[string]any) got {
	p.t.Helper()
	act["key"] = []byte(key.Public().(ed25519.PublicKey))
	var draft api.OwnToSign
	if err := json.Unmarshal(p.does(http.StatusOK, "POST /own/drafts", act).Raw, &draft); err != nil {
		p.t.Fatal(err)
	}
	sum := sha256.Sum256(append(slices.Clone(draft.Salt), draft.Content...))
	if !bytes.Contains(draft.Message, sum[:]) {
		p.t.Error("what is to be signed does not bind its content")
	}
	delete(act, "key")
	act["held"], act["signature"] = draft.Held, ed25519.Sign(key, draft.Message)
	return p.does(status, "POST /own/acts", act)
}

// TestAPersonsOwnProgramGoesTheWholeWay from opening the link to coming back after having left.
func TestAPersonsOwnProgramGoesTheWholeWay(t *testing.T) {
	p := handed(t, true)
	shown := p.does(http.StatusOK, "GET /own", nil)
	if shown.Body["asked"] != "crew" || shown.Body["language"] != "it" || len(shown.Body["order"].([]any)) != 2 || shown.Body["why"] == nil {
		t.Errorf("the link opens %s", shown.Raw)
	}
	text := p.does(http.StatusOK, "GET /own/text?language=it", nil)
	parts := text.Body["parts"].([]any)
	if first := parts[0].(map[string]any); len(parts) < 10 || first["id"] != "cost" || first["body"] == "" || !strings.Contains(string(text.Raw), `"no_return":true`) {
		t.Errorf("the text is %.300s", text.Raw)
	}
	p.does(http.StatusConflict, "POST /own/acts", map[string]any{"act": "answer", "answer": "yes"})
	_, receipt, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p.signs(http.StatusNoContent, p.key, map[string]any{"act": "answer", "answer": "yes", "language": "it", "receipt": []byte(receipt.Public().(ed25519.PublicKey))})
	if s := p.h.Shows(p.person); s.Yes == nil || s.Yes.Grade != casebook.GradeOwnDevice {
		t.Fatalf("the yes is not from their own device: %+v", s.Yes)
	}
	given := p.does(http.StatusOK, "GET /own", nil).Body["answers"].([]any)[0].(map[string]any)
	kept := p.does(http.StatusOK, "GET /own/receipts/"+given["code"].(string), nil)
	if kept.Body["answer"] != "yes" || kept.Body["version"] != 1.0 || kept.Body["stop"] != "https://house.example/stop" {
		t.Errorf("the receipt says %s", kept.Raw)
	}
	p.signs(http.StatusNoContent, p.key, map[string]any{"act": "number", "yes": true})
	p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "correct", "correct": map[string]any{"town": "Venezia", "phone": "+39 041 999 8877"}})
	call := casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true}
	if err := p.h.Desk().Call(t.Context(), p.h.As("sara"), p.person, call); err != nil { // before that, a receipt of a yes opens nothing
		t.Fatal(err)
	}
	p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "leave"})
	p.h.Stands(p.person, casebook.StageLeftAlone)
	p.signs(http.StatusNoContent, receipt, map[string]any{"act": "return"})
	if p.h.Shows(p.person).Alone {
		t.Error("the receipt's key did not open the way back")
	}
	if file := p.does(http.StatusOK, "GET /own/file", nil); file.Head.Get("Content-Type") != "application/zip" || string(file.Raw) != "PK in it" {
		t.Errorf("the file is %s %q", file.Head.Get("Content-Type"), file.Raw)
	}
	if looked := p.does(http.StatusOK, "GET /own", nil); looked.Body["looks"] == nil || !strings.Contains(string(looked.Raw), "Venezia") {
		t.Errorf("nobody looked, or nothing is held: %s", looked.Raw)
	}
	p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "erase"})
	if hidden := p.does(http.StatusOK, "GET /own", nil); strings.Contains(string(hidden.Raw), "Venezia") {
		t.Errorf("after the erasure was asked for: %s", hidden.Raw)
	}
}

// TestNobodyElsesProgramMakesTheYes: not by the door alone, not with another key, not with another choice.
func TestNobodyElsesProgramMakesTheYes(t *testing.T) {
	p := handed(t, true)
	_, stranger, _ := ed25519.GenerateKey(rand.Reader)
	yes := func() map[string]any { return map[string]any{"act": "answer", "answer": "yes"} }
	p.does(http.StatusConflict, "POST /own/acts", yes())
	p.signs(http.StatusConflict, stranger, yes())
	later := map[string]any{"act": "answer", "answer": "not-now", "key": []byte(p.key.Public().(ed25519.PublicKey))}
	var toSign api.OwnToSign
	_ = json.Unmarshal(p.does(http.StatusOK, "POST /own/drafts", later).Raw, &toSign)
	swapped := yes()
	swapped["held"], swapped["signature"] = toSign.Held, ed25519.Sign(p.key, toSign.Message)
	p.does(http.StatusConflict, "POST /own/acts", swapped)
	swapped["held"] = "x" + toSign.Held
	p.does(http.StatusUnprocessableEntity, "POST /own/acts", swapped)
	p.h.Stands(p.person, casebook.StageOffered)
}

// TestNoPINStandsBeforeANo: behind a PIN nothing is shown, and whoever has the door still says no, stop and leave.
func TestNoPINStandsBeforeANo(t *testing.T) {
	p := handed(t, true)
	p.does(http.StatusUnprocessableEntity, "PUT /own/pin", map[string]any{"pin": "4711", "signature": make([]byte, 64)})
	said := "willing/pin/1\x00" + p.door + "\x00" + p.does(http.StatusOK, "GET /own/pin", nil).Body["ask"].(string) + "\x004711"
	p.does(http.StatusOK, "PUT /own/pin", map[string]any{"pin": "4711", "signature": ed25519.Sign(p.key, []byte(said))})
	for _, on := range []string{"GET /own", "GET /own/text", "GET /own/file", "GET /own/pin", "POST /own/drafts"} {
		var body any
		if !strings.HasPrefix(on, "GET") {
			body = map[string]any{"pin": "", "act": "stop", "key": []byte{}}
		}
		if out := p.with("Willing-Door", p.door).sends(on, body); out.Code != http.StatusUnauthorized || out.Body["kind"] != "pin-wanted" {
			t.Errorf("%s behind a PIN: %d %s", on, out.Code, out.Raw)
		}
	}
	p.does(http.StatusUnauthorized, "POST /own/acts", map[string]any{"act": "erase"})
	p.does(http.StatusUnprocessableEntity, "POST /own/entry", map[string]any{"pin": "1234"})
	pass := p.does(http.StatusOK, "POST /own/entry", map[string]any{"pin": "4711"}).Body["pass"].(string)
	p.with("Willing-Pass", pass)
	p.does(http.StatusOK, "GET /own", nil)
	p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "answer", "answer": "no"})
	p.h.Stands(p.person, casebook.StageLeftAlone)
}

// TestOnlyWhoMadeAStopUndoesIt: neither the address nor the key of the link is enough, since others may have them.
func TestOnlyWhoMadeAStopUndoesIt(t *testing.T) {
	p := handed(t, true)
	slip := p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "stop"}).Head.Get("Willing-Slip")
	p.does(http.StatusConflict, "POST /own/acts", map[string]any{"act": "undo"})
	if other := p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "stop"}).Head.Get("Willing-Slip"); other == slip {
		t.Fatal("two stops are undone by one word")
	}
	p.does(http.StatusConflict, "POST /own/acts", map[string]any{"act": "undo", "slip": slip})
	p.h.Stands(p.person, casebook.StageLeftAlone)
	p.h.Pass(2 * time.Minute)
	slip = p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "stop"}).Head.Get("Willing-Slip")
	p.does(http.StatusNoContent, "POST /own/acts", map[string]any{"act": "undo", "slip": slip})
	p.h.Stands(p.person, casebook.StageLeftAlone) // by the stops before
}

// setsPIN puts a PIN before the link with the link's own key; opened is what came for an earlier one.
func (p *phone) setsPIN(pin, opened string) (pass string) {
	p.with("Willing-Pass", opened)
	said := "willing/pin/1\x00" + p.door + "\x00" + p.does(http.StatusOK, "GET /own/pin", nil).Body["ask"].(string) + "\x00" + pin
	p.with("Willing-Pass", opened)
	return p.does(http.StatusOK, "PUT /own/pin", map[string]any{"pin": pin, "signature": ed25519.Sign(p.key, []byte(said))}).Body["pass"].(string)
}

// TestWhatAnEarlierPINOpenedIsShutBehindTheNext: whoever came before there was a PIN, or knew the one before, is asked.
func TestWhatAnEarlierPINOpenedIsShutBehindTheNext(t *testing.T) {
	p := handed(t, true)
	before := p.does(http.StatusOK, "POST /own/entry", map[string]any{"pin": ""}).Body["pass"].(string)
	first := p.setsPIN("4711", "")
	second := p.setsPIN("0815", first)
	for _, pass := range []string{before, first} {
		p.with("Willing-Pass", pass).with("Willing-Door", p.door)
		if out := p.sends("GET /own", nil); out.Code != http.StatusUnauthorized {
			t.Errorf("a pass from before the PIN opens what is behind it: %d", out.Code)
		}
	}
	p.with("Willing-Pass", second)
	p.does(http.StatusOK, "GET /own", nil)
}

// TestLinksThatOpenNothingAreToldAlike: guessed, malformed, respelled and expired ones, for every operation.
func TestLinksThatOpenNothingAreToldAlike(t *testing.T) {
	p := handed(t, false)
	last := p.door[len(p.door)-1]
	doors := []string{"", "nonsense", base64.RawURLEncoding.EncodeToString(make([]byte, 16)), p.door[:len(p.door)-1] + string(last+1)}
	want := p.client.does(http.StatusNotFound, "GET /own", nil)
	ask := func(door string) {
		for _, o := range operations(p.h) {
			if !o.Own {
				continue
			}
			on := strings.ReplaceAll(o.On, "{code}", "0123456789abcdef")
			if out := p.with("Willing-Door", door).sends(on, ownBodies[o.ID]); string(out.Raw) != string(want.Raw) {
				t.Errorf("%s with the door %q: %d %s", o.ID, door, out.Code, out.Raw)
			}
		}
	}
	for _, door := range doors {
		ask(door)
	}
	p.h.Pass(91 * 24 * time.Hour)
	ask(p.door)
}

// ownBodies are good requests for a person's own operations.
var ownBodies = map[string]any{
	"act-own": `{"act":"answer","answer":"not-now"}`, "draft-own": `{"act":"remark","text":"tired","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`,
	"enter-own": `{"pin":"4711"}`, "set-pin": `{"pin":"4711","signature":""}`,
}
