package programme_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"willing/programme"
)

// FuzzProgramme holds for every programme.yaml: a folder or faults, never both or neither; each fault
// says where and what to do; and no input keeps the reader or brings it down.
func FuzzProgramme(f *testing.F) {
	in := small(f)
	f.Add(string(in[settings].Data))
	f.Add("a: &a [*a, *a]\n")
	f.Add("id: 'x\n")
	f.Fuzz(func(t *testing.T, yaml string) {
		try := fstest.MapFS{}
		for name, file := range in {
			try[name] = file
		}
		try[settings] = &fstest.MapFile{Data: []byte(yaml)}
		folder, faults := programme.Load(try)
		checkOutcome(t, folder == nil, faults)
	})
}

// FuzzWords does the same for a file of words.
func FuzzWords(f *testing.F) {
	in := small(f)
	f.Add(string(in["words/fr.yaml"].Data))
	f.Fuzz(func(t *testing.T, yaml string) {
		try := fstest.MapFS{}
		for name, file := range in {
			try[name] = file
		}
		try["words/fr.yaml"] = &fstest.MapFile{Data: []byte(yaml)}
		folder, faults := programme.Load(try)
		checkOutcome(t, folder == nil, faults)
	})
}

func checkOutcome(t *testing.T, none bool, faults []programme.Fault) {
	t.Helper()
	if none != (len(faults) > 0) {
		t.Fatalf("no folder: %v, faults: %v", none, faults)
	}
	for _, f := range faults {
		if f.File == "" || f.Problem == "" || f.Remedy == "" || f.Line < 0 {
			t.Errorf("%+v", f)
		}
	}
}

// FuzzDisclosure holds for every text: faults are on a line of the file; a text without fault, written
// out and read again, is the same text with the same hash.
func FuzzDisclosure(f *testing.F) {
	f.Add(string(small(f)[english].Data))
	f.Add("---\nrole: a\n---\n## {#cost}\n<!--\n## b\n")
	f.Fuzz(func(t *testing.T, markdown string) {
		text, faults := programme.ParseText("en.md", markdown)
		lines := 1 + strings.Count(markdown, "\n")
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > lines || fault.Remedy == "" {
				t.Errorf("%d lines: %+v", lines, fault)
			}
		}
		if len(faults) > 0 {
			return
		}
		again, faults := programme.ParseText("en.md", text.Markdown())
		if diff := cmp.Diff(text, again); diff != "" || len(faults) > 0 {
			t.Errorf("%v\n%s", faults, diff)
		}
	})
}
