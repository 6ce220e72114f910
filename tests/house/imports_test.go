package house

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rule says what one package may import beside the standard library, and why no more.
type rule struct {
	pkg     string   // a path from the root; "x/*" stands for every package below x
	house   []string // packages of the house
	modules []string // prefixes of modules from outside; "*" for any
	why     string
}

const (
	isLibrary = "it is a library that knows nothing of the rest, so that somebody else could import it, and so that no case, key or clock leaks into it"
	isBackend = "a backend keeps bytes for the journal and must not know what they mean"
)

// rules is the table of house.md. A package without a row may not be: add one, with its reason.
var rules = []rule{
	{"casebook", nil, nil, "the law runs unchanged at headquarters, on a laptop and in a phone, and nothing that could change it may stand beneath it"},
	{"journal", nil, []string{"github.com/fxamacker/cbor/v2"}, "it keeps and proves what was written without knowing what it means; whoever judges must not be whoever keeps"},
	{"access", []string{"casebook"}, nil, "rights are one table and pure functions over the names of the hats"},
	{"programme", []string{"casebook", "forms"}, []string{"github.com/goccy/go-yaml", "github.com/yuin/goldmark", "golang.org/x/text"}, "it reads an organisation's texts and settings and must not know people, cases or the log"},
	{"desk", []string{"casebook", "programme", "access", "journal", "sliver"}, nil, "use cases see the law and the log; stores, matching, markers, register, clock and chance come in through the small interfaces it declares itself"},

	{"exchange", []string{"casebook", "journal", "sliver"}, []string{"github.com/fxamacker/cbor/v2", "github.com/klauspost/compress/zstd"}, "it says what goes from node to node and judges nothing; it runs in a phone, so no line, store or clock may stand beneath it"},
	{"exchange/meet", []string{"casebook", "journal", "desk", "exchange", "sliver"}, nil, "it drives an exchange with a real desk, in a laptop, in a phone and in the simulator alike, so no line, store or file may stand beneath it"},
	{"exchange/simexchange", []string{"*"}, []string{"*"}, "it serves tests and `make sim`, which may look at everything; nothing else may import it"},
	{"linkage", nil, []string{"golang.org/x/text"}, isLibrary},
	{"linkage/markers", []string{"linkage", "sliver"}, nil, isLibrary},
	{"sliver", nil, nil, isLibrary},
	{"recognise", []string{"casebook", "desk", "linkage", "linkage/markers", "sliver"}, nil, "it puts matching and markers behind the desk's questions for every sort of node, so no store, file or line may stand beneath it"},
	{"envelope", nil, []string{"filippo.io/age"}, isLibrary},
	{"bundle", []string{"journal", "exchange"}, []string{"filippo.io/age", "golang.org/x/crypto/ssh"}, isLibrary},
	{"intake", nil, []string{"golang.org/x/text", "github.com/nyaruka/phonenumbers", "github.com/goccy/go-yaml"}, isLibrary},
	{"forms", nil, nil, isLibrary},
	{"register", []string{"durable"}, nil, isLibrary},
	{"durable", nil, nil, isLibrary},
	{"recapture", nil, nil, isLibrary},
	{"touring", nil, nil, isLibrary},
	{"locale", nil, []string{"github.com/nicksnyder/go-i18n/v2", "golang.org/x/text"}, isLibrary},

	{"web", []string{"casebook", "programme", "access", "journal", "desk", "forms", "locale"}, []string{"github.com/boombuler/barcode", "github.com/yuin/goldmark", "golang.org/x/net/html"}, "pages show and ask, and call desk for everything; the same handlers run in a phone, so no store, account or mail may stand beneath them"},
	{"web/*", []string{"casebook", "programme", "access", "journal", "desk", "forms", "locale", "web"}, []string{"github.com/yuin/goldmark"}, "pages show and ask, and call desk for everything; the same handlers run in a phone, so no store, account or mail may stand beneath them"},
	{"web/office", []string{"casebook", "programme", "access", "journal", "desk", "forms", "locale", "lists", "web"}, []string{"golang.org/x/text"}, "headquarters' pages call countries by their names in the reader's language; a phone does not carry them"},
	{"web/signin", []string{"casebook", "access", "journal", "desk", "locale", "web", "account"}, nil, "it is the door of headquarters: the one package of pages that knows accounts"},
	{"account", []string{"casebook", "access", "journal"}, []string{"github.com/go-webauthn/webauthn", "golang.org/x/crypto"}, "it keeps passwords, passkeys, sessions and links of one node, and must not know pages or use cases"},
	{"api", []string{"casebook", "programme", "access", "journal", "desk", "forms", "intake", "account", "lists", "web"}, []string{"github.com/danielgtaylor/huma/v2"}, "programs get what pages get: it calls desk for everything and decides nothing"},

	{"lists", []string{"casebook", "desk", "durable", "intake", "journal"}, nil, "it takes uploaded lists in through the desk, for pages and programs alike, and must not know either"},
	{"ownfile", []string{"casebook", "programme", "desk", "intake"}, nil, "it writes a person's own file from what the desk gives out; pages reach it through node, so that a phone does not carry it"},

	{"store/memory", []string{"journal"}, nil, isBackend},
	{"store/sieve", nil, nil, "it knows hashes alone, whatever they are of"},
	{"store/sqlite", []string{"durable", "journal", "store/sieve"}, []string{"modernc.org/sqlite", "github.com/pressly/goose/v3", "github.com/tidwall/btree"}, isBackend},
	{"store/indexeddb", []string{"journal", "promise", "store/paged"}, nil, isBackend},
	{"store/paged", []string{"journal", "store/memory", "store/sieve"}, nil, isBackend},
	{"store/sealed", []string{"journal", "store/paged"}, []string{"golang.org/x/crypto"}, isBackend},
	{"store/storetest", []string{"journal"}, []string{"pgregory.net/rapid"}, "the suite must not know any backend that it judges"},

	{"phone", []string{"casebook", "programme", "access", "journal", "desk", "bundle", "envelope", "recognise", "exchange", "exchange/meet", "locale", "store/paged", "web", "web/team", "web/public"}, []string{"golang.org/x/crypto/argon2"}, "it wires a node in a browser; the browser itself, clock and chance come in, so that its tests run anywhere"},
	{"promise", nil, nil, "it speaks with a browser for whoever does, and means nothing"},
	{"phone/browser", []string{"phone", "exchange/meet", "promise", "store/indexeddb", "store/paged"}, nil, "it lends package phone what only a browser has, and decides nothing"},
	{"phone/app", []string{"web"}, []string{"github.com/andybalholm/brotli"}, "it serves the application's files to anybody, so nothing that knows people may stand beneath it"},
	{"phone/pack", nil, []string{"github.com/andybalholm/brotli"}, "it packs one file while the program is built"},

	{"node", []string{"bundle", "durable", "envelope", "phone/app", "casebook", "programme", "access", "journal", "desk", "intake", "lists", "ownfile", "recognise", "register", "store/sqlite", "store/memory", "store/sealed", "examples", "locale", "account", "api", "exchange", "exchange/meet", "web", "web/office", "web/team", "web/person", "web/public", "web/signin"}, []string{"*"}, "it wires a whole node, and is the only package that sees the stores; what stands above it (commands, the demo) may not be known below"},
	{"demo", []string{"casebook", "programme", "access", "journal", "desk", "node", "intake", "lists", "examples"}, []string{"*"}, "it plays the scenario through the same use cases as everybody; a store of its own would be a way round them"},
	{"cli", []string{"casebook", "programme", "access", "journal", "desk", "node", "intake", "lists", "ownfile", "demo", "examples", "account"}, []string{"*"}, "commands open a node and call its desk (docs/decisions/0003); a command that reached a store would be a second way in"},
	{"cmd/willing", []string{"cli"}, []string{"github.com/mattn/go-isatty"}, "main only calls the command line and says whether somebody sits there"},
	{"examples", nil, nil, "it holds the example folders as files and nothing else"},
	{"node/nodetest", []string{"*"}, []string{"*"}, "it serves tests, which may look at everything; nothing else may import it"},
	{"tests/*", []string{"*"}, []string{"*"}, "tests may look at everything"},
}

func ruleFor(pkg string) (rule, bool) {
	for _, r := range rules {
		if r.pkg == pkg {
			return r, true
		}
	}
	for _, r := range rules {
		if strings.HasSuffix(r.pkg, "/*") && strings.HasPrefix(pkg, strings.TrimSuffix(r.pkg, "*")) {
			return r, true
		}
	}
	return rule{}, false
}

// allows reports whether the rule lets its package import a path.
func (r rule) allows(imported string) bool {
	if own, isOurs := strings.CutPrefix(imported, module+"/"); isOurs {
		return slices.Contains(r.house, own) || slices.Contains(r.house, "*")
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return imported != "C"
	}
	return slices.ContainsFunc(r.modules, func(m string) bool {
		return m == "*" || imported == m || strings.HasPrefix(imported, m+"/")
	})
}

// brokenImports checks every import outside of tests against the table.
func brokenImports(all []source) []string {
	var out []string
	for _, s := range all {
		if s.isTest() {
			continue
		}
		r, ok := ruleFor(s.pkg())
		if !ok {
			out = append(out, fmt.Sprintf("%s: package %s has no rule: say in rules what it may import, and why", s.path, s.pkg()))
			continue
		}
		for _, spec := range s.file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil || !r.allows(imported) {
				out = append(out, fmt.Sprintf("%s: %s must not import %s: %s", s.at(spec), s.pkg(), imported, r.why))
			}
		}
	}
	return out
}

func TestPackagesImportOnlyWhatTheyMayKnow(t *testing.T) {
	report(t, brokenImports(sources(t)))
}

func TestABrokenImportIsNamedWithItsReason(t *testing.T) {
	for _, breach := range []struct{ file, imported, reason string }{
		{"casebook/x.go", "willing/journal", "the law runs unchanged"},
		{"casebook/x.go", "github.com/google/uuid", "the law runs unchanged"},
		{"journal/x.go", "willing/casebook", "without knowing what it means"},
		{"desk/x.go", "willing/store/sqlite", "small interfaces"},
		{"cli/x.go", "willing/store/sqlite", "second way in"},
		{"intake/x.go", "willing/casebook", "a library"},
		{"node/x.go", "willing/cli", "may not be known below"},
		{"forms/x.go", "C", "a library"},
		{"novelty/x.go", "fmt", "has no rule"},
	} {
		s := planted(t, breach.file, "package x\nimport _ \""+breach.imported+"\"\n")
		mustFind(t, brokenImports([]source{s}), breach.reason)
	}
}

func TestNoPackageBearsATakenOrEmptyName(t *testing.T) {
	taken := standardNames(t)
	var done []string
	for _, s := range sources(t) {
		name := strings.TrimSuffix(s.file.Name.Name, "_test")
		if slices.Contains(done, s.pkg()) || name == "main" {
			continue
		}
		done = append(done, s.pkg())
		if fault := nameFault(name, taken); fault != "" {
			t.Errorf("%s: %s", s.path, fault)
		}
		if name != path.Base(s.pkg()) {
			t.Errorf("%s: package %s lies in folder %s: give both one name", s.path, name, s.pkg())
		}
	}
}

func TestATakenOrEmptyNameIsNamed(t *testing.T) {
	taken := standardNames(t)
	for _, name := range []string{"util", "models", "log", "template"} {
		if nameFault(name, taken) == "" {
			t.Errorf("package %s was let through", name)
		}
	}
}

func nameFault(name string, taken []string) string {
	switch {
	case slices.Contains([]string{"util", "utils", "common", "models", "helpers", "types", "misc", "shared", "lib"}, name):
		return "package " + name + ": the name says nothing; name the concept"
	case slices.Contains(taken, name):
		return "package " + name + ": the standard library has one of this name"
	}
	return ""
}

// standardNames lists the last elements of the standard library's import paths.
func standardNames(t *testing.T) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(goTool(t, "list", "std")) {
		full := strings.TrimSpace(line)
		if !strings.Contains(full, "internal") && !strings.HasPrefix(full, "vendor/") {
			out = append(out, path.Base(full))
		}
	}
	return out
}
