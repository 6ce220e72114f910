package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/ownfile"
)

// constants reads the string constants of a file of package casebook, so that a new one cannot be
// forgotten here.
func constants(t *testing.T, file string, wanted func(name string) bool) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "casebook", file), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !wanted(spec.Names[0].Name) {
			return true
		}
		if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		return true
	})
	return out
}

func TestTheScreenHasWordsForEverything(t *testing.T) {
	events := constants(t, "events.go", func(string) bool { return true })
	if len(events) < 30 {
		t.Fatalf("only %d kinds of events were found", len(events))
	}
	own, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range events {
		if acts[kind].was == "" {
			t.Errorf("a history has no words for %s", kind)
		}
		if !own.Has("en", "file.event."+kind) {
			t.Errorf("a person's own file has no words for %s", kind)
		}
	}
	for _, kind := range casebook.EventTypes() {
		if was(kind) == kind {
			t.Errorf("the log has no words for %s", kind)
		}
		for _, lang := range []string{"en", "fr"} {
			if !own.Has(lang, "office.event."+kind) {
				t.Errorf("%s: headquarters' pages have no words for %s", lang, kind)
			}
		}
	}
	for _, s := range stagesInOrder {
		if stageWords[s] == "" {
			t.Errorf("the screen has no words for the stage %s", s)
		}
		if !own.Has("en", "file.stage."+string(s)) {
			t.Errorf("a person's own file has no words for the stage %s", s)
		}
		if read, err := stageOf(strings.ToUpper(stageWords[s])); read != s || err != nil {
			t.Errorf("%q is read as the stage %q, %v", stageWords[s], read, err)
		}
	}
	for stage, next := range nextAfter {
		if acts[next].do == "" || !strings.Contains(acts[next].command, "PERSON") {
			t.Errorf("after %s nobody reads what to type", stage)
		}
	}
	if len(stageWords) != len(stagesInOrder) {
		t.Error("a stage has no place in the order of the way")
	}
	if _, err := stageOf("agreed"); desk.KindOf(err) != usage || !strings.Contains(err.Error(), "yes-provisional") {
		t.Errorf("an unknown stage: %v", err)
	}
}

func TestNobodyLearnsWhyFromARemedy(t *testing.T) {
	for _, key := range []string{"check.blocked", "contact.refused", "contact.hidden", "answer.held", "approach.lapsed", "cold.guardian", "lead.held"} {
		if remedies[key] != "" {
			t.Errorf("%s stands behind the neutral sentence and names %q", key, remedies[key])
		}
	}
	f := failure{Error: failureText{Lacks: []casebook.Lack{{Gate: "G08", Key: "offer.age", Say: "Ask for the age first."}, {Gate: "G01", Key: "check.blocked", Say: casebook.NeutralRefusal}}}}
	if want := "Ask for the age first. (G08)\n  willing age PERSON YYYY-MM-DD\nPlease do not approach; ask headquarters. (G01)"; f.text() != want {
		t.Errorf("%s", f.text())
	}
}

// TestNobodyIsSentToTellAChild: of whoever is surely too young the command line says so, and names no telling (G08).
func TestNobodyIsSentToTellAChild(t *testing.T) {
	child := &desk.Person{Young: &casebook.Young{Minimum: 18, Minor: true}, Next: []casebook.Step{
		{Act: casebook.OfferMade, Missing: []casebook.Lack{{Gate: "G08", Key: "offer.young", Say: "Too young."}, {Gate: "G05", Key: "offer.told"}}},
	}}
	for _, next := range []string{casebook.DisclosureDelivered, casebook.UnderstandingHeard} {
		if lacks := lacking(child, next); len(lacks) != 1 || lacks[0].Key != "offer.young" {
			t.Errorf("%s: %+v", next, lacks)
		}
	}
	child.Young.Doubt = true // a document may show that they are old enough
	if lacks := lacking(child, casebook.DisclosureDelivered); len(lacks) != 0 {
		t.Errorf("perhaps too young: %+v", lacks)
	}
}

func TestEveryCommandHasExamplesThatItReads(t *testing.T) {
	parser, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	leaves := 0
	for _, leaf := range parser.Model.Leaves(true) {
		leaves++
		path := leaf.Path()
		lines := examples[path]
		if len(lines) == 0 {
			t.Errorf("%s has no example", path)
		}
		for _, line := range lines {
			if _, _, err := parse(typed(line)[1:], Stdio{}.complete()); err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
	if leaves != len(examples) {
		t.Errorf("%d commands, %d with examples", leaves, len(examples))
	}
}

// typed parts a line at its blanks, but not between single quotation marks.
func typed(line string) []string {
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

func TestAnEventReadsAsASentence(t *testing.T) {
	for _, c := range []struct {
		content any
		want    string
	}{
		{nil, ""},
		{&casebook.Delivered{Role: "crew", Version: 1, Language: "it", Understands: true, Cost: "aloud", Full: "paper", Meeting: casebook.ID{1}},
			"role: crew; version: 1; language: it; understands: yes; cost: aloud; full: paper"},
		{&casebook.Understanding{Heard: []string{"risks", "costs"}}, "heard: risks, costs"},
		{&casebook.Age{Born: casebook.Date{Year: 1988, Month: 4, About: true}}, "born: about 1988-04"},
		{"free text", "free text"},
	} {
		if got, err := ownfile.Content(c.content); got != c.want || err != nil {
			t.Errorf("%#v reads %q, %v", c.content, got, err)
		}
	}
}
