package programme

import (
	"fmt"
	"slices"
	"strings"

	"willing/casebook"
)

// Summary says for people what the programme is, in a dozen lines.
func (f *Folder) Summary() string {
	p := &f.Programme
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s), version %d, of %s\n\n", p.Name, p.ID, p.Version, p.Organisation)
	row := func(title string, values ...string) { fmt.Fprintf(&b, "%-13s %s\n", title, strings.Join(values, ", ")) }
	row("Languages", p.Languages...)
	for _, role := range p.Roles {
		d, _ := f.Disclosure(role.ID)
		duty := "no hazardous duty"
		if role.Hazardous {
			duty = "hazardous duty"
		}
		row("Role", fmt.Sprintf("%s: from %d years, %s; disclosure version %d, cost page %s",
			role.ID, role.MinimumAge, duty, d.Version, costWords(d)))
		row("Reading ease", costEase(d)...)
	}
	var places, outside []string
	for _, t := range p.Territories {
		name := t.ID
		if !slices.Equal(t.Countries, []string{t.ID}) {
			name += fmt.Sprintf(" (%s)", strings.Join(t.Countries, " "))
		}
		places = append(places, name)
	}
	row("Territories", places...)
	for _, i := range f.Instruments {
		row("Instrument", fmt.Sprintf("%s: opens at %s, %s", i.ID, i.Stage, count(len(i.Form.Questions), "question")))
	}
	row("Hats", f.Hats...)
	row("Outside body", p.OutsideBody)
	usual := map[string]any{}
	set := map[string]any{}
	remarshal(casebook.DefaultLimits(), &usual)
	remarshal(p.Limits, &set)
	for key, value := range set {
		if value != usual[key] {
			outside = append(outside, fmt.Sprintf("%s %v (usually %v)", key, value, usual[key]))
		}
	}
	slices.Sort(outside)
	if len(outside) == 0 {
		outside = []string{"as in the law"}
	}
	row("Limits", outside...)
	return b.String()
}

// costWords says how long the cost page is in each language: at most casebook.CostWords.
func costWords(d Disclosure) string {
	var out []string
	for _, t := range d.Texts {
		out = append(out, fmt.Sprintf("%s %d", t.Language, casebook.Words(t.Cost)))
	}
	return strings.Join(out, ", ") + " words"
}

// costEase says how easily the cost page reads in each language that has a formula: see [Ease].
func costEase(d Disclosure) []string {
	var out []string
	for _, t := range d.Texts {
		ease, ok := Ease(t.Language, t.Cost)
		switch {
		case !ok:
			out = append(out, t.Language+" no formula")
		case ease < Plain:
			out = append(out, fmt.Sprintf("%s %d (hard: plain is %d or more)", t.Language, ease, Plain))
		default:
			out = append(out, fmt.Sprintf("%s %d", t.Language, ease))
		}
	}
	return out
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
