package programme_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"willing/programme"
)

// TestACorrectionIsCheckedBeforeItIsNeeded: by the rules of what it replaces, with file and line, and it is no part of the
// programme.
func TestACorrectionIsCheckedBeforeItIsNeeded(t *testing.T) {
	const en, fr = "corrections/keeper/en.md", "corrections/keeper/fr.md"
	for name, c := range map[string]struct {
		change func(in fstest.MapFS)
		want   []string
	}{
		"without fault":  {func(fstest.MapFS) {}, nil},
		"with a note":    {func(in fstest.MapFS) { in["corrections/README.md"] = &fstest.MapFile{Data: []byte("why")} }, nil},
		"a missing part": {func(in fstest.MapFS) { edit(t, in, en, "You are insured.", "") }, []string{en + ":36"}},
		"one language":   {func(in fstest.MapFS) { delete(in, fr) }, []string{fr}},
		"two versions":   {func(in fstest.MapFS) { edit(t, in, fr, "version: 4", "version: 5") }, []string{en + ":3"}},
		"made, and left lying": {func(in fstest.MapFS) {
			edit(t, in, en, "version: 4", "version: 3")
			edit(t, in, fr, "version: 4", "version: 3")
		}, nil},
		"no newer": {func(in fstest.MapFS) {
			edit(t, in, en, "version: 4", "version: 3")
			edit(t, in, en, "You are insured.", "You are well insured.")
			edit(t, in, fr, "version: 4", "version: 3")
		}, []string{en + ":3"}},
		"an unknown role":  {func(in fstest.MapFS) { in["corrections/baker/en.md"] = in[en] }, []string{"corrections/baker/en.md"}},
		"no text at all":   {func(in fstest.MapFS) { in["corrections/keeper/en.txt"] = in[en] }, []string{"corrections/keeper/en.txt"}},
		"another language": {func(in fstest.MapFS) { edit(t, in, en, "language: en", "language: fr") }, []string{en + ":4"}},
	} {
		in := small(t)
		for _, file := range []string{"en.md", "fr.md"} {
			newer := strings.Replace(string(in["disclosures/keeper/"+file].Data), "version: 3", "version: 4", 1)
			in["corrections/keeper/"+file] = &fstest.MapFile{Data: []byte(newer)}
		}
		c.change(in)
		folder, faults := programme.Load(in)
		var got []string
		for _, f := range brief(faults) {
			where, _, _ := strings.Cut(f, ": ")
			got = append(got, where)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %s", name, faults, c.want)
		}
		if folder == nil {
			continue
		}
		files, err := folder.FilesOf(in)
		if err != nil || slices.ContainsFunc(files, func(f programme.File) bool { return strings.HasPrefix(f.Path, "corrections") }) {
			t.Errorf("%s: a text that is not in force travels with the programme (%v)", name, err)
		}
	}
}
