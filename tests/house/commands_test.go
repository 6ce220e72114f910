package house

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

var (
	// subcommand is a line of the program's list of commands.
	subcommand = regexp.MustCompile(`(?m)^  ([a-z][a-z -]*[a-z])(?:  .*)?$`)
	// globalFlags are repeated in each help; the page shows them once.
	globalFlags = regexp.MustCompile(`(?ms)^Flags:\n.*?--json[^\n]*\n`)
)

// commandsPage asks the program for the help of every command.
func commandsPage(t *testing.T, a asker) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Commands\n\n<!-- Made from the program's own help by `make docs`. -->\n\n")
	top := a.help(t, nil)
	head, rest, _ := strings.Cut(top, "\nCommands:\n")
	_, codes, _ := strings.Cut(rest, "Exit codes:\n")
	fmt.Fprintf(&b, "```\n%s\n\nExit codes:\n%s\n```\n", strings.TrimSpace(head), strings.TrimRight(codes, "\n"))
	for _, name := range subcommands(top) {
		writeCommand(t, a, &b, name)
	}
	return b.String()
}

// subcommands lists the commands that a help names.
func subcommands(help string) []string {
	_, list, ok := strings.Cut(help, "\nCommands:\n")
	if !ok {
		return nil
	}
	list, _, _ = strings.Cut(list, "\n\n")
	var out []string
	for _, m := range subcommand.FindAllStringSubmatch(list, -1) {
		out = append(out, m[1])
	}
	return out
}

func writeCommand(t *testing.T, a asker, b *strings.Builder, name string) {
	t.Helper()
	help := a.help(t, strings.Fields(name))
	if help == "" {
		t.Fatalf("`willing %s` is listed and has no help", name)
	}
	below := subcommands(help)
	if len(below) == 0 {
		own, _, _ := strings.Cut(help, "\nExit codes:")
		own = strings.ReplaceAll(globalFlags.ReplaceAllString(own, ""), "\n\n\n", "\n\n")
		fmt.Fprintf(b, "\n## willing %s\n\n```\n%s\n```\n", name, strings.TrimSpace(own))
	}
	for _, sub := range below {
		writeCommand(t, a, b, sub)
	}
}

func TestTheCommandsPageIsCurrent(t *testing.T) {
	compare(t, "docs/manual/commands.md", commandsPage(t, asker{program(t), map[string]string{}}))
}

func TestTheCommandsPageShowsEveryCommand(t *testing.T) {
	page := commandsPage(t, asker{program(t), map[string]string{}})
	for _, name := range []string{"init", "person show", "import refusals", "answer", "version"} {
		if !strings.Contains(page, "\n## willing "+name+"\n") {
			t.Errorf("willing %s is not on it", name)
		}
	}
}
