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

// shown is one command line as a document shows it.
type shown struct {
	words       []string // that may name the command; its arguments may be among them
	flags       []string
	takesValues []bool // of each flag, whether a value stands behind it without =
	plain       int    // fields that are neither flag nor command word
}

// read splits a command line up to where the shell takes over. A field behind a flag is counted as plain;
// whoever knows which flags take values sorts that out.
func read(line string) shown {
	var out shown
	inWords, afterFlag := true, false
	for _, field := range shellField.FindAllString(line, -1)[1:] {
		if shellSign.MatchString(field) {
			break
		}
		flag := commandFlag.FindString(field)
		inWords = inWords && commandWord.MatchString(field)
		switch {
		case flag != "":
			out.flags, out.takesValues = append(out.flags, flag), append(out.takesValues, false)
		case inWords:
			out.words = append(out.words, field)
		default:
			out.plain++
			if afterFlag {
				out.takesValues[len(out.takesValues)-1] = true
			}
		}
		afterFlag = flag != "" && !strings.Contains(field, "=")
	}
	return out
}

var (
	shellField = regexp.MustCompile(`'[^']*'|"[^"]*"|\S+`)
	shellSign  = regexp.MustCompile(`^[#|>;&]|;$`)
	argument   = regexp.MustCompile(`<[a-z-]+>`)
	required   = regexp.MustCompile(`(?:^| )(--[a-z-]+)=`)
)

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

// unknown says what the program would not take of a command line, or "". A bare name of a command is no
// command line.
func (a asker) unknown(t *testing.T, line string) string {
	t.Helper()
	is := read(line)
	help := a.help(t, is.words)
	if help == "" {
		return "no such command"
	}
	arguments := is.plain
	for i, flag := range is.flags {
		plain := regexp.MustCompile(`(?m) ` + regexp.QuoteMeta(flag) + `(=|\s|$)`)
		negated := strings.Replace(flag, "--no-", "--[no-]", 1)
		found := plain.FindStringSubmatch(help)
		if flag != "--help" && found == nil && !strings.Contains(help, negated) {
			return "no flag " + flag
		}
		if is.takesValues[i] && found != nil && found[1] == "=" {
			arguments--
		}
	}
	usage, _, _ := strings.Cut(help, "\n\n")
	usage, _, _ = strings.Cut(strings.Join(strings.Fields(usage), " "), " [flags]")
	if strings.Contains(usage, "<command>") {
		return ""
	}
	for _, word := range is.words { // those that do not name the command are arguments
		if !strings.Contains(usage+" ", " "+word+" ") {
			arguments++
		}
	}
	if arguments == 0 && len(is.flags) == 0 || slices.Contains(is.flags, "--help") {
		return ""
	}
	return misused(usage, arguments, is.flags)
}

// misused compares arguments and flags with the line that the program calls its usage.
func misused(usage string, arguments int, flags []string) string {
	most := len(argument.FindAllString(usage, -1))
	must, _, _ := strings.Cut(usage, "[<")
	least := len(argument.FindAllString(must, -1))
	if strings.Contains(usage, "> ...") {
		most = arguments
	}
	if arguments < least || arguments > most {
		return "wrong number of arguments: " + usage
	}
	for _, m := range required.FindAllStringSubmatch(usage, -1) {
		if !slices.Contains(flags, m[1]) {
			return "lacks " + m[1] + ": " + usage
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
		"willing nothing":                                "no such command",
		"willing person nothing":                         "no such command",
		"willing version --nothing":                      "no flag",
		"willing tie add sam mia":                        "no such command",
		"willing tie sam":                                "wrong number",
		"willing export person PERSON":                   "lacks --to",
		"willing export person":                          "",
		"willing tie sam mia --kind 'old friends'":       "",
		"willing person list --json":                     "",
		"willing person list --limit 5 --stage noted":    "",
		"willing tell PERSON --language fr --full paper": "",
		"willing figures --dir DIR # now":                "",
		"willing person list --territory IT | head":      "",
		"willing staff hats sam scout mentor":            "",
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
