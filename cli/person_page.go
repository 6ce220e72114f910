package cli

import (
	"strings"

	"willing/casebook"
	"willing/desk"
)

func nameOf(who casebook.Particulars) string {
	if who.Full != "" {
		return who.Full
	}
	return strings.TrimSpace(who.Given + " " + who.Family)
}

// factsAbout is who a person is and where they stand.
func factsAbout(person *desk.Person) [][2]string {
	who := person.Particulars
	facts := append([][2]string{{"name", nameOf(who)}}, birthsOf(person)...)
	return append(facts, [][2]string{
		{"phone", strings.Join(who.Phones, ", ")},
		{"e-mail", strings.Join(who.Emails, ", ")}, {"town", who.Town}, {"country", who.Country}, {"language", who.Language},
		{"skills", who.Skills}, {"remarks", who.Remarks}, {"territory", person.Territory},
		{"stands at", standsAt(person)},
	}...)
}

// standsAt is a person's stage, and since when, as far as whoever asks may know.
func standsAt(person *desk.Person) string {
	out := inWords(stageWords, person.Stage)
	if !person.Since.IsZero() {
		out += ", since " + when(person.Since) + " UTC"
	}
	return out
}

// birthsOf are the birth dates on record, each with what it rests on: the one that decides (G08), then the others, and why these do not.
func birthsOf(person *desk.Person) (out [][2]string) {
	for _, b := range person.Births {
		said := b.Born.String() + ", " + inWords(bornWords, b.Rests)
		if b.Decides {
			out = append(out, [2]string{"born", said})
			continue
		}
		out = append(out, [2]string{"born, noted too", said + "; does not decide: " + b.Why.Say})
	}
	return out
}

// facts prints names and values, and leaves out what is empty.
func (p *page) facts(facts [][2]string) {
	for _, f := range facts {
		if f[1] != "" {
			p.line("%s\t%s", f[0], f[1])
		}
	}
}

// gate is the rule behind a sentence, for whoever wants to look it up.
func gate(l casebook.Lack) string {
	if l.Gate == "" {
		return ""
	}
	return " (" + l.Gate + ")"
}

// lacks prints what is missing, and what to type.
func (p *page) lacks(heading string, id casebook.ID, lacks []casebook.Lack) {
	for _, l := range lacks {
		p.line("%s\t%s%s", heading, l.Say, gate(l))
		if command := remedies[l.Key]; command != "" {
			p.line("\t%s", about(command, id))
		}
		heading = ""
	}
}

// showWay prints what stands against going on, or what comes next and what is missing for it.
func showWay(p *page, id casebook.ID, person *desk.Person, others map[casebook.ID]string) {
	for _, m := range person.Matches {
		p.line("perhaps\t%s", matched(m, others))
		if !m.Elsewhere {
			p.line("\t%s", about(toReview, id))
		}
	}
	if person.Erasure.Asked && !person.Erasure.Done {
		p.line("erasure\t%s", dueErasure(person.Erasure))
	}
	if irregular(person) {
		p.line("needs a look\t%s", about("willing person history PERSON", id))
	}
	if person.Alone {
		p.line("contact\t%s", casebook.NeutralRefusal)
		return
	}
	if y := person.Yes; y != nil {
		p.line("said yes to\t%s, text version %d, language %s; evidence: %s", y.Role, y.Version, y.Language, y.Grade)
		if y.GoesOn > 0 {
			p.line("goes on with\tversion %d, told since; said so on %s", y.GoesOn, y.WentOn.UTC().Format("2 January 2006"))
		}
		if y.ToldAgain > 0 {
			p.line("told again\tversion %d of the text waits for their answer", y.ToldAgain)
			p.line("\t%s", about("willing update PERSON go-on", id))
		}
		p.lacks("waits for", id, y.WaitsFor)
		return
	}
	showNext(p, id, person)
}

func showNext(p *page, id casebook.ID, person *desk.Person) {
	next := nextAfter[person.Stage]
	if next == "" {
		return
	}
	lacks := lacking(person, next)
	if len(lacks) == 0 {
		p.line("next\t%s", acts[next].do)
		p.line("\t%s", about(acts[next].command, id))
	}
	p.lacks("next", id, lacks)
	if !tooEarly(person, next) && (next == casebook.DisclosureDelivered || next == casebook.UnderstandingHeard) {
		p.lacks("before asking", id, beforeAsking(person.Next))
	}
}

func irregular(person *desk.Person) bool {
	for _, f := range person.Facts {
		if f.Standing == casebook.Irregular {
			return true
		}
	}
	return false
}

// dueErasure says when an erasure is executed, or what it waits for.
func dueErasure(e casebook.ErasureState) string {
	if e.Due.IsZero() {
		return "asked for; it waits until two people stand behind it (willing erase confirm)"
	}
	return "asked for; executed after " + when(e.Due) + " UTC, unless it is denied (willing erase deny)"
}

// matched says in words whom a person may be.
func matched(m casebook.OpenMatch, others map[casebook.ID]string) string {
	if m.Elsewhere {
		return "somebody already known: headquarters decides, and what is kept where they stand"
	}
	if m.Marker {
		return "somebody who once said no, or was erased (" + m.Strength + " match)"
	}
	name := others[m.Other]
	if name == "" {
		name = "(no name is kept)"
	}
	return "the same as " + m.Other.String()[:6] + " " + name + " (" + m.Strength + " match)"
}
