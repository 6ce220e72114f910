package scripts

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"willing/cli"
)

// TestSessions plays every session.
func TestSessions(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                ".",
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("EXAMPLES", filepath.Join(root, "examples"))
			env.Setenv("SCRIPTS", filepath.Join(root, "tests", "scripts"))
			env.Setenv("NOW", "2026-11-22T09:00:00Z")
			env.Setenv("LEADS", leads(t, root))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"willing": willing, "exits": exits, "at": at, "later": later, "keep": keep, "field": field, "house": house, "sums": sums, "unpack": unpack,
		},
		Condition: func(cond string) (bool, error) {
			if cond != "shared" {
				return false, fmt.Errorf("unknown condition %s", cond)
			}
			return leads(t, root) != "", nil
		},
	})
}

// willing ARG…: runs one command line, which must succeed, or fail after a "!".
func willing(ts *testscript.TestScript, neg bool, args []string) {
	if code := run(ts, args); (code != 0) != neg {
		ts.Fatalf("exit code %d", code)
	}
}

// exits CODE willing ARG…: runs one command line, which must end with this code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if code := run(ts, args[2:]); code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

func run(ts *testscript.TestScript, args []string) int {
	now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
	ts.Check(err)
	var out, problems bytes.Buffer
	code := cli.Run(context.Background(), args, cli.Stdio{
		In: strings.NewReader(""), Out: &out, Err: &problems, Dir: ts.MkAbs("."), Env: ts.Getenv,
		Now: func() time.Time { return now }, Rand: rand.Reader,
	})
	// The clock moves on by a second with each command, as it would for somebody who types.
	ts.Setenv("NOW", now.Add(time.Second).Format(time.RFC3339))
	_, err = ts.Stdout().Write(out.Bytes())
	ts.Check(err)
	_, err = ts.Stderr().Write(problems.Bytes())
	ts.Check(err)
	return code
}

// at TIME: sets the clock.
func at(ts *testscript.TestScript, _ bool, args []string) {
	_, err := time.Parse(time.RFC3339, args[0])
	ts.Check(err)
	ts.Setenv("NOW", args[0])
}

// later DURATION: moves the clock on.
func later(ts *testscript.TestScript, _ bool, args []string) {
	now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
	ts.Check(err)
	by, err := time.ParseDuration(args[0])
	ts.Check(err)
	ts.Setenv("NOW", now.Add(by).Format(time.RFC3339))
}

// keep NAME PATH: keeps a value of the JSON that was printed last.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], value(ts, args[1]))
}

// field PATH VALUE: compares a value of the JSON that was printed last; "count" counts a list.
func field(ts *testscript.TestScript, neg bool, args []string) {
	if got := value(ts, args[0]); (got == args[1]) == neg {
		ts.Fatalf("%s is %s", args[0], got)
	}
}

func value(ts *testscript.TestScript, path string) string {
	var v any
	in := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	in.UseNumber()
	ts.Check(in.Decode(&v))
	for part := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[part]
		case []any:
			if part == "count" {
				return strconv.Itoa(len(x))
			}
			i, err := strconv.Atoi(part)
			ts.Check(err)
			if i >= len(x) {
				ts.Fatalf("%s: there are only %d", path, len(x))
			}
			v = x[i]
		default:
			ts.Fatalf("%s: nothing there", path)
		}
	}
	return fmt.Sprint(v)
}

// house: a founded house in d with staff, keys, a team in Italy and approved texts, as house.session makes it.
func house(ts *testscript.TestScript, _ bool, _ []string) {
	text, err := os.ReadFile(filepath.Join(ts.Getenv("SCRIPTS"), "house.session"))
	ts.Check(err)
	ts.Setenv("WILLING_DIR", "d")
	for line := range strings.Lines(string(text)) {
		args := strings.Fields(line)
		if len(args) == 0 || args[0] == "#" {
			continue
		}
		for i := range args {
			args[i] = os.Expand(args[i], ts.Getenv)
		}
		if code := run(ts, args[1:]); code != 0 {
			ts.Fatalf("%s: exit code %d", line, code)
		}
	}
}

// sums ROWS: the import that was printed last found this many people, and says of each what became of it.
func sums(ts *testscript.TestScript, _ bool, args []string) {
	total := 0
	for _, path := range []string{"held_back.count", "seen_before.count", "rejected.count", "repeated.count", "leads"} {
		n, err := strconv.Atoi(value(ts, path))
		ts.Check(err)
		total += n
	}
	if rows := value(ts, "rows"); rows != args[0] || strconv.Itoa(total) != rows {
		ts.Fatalf("%s rows, of which %d are accounted for", rows, total)
	}
}

// unpack ZIP DIR: unpacks a zip file.
func unpack(ts *testscript.TestScript, _ bool, args []string) {
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), z))
}

// leads finds the shared lead files, which stand beside the checkout or where WILLING_SHARED says; "" if
// they are not there. Where everything must run, that is a failure.
func leads(t *testing.T, root string) string {
	dirs := []string{os.Getenv("WILLING_SHARED")}
	for dir := root; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		dirs = append(dirs, filepath.Join(filepath.Dir(dir), "shared"))
	}
	for _, dir := range dirs {
		found := filepath.Join(dir, "data", "leads")
		if _, err := os.Stat(filepath.Join(found, "truth.csv")); dir != "" && err == nil {
			return found
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("the shared leads (shared/data/leads) are missing; set WILLING_SHARED")
	}
	return ""
}
