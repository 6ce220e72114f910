package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/node"
)

func TestDates(t *testing.T) {
	for typed, want := range map[string]string{
		"2001-05-09": "2001-05-09", "2001-05": "2001-05", "2001": "2001", "about 2001": "about 2001", "": "", "2000-02-29": "2000-02-29",
	} {
		d, err := date("BORN", typed)
		if err != nil || d.String() != want {
			t.Errorf("%q: %s, %v", typed, d, err)
		}
	}
	for _, typed := range []string{"2001-13", "2001-02-30", "1999-02-29", "9/5/2001", "01-05-09", "2001-5-9", "yesterday", "2001-05-09-01", "0000"} {
		if d, err := date("BORN", typed); desk.KindOf(err) != desk.BadInput {
			t.Errorf("%q was read as %s, %v", typed, d, err)
		}
	}
}

func FuzzDate(f *testing.F) {
	f.Add("2001-05-09")
	f.Add("about 2001")
	f.Fuzz(func(t *testing.T, typed string) {
		d, err := date("BORN", typed)
		if err != nil {
			return
		}
		if again, err := date("BORN", d.String()); err != nil || again != d {
			t.Errorf("%q was read as %q, and that as %q", typed, d, again)
		}
	})
}

func TestExitCodes(t *testing.T) {
	held := &desk.Error{Kind: desk.Held, Lacks: []casebook.Lack{{Gate: "G05", Key: "offer.told", Say: "tell first"}}}
	for _, c := range []struct {
		err  error
		code int
		say  string
	}{
		{nil, 0, ""}, {errors.New("Ada's phone is 0471"), 1, "something unexpected"}, {fail(usage, "no"), 2, "no"}, {held, 3, "tell first (G05)"},
		{fail(desk.BadInput, "no"), 4, "no"}, {fail(desk.NotFound, "no"), 5, "no"}, {fail(desk.NotAllowed, "no"), 6, "no"},
		{fail(desk.Locked, "no"), 6, "no"}, {fmt.Errorf("wrapped: %w", fail(desk.Broken, "no")), 7, "no"},
	} {
		var out, problems bytes.Buffer
		code := report(Stdio{Out: &out, Err: &problems}, true, c.err)
		if code != c.code || !strings.Contains(problems.String(), c.say) || strings.Contains(problems.String()+out.String(), "Ada") {
			t.Errorf("%v: exit code %d, %s", c.err, code, problems.String())
		}
		var f failure
		if c.err != nil && (json.Unmarshal(out.Bytes(), &f) != nil || f.Error.Say == "" || f.Error.Lacks == nil) {
			t.Errorf("%v: %s", c.err, out.String())
		}
	}
}

func TestEveryKindHasItsExitCode(t *testing.T) {
	for _, kind := range []desk.Kind{desk.Unexpected, desk.Held, desk.BadInput, desk.NotFound, desk.NotAllowed, desk.Broken, desk.Locked} {
		if exitCodes[kind] == 0 {
			t.Errorf("%s has none", kind)
		}
	}
}

// TestAFileSaysWhatWasNotKept: a commit that follows a missing one does not wait here.
func TestAFileSaysWhatWasNotKept(t *testing.T) {
	if said := receivedWords(desk.Received{Added: 2, Known: 1}); !slices.Equal(said, []string{"2 commits new, 1 known, 0 on another branch, 0 refused"}) {
		t.Errorf("%q", said)
	}
	said := strings.Join(receivedWords(desk.Received{Gaps: 3}), "\n")
	if !strings.Contains(said, "3 commits not kept, because one before is missing") || strings.Contains(said, "wait") {
		t.Errorf("%q", said)
	}
}

func TestFoundingAsksOnATerminal(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var questions, said bytes.Buffer
	answers := "d\nnowhere\n" + filepath.Join(root, "examples", "donor-registry") + "\nines\n\nhouse.example\nhttps://house.example/\nnowhere/register.jsonl\nstick.jsonl\n"
	code := Run(t.Context(), []string{"init"}, Stdio{In: strings.NewReader(answers), Out: &said, Err: &questions, Dir: dir, Terminal: true})
	if !strings.Contains(said.String(), "1. Copy "+filepath.Join("d", "keys")) || !strings.Contains(said.String(), "2. If an office has an old list") {
		t.Errorf("what cannot be made good later does not come first: %s", said.String())
	}
	if code != 0 || !strings.Contains(questions.String(), "Administrator's name [admin]: ") {
		t.Fatalf("exit code %d: %s", code, questions.String())
	}
	for _, said := range []string{"there is no programme folder of this name", "an address is like https://", "there is no folder for a copy of the register"} {
		if strings.Count(questions.String(), said) != 1 { // at once, and the question comes again
			t.Errorf("%q is not said once: %s", said, questions.String())
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "ines.key")); err != nil {
		t.Error(err)
	}
	settings, err := node.Folder(filepath.Join(dir, "d")).ReadSettings()
	if copied := filepath.Join(dir, "stick.jsonl"); err != nil || settings.URL != "https://house.example" || !slices.Equal(settings.RegisterCopies, []string{copied}) {
		t.Errorf("the answers were not kept: %q, %q, %v", settings.URL, settings.RegisterCopies, err)
	}
	if code := Run(t.Context(), []string{"init"}, Stdio{In: strings.NewReader("d\n"), Out: io.Discard, Err: io.Discard, Dir: dir, Terminal: true}); code != 2 {
		t.Errorf("half answered: exit code %d", code)
	}
	questions.Reset()
	code = Run(t.Context(), []string{"init", "--dir", "e", "--admin=ida", "--keyfile", "ida.key"}, Stdio{In: strings.NewReader(""), Out: io.Discard, Err: &questions, Dir: dir, Terminal: true})
	if code != 2 || strings.Contains(questions.String(), "Data folder") || strings.Contains(questions.String(), "Administrator") {
		t.Errorf("exit code %d, and asked again for what a flag says: %s", code, questions.String())
	}
	if code = Run(t.Context(), []string{"init", "--url", "house.example", "--yes"}, Stdio{Out: io.Discard, Err: io.Discard, Dir: dir}); code != 4 && code != 2 {
		t.Errorf("an address that is none: exit code %d", code)
	}
}

func Example() {
	code := Run(context.Background(), []string{"gates", "--json"}, Stdio{Out: io.Discard, Err: io.Discard, Now: func() time.Time { return time.Time{} }})
	fmt.Println("exit code", code)
	code = Run(context.Background(), []string{"figures"}, Stdio{Out: io.Discard, Err: io.Discard})
	fmt.Println("exit code", code)
	// Output:
	// exit code 0
	// exit code 2
}
