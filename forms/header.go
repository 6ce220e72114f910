package forms

import (
	"slices"
	"strings"
)

// heading is what one column holds.
type heading struct {
	column   int
	name     string // "label", in lower case, the older bind: and control: taken off
	language string // of label and hint
}

// notYet are columns of XLSForm that we know and do not support, each with what to do instead. An
// empty column does no harm.
var notYet = map[string]string{
	"relevant":           "ask the question of everybody, or make two instruments",
	"constraint":         "say the limits in the hint",
	"constraint_message": "say the limits in the hint",
	"jr:constraintmsg":   "say the limits in the hint",
	"required_message":   "leave the cell empty; the page says that an answer is missing",
	"calculation":        "leave the row out",
	"calculate":          "leave the row out",
	"choice_filter":      "make one list for each question",
	"default":            "leave the cell empty: nothing is filled in beforehand",
	"readonly":           "use a note",
	"read_only":          "use a note",
	"appearance":         "leave the cell empty",
	"parameters":         "leave the cell empty",
	"trigger":            "leave the cell empty",
	"repeat_count":       "leave the cell empty",
	"guidance_hint":      "write it into the hint",
	"media":              "say it in words",
	"image":              "say it in words",
	"big-image":          "say it in words",
	"audio":              "say it in words",
	"video":              "say it in words",
	"note":               "write it into the hint or a note of its own",
}

// headings reads the heading row of a sheet; known are the columns that the sheet may have. It blames
// columns nobody knows, and cells in columns that are not supported yet.
func (p *parser) headings(s *sheet, known ...string) []heading {
	var out []heading
	seen := map[heading]bool{}
	for i, text := range s.header.cells {
		if text == "" {
			p.blameFilled(s, i, "a cell in a column without a heading", "give the column a heading or empty the cell")
			continue
		}
		h := p.heading(text)
		remedy, later := notYet[h.name]
		switch {
		case slices.Contains(known, h.name) && seen[h]:
			p.faults.at(s.header, i, "the column "+text+" stands here twice", "keep one of them")
		case slices.Contains(known, h.name):
			seen[h] = true
			h.column = i
			out = append(out, h)
		case later:
			p.blameFilled(s, i, text+" is not supported yet", remedy)
		default:
			p.faults.at(s.header, i, "an unknown column", "known here: "+strings.Join(known, ", "))
		}
	}
	for _, r := range s.rows {
		for i := len(s.header.cells); i < len(r.cells); i++ {
			if r.cells[i] != "" {
				p.faults.at(r, i, "a cell in a column without a heading", "give the column a heading or empty the cell")
			}
		}
	}
	return out
}

// heading reads one heading: "label::Deutsch (de)", "bind:relevant", "list name". Its column is left 0.
func (p *parser) heading(text string) heading {
	name, rest, _ := strings.Cut(strings.ReplaceAll(text, "::", ":"), ":")
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "bind" || name == "control" {
		return heading{name: strings.ToLower(strings.TrimSpace(rest))}
	}
	name = strings.ReplaceAll(name, " ", "_")
	if name == "label" || name == "hint" {
		return heading{name: name, language: p.language(rest)}
	}
	return heading{name: name}
}

// language is the code in "Deutsch (de)", or the whole name when there is none.
func (p *parser) language(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return p.unnamed
	}
	if open := strings.LastIndexByte(text, '('); open >= 0 && strings.HasSuffix(text, ")") {
		if code := strings.TrimSpace(text[open+1 : len(text)-1]); code != "" {
			return code
		}
	}
	return text
}

func (p *parser) blameFilled(s *sheet, column int, problem, remedy string) {
	for _, r := range s.rows {
		if r.cell(column) != "" {
			p.faults.at(r, column, problem, remedy)
		}
	}
}

// find is the column with this name, -1 when there is none.
func find(hs []heading, name string) int {
	for _, h := range hs {
		if h.name == name {
			return h.column
		}
	}
	return -1
}
