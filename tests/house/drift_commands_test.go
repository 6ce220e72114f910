package house

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

var (
	commandWord = regexp.MustCompile(`^[a-z][a-z-]*$`)
	commandFlag = regexp.MustCompile(`^--[a-z][a-z-]*`)
	codeBlock   = regexp.MustCompile("(?ms)^```[a-z]*\n(.*?)^```$|(?m)^    (.*)$")
)

// commands lists every command line of `willing` that a document shows: in backticks, at the start of a
// line of code, or handed to one of the helpers that a block of code defines for it.
func (p page) commands() []string {
	var out []string
	for _, q := range p.quoted() {
		if strings.HasPrefix(q, "willing ") {
			out = append(out, q)
		}
	}
	for _, block := range codeBlock.FindAllStringSubmatch(p.text, -1) {
		for line := range strings.Lines(block[1] + block[2]) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "bin/")
			if strings.HasPrefix(line, "willing ") {
				out = append(out, line)
			}
		}
	}
	return out
}

// parts splits a command line into the words that may name a command, and its flags.
func parts(line string) (words, flags []string) {
	inWords := true
	for _, field := range strings.Fields(line)[1:] {
		if strings.ContainsAny(field, "#|>;&") {
			break
		}
		inWords = inWords && commandWord.MatchString(field)
		if inWords {
			words = append(words, field)
		}
		if flag := commandFlag.FindString(field); flag != "" {
			flags = append(flags, flag)
		}
	}
	return words, flags
}

// theProgram builds the program once and returns where it lies, or "" while there is no main package.
var theProgram = sync.OnceValues(func() (string, error) {
	if !exists("cmd/willing/*.go") {
		return "", nil
	}
	dir, err := os.MkdirTemp("", "willing-house-")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "willing")
	cmd := exec.Command("go", "build", "-o", bin, "./cmd/willing")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(string(out))
	}
	return bin, nil
})

func program(t *testing.T) string {
	t.Helper()
	bin, err := theProgram()
	if err != nil {
		t.Fatal(err)
	}
	if bin == "" {
		t.Skip("there is no cmd/willing yet to ask")
	}
	return bin
}

func TestMain(m *testing.M) {
	code := m.Run()
	if bin, _ := theProgram(); bin != "" {
		_ = os.RemoveAll(filepath.Dir(bin))
	}
	os.Exit(code)
}

// asker asks the program for its help, once for each command.
type asker struct {
	bin   string
	heard map[string]string // by command; "" if there is no such command
}

func (a asker) help(t *testing.T, words []string) string {
	t.Helper()
	name := strings.Join(words, " ")
	if said, asked := a.heard[name]; asked {
		return said
	}
	said, err := exec.CommandContext(t.Context(), a.bin, append(slices.Clone(words), "--help")...).Output()
	if err != nil {
		said = nil
	}
	a.heard[name] = string(said)
	return string(said)
}

// unknown says what the program does not know of a command line, or "".
func (a asker) unknown(t *testing.T, line string) string {
	t.Helper()
	words, flags := parts(line)
	help := a.help(t, words)
	if help == "" {
		return "no such command"
	}
	for _, flag := range flags {
		plain := regexp.MustCompile(regexp.QuoteMeta(flag) + `\b`)
		negated := strings.Replace(flag, "--no-", "--[no-]", 1)
		if flag != "--help" && !plain.MatchString(help) && !strings.Contains(help, negated) {
			return "no flag " + flag
		}
	}
	return ""
}

func TestDocumentsShowOnlyCommandsThatExist(t *testing.T) {
	a := asker{program(t), map[string]string{}}
	for _, p := range pages(t) {
		for _, line := range p.commands() {
			if fault := a.unknown(t, line); fault != "" {
				t.Errorf("%s shows `%s`: %s", p.path, line, fault)
			}
		}
	}
}

func TestACommandThatDoesNotExistIsFound(t *testing.T) {
	a := asker{program(t), map[string]string{}}
	for line, want := range map[string]string{
		"willing nothing":                      "no such command",
		"willing person nothing":               "no such command",
		"willing version --nothing":            "no flag",
		"willing person list --json":           "",
		"willing tell PERSON --language fr":    "",
		"willing figures --dir DIR # now":      "",
		"willing tell PERSON --no-understands": "",
	} {
		if got := a.unknown(t, line); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	shown := page{"x.md", "`willing gates` and\n\n```sh\nbin/willing figures --json | head\n```\n\n    willing verify\n"}.commands()
	if len(shown) != 3 {
		t.Errorf("three commands are shown, found %q", shown)
	}
}

// tour is the block of the README that a reader is invited to type.
var tour = regexp.MustCompile("(?ms)^<!-- tour:.*?-->\n+```sh\n(.*?)^```$")

func TestTheTourOfTheReadmeRuns(t *testing.T) {
	bin := program(t)
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	found := tour.FindAllSubmatch(readme, -1)
	if len(found) == 0 {
		t.Fatal("the README has no tour")
	}
	dir := t.TempDir()
	examples, err := filepath.Abs(filepath.Join(root, "examples"))
	if err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"examples": examples, "bin": filepath.Dir(bin)} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	script := "set -eu -o pipefail\n"
	for _, block := range found {
		script += string(block[1])
	}
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
