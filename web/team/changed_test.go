package team_test

import (
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
	"willing/web"
	"willing/web/team"
)

// TestWhoSaidYesGoesOnOrLeavesOnThePhone: the text changed after the yes. The team tells the new one, turns the phone round,
// and the person says whether they go on; to leave takes nobody's key, and silence changes nothing (G16).
func TestWhoSaidYesGoesOnOrLeavesOnThePhone(t *testing.T) {
	for _, answer := range []string{"yes", "no"} {
		t.Run(answer, func(t *testing.T) {
			h := nodetest.New(t)
			v := h.Visits("ana", team.Routes, "ben")
			person := h.Noted("Maria", "Rossi", "+393331112233")
			h.SaysYes(person)
			path, turned := "/team/p/"+person.String(), web.TurnedPath(person)
			if page := v.Gets(path + "/turn"); page.To != path {
				t.Fatalf("nothing changed, and the phone can be turned round: %d", page.Code)
			}
			h.Rewrites("Un motore su dieci si rompe.")
			onPage(t, v.Gets(path), "tell the new text")
			if page := v.Gets(path + "/turn"); page.To != path {
				t.Errorf("they were not told, and the phone can be turned round: %d", page.Code)
			}
			told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
			if err := h.Desk().Tell(t.Context(), h.As("ana", "ben"), person, desk.Telling{Delivered: told}); err != nil {
				t.Fatal(err)
			}
			onPage(t, v.Gets(path), "do they go on?", path+"/turn")
			if page := h.Visits("ana", team.Routes).Gets(path + "/turn"); !page.Has("/unlock") {
				t.Errorf("one of the pair alone turns it round:\n%s", page.Body)
			}
			leads(t, v.Posts(path+"/turn"), "/turned/changed")
			page := bare(t, "what changed", v.Gets(turned+"/changed?in=it"))
			onPage(t, page, "Un motore su dieci", `data-answer="yes"`, `data-answer="no"`)
			if page := v.Posts(turned+"/changed", "in", "it"); !strings.Contains(page.To, "/done") || h.Shows(person).Yes.ToldAgain == 0 {
				t.Error("silence was an answer")
			}
			leads(t, v.Posts(turned+"/changed", "answer", answer, "in", "it"), "/turned/done")
			if answer == "no" {
				h.Stands(person, casebook.StageLeftAlone)
			} else if y := h.Shows(person).Yes; y == nil || y.ToldAgain != 0 {
				t.Errorf("they go on, and the yes is %+v", y)
			}
			leads(t, v.Posts(turned+"/changed", "answer", "no", "in", "it"), "/turned/done") // the same page once more
			if answer == "yes" && h.Shows(person).Alone {
				t.Error("what was answered was answered again")
			}
			h.Verifies()
		})
	}
}

// TestATalkTakesAKey: whoever only signed in is led to unlock before the talk, since a talk is noted with a key of their own (G01).
func TestATalkTakesAKey(t *testing.T) {
	h := nodetest.New(t)
	path := "/team/p/" + h.Noted("Nora", "Vento", "+393331110003").String()
	if page := h.Visits("ana", team.Routes).Gets(path + "/talk"); !page.Has("/unlock?after="+path+"/talk") || page.Has(`name="before"`) {
		t.Errorf("nothing leads to the key:\n%s", page.Body)
	}
	if page := h.Visits("ana", team.Routes, "ben").Gets(path + "/talk"); page.Has("/unlock") || !page.Has(`name="before"`) {
		t.Errorf("the key is there, and is asked for:\n%s", page.Body)
	}
}

// TestToGoOnTakesThePair: whoever unlocked alone records no 'I go on', and may still let somebody leave.
func TestToGoOnTakesThePair(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.SaysYes(person)
	h.Rewrites("Un motore su dieci si rompe.")
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
	if err := h.Desk().Tell(t.Context(), h.As("ana", "ben"), person, desk.Telling{Delivered: told}); err != nil {
		t.Fatal(err)
	}
	leads(t, v.Posts("/team/p/"+person.String()+"/turn"), "/turned/changed")
	v.Who.Pair = nil
	if page := v.Posts(web.TurnedPath(person)+"/changed", "answer", "yes", "in", "en"); page.Code < 400 || h.Shows(person).Yes.ToldAgain == 0 {
		t.Errorf("one alone recorded it: %d", page.Code)
	}
	leads(t, v.Posts(web.TurnedPath(person)+"/changed", "answer", "no", "in", "en"), "/turned/done")
	h.Stands(person, casebook.StageLeftAlone)
}

// TestTodayNamesWhoseYesRestsOnAnOldText: a yes in effect whose text changed since stands on the page of the team that has the
// person, as it stands on headquarters' list; and no more once they have said whether they go on (G16).
func TestTodayNamesWhoseYesRestsOnAnOldText(t *testing.T) {
	h := nodetest.New(t)
	v := h.Visits("ana", team.Routes, "ben")
	person := h.Noted("Maria", "Rossi", "+393331112233")
	h.SaysYes(person)
	h.Stands(person, casebook.StageEffective)
	if page := v.Gets("/team"); page.Has("Maria Rossi") {
		t.Error("whoever said yes and waits for nothing is called on")
	}
	h.Rewrites("Un motore su dieci si rompe.")
	onPage(t, v.Gets("/team"), "Maria Rossi", "Tell them the new one first", "/team/p/"+person.String())
	elsewhere := h.Visits("ana", team.Routes)
	elsewhere.Who.Territories = []string{"ES"}
	if page := elsewhere.Gets("/team"); page.Has("Maria Rossi") {
		t.Error("the page names somebody of another territory")
	}
	told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "paper"}
	if err := h.Desk().Tell(t.Context(), h.As("ana", "ben"), person, desk.Telling{Delivered: told}); err != nil {
		t.Fatal(err)
	}
	onPage(t, v.Gets("/team"), "Maria Rossi")
	if err := h.Desk().Update(t.Context(), h.As("ana", "ben"), person, true, nil); err != nil {
		t.Fatal(err)
	}
	if page := v.Gets("/team"); page.Has("Maria Rossi") {
		t.Error("they go on, and are called on all the same")
	}
}
