package programme

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// correctionsFolder holds newer versions of disclosures that are not in force.
const correctionsFolder = "corrections/"

// corrections checks the texts that are to take the place of others (G16). They are no part of the programme, and are held
// to the same rules, so that nobody finds a fault on the day on which a wrong text has to go.
func (l *loader) corrections() {
	known := map[string]bool{correctionsFolder + "README.md": true}
	for _, role := range l.folder.Programme.Roles {
		var found []parsedText
		for _, language := range l.folder.Programme.Languages {
			file := correctionsFolder + role.ID + "/" + language + ".md"
			if known[file] = true; l.files[file] {
				found = append(found, l.disclosure(file))
			}
		}
		if len(found) == 0 {
			continue
		}
		l.oneVersion(correctionsFolder, role.ID, found)
		l.newer(role.ID, found)
	}
	for _, file := range slices.Sorted(maps.Keys(l.files)) {
		if strings.HasPrefix(file, correctionsFolder) && !known[file] {
			l.faults.add(file, 0, "a correction of no text of this programme", "call it corrections/<role>/<language>.md, by a role and a language of programme.yaml, or take it out")
		}
	}
}

// newer blames corrections that are no newer than the text that they are to replace. One that stands there word for word was
// made, and is left lying.
func (l *loader) newer(role string, found []parsedText) {
	now, there := l.folder.Disclosure(role)
	if !there {
		return
	}
	for _, t := range found {
		if in, there := now.Text(t.Language); there && in.Hash == t.Hash {
			continue
		}
		if t.Version > 0 && t.Version <= now.Version {
			l.faults.add(t.file, t.line["version:"], fmt.Sprintf("version %d, while disclosures/%s has version %d", t.Version, role, now.Version),
				"write version: "+strconv.Itoa(now.Version+1)+", or take it out")
		}
	}
}
