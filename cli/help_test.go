package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestHelpKnowsEveryCommand and every group of commands, as people type it: what it says is what --help says.
func TestHelpKnowsEveryCommand(t *testing.T) {
	parser, err := kong.New(&commands{})
	if err != nil {
		t.Fatal(err)
	}
	says := func(args ...string) string {
		t.Helper()
		var out, problems bytes.Buffer
		if code := Run(t.Context(), args, Stdio{Out: &out, Err: &problems, Dir: t.TempDir()}); code != 0 || problems.Len() > 0 {
			t.Errorf("%v: exit code %d: %s", args, code, problems.String())
		}
		return out.String()
	}
	seen := 0
	var each func(n *kong.Node, path []string)
	each = func(n *kong.Node, path []string) {
		for _, child := range n.Children {
			if child.Type != kong.CommandNode {
				continue
			}
			seen++
			words := append(path[:len(path):len(path)], child.Name)
			got := says(append([]string{"help"}, words...)...)
			if got != says(append(words[:len(words):len(words)], "--help")...) || !strings.Contains(got, "Usage: willing "+strings.Join(words, " ")) || !strings.Contains(strings.Join(strings.Fields(got), " "), child.Help) {
				t.Errorf("help %s:\n%s", strings.Join(words, " "), got)
			}
			each(child, words)
		}
	}
	each(parser.Model.Node, nil)
	if seen < len(examples) {
		t.Errorf("%d commands and groups, %d commands with examples", seen, len(examples))
	}
}
