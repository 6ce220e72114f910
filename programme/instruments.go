package programme

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"

	"willing/forms"
)

// instruments reads the workbooks that the settings name. Each speaks every language of the programme.
func (l *loader) instruments() {
	for i := range l.folder.Instruments {
		one := &l.folder.Instruments[i]
		file := "instruments/" + one.ID + ".csv"
		if !l.expect(file) {
			l.faults.add(file, 0, "the instrument is missing", "write it, or take it out of programme.yaml")
			continue
		}
		one.Form, one.Hash = l.form(file)
		if one.Form == nil {
			continue
		}
		for _, language := range l.folder.Programme.Languages {
			if !slices.Contains(one.Form.Languages, language) {
				l.faults.add(file, 0, "the instrument is missing in "+language, "add a column such as label::Name ("+language+")")
			}
		}
	}
}

// form reads one workbook; nil when there is a fault.
func (l *loader) form(file string) (*forms.Form, string) {
	text, ok := l.plain(file)
	if !ok {
		return nil, ""
	}
	form, found := forms.Parse(strings.NewReader(text))
	for _, f := range found {
		l.faults.add(file, f.Line, f.Where()+": "+f.Problem, f.Remedy)
	}
	if id := strings.TrimSuffix(path.Base(file), ".csv"); form != nil && form.ID != "" && form.ID != id {
		l.faults.add(file, 0, "form_id is "+clip(form.ID)+", the file's name "+clip(id), "make them the same, or leave form_id out")
	}
	sum := sha256.Sum256([]byte(text))
	return form, hex.EncodeToString(sum[:])
}
