package programme

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"willing/casebook"
)

// vocabulary is the words of one language, by keys joined with dots; line also has the tables.
type vocabulary struct {
	file string
	word map[string]string
	line map[string]int
}

// words reads the visible words of every language, which must have the same keys.
func (l *loader) words() {
	l.folder.Words = map[string]map[string]string{}
	var all []vocabulary
	for _, language := range l.folder.Programme.Languages {
		file := "words/" + language + ".yaml"
		if !l.expect(file) {
			l.faults.add(file, 0, "the words are missing in "+language, "translate another language's file, or take the language out of programme.yaml")
			continue
		}
		root, ok := l.wordsOf(file)
		if !ok {
			continue
		}
		r := reader{file, &l.faults}
		l.fixedWords(r, root)
		v := vocabulary{file, map[string]string{}, map[string]int{"": 1}}
		v.gather(r, root, "")
		l.folder.Words[language] = v.word
		all = append(all, v)
	}
	l.sameKeys(all)
}

func (l *loader) wordsOf(file string) (*node, bool) {
	text, ok := l.plain(file)
	if !ok {
		return nil, false
	}
	return readYAML(text, file, &l.faults)
}

// fixedWords checks the words that the product itself asks for: every role has a name and one for the
// person, a named area has a name (a country has one anyway), stages and territories exist.
func (l *loader) fixedWords(r reader, root *node) {
	var roles, areas, countries []string
	for _, role := range l.folder.Programme.Roles {
		roles = append(roles, role.ID)
	}
	for _, t := range l.folder.Programme.Territories {
		if slices.Equal(t.Countries, []string{t.ID}) {
			countries = append(countries, t.ID)
		} else {
			areas = append(areas, t.ID)
		}
	}
	fixed := map[string][2][]string{"roles": {roles, nil}, "stages": {nil, l.folder.Stages}, "territories": {areas, countries}}
	for _, key := range slices.Sorted(maps.Keys(fixed)) {
		needed, optional := fixed[key][0], fixed[key][1]
		switch n := root.value[key]; {
		case len(needed)+len(optional) == 0: // the settings are at fault, not the words
		case n != nil:
			r.table(n, needed, optional...)
		case len(needed) > 0:
			r.blame(root, "the key "+key+" is missing", "add it, with a word for each of "+strings.Join(needed, ", "))
		}
	}
	if n := root.value["roles"]; n != nil {
		for _, role := range roles {
			if one := n.value[role]; one != nil {
				r.table(one, []string{"name", "person"})
			}
		}
	}
	for _, key := range root.keys {
		for _, known := range []string{"roles", "stages", "territories"} {
			if edits(key, known) == 1 {
				r.blame(root.value[key], "unknown key "+clip(key), "did you mean "+known+"?")
			}
		}
	}
}

var wordKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// gather flattens the tables: roles: {crew: {name: …}} becomes roles.crew.name.
func (v *vocabulary) gather(r reader, n *node, prefix string) {
	for _, key := range n.keys {
		value := n.value[key]
		if !wordKey.MatchString(key) {
			r.blame(value, "a key that cannot be used: "+clip(key), "write letters, digits and hyphens")
			continue
		}
		name := strings.TrimPrefix(prefix+"."+key, ".")
		v.line[name] = value.line
		if value.kind == table {
			v.gather(r, value, name)
			continue
		}
		v.word[name] = r.text(n, key)
	}
}

// sameKeys blames each word that another language has. What [loader.fixedWords] asks for is not said twice.
func (l *loader) sameKeys(all []vocabulary) {
	first := map[string]vocabulary{}
	for _, v := range slices.Backward(all) {
		for key := range v.word {
			first[key] = v
		}
	}
	for _, v := range all {
		for _, key := range slices.Sorted(maps.Keys(first)) {
			if _, ok := v.word[key]; ok || l.fixedWord(key) {
				continue
			}
			f := first[key]
			l.faults.add(v.file, v.nearest(key), "the word "+key+" is missing", fmt.Sprintf("add it: %s:%d says %s", f.file, f.line[key], clip(f.word[key])))
		}
	}
}

// fixedWord is true of words that each language needs, whatever the others have, and of those that no language may have.
func (l *loader) fixedWord(key string) bool {
	part := strings.Split(key, ".")
	switch part[0] {
	case "roles":
		return true
	case "stages":
		return len(part) != 2 || !slices.Contains(l.folder.Stages, part[1])
	case "territories":
		return len(part) != 2 || !slices.ContainsFunc(l.folder.Programme.Territories, func(t casebook.Territory) bool {
			return t.ID == part[1] && slices.Equal(t.Countries, []string{t.ID})
		})
	}
	return false
}

// nearest is the line of the table that a word should stand in, or of the next one above.
func (v *vocabulary) nearest(key string) int {
	for {
		key = key[:max(0, strings.LastIndexByte(key, '.'))]
		if line := v.line[key]; line > 0 {
			return line
		}
	}
}
