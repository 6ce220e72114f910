package house

import (
	"encoding/hex"
	"fmt"
	"go/ast"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"willing/casebook"
	"willing/journal"
)

// eventsPage describes the content of each event type, for whoever writes another program. All of it comes out of the
// sources of casebook: the types, their fields, and what is said of both there.
func eventsPage(t *testing.T) string {
	t.Helper()
	l := lawOf(t)
	var b strings.Builder
	fmt.Fprintf(&b, eventsHead, append([]any{
		strings.Join(l.lists["contactTypes"], ", "), strings.Join(l.lists["needNoSignature"], ", "), strings.Join(l.lists["personMayWrite"], ", "),
	}, examples(t)...)...)
	for _, eventType := range casebook.EventTypes() {
		b.WriteString(l.event(eventType))
	}
	b.WriteString("\n## Parts\n\nWhat stands inside of the contents above.\n")
	for i := 0; i < len(l.parts); i++ { // a part may bring others
		fmt.Fprintf(&b, "\n### %s\n\n%s", l.parts[i].Name(), l.content(l.parts[i]))
	}
	return b.String()
}

const eventsHead = "# The events\n\n<!-- Made from the sources of casebook by `make docs`. -->\n\n" +
	"What stands in the body of each event type, in alphabetical order. How a body is encoded, bound, signed and carried, [event-format.md](event-format.md) says; how it goes from\n" +
	"node to node, [exchange-protocol.md](exchange-protocol.md); what an event is then worth, the [gates](manual/gates.md).\n\n" +
	"A body is one map with text keys. A reader passes over keys that it does not know. Content that does not fit its type is as good as withheld. A type that was ever\n" +
	"written is never changed and never used again; a field may be added.\n\n" +
	"| form | in CBOR |\n|---|---|\n" +
	"| text | tstr |\n| bytes | bstr |\n| id | bstr of 16 |\n| whole | whole number |\n| number | floating-point number, in its shortest form |\n| yes or no | true or false |\n" +
	"| list of … | array |\n| by text: … | map with text keys |\n| another word | a map, described under *Parts* |\n\n" +
	"A field with ○ is left out where it is empty, zero or no; every other one is always there, an empty list as an empty array. Texts in quotes are values, letter for letter.\n\n" +
	"*Effects* are what the commit says in its header if it holds this event; none is said where none is named. *Rests on* are the facts that `refs` names, if there are any that count: of each type the\n" +
	"newest, or all of them. The rules say what is missing without them. The subject of a commit is the record of the person, or what the text says; of the rest it is nobody.\n\n" +
	"`refs` names besides:\n\n" +
	"- in %s: every person.reopened that counts;\n" +
	"- in disclosure.delivered: the disclosure.approved that put the text into force;\n" +
	"- in call.made, withdrawal.made, permission.given, selection.made, test.taken, interview.held and update.answered: the yes;\n" +
	"- in person.reopened: each refusal that it answers;\n" +
	"- in age.corrected: each proof of age that it sets right;\n" +
	"- in match.judged: the match.found; in disclosure.approved: the disclosure.proposed; in link.revoked: the link.issued; in look.settled and house.looked: what was looked at;\n" +
	"- in particulars.noted that corrects others: those that its author saw.\n\n" +
	"Who acts, in every commit about a person:\n\n" +
	"- a member of staff, with a key that is enrolled for them, or by `server`: at headquarters, and on a device whose grant names them. What names one of them without a signature has no effect;\n" +
	"- or nobody (a zero `who`), or the person (`who` is the record), without a signature: %s. Where their own word decides, the gates ask for more: a key of their own, or witnesses;\n" +
	"- or the person with the key of their link or receipt, or, without a signature, before a witness who signs: %s;\n" +
	"- of a refusal or a hold, anybody: it needs nothing, and holds whatever else is wrong.\n\n" +
	"A device's commit counts in `control` and in the territories of its grant, until that ends. What is about the organisation only headquarters writes, but for headquarters.doubted.\n" +
	"A first talk, for instance, is check.made, and approach.made, which names it, by a scout, a mentor or a coordinator with a key of their own: there `server` does not suffice. Where it does not, the gates say so.\n\n" +
	"Two contents in hexadecimal: of a no, `%s`; of a sighting, `%s`.\n"

// examples are contents as they lie in a body.
func examples(t *testing.T) (out []any) {
	t.Helper()
	for _, content := range []any{
		&casebook.Answer{Answer: "no", Method: "turned", NoWish: true},
		&casebook.Lead{Source: "school talk", SeenOn: casebook.Date{Year: 2026, Month: 5}, Territory: "IT", Lat: 44.5, Batch: casebook.ID{15: 1}},
	} {
		raw, err := journal.Marshal(content)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, hex.EncodeToString(raw))
	}
	return out
}

// law is what the sources of casebook say of events.
type law struct {
	texts  map[string]string   // constants, by their names: texts as they are, numbers as written
	lists  map[string][]string // the texts of a list
	types  map[string]*ast.StructType
	says   map[string]string // what is said of a type, a constant or, by its event type, an effect
	causes map[string][]string
	newest map[string][]string // which facts an event rests on
	all    map[string][]string
	beside map[string]string // the comment at the end of a line, by file and line
	parts  []reflect.Type
}

func lawOf(t *testing.T) *law {
	t.Helper()
	l := &law{
		map[string]string{}, map[string][]string{}, map[string]*ast.StructType{}, map[string]string{}, map[string][]string{},
		map[string][]string{}, map[string][]string{}, map[string]string{}, nil,
	}
	var specs []ast.Spec
	for _, s := range sources(t) {
		if s.pkg() != "casebook" || s.isTest() {
			continue
		}
		for _, c := range s.file.Comments {
			l.beside[line(c)] = sentence(c)
		}
		for _, d := range s.file.Decls {
			if d, ok := d.(*ast.GenDecl); ok {
				specs = append(specs, d.Specs...)
				l.readDoc(d)
			}
		}
	}
	for _, spec := range specs { // before the lists, which name them
		if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if lit, ok := v.Values[0].(*ast.BasicLit); ok {
				l.texts[v.Names[0].Name] = strings.Trim(lit.Value, `"`)
			}
		}
	}
	for _, spec := range specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if of, ok := spec.Type.(*ast.StructType); ok {
				l.types[spec.Name.Name] = of
			}
		case *ast.ValueSpec:
			if len(spec.Values) == 1 {
				l.readList(spec.Names[0].Name, spec.Values[0])
			}
		}
	}
	return l
}

// readDoc notes what stands above or beside a type or a constant.
func (l *law) readDoc(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			l.says[spec.Name.Name] = sentence(first(spec.Doc, d.Doc))
		case *ast.ValueSpec:
			doc := first(spec.Doc, spec.Comment)
			if !d.Lparen.IsValid() {
				doc = first(doc, d.Doc)
			}
			l.says[spec.Names[0].Name] = sentence(doc)
		}
	}
}

func (l *law) readList(name string, value ast.Expr) {
	lit, ok := value.(*ast.CompositeLit)
	if !ok {
		return
	}
	for _, e := range lit.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			l.lists[name] = append(l.lists[name], l.text(e))
			continue
		}
		key := l.text(pair.Key)
		l.lists[name] = append(l.lists[name], key)
		of, _ := pair.Value.(*ast.CompositeLit)
		switch name {
		case "causes":
			l.causes[key], l.says[key] = l.textsOf(of), l.beside[line(pair)]
		case "reliesOn":
			for _, e := range of.Elts {
				which := e.(*ast.KeyValueExpr)
				into := map[string]map[string][]string{"newest": l.newest, "all": l.all}[which.Key.(*ast.Ident).Name]
				into[key] = l.textsOf(which.Value.(*ast.CompositeLit))
			}
		}
	}
}

func (l *law) textsOf(list *ast.CompositeLit) (out []string) {
	for _, e := range list.Elts {
		out = append(out, l.text(e))
	}
	return out
}

// text is what an expression of a list says, if it is a text or names one.
func (l *law) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		return strings.Trim(e.Value, `"`)
	case *ast.Ident:
		return l.texts[e.Name]
	}
	return ""
}

// event describes one type.
func (l *law) event(eventType string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n", eventType)
	for name, text := range l.texts {
		if text == eventType && l.says[name] != "" {
			said := l.resolve(strings.TrimPrefix(l.says[name], name+" "))
			fmt.Fprintf(&b, "%s.\n\n", strings.ToUpper(said[:1])+strings.TrimSuffix(said[1:], "."))
		}
	}
	if effects := l.causes[eventType]; effects != nil {
		fmt.Fprintf(&b, "*Effects:* %s", strings.Join(effects, ", "))
		if when := l.says[eventType]; when != "" {
			fmt.Fprintf(&b, "; %s", when)
		}
		b.WriteString(".\n\n")
	}
	var rests []string
	if newest := l.newest[eventType]; newest != nil {
		rests = append(rests, "the newest of "+strings.Join(newest, ", "))
	}
	if all := l.all[eventType]; all != nil {
		rests = append(rests, "every "+strings.Join(all, ", "))
	}
	if rests != nil {
		fmt.Fprintf(&b, "*Rests on:* %s.\n\n", strings.Join(rests, "; "))
	}
	body, _ := casebook.NewBody(eventType)
	b.WriteString(l.content(reflect.TypeOf(body).Elem()))
	return b.String()
}

// content describes the map that a structure becomes.
func (l *law) content(of reflect.Type) string {
	if of.NumField() == 0 {
		return "An empty map.\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", l.resolve(l.says[of.Name()]))
	b.WriteString("\n| key | form | | |\n|---|---|---|---|\n")
	for i, field := range l.types[of.Name()].Fields.List {
		f := of.Field(i)
		key, option, _ := strings.Cut(f.Tag.Get("json"), ",")
		absent := ""
		if strings.HasPrefix(option, "omit") {
			absent = "○"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", key, l.form(f.Type), absent, l.resolve(sentence(first(field.Comment, field.Doc))))
	}
	return b.String()
}

// form is a field's form in words.
func (l *law) form(of reflect.Type) string {
	switch {
	case of == reflect.TypeFor[casebook.ID]():
		return "id"
	case of == reflect.TypeFor[[]byte]():
		return "bytes"
	}
	switch of.Kind() {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "yes or no"
	case reflect.Float64:
		return "number"
	case reflect.Int, reflect.Int64, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "whole"
	case reflect.Slice:
		return "list of " + l.form(of.Elem())
	case reflect.Map:
		return "by text: " + l.form(of.Elem())
	case reflect.Pointer:
		return l.form(of.Elem())
	case reflect.Struct:
		if !slices.Contains(l.parts, of) {
			l.parts = append(l.parts, of)
		}
		return of.Name()
	}
	panic("a form without a word: " + of.String())
}

var named = regexp.MustCompile(`\[([A-Z]\w*(?:\.\w+)?)\]`)

// resolve puts what a comment names in the place of its name.
func (l *law) resolve(text string) string {
	return named.ReplaceAllStringFunc(text, func(name string) string {
		name = strings.Trim(name, "[]")
		if list := l.lists[name]; list != nil {
			return `"` + strings.Join(list, `", "`) + `"`
		}
		if value := l.texts[name]; value != "" {
			if _, err := strconv.Atoi(value); err != nil {
				value = `"` + value + `"`
			}
			return value
		}
		return "`casebook." + name + "`"
	})
}

// sentence is a comment in one line.
func sentence(c *ast.CommentGroup) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(c.Text()), " "), "|", "\\|")
}

func first(docs ...*ast.CommentGroup) *ast.CommentGroup {
	for _, d := range docs {
		if d != nil {
			return d
		}
	}
	return nil
}

func line(n ast.Node) string {
	at := fset.Position(n.Pos())
	return at.Filename + ":" + strconv.Itoa(at.Line)
}

func TestTheEventsPageIsCurrent(t *testing.T) {
	compare(t, "docs/events.md", eventsPage(t))
}

// A program in another language is written from this page, so no field stands on it without a word.
func TestEveryFieldOfAnEventIsExplained(t *testing.T) {
	page := eventsPage(t)
	for _, eventType := range casebook.EventTypes() {
		if !strings.Contains(page, "\n## "+eventType+"\n") {
			t.Errorf("%s is not on it", eventType)
		}
		if strings.Contains(page, "\n## "+eventType+"\n\nAn empty map") {
			t.Errorf("%s has no content and nothing is said of it", eventType)
		}
	}
	for row := range strings.SplitSeq(page, "\n") {
		if strings.HasPrefix(row, "| `") && strings.HasSuffix(row, "|  |") {
			t.Errorf("a field without a word: %s", row)
		}
	}
	for _, want := range []string{
		"| `answer` | text |  | \"yes\", \"no\" or \"not-now\" |", "*Effects:* refuse, hold, consent; one of them, by the answer.", "*Rests on:* the newest of offer.made; every link.issued, person.reopened.",
		"| `batch` | id | ○ |", "at most 150 words", "\"voluntary\", \"may-leave\", \"risks\", \"costs\"", "\"image/jpeg\"",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("it does not say %s", want)
		}
	}
}
