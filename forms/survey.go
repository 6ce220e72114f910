package forms

import (
	"regexp"
	"strings"
)

// A question's name becomes the name of an XML element in ODK's tools.
var nameShape = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,63}$`)

// plain are the types that take no list, with the older words that pyxform accepts too.
var plain = map[string]Type{
	"text": Text, "string": Text, "integer": Integer, "int": Integer, "decimal": Decimal, "date": Date, "note": Note,
}

// otherTypes are types of XLSForm that we know and do not support, by their first word.
var otherTypes = map[string]string{
	"begin":           "groups and repeats are left out: let the questions follow one another",
	"end":             "groups and repeats are left out: let the questions follow one another",
	"select_multiple": "ask one select_one question with yes and no for each choice",
	"select":          "ask one select_one question with yes and no for each choice",
	"phone":           "use text",
	"time":            "use text and say the form in the hint",
	"datetime":        "use date",
	"trigger":         "use a select_one question",
	"acknowledge":     "use a select_one question",
	"calculate":       "leave the row out",
}

// survey reads the questions.
func (p *parser) survey(s *sheet, hs []heading) {
	if s == nil || s.header.cells == nil {
		p.faults.whole("there is no survey sheet", "write survey into column A, the headings type, name and label below, then the questions")
		return
	}
	for _, need := range []string{"type", "name", "label"} {
		if find(hs, need) < 0 {
			p.faults.at(s.header, -1, "the survey has no column "+need, "add it")
			return
		}
	}
	seen := map[string]bool{}
	for _, r := range s.rows {
		q, ok := p.question(r, hs, seen)
		if ok {
			p.form.Questions = append(p.form.Questions, q)
		}
	}
	if len(s.rows) == 0 {
		p.faults.at(s.title, -1, "the survey has no questions", "add a row for each question")
	}
}

func (p *parser) question(r row, hs []heading, seen map[string]bool) (Question, bool) {
	q := Question{Name: r.cell(find(hs, "name"))}
	var ok bool
	q.Type, q.Choices, ok = p.questionType(r, find(hs, "type"))
	if !ok {
		seen[q.Name] = true
		return q, false
	}
	p.checkName(r, find(hs, "name"), q.Name, seen, "question")
	if q.Label = p.texts(r, hs, "label"); q.Label == nil {
		p.faults.at(r, find(hs, "label"), "the question has no label", "write what is asked")
	}
	q.Hint = p.texts(r, hs, "hint")
	q.Required = p.required(r, find(hs, "required"), q.Type)
	return q, true
}

// questionType reads "text", "select_one yes_no" and their older spellings.
func (p *parser) questionType(r row, column int) (Type, []Choice, bool) {
	text := r.cell(column)
	words := strings.Fields(text)
	if len(words) == 0 {
		p.faults.at(r, column, "the row has no type", "write one of text, integer, decimal, date, note, select_one LIST")
		return "", nil, false
	}
	if t, ok := plain[strings.ToLower(text)]; ok {
		return t, nil, true
	}
	list, ok := oneOf(words)
	if !ok {
		first, _, _ := strings.Cut(strings.ToLower(words[0]), "_")
		remedy, known := otherTypes[strings.ToLower(words[0])]
		if !known {
			remedy, known = otherTypes[first]
		}
		if !known {
			remedy = "use one of text, integer, decimal, date, note, select_one LIST"
		}
		p.faults.at(r, column, "the type "+clip(text)+" is not supported yet", remedy)
		return "", nil, false
	}
	if len(list) != 1 {
		p.faults.at(r, column, clip(text)+" is not supported yet",
			"write select_one and the list's name; for 'other' add a choice and a text question below")
		return "", nil, false
	}
	choices, ok := p.lists[list[0]]
	if !ok {
		p.faults.at(r, column, "there is no list "+clip(list[0])+" in choices", "add it to the sheet choices, or correct the name")
	}
	return SelectOne, choices, ok
}

// oneOf takes the words that mean select_one off; what is left should be the list's name.
func oneOf(words []string) ([]string, bool) {
	lower := strings.ToLower(strings.Join(words[:min(len(words), 3)], " "))
	switch {
	case strings.HasPrefix(lower, "select one from"):
		return words[3:], true
	case strings.HasPrefix(lower, "select one"):
		return words[2:], true
	case words[0] == "select_one" || words[0] == "select1":
		return words[1:], true
	}
	return nil, false
}

func (p *parser) checkName(r row, column int, name string, seen map[string]bool, what string) {
	switch {
	case name == "":
		p.faults.at(r, column, "the "+what+" has no name", "give it a short name without spaces")
	case !nameShape.MatchString(name) && what == "question":
		p.faults.at(r, column, "a name that cannot be used", "begin with a letter, then letters, digits, '_', '-' or '.', at most 64")
	case strings.ContainsAny(name, " \t\n"):
		p.faults.at(r, column, "a name with a space in it", "write _ instead")
	case seen[name]:
		p.faults.at(r, column, "a second "+what+" with the name "+clip(name), "give it a name of its own")
	}
	seen[name] = true
}

func (p *parser) required(r row, column int, t Type) bool {
	switch strings.ToLower(r.cell(column)) {
	case "", "no", "false", "false()":
		return false
	case "yes", "true", "true()":
		if t == Note {
			p.faults.at(r, column, "a note cannot be required", "empty the cell: a note takes no answer")
		}
		return true
	}
	p.faults.at(r, column, "required by a condition is not supported yet", "write yes or no")
	return false
}

// blameReference refuses ${name}: nobody would put the answer there, and people would read the braces.
func (p *parser) blameReference(r row, column int, text string) {
	if strings.Contains(text, "${") {
		p.faults.at(r, column, "a reference to another answer is not supported yet", "say it without ${...}")
	}
}

// clip shortens a word of the workbook for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return "'" + strings.Join(strings.Fields(s), " ") + "'"
}
