package house

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/access"
	"willing/casebook"
)

var update = flag.Bool("update", false, "write the generated pages of docs/ anew")

// compare holds a generated page against the committed one, or writes it with -update.
func compare(t *testing.T, name, want string) {
	t.Helper()
	file := filepath.Join(root, filepath.FromSlash(name))
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Errorf("%s is not what the code says: run `make docs`", name)
	}
}

// levels are the letters behind a gate, in words.
const levels = "L: law or a regulator's text somewhere. P: professional practice. S: stated by the customer. D: our own decision."

func gatesPage() string {
	var b strings.Builder
	b.WriteString("# The gates\n\n<!-- Made from casebook.Gates by `make docs`. -->\n\n")
	b.WriteString("What must hold at headquarters, on a laptop, on a phone, in an import, in a merge, after a restore, and against a\n" +
		"modified program. Each is asked twice: when somebody acts (the answer says what is missing), and again when the log is\n" +
		"folded (an event that breaks it is kept, listed as 'needs a look', and has no effect). `willing gates` prints this list.\n\n")
	b.WriteString(levels + "\n\n| gate | | rule | level | held by this version |\n|---|---|---|---|---|\n")
	for _, g := range casebook.Gates {
		held := "yes"
		if !g.Enforced {
			held = "not yet"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", g.ID, g.Name, g.Rule, g.Level, held)
	}
	return b.String()
}

func rightsPage() string {
	var b strings.Builder
	b.WriteString("# Who may try what\n\n<!-- Made from package access by `make docs`. -->\n\n")
	b.WriteString("The outer fence: which hat may try an action at all. ● everywhere; ○ only in the territories of one's own teams.\n" +
		"Whether what is tried then counts is for the [gates](gates.md) to say. Nobody enters a use case without this table.\n\n")
	b.WriteString("| to |")
	for _, hat := range casebook.Hats {
		b.WriteString(" " + hat + " |")
	}
	b.WriteString("\n|---|" + strings.Repeat(":-:|", len(casebook.Hats)) + "\n")
	for _, a := range access.Actions() {
		fmt.Fprintf(&b, "| %s |", a)
		for _, hat := range casebook.Hats {
			fmt.Fprintf(&b, " %s |", mark(access.Who{Hats: []string{hat}}, a))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// mark asks the very function that the use cases ask.
func mark(who access.Who, a access.Action) string {
	switch {
	case access.Everywhere(who, a):
		return "●"
	case access.Decide(who, a, ""):
		return "○"
	}
	return ""
}

func TestGeneratedPagesAreCurrent(t *testing.T) {
	compare(t, "docs/manual/gates.md", gatesPage())
	compare(t, "docs/manual/rights.md", rightsPage())
}

func TestTheRightsPageSaysWhatDecideSays(t *testing.T) {
	scout := access.Who{Hats: []string{casebook.Scout}, Territories: []string{"IT"}}
	if !strings.Contains(rightsPage(), "| "+string(access.Ask)+" | ○ | ○ |  |") {
		t.Error("an offer is for scouts and mentors in their territories alone")
	}
	if access.Decide(scout, access.Ask, "FR") || !access.Decide(scout, access.Ask, "IT") {
		t.Error("○ must mean: only in one's own territories")
	}
}
