package person_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
)

// toldHealth is somebody who said yes and answered the form for the doctor, by a link that is theirs alone.
func toldHealth(t *testing.T) *holder {
	p := handed(t, true)
	p.does(map[string]any{"act": "answer", "answer": "yes", "receipt": base64.StdEncoding.EncodeToString(p.key("x", nil).Public().(ed25519.PublicKey))})
	p.tells("ask me about 2019")
	return p
}

func (p *holder) tells(anything string) {
	p.t.Helper()
	p.does(map[string]any{"act": "form", "form": "health-declaration", "answers": map[string]string{"heart": "yes", "anything_else": anything}})
}

// present counts the forms for the doctor whose content is still there.
func (p *holder) present() (n int) {
	for _, f := range p.h.Shows(p.id).Facts {
		if b, ok := f.Body.(*casebook.Form); ok && b.Instrument == "health-declaration" {
			n++
		}
	}
	return n
}

func (p *holder) tidies() {
	p.t.Helper()
	_, err := p.h.Desk().Tidy(p.t.Context())
	must(p.t, err)
}

// TestTheySeeCorrectAndTakeBackWhatTheyToldForTheDoctor, and what they took back goes (G03, G27).
func TestTheySeeCorrectAndTakeBackWhatTheyToldForTheDoctor(t *testing.T) {
	p := toldHealth(t)
	form := p.at("/form/health-declaration?lang=en")
	if page := p.Gets(form); !page.Has("ask me about 2019") || !page.Has("checked") || !page.Has("Take back what I told") {
		t.Errorf("they do not see what they told:\n%s", page.Body)
	}
	if page := p.Gets(p.at("/mine?lang=en")); !page.Has("/form/health-declaration") {
		t.Error("among their answers it is not found")
	}
	p.tells("nothing, really")
	if page := p.Gets(form); page.Has("2019") || !page.Has("nothing, really") {
		t.Error("what they corrected stands as it was")
	}
	told, err := p.h.Desk().Health(t.Context(), p.h.As("tom"), p.id)
	if err != nil || len(told) != 1 || told[0].Answers["anything_else"] != "nothing, really" {
		t.Errorf("the trainer reads %+v, %v", told, err)
	}
	if page := p.Gets(p.at("/held?lang=en")); !page.Has("what you told for the doctor") {
		t.Error("who read it stands nowhere")
	}
	if page := p.Posts(p.at("/act"), "act", "take-back", "form", "health-declaration"); page.Code != http.StatusConflict {
		t.Errorf("a plain form took it back: %d", page.Code)
	}
	p.does(map[string]any{"act": "take-back", "form": "health-declaration"})
	if page := p.Gets(form); page.Has("really") || page.Has("Take back") {
		t.Error("what they took back is shown")
	}
	if told, err = p.h.Desk().Health(t.Context(), p.h.As("tom"), p.id); err != nil || len(told) != 0 {
		t.Errorf("the trainer reads what was taken back: %+v, %v", told, err)
	}
	if p.tidies(); p.present() != 2 {
		t.Errorf("%d are left before the time", p.present())
	}
	p.h.Pass(73 * time.Hour)
	if p.tidies(); p.present() != 0 {
		t.Errorf("%d are left after the time", p.present())
	}
	if p.h.Shows(p.id).Yes == nil {
		t.Error("their yes went with it")
	}
}

// TestWhatWasToldForTheDoctorEndsWithTheYes: whoever leaves is read by nobody any more, and what they told goes.
func TestWhatWasToldForTheDoctorEndsWithTheYes(t *testing.T) {
	p := toldHealth(t)
	p.Posts(p.at("/act"), "act", "leave")
	if told, err := p.h.Desk().Health(t.Context(), p.h.As("cora"), p.id); err != nil || len(told) != 0 {
		t.Errorf("it is read after they left: %+v, %v", told, err)
	}
	p.h.Pass(73 * time.Hour)
	if p.tidies(); p.present() != 0 {
		t.Error("it outlives the yes")
	}
}

// TestByASeenLinkItIsTakenBackUnread: the team may hold such a link, and reads nothing by it.
func TestByASeenLinkItIsTakenBackUnread(t *testing.T) {
	p := toldHealth(t)
	door, secret := [16]byte{9, 9}, []byte("drawn on the team's own screen")
	sum, drawn := sha256.Sum256(door[:]), p.key("willing/link/1", secret)
	must(t, p.h.Desk().Link(t.Context(), p.h.As("cora"), p.id, drawn.Public().(ed25519.PublicKey), sum[:], true))
	p.door = base64.RawURLEncoding.EncodeToString(door[:])
	if page := p.Gets(p.at("/form/health-declaration?lang=en")); page.Has("2019") || page.Has("checked") || !page.Has("one of us has seen this link") || !page.Has("Take back what I told") {
		t.Errorf("by a link that one of us has seen:\n%s", page.Body)
	}
	if told, err := p.h.Desk().OwnHealth(t.Context(), desk.Own(p.id, desk.ByLink(drawn.Public().(ed25519.PublicKey)))); err != nil || len(told) > 0 {
		t.Errorf("the desk gives it: %v", err)
	}
	if code, said := p.signs(drawn, map[string]any{"act": "take-back", "form": "health-declaration"}, nil); code != http.StatusOK {
		t.Errorf("not taken back: %v", said)
	}
	if told, _ := p.h.Desk().Health(t.Context(), p.h.As("cora"), p.id); len(told) != 0 {
		t.Error("it is read on")
	}
}
