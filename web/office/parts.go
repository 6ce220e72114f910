package office

import (
	"slices"
	"strings"

	"willing/casebook"
	"willing/web"
)

// option is one choice of a list: what the form sends, and what people read.
type option struct{ Value, Label string }

// stages are all stages in the order of the way.
var stages = []casebook.Stage{
	casebook.StageSetAside, casebook.StageNoted, casebook.StageApproached, casebook.StageInterviewed, casebook.StageAssessed,
	casebook.StageTold, casebook.StageUnderstood, casebook.StageOffered, casebook.StageProvisional, casebook.StageEffective,
	casebook.StageNotNow, casebook.StageLapsed, casebook.StageNotTaken, casebook.StageLeftAlone, casebook.StageHidden, casebook.StageErased, casebook.StageUnknown,
}

// shapes says by which shape a stage is known at a glance: full is settled as a yes, half is under way,
// the dash has ended, the ring has not begun.
var shapes = map[casebook.Stage]string{
	casebook.StageEffective: "yes", casebook.StageNoted: "", casebook.StageSetAside: "",
	casebook.StageNotNow: "off", casebook.StageLapsed: "off", casebook.StageNotTaken: "off", casebook.StageLeftAlone: "off",
	casebook.StageHidden: "off", casebook.StageErased: "off", casebook.StageAsk: "off", casebook.StageUnknown: "off",
}

// shape is the class of a stage's shape.
func shape(s casebook.Stage) string {
	if class, ok := shapes[s]; ok {
		return class
	}
	return "half"
}

func stageWord(p *web.Page, s casebook.Stage) string { return p.T("office.stage." + string(s)) }

// territories are the programme's territories that the visitor may look into, as choices.
func territories(p *web.Page) []option {
	out := everywhere(p)
	if local(p.Visitor) {
		out = slices.DeleteFunc(out, func(o option) bool { return !slices.Contains(p.Visitor.Territories, o.Value) })
	}
	return out
}

// everywhere are all territories of the programme, on a device those that it carries, as choices. They are named once the house is let go: whoever asks for it a
// second time while somebody wants to write waits for ever.
func everywhere(p *web.Page) (out []option) {
	var all []string
	p.Desk.House(func(h *casebook.House) { all = areas(h) })
	for _, id := range all {
		if p.Desk.Carries(id) {
			out = append(out, option{id, place(p, id)})
		}
	}
	return out
}

// offered reports whether each value is one of the choices that a form offers.
func offered(choices []option, values ...string) bool {
	return !slices.ContainsFunc(values, func(v string) bool {
		return !slices.ContainsFunc(choices, func(o option) bool { return o.Value == v })
	})
}

// local reports whether somebody sees the people of their own teams' territories alone.
func local(v *web.Visitor) bool {
	return !v.Wears(casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Auditor, casebook.Administrator)
}

// nameOf is what a page calls a person.
func nameOf(p *web.Page, who casebook.Particulars) string {
	for _, name := range []string{who.Full, strings.TrimSpace(who.Given + " " + who.Family), who.Latin} {
		if name != "" {
			return name
		}
	}
	if len(who.Emails) > 0 {
		return who.Emails[0]
	}
	return p.T("office.no-name")
}

// date reads a day, a month or a year as somebody types it: 2001-05-09, 2001-05, 2001, "about 2001".
func date(typed string) (casebook.Date, bool) {
	var d casebook.Date
	if typed == "" {
		return d, true
	}
	rest, about := strings.CutPrefix(typed, "about ")
	d.About = about
	for i, part := range strings.Split(rest, "-") {
		n := 0
		for _, r := range part {
			if r < '0' || r > '9' {
				return casebook.Date{}, false
			}
			n = n*10 + int(r-'0')
		}
		if i > 2 || len(part) != []int{4, 2, 2}[i] {
			return casebook.Date{}, false
		}
		*[]*int{&d.Year, &d.Month, &d.Day}[i] = n
	}
	return d, real(d)
}

// real reports whether a calendar has the date.
func real(d casebook.Date) bool {
	parts := []int{d.Year, max(d.Month, 1), max(d.Day, 1)}
	return d.Year >= 1900 && d.Year <= 9999 && parts[1] <= 12 && parts[2] <= 31
}
