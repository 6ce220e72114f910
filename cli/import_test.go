package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// manyPeople writes a list of 450 people, each unlike the others.
func (p place) manyPeople() string {
	p.t.Helper()
	var b strings.Builder
	b.WriteString("Name;Phone;Town;Born\n")
	for i := range 450 {
		fmt.Fprintf(&b, "Person%03d Example%03d;+3247%07d;Town%03d;%d-05-%02d\n", i, i, 1000000+i*1237, i, 1960+i%40, 1+i%28)
	}
	path := filepath.Join(p.dir, "many.csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// stopper stops a command when its progress bar has shown something.
type stopper struct {
	bytes.Buffer
	stop func()
}

func (s *stopper) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("%")) {
		s.stop()
	}
	return s.Buffer.Write(p)
}

func TestStoppedImportLeavesWholeChunks(t *testing.T) {
	p := founded(t)
	p.manyPeople()
	ctx, stop := context.WithCancel(t.Context())
	problems := &stopper{stop: stop}
	args := []string{"import", "leads", "many.csv", "--territory", "BE", "--dir", "d", "--as", "admin", "--keyfile", "admin.key"}
	var out bytes.Buffer
	code := Run(ctx, args, Stdio{Out: &out, Err: problems, Dir: p.dir, Terminal: true})
	if code != 1 || !strings.Contains(problems.String(), "run it again to go on") {
		t.Fatalf("exit code %d: %s", code, problems.String())
	}
	listed, _ := p.asAdmin(0, "figures", "--json")
	if !strings.Contains(listed, `"people": 400`) && strings.Contains(listed, `"people"`) {
		t.Errorf("half a chunk is in the house: %s", listed)
	}
	printed, _ := p.asAdmin(0, "import", "leads", "many.csv", "--territory", "BE")
	if !strings.Contains(printed, "450 people") {
		t.Errorf("going on: %s", printed)
	}
	listed, _ = p.asAdmin(0, "figures", "--json")
	if !strings.Contains(listed, `"people": 450`) {
		t.Errorf("not everybody is in: %s", listed)
	}
}

func TestProgressIsShownOnATerminalOnly(t *testing.T) {
	p := founded(t)
	p.manyPeople()
	_, problems := p.asAdmin(0, "import", "leads", "many.csv", "--territory", "BE")
	if strings.Contains(problems, "%") {
		t.Errorf("a bar where nobody sits: %s", problems)
	}
	var shown bytes.Buffer
	code := Run(t.Context(), []string{"import", "leads", "many.csv", "--dry-run"}, Stdio{Out: &bytes.Buffer{}, Err: &shown, Dir: p.dir, Terminal: true})
	if code != 0 || !strings.Contains(shown.String(), "100 %") {
		t.Errorf("exit code %d, no bar: %s", code, shown.String())
	}
}

// TestAListOfRefusalsSaysWhatItLoses: a date that is dropped makes a weaker marker, and nobody would know.
func TestAListOfRefusalsSaysWhatItLoses(t *testing.T) {
	p := founded(t)
	if err := os.WriteFile(filepath.Join(p.dir, "noes.csv"), []byte("Name;Phone;Born;Declined on\nAda Example;+32470100000;31/02/1990;2020-01-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const want = "row 2, column C: that month has no such day in that year; date dropped"
	for _, more := range [][]string{{"--dry-run"}, nil} {
		if printed, _ := p.asAdmin(0, append([]string{"import", "refusals", "noes.csv"}, more...)...); !strings.Contains(printed, want) {
			t.Errorf("%v: %s", more, printed)
		}
	}
}

// TestSeveralListsAtOnce: one that cannot be read is named, and then none is begun.
func TestSeveralListsAtOnce(t *testing.T) {
	p := founded(t)
	for name, text := range map[string]string{"a.csv": "Name;Phone\nAda Example;+32470100000\n", "b.csv": "Name;Phone\nBea Sample;+32470100001\n", "broken.xlsx": "PK\x03\x04"} {
		if err := os.WriteFile(filepath.Join(p.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lists := []string{"import", "leads", "--territory", "BE", "a.csv", "b.csv"}
	if _, problems := p.asAdmin(4, append(lists, "broken.xlsx")...); !strings.Contains(problems, "broken.xlsx: ") {
		t.Errorf("it is not said which: %s", problems)
	}
	p.asAdmin(2, append(lists, "--rejects", "r.csv")...)
	printed, problems := p.asAdmin(0, lists...)
	if !strings.Contains(printed, "a.csv:\n1 person") || !strings.Contains(printed, "b.csv:\n1 person") || strings.Count(printed, "1 new lead") != 2 || !strings.Contains(problems, "b.csv\nformat") {
		t.Errorf("%s\n%s", printed, problems)
	}
	printed, _ = p.asAdmin(0, append(lists, "--json")...)
	var all []struct {
		File     string `json:"file"`
		Repeated []int  `json:"repeated"`
	}
	if err := json.Unmarshal([]byte(printed), &all); err != nil || len(all) != 2 || all[1].File != "b.csv" || len(all[1].Repeated) != 1 {
		t.Errorf("%v: %s", err, printed)
	}
}

func TestRejectsNeverOverwriteAFile(t *testing.T) {
	p := founded(t)
	if err := os.WriteFile(filepath.Join(p.dir, "few.csv"), []byte("Name;Phone;Town\n;;Gent\nAda Example;;Gent\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.asAdmin(0, "import", "leads", "few.csv", "--territory", "BE")
	first := filepath.Join(p.dir, "few.csv.rejects.csv")
	if err := os.WriteFile(first, []byte("half put right"), 0o600); err != nil {
		t.Fatal(err)
	}
	p.asAdmin(0, "import", "leads", "few.csv", "--territory", "BE")
	if text, err := os.ReadFile(first); err != nil || string(text) != "half put right" {
		t.Errorf("somebody's corrections are gone: %s, %v", text, err)
	}
	p.asAdmin(4, "import", "leads", "few.csv", "--territory", "BE", "--rejects", first)
}
