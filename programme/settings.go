package programme

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"willing/casebook"
)

const settingsFile = "programme.yaml"

// Stages of a case, in order. A programme may rename them in its words, not change them.
var Stages = []string{
	"lead", "approach", "interview", "assess", "tell", "understand", "offer", "answer", "reflection", "outside-call", "effective",
}

// Hats are what people of an organisation may be. A programme names those that it uses.
var Hats = []string{"scout", "mentor", "coordinator", "trainer", "safeguarding", "auditor", "administrator"}

// InstrumentStages say when an instrument opens. Health and background belong to after-yes (G03): no
// program can tell what a question is about, so whoever approves a programme looks at this.
var InstrumentStages = []string{"approach", "interview", "assess", "after-yes"}

// settings reads programme.yaml. False when roles or languages are unknown after it, so that nothing
// else is held against them.
func (l *loader) settings() bool {
	if !l.files[settingsFile] {
		l.faults.add(settingsFile, 0, "the file is missing", "write it: see examples/")
		return false
	}
	text, ok := l.plain(settingsFile)
	if !ok {
		return false
	}
	root, ok := readYAML(text, settingsFile, &l.faults)
	if !ok {
		return false
	}
	r := reader{settingsFile, &l.faults}
	r.table(root, []string{"id", "version", "name", "organisation", "languages", "roles", "territories"},
		"outside_body", "adviser", "headquarters", "hats", "stages", "instruments", "limits")
	l.identity(r, root)
	l.roles(r, root)
	l.territories(r, root)
	l.instrumentList(r, root)
	l.folder.Stages = r.chosen(root, "stages", Stages)
	l.hats(r, root)
	l.limits(r, root)
	return len(l.folder.Programme.Roles) > 0 && len(l.folder.Programme.Languages) > 0
}

func (l *loader) identity(r reader, root *node) {
	p := &l.folder.Programme
	p.ID = r.id(root, map[string]bool{})
	p.Name, p.Organisation = r.text(root, "name"), r.text(root, "organisation")
	var ok bool
	if p.Version, ok = r.number(root, "version"); ok && p.Version < 1 {
		r.blame(root.value["version"], "versions begin at 1", "write 1, and raise it with every publication")
	}
	for _, n := range r.words(root, "languages") {
		if remedy := languageRemedy(n.text); remedy != "" {
			r.blame(n, clip(n.text)+" is not the tag of a language", remedy)
		}
		p.Languages = append(p.Languages, n.text)
	}
	if n := root.value["outside_body"]; n != nil {
		l.outsideBody(r, n)
	} else {
		r.blame(root, "nobody outside takes a conduct report when nobody inside may: field work cannot open (G22)",
			"add outside_body: {name: …, contact: …}")
	}
	if n := root.value["adviser"]; n != nil {
		l.folder.Advice = r.outside(n)
	}
	if n := root.value["headquarters"]; n != nil {
		l.folder.Office = r.outside(n)
	}
}

func (r reader) outside(n *node) OutsideBody {
	n = r.table(n, []string{"name", "contact"})
	return OutsideBody{r.text(n, "name"), r.text(n, "contact")}
}

func (l *loader) outsideBody(r reader, n *node) {
	body := r.outside(n)
	l.folder.OutsideBody = body
	l.folder.Programme.OutsideBody = body.Name + ", " + body.Contact
}

func (l *loader) roles(r reader, root *node) {
	seen := map[string]bool{}
	for _, n := range r.items(root, "roles") {
		n = r.table(n, []string{"id", "minimum_age", "hazardous"})
		role := casebook.Role{ID: r.id(n, seen), Hazardous: r.flag(n, "hazardous")}
		age, ok := r.number(n, "minimum_age")
		switch {
		case ok && (age < 1 || age > 99):
			r.blame(n.value["minimum_age"], "an age that nobody recruits at", "write whole years, such as 18")
		case ok && age < 18 && role.Hazardous:
			r.blame(n.value["minimum_age"], "hazardous duty for people under 18 (G08)", "raise minimum_age to 18, or make the duty one without hazard")
		}
		role.MinimumAge = age
		if role.ID != "" {
			l.roleLine[role.ID] = n.line
			l.folder.Programme.Roles = append(l.folder.Programme.Roles, role)
		}
	}
}

func (l *loader) territories(r reader, root *node) {
	seen := map[string]bool{}
	for _, n := range r.items(root, "territories") {
		n = r.table(n, []string{"id"}, "countries")
		t := casebook.Territory{ID: r.text(n, "id")}
		if t.ID == "" {
			continue
		}
		if n.value["countries"] == nil {
			t.Countries = []string{t.ID}
			r.once(n, t.ID, seen)
			if remedy := countryRemedy(t.ID); remedy != "" {
				r.blame(n.value["id"], clip(t.ID)+" is not the code of a country", remedy+"; a named area needs countries: [..]")
			}
		} else {
			r.id(n, seen)
			t.Countries = r.countries(n)
		}
		l.folder.Programme.Territories = append(l.folder.Programme.Territories, t)
	}
}

func (r reader) countries(n *node) []string {
	var out []string
	for _, c := range r.words(n, "countries") {
		if remedy := countryRemedy(c.text); remedy != "" {
			r.blame(c, clip(c.text)+" is not the code of a country", remedy)
		}
		out = append(out, c.text)
	}
	return out
}

func (l *loader) instrumentList(r reader, root *node) {
	if root.value["instruments"] == nil {
		return
	}
	seen := map[string]bool{}
	for _, n := range r.items(root, "instruments") {
		n = r.table(n, []string{"id", "stage"})
		i := Instrument{ID: r.id(n, seen), Stage: r.text(n, "stage")}
		if i.Stage != "" && !slices.Contains(InstrumentStages, i.Stage) {
			r.blame(n.value["stage"], "instruments do not open at "+clip(i.Stage), instead(i.Stage, InstrumentStages))
		}
		if i.ID != "" {
			l.folder.Instruments = append(l.folder.Instruments, i)
			l.folder.Programme.Instruments = append(l.folder.Programme.Instruments, casebook.Instrument{ID: i.ID, Stage: i.Stage})
		}
	}
}

// chosen is a list out of a fixed set; all of the set when the key is absent.
func (r reader) chosen(root *node, key string, known []string) []string {
	if root.value[key] == nil {
		return known
	}
	var out []string
	for _, n := range r.words(root, key) {
		if !slices.Contains(known, n.text) {
			r.blame(n, clip(n.text)+" is none of the "+key, instead(n.text, known))
		}
		out = append(out, n.text)
	}
	return out
}

func (l *loader) hats(r reader, root *node) {
	n := root.value["hats"]
	if n == nil {
		return
	}
	l.folder.Hats = r.chosen(root, "hats", Hats)
	for _, needed := range []string{"scout", "mentor"} {
		if len(l.folder.Hats) > 0 && !slices.Contains(l.folder.Hats, needed) {
			r.blame(n, "no "+needed+" among the hats: nobody could make an offer (G07)", "add "+needed)
		}
	}
}

// limits takes the figures that the programme sets and leaves the rest at law.md's. The names are the
// JSON names of [casebook.Limits], so that a new figure there needs nothing here.
func (l *loader) limits(r reader, root *node) {
	l.folder.Programme.Limits = casebook.DefaultLimits()
	n := root.value["limits"]
	if n == nil {
		return
	}
	figures := map[string]any{}
	remarshal(casebook.DefaultLimits(), &figures)
	n = r.table(n, nil, slices.Sorted(maps.Keys(figures))...)
	for _, key := range n.keys {
		switch figures[key].(type) {
		case bool:
			figures[key] = r.flag(n, key)
		case float64:
			if i, ok := r.number(n, key); ok {
				figures[key] = i
			}
		}
	}
	remarshal(figures, &l.folder.Programme.Limits)
	for _, f := range l.folder.Programme.Limits.Faults() {
		if at := n.value[f.Field]; at != nil {
			r.blame(at, fmt.Sprintf("%s is %d (%s)", f.Field, f.Value, f.Gate), fmt.Sprintf("write %d to %d", f.Low, f.High))
		}
	}
}

// remarshal copies by JSON names; it cannot fail for numbers and flags, and a failure is a defect.
func remarshal(from, to any) {
	data, err := json.Marshal(from)
	if err == nil {
		err = json.Unmarshal(data, to)
	}
	if err != nil {
		panic("programme: limits do not fit casebook.Limits: " + err.Error())
	}
}
