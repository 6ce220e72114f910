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

// TestAKeyThatIsMadeIsNoKeyOfSomebodys: where --keyfile names the file that the command writes, its help says so.
func TestAKeyThatIsMadeIsNoKeyOfSomebodys(t *testing.T) {
	for command, want := range map[string]string{"init": "A new file, for the administrator's new key.", "join": "A new file, for the key that this device makes", "tell": "The acting person's own key."} {
		var out bytes.Buffer
		Run(t.Context(), []string{command, "--help"}, Stdio{Out: &out, Err: &out})
		got := strings.Join(strings.Fields(out.String()), " ")
		if !strings.Contains(got, want) || command != "tell" && strings.Contains(got, "The acting person's own key.") {
			t.Errorf("willing %s --help:\n%s", command, out.String())
		}
	}
}

// TestANewHouseSaysHowItIsServed, so that its pages are where the administrator's link leads.
func TestANewHouseSaysHowItIsServed(t *testing.T) {
	for address, want := range map[string]string{
		"http://localhost:8080": "", "http://localhost:9090": " --listen 127.0.0.1:9090", "http://127.0.0.1": " --listen 127.0.0.1:80", "https://house.example": " --domain house.example",
		"https://house.example:8443": " --behind-proxy --url https://house.example:8443", "http://hq.lan:8080": " --listen :8080 --url http://hq.lan:8080",
	} {
		if got := servedAt(address).typed(); got != want {
			t.Errorf("%s is served with %q, want %q", address, got, want)
		}
	}
}
