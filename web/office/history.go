package office

import (
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// entry is one line of a person's history.
type entry struct {
	At                         time.Time
	What, Detail, Who, Arrived string
	Shape, Standing, Ref       string // Ref names an event that needs a look
	Reasons                    []missing
	Scan                       string // where a picture of a signed page is fetched
}

// standingShape is the shape of each standing.
var standingShape = map[casebook.Standing]string{
	casebook.Counts: "yes", casebook.Pending: "half", casebook.Irregular: "look", casebook.Overruled: "off", casebook.Withheld: "off",
}

// history lists everything that was recorded, the newest first, with what it is worth and why.
func history(p *web.Page, found *desk.Person) []entry {
	var out []entry
	names := names(p, found.Facts)
	for i := len(found.Facts) - 1; i >= 0; i-- {
		f := found.Facts[i]
		e := entry{At: f.Commit.At, What: what(p, found, f), Detail: detail(p, f), Who: names[f.Commit], Shape: standingShape[f.Standing],
			Standing: p.T("office.standing." + string(f.Standing)), Scan: scanPath(found.Records[0], f)}
		if f.Settled && f.Standing == casebook.Irregular {
			e.Shape, e.Standing = "off", p.T("office.standing.settled")
		}
		for _, l := range f.Lacks {
			e.Reasons = append(e.Reasons, missing{Say: reason(p, found, l), Gate: l.Gate})
		}
		if late := f.Commit.Arrived.Sub(f.Commit.At); late > time.Hour {
			e.Arrived = p.Moment(f.Commit.Arrived)
		}
		out = append(out, e)
	}
	return out
}

// names says of each commit who stands behind it: whoever acted, and the witnesses.
func names(p *web.Page, facts []*casebook.Fact) map[*casebook.Commit]string {
	out := map[*casebook.Commit]string{}
	p.Desk.House(func(h *casebook.House) {
		for _, f := range facts {
			c := f.Commit
			if out[c] != "" {
				continue
			}
			who := []string{said(p, desk.NameOf(h, c))}
			for _, w := range c.Witnesses {
				if s, ok := h.StaffAt(w.Who, c.Seen); ok {
					who = append(who, s.Name)
				}
			}
			out[c] = strings.Join(who, ", ")
		}
	})
	return out
}

// said says a name that is none in the language of the page.
func said(p *web.Page, name string) string {
	switch name {
	case "headquarters", "a device", "a stranger", "the person", "somebody unknown here":
		return p.T("office.name." + strings.ReplaceAll(name, " ", "-"))
	}
	return name
}

// what calls an event by its name.
func what(p *web.Page, found *desk.Person, f *casebook.Fact) string {
	if found.IsForDoctor(f) {
		return nameOfEvent(p, "health") // no interview: they answered it themselves
	}
	return nameOfEvent(p, f.Type)
}

// nameOfEvent is the name of a sort of event.
func nameOfEvent(p *web.Page, eventType string) string {
	key := "office.event." + eventType
	if eventType == "" || !p.Words.Has("en", key) {
		return p.T("office.event.unknown")
	}
	return p.T(key)
}

// detail is what an event says beyond its kind, in few words; "" if nothing.
func detail(p *web.Page, f *casebook.Fact) string {
	switch b := f.Body.(type) {
	case *casebook.Lead:
		return listed(b.Source, b.Place)
	case *casebook.Approach:
		return p.T("office.approach."+b.Outcome) + "."
	case *casebook.Delivered:
		return p.T("office.told", "version", b.Version, "language", p.Own(b.Language)) + " " + p.T("office.told."+b.Cost)
	case *casebook.Understanding:
		points := make([]string, len(b.Heard))
		for i, point := range b.Heard {
			points[i] = p.T("office.point." + point)
		}
		return strings.Join(points, p.T("semicolon"))
	case *casebook.Answer:
		return answered(p, b) + ". " + p.T("office.method."+methodOf(f, b))
	case *casebook.Form:
		return formName(p, b.Instrument)
	case *casebook.Age:
		return p.Date(b.Born)
	case *casebook.Judgement:
		return p.T("office.verdict."+b.Verdict) + ": " + b.Reason
	case *casebook.Call:
		return called(p, b)
	case *casebook.Permission:
		return p.T("office.permission."+b.Question) + ": " + yesNo(p, b.Yes)
	case *casebook.Update:
		return yesNo(p, b.Continue)
	case *casebook.Selection:
		return yesNoOf(p, b.Taken, "office.taken", "office.not-taken") + ": " + b.Reason
	case *casebook.Remark:
		return b.Text
	case *casebook.Settling:
		return b.Note
	case *casebook.Check:
		return yesNoOf(p, b.Clear, "office.check.clear", "office.check.not-clear")
	}
	return ""
}

func answered(p *web.Page, b *casebook.Answer) string {
	out := p.T("office.answer." + b.Answer)
	if b.Answer == "no" && b.Covers != "" {
		out += ", " + p.T("office.covers."+b.Covers)
	}
	if !b.Until.IsZero() {
		out += ", " + p.T("office.until") + " " + p.Date(b.Until)
	}
	return out
}

// methodOf is how an answer was given. Before there was a word for what somebody said to one of us, that stood as given on
// a phone turned round; but then only one of us was there.
func methodOf(f *casebook.Fact, b *casebook.Answer) string {
	us := len(f.Commit.Witnesses)
	if who := f.Commit.Actor.Who; !who.IsZero() && who != f.Commit.Subject {
		us++
	}
	if b.Method == "turned" && us < 2 {
		return "alone"
	}
	return b.Method
}

func called(p *web.Page, b *casebook.Call) string {
	switch {
	case !b.Reached:
		return p.T("office.call.not-reached")
	case !b.ToldCost || !b.FeltFree:
		return p.T("office.call.worry")
	case !b.Alone:
		return p.T("office.call.not-alone")
	}
	return p.T("office.call.good")
}

func yesNo(p *web.Page, yes bool) string { return yesNoOf(p, yes, "office.yes", "office.no") }

func yesNoOf(p *web.Page, yes bool, yesKey, noKey string) string {
	if yes {
		return p.T(yesKey)
	}
	return p.T(noKey)
}

// listed joins what is there.
func listed(parts ...string) string {
	var out []string
	for _, part := range parts {
		if part != "" {
			out = append(out, part)
		}
	}
	return strings.Join(out, ", ")
}
