package forms

import (
	"io"
	"slices"
)

// parser holds what is known while one workbook is read.
type parser struct {
	faults    faults
	unnamed   string // the language of columns that name none
	languages []string
	lists     map[string][]Choice
	form      Form
}

// Parse reads a CSV workbook. With any fault the form is nil; all faults come in one run, by row and
// column. It never returns nil for both.
func Parse(r io.Reader) (*Form, []Fault) {
	p := &parser{unnamed: Unnamed, lists: map[string][]Choice{}}
	sheets := readWorkbook(r, &p.faults)
	if len(sheets) == 0 && len(p.faults) > 0 {
		return nil, p.faults.sorted() // unreadable as a whole: the rest would only repeat it
	}
	p.settings(sheets["settings"])
	survey, choices := p.columns(sheets)
	p.choices(sheets["choices"], choices)
	p.survey(sheets["survey"], survey)
	if len(p.faults) > 0 {
		return nil, p.faults.sorted()
	}
	p.form.Languages = p.languages
	return &p.form, nil
}

// columns reads the headings of both sheets first: a text must be there in every language of the form.
func (p *parser) columns(sheets map[string]*sheet) (survey, choices []heading) {
	if s := sheets["survey"]; s != nil {
		survey = p.headings(s, "type", "name", "label", "hint", "required")
	}
	if s := sheets["choices"]; s != nil {
		choices = p.headings(s, "list_name", "name", "label")
	}
	for _, h := range append(slices.Clone(survey), choices...) {
		if h.language != "" && !slices.Contains(p.languages, h.language) {
			p.languages = append(p.languages, h.language)
		}
	}
	return survey, choices
}

// settings reads the optional sheet of that name: at most one row.
func (p *parser) settings(s *sheet) {
	if s == nil {
		return
	}
	known := []string{"form_id", "id_string", "form_title", "title", "version", "default_language"}
	for i, text := range s.header.cells {
		if text != "" && !slices.Contains(known, p.heading(text).name) {
			p.blameFilled(s, i, "the setting "+text+" is not supported yet", "empty the cell")
		}
	}
	if len(s.rows) == 0 {
		return
	}
	for _, r := range s.rows[1:] {
		p.faults.at(r, -1, "a second row of settings", "keep one row")
	}
	value := func(names ...string) string {
		for i, text := range s.header.cells {
			if slices.Contains(names, p.heading(text).name) && s.rows[0].cell(i) != "" {
				return s.rows[0].cell(i)
			}
		}
		return ""
	}
	p.form.ID, p.form.Title, p.form.Version = value("form_id", "id_string"), value("form_title", "title"), value("version")
	p.unnamed = p.language(value("default_language"))
}

// texts reads the label or hint of one row: in every language of the form or in none. The first
// column of that name is blamed when a language has no column.
func (p *parser) texts(r row, hs []heading, name string) map[string]string {
	out := map[string]string{}
	column := map[string]int{}
	for _, h := range hs {
		if h.name == name {
			column[h.language] = h.column
			if text := r.cell(h.column); text != "" {
				out[h.language] = text
				p.blameReference(r, h.column, text)
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	for _, language := range p.languages {
		if out[language] != "" {
			continue
		}
		at, ok := column[language]
		if !ok {
			at = find(hs, name)
		}
		p.faults.at(r, at, "no "+name+" in "+language, "translate it: every text is there in every language of the form")
	}
	return out
}
