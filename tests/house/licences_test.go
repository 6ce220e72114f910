package house

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// licenceMarks recognise a licence by words that only it has, the most particular first.
var licenceMarks = []struct{ words, name string }{
	{"GNU AFFERO GENERAL PUBLIC LICENSE", "AGPL"},
	{"GNU LESSER GENERAL PUBLIC LICENSE", "LGPL"},
	{"GNU GENERAL PUBLIC LICENSE", "GPL"},
	{"Business Source License", "BSL"},
	{"Mozilla Public License", "MPL-2.0"},
	{"Apache License Version 2.0", "Apache-2.0"},
	{"Permission is hereby granted, free of charge", "MIT"},
	{"Permission to use, copy, modify, and/or distribute this software", "ISC"},
	{"Redistributions in binary form must reproduce", "BSD"},
}

// welcome are the licences under which something may be linked into the program.
var welcome = []string{"Apache-2.0", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "MPL-2.0"}

var blank = regexp.MustCompile(`\s+`)

// licenceOf names the licences of a text, as some hold several for their parts; "" if it knows none.
func licenceOf(text string) string {
	text = blank.ReplaceAllString(text, " ")
	var out []string
	for _, m := range licenceMarks {
		name := m.name
		switch {
		case !strings.Contains(text, m.words):
			continue
		case name == "BSD" && strings.Contains(strings.ToLower(text), "neither the name"):
			name = "BSD-3-Clause"
		case name == "BSD":
			name = "BSD-2-Clause"
		}
		out = append(out, name)
	}
	return strings.Join(out, " and ")
}

// unwelcome returns the first of some licences under which nothing may be linked in, or "".
func unwelcome(names string) string {
	for name := range strings.SplitSeq(names, " and ") {
		if !slices.Contains(welcome, name) {
			return name
		}
	}
	return ""
}

// dependency is one module that go.mod asks for.
type dependency struct{ Path, Version, Dir string }

// dependencies returns what go.mod asks for, with the folder of those that lie on this machine.
func dependencies(t *testing.T) []dependency {
	t.Helper()
	var mod struct{ Require []dependency }
	if err := json.Unmarshal([]byte(goTool(t, "mod", "edit", "-json")), &mod); err != nil {
		t.Fatal(err)
	}
	args := []string{"list", "-m", "-json=Path,Version,Dir"}
	for _, d := range mod.Require {
		args = append(args, d.Path)
	}
	var out []dependency
	in := json.NewDecoder(strings.NewReader(goTool(t, args...)))
	for {
		var d dependency
		if err := in.Decode(&d); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
}

// readLicence names the licence that a module brings along.
func readLicence(d dependency) (string, error) {
	for _, pattern := range []string{"LICEN[SC]E*", "COPYING*"} {
		found, err := filepath.Glob(filepath.Join(d.Dir, pattern))
		if err != nil || len(found) == 0 {
			continue
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			return "", err
		}
		if name := licenceOf(string(text)); name != "" {
			return name, nil
		}
	}
	return "", fmt.Errorf("%s %s: no licence that this test knows", d.Path, d.Version)
}

const licencesHead = `# Licences

<!-- Made from go.mod and the licence files of the modules by ` + "`make docs`" + `. -->

Willing is under Apache-2.0 (see ` + "`LICENSE`" + `). It is built with Go and its standard library (BSD-3-Clause) and with the modules
below, some of which only its tests use. Their texts lie beside their sources, where ` + "`go mod download`" + ` puts them. Every list in
` + "`examples/sea-rescue/leads`" + ` is synthetic; its README names the sources of the names and towns in them; ` + "`examples/sea-rescue/places`" + ` says whence its towns are.

| module | version | licence |
|---|---|---|
`

func TestLicencesAreCurrentAndWelcome(t *testing.T) {
	committed, err := os.ReadFile(filepath.Join(root, "docs", "licences.md"))
	if err != nil && !*update {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(licencesHead)
	for _, d := range dependencies(t) {
		row := fmt.Sprintf("| %s | %s | ", d.Path, d.Version)
		if d.Dir == "" && strings.Contains(string(committed), row) {
			// Nothing that was built or tested here needs it, so its text is not here either.
			t.Logf("%s %s: not on this machine, its committed row stands unread", d.Path, d.Version)
			_, rest, _ := strings.Cut(string(committed), row)
			rest, _, _ = strings.Cut(rest, "\n")
			b.WriteString(row + rest + "\n")
			continue
		}
		name, err := readLicence(d)
		if err != nil {
			t.Fatal(err)
		}
		if bad := unwelcome(name); bad != "" {
			t.Errorf("%s is under %s, which nobody may link in here", d.Path, bad)
		}
		b.WriteString(row + name + " |\n")
	}
	compare(t, "docs/licences.md", b.String())
}

func TestLicencesAreTold(t *testing.T) {
	for want, text := range map[string]string{
		"MIT":          "Permission is hereby granted, free of\ncharge, to any person",
		"BSD-3-Clause": "Redistributions in binary form must reproduce the above\n … Neither the name of Google",
		"BSD-2-Clause": "Redistributions in binary form must\nreproduce",
		"AGPL":         "GNU AFFERO GENERAL PUBLIC LICENSE",
		"GPL and MIT":  "GNU GENERAL PUBLIC LICENSE … Permission is hereby granted, free of charge",
		"":             "All rights reserved",
	} {
		if got := licenceOf(text); got != want {
			t.Errorf("%q for a licence of %q", got, want)
		}
	}
	if unwelcome("MIT and AGPL") != "AGPL" || unwelcome("MIT and BSD-3-Clause") != "" {
		t.Error("an unwelcome licence hides behind a welcome one")
	}
}
