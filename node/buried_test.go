package node_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node/nodetest"
)

// Who said no is found again by what they were noted under, however much else a device notes of them.

// buries notes much of somebody on a device, under other names, with other numbers and other birth dates, by clocks that are long behind
// or well ahead.
func buries(h *nodetest.House, d *nodetest.Device, person casebook.ID) {
	h.T.Helper()
	var notes []journal.Commit
	for i, skew := range []time.Duration{-1000 * time.Hour, 8 * time.Minute} {
		d.Skew = skew
		for n := range 20 {
			name := string(rune('a'+n)) + string(rune('k'+i))
			p := casebook.Particulars{Given: strings.Repeat("Anna"+name+" ", 6), Family: "Bianchi" + name, Town: "Pisa" + name, Born: casebook.Date{Year: 1950 + n, Month: 5, Day: 1 + i}}
			for k := range 8 {
				p.Phones = append(p.Phones, fmt.Sprintf("+39348%d%02d%04d", i, n, k))
				p.Emails = append(p.Emails, fmt.Sprintf("a%d.%d.%d@example.org", i, n, k))
			}
			born := casebook.Age{Born: casebook.Date{Year: 1960 + n, Month: 7, Day: 1 + i}}
			notes = append(notes, d.Writes(nodetest.Form{Subject: person, Events: []casebook.Event{{Type: casebook.ParticularsNoted, Body: &p}}}),
				d.Writes(nodetest.Form{Subject: person, By: desk.Acting{Who: person}, Events: []casebook.Event{{Type: casebook.AgeStated, Body: &born}}}))
		}
	}
	h.Meets(notes...)
}

// buried are the ways to bury somebody; each says who is then to be recognised by whom a list names: by a name with a phone, or with a birth date.
var buried = map[string]func(h *nodetest.House, d *nodetest.Device) casebook.ID{
	"after they said stop": func(h *nodetest.House, d *nodetest.Device) casebook.ID {
		p := noted(h)
		stops(h, p)
		buries(h, d, p)
		return p
	},
	"before they said stop": func(h *nodetest.House, d *nodetest.Device) casebook.ID {
		p := noted(h)
		buries(h, d, p)
		stops(h, p)
		return p
	},
	"before headquarters noted how they are really called, and again": func(h *nodetest.House, d *nodetest.Device) casebook.ID {
		p := h.Noted("Anna", "Rossi", "+393490000099")
		buries(h, d, p)
		if err := h.Desk().Correct(h.T.Context(), h.As("cora"), p, vera, nil); err != nil {
			h.T.Fatal(err)
		}
		statesBirth(h, p)
		buries(h, d, p)
		stops(h, p)
		return p
	},
}

// noted is Vera: ana noted her name and her phone, and later when she was born.
func noted(h *nodetest.House) casebook.ID {
	h.T.Helper()
	p := h.Sighted(vera)
	statesBirth(h, p)
	return p
}

var verasBirth = casebook.Date{Year: 1988, Month: 3, Day: 9}

func statesBirth(h *nodetest.House, p casebook.ID) {
	h.T.Helper()
	if err := h.Desk().Age(h.T.Context(), h.As("ana"), p, casebook.Age{Born: verasBirth}); err != nil {
		h.T.Fatal(err)
	}
}

func stops(h *nodetest.House, p casebook.ID) {
	h.T.Helper()
	if err := h.Desk().Stop(h.T.Context(), h.As("ana"), p); err != nil {
		h.T.Fatal(err)
	}
}

// heldBack reports whether lists that name her, once with her phone and once with her birth date, bring her in no more.
func heldBack(h *nodetest.House) bool {
	h.T.Helper()
	byPhone, byBirth := vera, vera
	byPhone.Town = "Genova"
	byBirth.Phones, byBirth.Born = nil, verasBirth
	return h.TakesIn(byPhone).Became == desk.BecameHeldBack && h.TakesIn(byBirth).Became == desk.BecameHeldBack
}

func TestNobodyBuriesWhoSaidNo(t *testing.T) {
	for name, bury := range buried {
		t.Run(name, func(t *testing.T) {
			h := nodetest.New(t)
			bury(h, h.Device())
			if !heldBack(h) {
				t.Error("she said stop, and a list brings her in as somebody to meet")
			}
			h.Reopen()
			if !heldBack(h) {
				t.Error("she said stop, and after a restart a list brings her in as somebody to meet")
			}
			h.Verifies()
		})
	}
}
