package programme_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"willing/casebook"
	"willing/programme"
)

// small is the programme of testdata/small.txtar, to be broken.
func small(t testing.TB) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join("testdata", "small.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, f := range archive.Files {
		out[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	return out
}

// edit replaces old, which must be there, once; an empty old stands for the whole file.
func edit(t testing.TB, in fstest.MapFS, file, old, text string) {
	t.Helper()
	switch f := in[file]; {
	case old == "":
		in[file] = &fstest.MapFile{Data: []byte(text)}
	case f == nil || !strings.Contains(string(f.Data), old):
		t.Fatalf("%s has no %q", file, old)
	default:
		in[file] = &fstest.MapFile{Data: []byte(strings.Replace(string(f.Data), old, text, 1))}
	}
}

func TestTheSmallProgrammeIsSound(t *testing.T) {
	folder, faults := programme.Load(small(t))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	p := folder.Programme
	if !slices.Equal(p.Territories[0].Countries, []string{"NO"}) || p.Territories[0].ID != "NO" {
		t.Errorf("Norway is %+v", p.Territories[0])
	}
	want := casebook.DefaultLimits()
	want.ReflectionHours, want.OneMeeting = 48, true
	if p.Limits != want {
		t.Errorf("limits %+v", p.Limits)
	}
	if p.OutsideBody != "Harbour Advice, help@advice.example" || p.Version != 2 || p.Roles[0] != (casebook.Role{ID: "keeper", MinimumAge: 18, Hazardous: true}) {
		t.Errorf("%+v", p)
	}
	d, _ := folder.Disclosure("keeper")
	french, _ := d.Text("fr")
	if d.Version != 3 || french.Cost != "Vous perdez des nuits." || french.Sections["leaving"] != "Dites-le." || french.Headings["cost"] != "Cost" {
		t.Errorf("%+v", french)
	}
	if folder.Words["fr"]["roles.keeper.person"] != "gardien" || folder.Points["en"]["risks"].Heard != "B" {
		t.Error(folder.Words, folder.Points)
	}
	if i := folder.Instruments[0]; i.Stage != "interview" || i.Form.Questions[0].Label["fr"] != "Pourquoi ?" || len(i.Hash) != 64 {
		t.Errorf("%+v", i)
	}
	if !slices.Equal(folder.Stages, programme.Stages) || !slices.Equal(folder.Hats, programme.Hats) {
		t.Error("stages and hats that are not listed are all there")
	}
}

func TestTheDonorRegistryIsSound(t *testing.T) {
	folder, faults := programme.Load(os.DirFS("../examples/donor-registry"))
	for _, f := range faults {
		t.Error(f)
	}
	if folder == nil {
		return
	}
	for _, i := range folder.Instruments {
		if strings.Contains(i.ID, "health") && i.Stage != "after-yes" {
			t.Errorf("%s opens at %s: health only after a provisional yes (G03)", i.ID, i.Stage)
		}
	}
}

// Windows writes other line ends and a mark at the front; what people are told is the same.
func TestLineEndsDoNotChangeWhatWasTold(t *testing.T) {
	unix, windows := small(t), small(t)
	for name, f := range windows {
		text := "\ufeff" + strings.ReplaceAll(string(f.Data), "\n", "\r\n")
		windows[name] = &fstest.MapFile{Data: []byte(text)}
	}
	a, _ := programme.Load(unix)
	b, faults := programme.Load(windows)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if a.Disclosures[0].Texts[0].Hash != b.Disclosures[0].Texts[0].Hash || a.Instruments[0].Hash != b.Instruments[0].Hash {
		t.Error("the hash depends on line ends")
	}
}

// One word, one heading or one key changed is another text.
func TestEveryWordCountsInTheHash(t *testing.T) {
	hash := func(old, text string) string {
		in := small(t)
		edit(t, in, "disclosures/keeper/en.md", old, text)
		edit(t, in, "disclosures/keeper/fr.md", "version: 3", "version: 3")
		parsed, _ := programme.ParseText("en.md", string(in["disclosures/keeper/en.md"].Data))
		return parsed.Hash
	}
	seen := map[string]string{}
	for _, c := range [][2]string{{"Keeper", "Keeper"}, {"Keeper", "Watcher"}, {"## Cost", "## Gain"}, {"lose nights", "lose days"},
		{"wet", "dry"}, {"version: 3", "version: 4"}, {"role: keeper", "role: baker"}, {"language: en", "language: cy"}} {
		h := hash(c[0], c[1])
		if other, twice := seen[h]; twice {
			t.Errorf("%q and %q have the same hash", c[1], other)
		}
		seen[h] = c[1]
	}
}

func TestFilesOfTheOrganisationsOwnAreLeftAlone(t *testing.T) {
	in := small(t)
	for _, name := range []string{"README.md", "LICENSE", ".git/config", "leads/x.xlsx", "minutes/2026.txt"} {
		in[name] = &fstest.MapFile{Data: []byte("\xff\x00")}
	}
	if _, faults := programme.Load(in); len(faults) > 0 {
		t.Error(faults)
	}
}

// Spelling needs joiners and direction marks; a title may be written over several lines; a number is a key.
func TestWhatIsUnusualAndSound(t *testing.T) {
	in := small(t)
	edit(t, in, french, "Vous êtes assuré.", "می\u200cخواهم \u200f(۱۲)\u200f \u061c \u200d co\u00adopération")
	edit(t, in, french, "title: Gardien", "title: |\n  Gardien\n  \"du\" feu \\")
	edit(t, in, settings, "name: Keepers of the light", "name: >-\n  Keepers\n  of the light")
	edit(t, in, "words/en.yaml", "lamp: Y", "lamp: Y\n7: seven\nyes: Yes")
	edit(t, in, "words/fr.yaml", "lamp: Y", "lamp: Y\n7: sept\nyes: Oui")
	folder, faults := programme.Load(in)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	french, _ := folder.Disclosures[0].Text("fr")
	if folder.Programme.Name != "Keepers of the light" || french.Title != `Gardien "du" feu \` || folder.Words["fr"]["7"] != "sept" || folder.Words["en"]["yes"] != "Yes" {
		t.Error(folder.Programme.Name, french.Title, folder.Words)
	}
	again, faults := programme.ParseText("fr.md", french.Markdown())
	if len(faults) > 0 || again.Hash != french.Hash {
		t.Errorf("the text changes when it is written out: %v\n%s", faults, french.Markdown())
	}
}

// ISO 3166-1 has 249 entries; XK is left to its users.
func TestCountriesAreThoseOfTheStandard(t *testing.T) {
	var all []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			all = append(all, string([]rune{a, b}))
		}
	}
	in := small(t)
	edit(t, in, settings, "[DK, SE]", "["+strings.Join(all, ", ")+"]")
	_, faults := programme.Load(in)
	if good := len(all) - len(faults); good != 250 {
		t.Errorf("%d codes pass", good)
	}
}

func TestLinksAreRefused(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, small(t)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(folder, "points/fr.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(folder, "points/fr.yaml")); err != nil {
		t.Fatal(err)
	}
	_, faults := programme.Load(os.DirFS(folder))
	if got := brief(faults); !slices.Equal(got, []string{"points/fr.yaml: a link"}) {
		t.Error(got)
	}
}

// A pipe would keep the reader waiting for ever.
func TestAPipeIsNotRead(t *testing.T) {
	in := small(t)
	in["points/fr.yaml"].Mode = fs.ModeNamedPipe
	_, faults := programme.Load(in)
	if got := brief(faults); !slices.Equal(got, []string{"points/fr.yaml: the file cannot be read"}) {
		t.Error(got)
	}
}

func TestAFolderThatIsNotThere(t *testing.T) {
	_, faults := programme.Load(os.DirFS(filepath.Join(t.TempDir(), "nowhere")))
	if len(faults) == 0 || faults[0].File != "." {
		t.Error(faults)
	}
}

// brief is the faults without their remedies, each of which must be there.
func brief(faults []programme.Fault) []string {
	var out []string
	for _, f := range faults {
		where := f.String()
		if f.Remedy == "" || !strings.HasSuffix(where, " ("+f.Remedy+")") {
			where += " WITHOUT REMEDY"
		}
		out = append(out, strings.TrimSuffix(where, " ("+f.Remedy+")"))
	}
	return out
}
