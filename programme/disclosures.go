package programme

import (
	"fmt"
	"path"
	"strconv"
	"strings"
)

// disclosures reads what each role costs, in each language.
func (l *loader) disclosures() {
	p := &l.folder.Programme
	for _, role := range p.Roles {
		var found []parsedText
		for _, language := range p.Languages {
			file := "disclosures/" + role.ID + "/" + language + ".md"
			if l.expect(file) {
				found = append(found, l.disclosure(file))
			}
		}
		if len(found) == 0 {
			l.faults.add(settingsFile, l.roleLine[role.ID], "the role "+role.ID+" has no disclosure (G04)",
				"write disclosures/"+role.ID+"/<language>.md: what it costs, and how to say no")
			continue
		}
		l.folder.Disclosures = append(l.folder.Disclosures, l.oneVersion("disclosures/", role.ID, found))
	}
}

// parsedText is a text with the lines of its keys.
type parsedText struct {
	file string
	line map[string]int
	Text
}

// disclosure reads one file and holds its keys against its path.
func (l *loader) disclosure(file string) parsedText {
	markdown, ok := l.plain(file)
	if !ok {
		return parsedText{file: file}
	}
	p := textParser{file: file, faults: &l.faults, line: map[string]int{}}
	p.read(markdown)
	role := path.Base(path.Dir(file))
	if p.text.Role != "" && p.text.Role != role {
		l.faults.add(file, p.line["role:"], "role is "+clip(p.text.Role)+", the folder's name "+clip(role), "make them the same")
	}
	language := strings.TrimSuffix(path.Base(file), ".md")
	if p.text.Language != "" && p.text.Language != language {
		l.faults.add(file, p.line["language:"], "language is "+clip(p.text.Language)+", the file's name "+clip(language), "make them the same")
	}
	return parsedText{file, p.line, p.text}
}

// oneVersion joins the texts of a role in a folder, which must be there in every language and of one version:
// whoever reads the older one would be told something else.
func (l *loader) oneVersion(in, role string, found []parsedText) Disclosure {
	newest := found[0]
	there := map[string]bool{}
	for _, t := range found {
		there[t.file] = true
		if t.Version > newest.Version {
			newest = t
		}
	}
	d := Disclosure{Role: role, Version: newest.Version}
	for _, t := range found {
		if t.Version != newest.Version && t.Version > 0 {
			l.faults.add(t.file, t.line["version:"], fmt.Sprintf("version %d, while %s has version %d", t.Version, newest.file, newest.Version),
				"translate what changed, then write version: "+strconv.Itoa(newest.Version))
		}
		d.Texts = append(d.Texts, t.Text)
	}
	for _, language := range l.folder.Programme.Languages {
		if file := in + role + "/" + language + ".md"; !there[file] {
			l.faults.add(file, 0, "the disclosure is missing in "+language, "translate "+newest.file+", or take the language out of programme.yaml")
		}
	}
	return d
}
