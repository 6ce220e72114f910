package programme_test

import (
	"slices"
	"strings"
	"testing"

	"willing/programme"
)

const settings, english, french = "programme.yaml", "disclosures/keeper/en.md", "disclosures/keeper/fr.md"

// malformed breaks the small programme in one place each: file, what is replaced, by what, and all
// faults that follow.
var malformed = []struct {
	name, file, old, text string
	want                  []string
}{
	{"no settings", settings, "", "DELETE", []string{"programme.yaml: the file is missing"}},
	{"unknown key", settings, "limits:", "limit:", []string{"programme.yaml:15: unknown key 'limit'"}},
	{"missing key", settings, "name: Keepers of the light\n", "", []string{"programme.yaml:1: the key name is missing"}},
	{"empty key", settings, "name: Keepers of the light", "name:", []string{"programme.yaml:3: name is empty"}},
	{"twice the same key", settings, "version: 2", "version: 2\nversion: 3", []string{"programme.yaml:3: the key 'version' stands here twice"}},
	{"not a table", settings, "", "- a\n", []string{"programme.yaml:1: a list or a word where keys are expected"}},
	{"empty file", settings, "", "# later\n", []string{"programme.yaml:1: the file is empty"}},
	{"two documents", settings, "limits:", "---\nlimits:", []string{"programme.yaml:16: a second YAML document"}},
	{"syntax", settings, "version: 2", "version: 'x", []string{"programme.yaml:2: the YAML cannot be read: could not find end character of single-quoted text"}},
	{"anchor and alias", settings, "organisation: Coast Trust", "organisation: &a Coast\nname2: *a", []string{
		"programme.yaml:4: an anchor or alias (& or *)", "programme.yaml:5: an anchor or alias (& or *)", "programme.yaml:5: unknown key 'name2'"}},
	{"merge", settings, "  reflection_hours: 48", "  <<: {drop_days: 3}", []string{"programme.yaml:16: a merge (<<)"}},
	{"anchor on a key", "words/fr.yaml", "lamp: Y", "lamp: Y\n&a b: c", []string{"words/fr.yaml:11: a key that is not a plain word"}},
	{"alias as a key", "words/fr.yaml", "lamp: Y", "lamp: Y\n*a : c", []string{"words/fr.yaml:11: a key that is not a plain word"}},
	{"tag", settings, "version: 2", "version: !!int 2", []string{"programme.yaml:2: a YAML tag (!)"}},
	{"bomb of brackets", settings, "version: 2", "version: " + strings.Repeat("[", 3000), []string{"programme.yaml:2: too many brackets or dashes"}},
	{"bomb of dashes", settings, "version: 2", "version:\n  " + strings.Repeat("- ", 300), []string{"programme.yaml:3: too many brackets or dashes"}},
	{"deep", settings, "version: 2", "version: " + strings.Repeat("[", 20) + strings.Repeat("]", 20), []string{"programme.yaml:2: nested too deep", "programme.yaml:2: version is a list or has keys of its own"}},
	{"tab", settings, "version: 2", "version:\t2", []string{"programme.yaml:2: a tab"}},
	{"invisible", settings, "Coast Trust", "Coast \u202eTrust", []string{"programme.yaml:4: an invisible character that can change what people read"}},
	{"invisible by escape", settings, "Coast Trust", `"Coast \u202eTrust"`, []string{"programme.yaml:4: an invisible character that can change what people read"}},
	{"control", settings, "Coast Trust", "Coast\x07 Trust", []string{"programme.yaml:4: an invisible character that can change what people read"}},
	{"latin-1", settings, "Coast Trust", "C\xf4te", []string{"programme.yaml:4: characters that are not UTF-8"}},
	{"too large", "points/en.yaml", "voluntary", "# " + strings.Repeat("x", 128<<10) + "\nvoluntary", []string{"points/en.yaml: the file is larger than 128 KB"}},
	{"workbook too large", "instruments/first.csv", ",text,why", strings.Repeat(",", 1<<20) + "\n,text,why", []string{"instruments/first.csv: the file is larger than 1 MB"}},

	{"id", settings, "id: lighthouse", "id: Light House", []string{"programme.yaml:1: an id that cannot be used: 'Light House'"}},
	{"version", settings, "version: 2", "version: two", []string{"programme.yaml:2: version is not a whole number"}},
	{"version 0", settings, "version: 2", "version: 0", []string{"programme.yaml:2: versions begin at 1"}},
	{"language", settings, "[en, fr]", "[en, fr, de-de]", []string{
		"disclosures/keeper/de-de.md: the disclosure is missing in de-de", "instruments/first.csv: the instrument is missing in de-de", "points/de-de.yaml: the four points are missing in de-de (G06)",
		"programme.yaml:5: 'de-de' is not the tag of a language", "words/de-de.yaml: the words are missing in de-de"}},
	{"language twice", settings, "[en, fr]", "[en, fr, en]", []string{"programme.yaml:5: 'en' stands twice in languages"}},
	{"no outside body", settings, "outside_body: {name: Harbour Advice, contact: help@advice.example}\n", "", []string{
		"programme.yaml:1: nobody outside takes a conduct report when nobody inside may: field work cannot open (G22)"}},
	{"outside body without contact", settings, ", contact: help@advice.example", "", []string{"programme.yaml:6: the key contact is missing"}},
	{"hazard for the young", settings, "minimum_age: 18", "minimum_age: 17", []string{"programme.yaml:8: hazardous duty for people under 18 (G08)"}},
	{"age", settings, "minimum_age: 18", "minimum_age: 180", []string{"programme.yaml:8: an age that nobody recruits at"}},
	{"flag", settings, "hazardous: true", "hazardous: yes", []string{"programme.yaml:8: hazardous is neither true nor false"}},
	{"role twice", settings, "territories:", "  - {id: keeper, minimum_age: 18, hazardous: true}\nterritories:", []string{"programme.yaml:9: the id 'keeper' stands here twice"}},
	{"territory twice", settings, "  - {id: NO}", "  - {id: NO}\n  - {id: NO}", []string{"programme.yaml:11: the id 'NO' stands here twice"}},
	{"no roles", settings, "  - {id: keeper, minimum_age: 18, hazardous: true}", "  - keeper", []string{"programme.yaml:8: keys are expected here"}},
	{"no languages", settings, "[en, fr]", "en", []string{"programme.yaml:5: languages is not a list, or an empty one"}},
	{"language in a list", settings, "[en, fr]", "[en, fr, [de]]", []string{"programme.yaml:5: a word is expected in languages"}},
	{"undetermined language", settings, "[en, fr]", "[en, fr, und]", []string{
		"disclosures/keeper/und.md: the disclosure is missing in und", "instruments/first.csv: the instrument is missing in und", "points/und.yaml: the four points are missing in und (G06)",
		"programme.yaml:5: 'und' is not the tag of a language", "words/und.yaml: the words are missing in und"}},
	{"no territories", settings, "territories:\n  - {id: NO}\n  - id: north\n    countries: [DK, SE]", "territories: []", []string{
		"programme.yaml:9: territories is not a list, or an empty one"}},
	{"country", settings, "[DK, SE]", "[DK, UK]", []string{"programme.yaml:12: 'UK' is not the code of a country"}},
	{"country of nobody", settings, "[DK, SE]", "[DK, UN]", []string{"programme.yaml:12: 'UN' is not the code of a country"}},
	{"country in three letters", settings, "[DK, SE]", "[DK, SWE]", []string{"programme.yaml:12: 'SWE' is not the code of a country"}},
	{"territory of no country", settings, "{id: NO}", "{id: XX}", []string{
		"programme.yaml:10: 'XX' is not the code of a country", "words/en.yaml:8: unknown key 'NO'", "words/fr.yaml:8: unknown key 'NO'"}},
	{"area with capitals", settings, "id: north", "id: North", []string{
		"programme.yaml:11: an id that cannot be used: 'North'", "words/en.yaml:7: the key North is missing", "words/en.yaml:9: unknown key 'north'",
		"words/fr.yaml:7: the key North is missing", "words/fr.yaml:9: unknown key 'north'"}},
	{"instrument twice", settings, "limits:", "  - {id: first, stage: assess}\nlimits:", []string{"programme.yaml:15: the id 'first' stands here twice"}},
	{"instrument taken out", settings, "instruments:\n  - {id: first, stage: interview}\n", "", []string{"instruments/first.csv: a file that the programme does not ask for"}},
	{"country gone", settings, "[DK, SE]", "[DK, SU]", []string{"programme.yaml:12: 'SU' is not the code of a country"}},
	{"country twice", settings, "[DK, SE]", "[DK, DK]", []string{"programme.yaml:12: 'DK' stands twice in countries"}},
	{"stage of an instrument", settings, "stage: interview", "stage: offer", []string{"programme.yaml:14: instruments do not open at 'offer'"}},
	{"stage", settings, "limits:", "stages: [lead, asses]\nlimits:", []string{"programme.yaml:15: 'asses' is none of the stages"}},
	{"hat", settings, "limits:", "hats: [scout, mentor, boss]\nlimits:", []string{"programme.yaml:15: 'boss' is none of the hats"}},
	{"no mentor", settings, "limits:", "hats: [scout]\nlimits:", []string{"programme.yaml:15: no mentor among the hats: nobody could make an offer (G07)"}},
	{"limit too high", settings, "reflection_hours: 48", "reflection_hours: 721", []string{"programme.yaml:16: reflection_hours is 721 (G10)"}},
	{"limit unknown", settings, "reflection_hours: 48", "reflexion_hours: 48", []string{"programme.yaml:16: unknown key 'reflexion_hours'"}},
	{"limit not a number", settings, "reflection_hours: 48", "reflection_hours: 2d", []string{"programme.yaml:16: reflection_hours is not a whole number"}},

	{"role without disclosure", settings, "territories:", "  - {id: cook, minimum_age: 18, hazardous: false}\nterritories:", []string{
		"programme.yaml:9: the role cook has no disclosure (G04)", "words/en.yaml:1: the key cook is missing", "words/fr.yaml:1: the key cook is missing"}},
	{"disclosure without a language", french, "", "DELETE", []string{"disclosures/keeper/fr.md: the disclosure is missing in fr"}},
	{"versions differ", french, "version: 3", "version: 2", []string{"disclosures/keeper/fr.md:3: version 2, while disclosures/keeper/en.md has version 3"}},
	{"other role", english, "role: keeper", "role: cook", []string{"disclosures/keeper/en.md:2: role is 'cook', the folder's name 'keeper'"}},
	{"other language", english, "language: en", "language: fr", []string{"disclosures/keeper/en.md:4: language is 'fr', the file's name 'en'"}},
	{"no front matter", english, "---\nrole", "role", []string{"disclosures/keeper/en.md:1: the file does not begin with its keys", "disclosures/keeper/en.md:1: text above the first section"}},
	{"open front matter", english, "title: Keeper\n---", "title: Keeper", []string{"disclosures/keeper/en.md:5: the keys do not end"}},
	{"no title", english, "title: Keeper\n", "", []string{"disclosures/keeper/en.md:2: the key title is missing"}},
	{"version 0 of a text", english, "version: 3", "version: 0", []string{"disclosures/keeper/en.md:3: versions begin at 1"}},
	{"empty section", english, "The steps are wet.", "", []string{"disclosures/keeper/en.md:20: risks: the section is missing or empty"}},
	{"missing section", english, "## Injury {#injury}\n\nYou are insured.\n", "", []string{"disclosures/keeper/en.md:1: injury: the section is missing or empty"}},
	{"long cost page", english, "You lose nights.", strings.Repeat("word ", 151), []string{"disclosures/keeper/en.md:8: cost: the cost page has 151 words"}},
	{"short no", english, "A no ends it at once and we ask nobody why.", "Say no.", []string{"disclosures/keeper/en.md:56: saying-no: the part on no has 2 words, the part on yes 7"}},
	{"unknown section", english, "{#injury}", "{#injuries}", []string{"disclosures/keeper/en.md:1: injury: the section is missing or empty", "disclosures/keeper/en.md:36: no section has the id 'injuries'"}},
	{"section twice", english, "{#injury}", "{#money}", []string{"disclosures/keeper/en.md:1: injury: the section is missing or empty", "disclosures/keeper/en.md:36: the section money stands here twice"}},
	{"heading without id", english, "The steps are wet.", "The steps are wet.\n\n## And the wind", []string{"disclosures/keeper/en.md:24: a heading of level 2 without an id"}},
	{"heading without words", english, "## Injury {", "## {", []string{"disclosures/keeper/en.md:36: a heading without words"}},
	{"heading too large", english, "The steps are wet.", "The steps are wet.\n\nWind\n----\n\nIt blows.", []string{"disclosures/keeper/en.md:24: a heading as large as a section's"}},
	{"text above", english, "## Cost", "Welcome!\n\n## Cost", []string{"disclosures/keeper/en.md:8: text above the first section"}},
	{"hidden words", english, "A no ends it", "Say no.\n\n<!-- one two three four five six -->\nA no ends it", []string{"disclosures/keeper/en.md:60: HTML, which no page shows"}},
	{"hidden words in a line", english, "The steps are wet.", "The steps\nare <b hidden>wet.", []string{"disclosures/keeper/en.md:23: HTML, which no page shows"}},
	{"picture", english, "The steps are wet.", "Look:\n![steps](http://x.example/steps.png)", []string{"disclosures/keeper/en.md:23: a picture"}},
	{"picture without words", english, "The steps are wet.", "Look:\n\n![](steps.png)", []string{"disclosures/keeper/en.md:24: a picture"}},
	{"empty keys", english, "role: keeper\nversion: 3\nlanguage: en\ntitle: Keeper\n", "", []string{"disclosures/keeper/en.md:1: the file is empty"}},
	{"tab in a text", english, "The steps are wet.", "\tThe steps are wet.", []string{"disclosures/keeper/en.md:22: a tab"}},

	{"no points", "points/fr.yaml", "", "DELETE", []string{"points/fr.yaml: the four points are missing in fr (G06)"}},
	{"point missing", "points/fr.yaml", "risks: {ask: A, heard: B}\n", "", []string{"points/fr.yaml:1: the key risks is missing"}},
	{"point unknown", "points/fr.yaml", "risks:", "risk:", []string{"points/fr.yaml:1: the key risks is missing", "points/fr.yaml:3: unknown key 'risk'"}},
	{"point half", "points/fr.yaml", "costs: {ask: A, heard: B}", "costs: {ask: A}", []string{"points/fr.yaml:4: the key heard is missing"}},
	{"no words", "words/fr.yaml", "", "DELETE", []string{"words/fr.yaml: the words are missing in fr"}},
	{"word missing", "words/fr.yaml", "lamp: Y\n", "", []string{"words/fr.yaml:1: the word lamp is missing"}},
	{"word of a table missing", "words/fr.yaml", "  NO: Norvège\n", "", []string{"words/fr.yaml:7: the word territories.NO is missing"}},
	{"stage missing in one", "words/en.yaml", "  lead: X", "  offer: X", []string{"words/en.yaml:5: the word stages.lead is missing", "words/fr.yaml:5: the word stages.offer is missing"}},
	{"role's word missing", "words/fr.yaml", "    person: gardien\n", "", []string{"words/fr.yaml:2: the key person is missing"}},
	{"area's word missing", "words/fr.yaml", "  north: N\n", "", []string{"words/fr.yaml:7: the key north is missing"}},
	{"word for no role", "words/fr.yaml", "  keeper:", "  kepper:", []string{"words/fr.yaml:1: the key keeper is missing", "words/fr.yaml:2: unknown key 'kepper'"}},
	{"word for no stage", "words/fr.yaml", "  lead: X", "  lead: X\n  leed: X", []string{"words/fr.yaml:7: unknown key 'leed'"}},
	{"slip in a table", "words/fr.yaml", "stages:", "stage:", []string{
		"words/en.yaml:1: the word stage.lead is missing", "words/fr.yaml:1: the word stages.lead is missing", "words/fr.yaml:5: unknown key 'stage'"}},
	{"key of a word", "words/fr.yaml", "lamp: Y", "lamp: Y\nbig lamp: Z", []string{"words/fr.yaml:11: a key that cannot be used: 'big lamp'"}},
	{"no roles in words", "words/fr.yaml", "roles:\n  keeper:\n    name: Gardien\n    person: gardien\n", "", []string{"words/fr.yaml:1: the key roles is missing"}},

	{"no instrument", "instruments/first.csv", "", "DELETE", []string{"instruments/first.csv: the instrument is missing"}},
	{"instrument at fault", "instruments/first.csv", ",text,", ",geopoint,", []string{"instruments/first.csv:3: row 3, column B: the type 'geopoint' is not supported yet"}},
	{"instrument of one language", "instruments/first.csv", ",label::French (fr)\n,text,why,Why?,Pourquoi ?", "\n,text,why,Why?", []string{"instruments/first.csv: the instrument is missing in fr"}},
	{"instrument of another name", "instruments/first.csv", "survey", "settings\n,form_id\n,second\nsurvey", []string{"instruments/first.csv: form_id is 'second', the file's name 'first'"}},
	{"stray language", "words/frr.yaml", "", "a: b", []string{"words/frr.yaml: a file that the programme does not ask for"}},
	{"stray folder", "disclosure/keeper/en.md", "", "x", []string{"disclosure/keeper/en.md: a file that the programme does not ask for"}},
}

func TestEachFaultStandsOnItsLine(t *testing.T) {
	for _, c := range malformed {
		t.Run(c.name, func(t *testing.T) {
			in := small(t)
			if c.text == "DELETE" {
				delete(in, c.file)
			} else {
				edit(t, in, c.file, c.old, c.text)
			}
			folder, faults := programme.Load(in)
			if got := brief(faults); !slices.Equal(got, c.want) || folder != nil {
				t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n     "), strings.Join(c.want, "\n     "))
			}
		})
	}
}

// Without settings there is nothing to hold the rest against, but each file is still read.
func TestEveryFaultInOneRun(t *testing.T) {
	in := small(t)
	edit(t, in, settings, "version: 2", "version: 'x")
	edit(t, in, english, "You are insured.", "")
	edit(t, in, "points/en.yaml", "risks:", "risk:")
	edit(t, in, "words/en.yaml", "lamp: Y", "lamp: Y\nlamp: Z")
	edit(t, in, "instruments/first.csv", ",text,", ",time,")
	_, faults := programme.Load(in)
	want := []string{"disclosures/keeper/en.md:36", "instruments/first.csv:3", "points/en.yaml:1", "points/en.yaml:3", "programme.yaml:2", "words/en.yaml:11"}
	var got []string
	for _, f := range brief(faults) {
		where, _, _ := strings.Cut(f, ": ")
		got = append(got, where)
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestSlipsAreAnsweredWithTheWordThatWasMeant(t *testing.T) {
	for _, c := range []struct{ file, old, text, want string }{
		{settings, "organisation:", "organization:", "did you mean organisation?"},
		{settings, "reflection_hours", "reflecton_hours", "did you mean reflection_hours?"},
		{settings, "stage: interview", "stage: afteryes", "did you mean after-yes?"},
		{settings, "stage: interview", "stage: zzzz", "known here: approach, interview, assess, after-yes"},
		{settings, "[DK, SE]", "[DK, se]", "write SE"},
		{settings, "[DK, SE]", "[DK, UK]", "write GB"},
		{settings, "reflection_hours: 48", "reflection_hours: 999", "write 0 to 720"},
		{english, "{#no-return}", "{#no-retrun}", "did you mean no-return?"},
		{english, "You are insured.", "", "write it"},
		{"words/fr.yaml", "lamp: Y\n", "", "add it: words/en.yaml:10 says 'Y'"},
		{"words/es.yaml", "", "a: b", "did you mean words/en.yaml? Else name it in programme.yaml, move it to leads/ or take it out"},
	} {
		in := small(t)
		edit(t, in, c.file, c.old, c.text)
		_, faults := programme.Load(in)
		if !slices.ContainsFunc(faults, func(f programme.Fault) bool { return f.Remedy == c.want }) {
			t.Errorf("%q for %q: %v", c.text, c.old, faults)
		}
	}
}
