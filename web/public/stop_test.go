package public_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/public"
)

func open(s *web.Site) []web.Route { return public.Routes(s, nil) }

func TestANumberIsStoppedAndTheAnswerIsTheSameForEveryNumber(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ondina", "Scarpa", "+390412345678")
	h.Met(person)
	stranger := h.Visits("", open)
	known := stranger.Posts("/stop", "number", "+39 041 234 5678")
	unknown := stranger.Posts("/stop", "number", "+39 041 999 0000")
	if known.Code != http.StatusOK || known.Body != unknown.Body {
		t.Errorf("a known number is answered otherwise: %d and %d", known.Code, unknown.Code)
	}
	if !h.Shows(person).Alone {
		t.Error("whoever has the number is not left alone")
	}
	for _, half := range []string{"0347 12", "+39 0347 12", "12", "hello"} {
		if page := stranger.Posts("/stop", "number", half); page.Code != http.StatusUnprocessableEntity || page.Has(`role="status"`) || !page.Has("This is no telephone number") {
			t.Errorf("%q is noted as if it were a number: %d", half, page.Code)
		}
	}
	for field, typed := range map[string]string{"number": "0347 12", "code": "a receipt"} {
		if page := stranger.Posts("/stop", field, typed); !page.Has(`value="` + typed + `"`) {
			t.Errorf("what was typed as a %s is not there to be put right", field)
		}
	}
	if known.Has("345 678") {
		t.Error("a number that was taken stands on the page")
	}
	for _, bad := range []string{"", "12", "hello", strings.Repeat("9", 400), "+39\u202e041"} {
		if page := stranger.Posts("/stop", "number", bad); page.Code >= 500 {
			t.Errorf("%q: %d", bad, page.Code)
		}
	}
}

func TestAReceiptsCodeStopsAndTellsWhetherTheAnswerArrived(t *testing.T) {
	h := nodetest.New(t)
	person := h.Noted("Ondina", "Scarpa", "+390412345678")
	link := h.SaysYes(person)
	_ = link
	code := ""
	for _, f := range h.Shows(person).Facts {
		if f.Type == casebook.AnswerGiven {
			code = f.Ref.Commit.String()[:16]
		}
	}
	stranger := h.Visits("", open)
	if page := stranger.Posts("/stop/arrived", "code", strings.ToUpper(code[:8]+" "+code[8:])); !page.Has("It is recorded") {
		t.Errorf("the answer has not arrived: %d", page.Code)
	}
	if page := stranger.Posts("/stop/arrived", "code", strings.Repeat("0", 16)); !page.Has("Not yet here") {
		t.Errorf("an unknown code: %d", page.Code)
	}
	if page := stranger.Posts("/stop/arrived", "code", "x"); page.Code != http.StatusUnprocessableEntity {
		t.Errorf("a code that is none: %d", page.Code)
	}
	if page := stranger.Posts("/stop", "code", code); page.Code != http.StatusOK || !h.Shows(person).Alone {
		t.Errorf("the code did not stop: %d", page.Code)
	}
}

// patience lets so many questions through.
type patience struct{ left, stops int }

func (p *patience) Ask(context.Context, string) error { return spend(&p.left) }

func (p *patience) Stop(context.Context, string) error { return spend(&p.stops) }

func spend(left *int) error {
	if *left--; *left < 0 {
		return errors.New("too many")
	}
	return nil
}

func TestWhoeverAsksTooOftenWaits(t *testing.T) {
	h := nodetest.New(t)
	stranger := h.Visits("", func(s *web.Site) []web.Route { return public.Routes(s, &patience{left: 1, stops: 1}) })
	stranger.Posts("/stop/arrived", "code", strings.Repeat("0", 16))
	if page := stranger.Posts("/stop/arrived", "code", strings.Repeat("1", 16)); page.Code != http.StatusTooManyRequests {
		t.Errorf("%d", page.Code)
	}
	if page := stranger.Posts("/stop", "number", "+393331112233"); page.Code != http.StatusOK {
		t.Errorf("whose network asked too often cannot say stop: %d", page.Code)
	}
	if page := stranger.Posts("/stop", "number", "+393331112233"); page.Code != http.StatusTooManyRequests {
		t.Errorf("whoever says stop for half the world waits for nothing: %d", page.Code)
	}
}

// TestANumberIsStoppedAsItIsWrittenAtHome: whoever writes their number as at home is left alone, in whichever country the
// programme works, also in an area of many; so is each of two numbers, and one with the zero that is dropped from abroad.
func TestANumberIsStoppedAsItIsWrittenAtHome(t *testing.T) {
	h := nodetest.New(t)
	for i, at := range []struct{ number, typed string }{
		{"+5511961234567", "(11) 96123-4567"},
		{"+306912345678", "691 234 5678"},
		{"+212612345678", "0612-345678"},
		{"+819012345678", "090-1234-5678"},
		{"+393331234567", "+39 (0)333 1234567"},
		{"+393387654321", "+39 041 999 0001 / +39 338 7654321"},
	} {
		person := h.Noted("Given"+string(rune('A'+i)), "Family"+string(rune('A'+i)), at.number)
		if page := h.Visits("", open).Posts("/stop", "number", at.typed); page.Code != http.StatusOK {
			t.Errorf("%s: %d", at.typed, page.Code)
		}
		if !h.Shows(person).Alone {
			t.Errorf("whoever writes %s for %s is not left alone", at.typed, at.number)
		}
	}
}

// TestANumberIsKeptBesideTheOneThatSomebodyHas: where a number may be one of two countries', and somebody here has it in
// the one, whoever has it in the other is not let in as new.
func TestANumberIsKeptBesideTheOneThatSomebodyHas(t *testing.T) {
	h := nodetest.New(t)
	known := h.Noted("Ondina", "Scarpa", "+393331234567")
	if page := h.Visits("", open).Posts("/stop", "number", "333 1234567"); page.Code != http.StatusOK {
		t.Fatalf("%d", page.Code)
	}
	if !h.Shows(known).Alone {
		t.Error("whoever has the number is not left alone")
	}
	later := h.TakesIn(casebook.Particulars{Given: "Yuto", Family: "Mori", Phones: []string{"+813331234567"}})
	if later.Became != desk.BecameSetAside || !later.No {
		t.Errorf("whoever has the number in another country came in as new: %s", later.Became)
	}
}

// TestNobodyHasThousandsOfNumbersTried: each piece of what is typed is read as of every country, so there are few.
func TestNobodyHasThousandsOfNumbersTried(t *testing.T) {
	h := nodetest.New(t)
	read := 0
	for _, typed := range []string{strings.Repeat("333 1234567/", 1000), strings.Repeat("1/", 50), strings.Repeat("9", 100_000)} {
		var in *casebook.Programme
		h.Desk().House(func(house *casebook.House) { in = house.Programme(house.Pos) })
		if got, err := desk.ReadNumbers(in, typed, "", func(string, string) string { read++; return "" }); err == nil {
			t.Errorf("%d numbers", len(got))
		}
		if page := h.Visits("", open).Posts("/stop", "number", typed); page.Code != http.StatusUnprocessableEntity {
			t.Errorf("%d", page.Code)
		}
	}
	if read > 0 {
		t.Errorf("%d readings were tried", read)
	}
}
