package programme

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"willing/casebook"
	"willing/forms"
)

// Folder is a programme without fault.
type Folder struct {
	Programme   casebook.Programme
	OutsideBody OutsideBody
	Advice      OutsideBody // who talks the text through with a person; the outside body if empty
	Office      OutsideBody // how people reach headquarters; empty where the programme does not say
	Stages      []string    // those of [Stages] that it uses, in its order
	Hats        []string    // those of [Hats] that it uses
	Instruments []Instrument
	Disclosures []Disclosure                 // in the order of the roles, one each
	Words       map[string]map[string]string // by language, then by key: "roles.crew.name"
	Points      map[string]map[string]Point  // by language, then by the ids of casebook.Points

	read []string // the files that all of this was read from, by their paths
}

// OutsideBody takes a conduct report when nobody inside may (G22).
type OutsideBody struct {
	Name    string
	Contact string // address, page or number, as people are to read it
}

// Mail is the contact if it is an e-mail address and nothing else; "" if not.
func (b OutsideBody) Mail() string {
	name, host, ok := strings.Cut(b.Contact, "@")
	if !ok || name == "" || !strings.Contains(host, ".") || strings.ContainsAny(b.Contact, " ,;<>?&/:") || strings.Contains(host, "@") {
		return ""
	}
	return b.Contact
}

// Phone is the contact as telephones dial it, if it is an international number and nothing else; "" if not.
func (b OutsideBody) Phone() string {
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ()-.\u00a0", r) {
			return -1
		}
		return r
	}, strings.ReplaceAll(b.Contact, "(0)", "")) // which is not dialled from abroad
	if len(number) < 8 || number[0] != '+' || strings.Trim(number[1:], "0123456789") != "" {
		return ""
	}
	return number
}

// Adviser is somebody outside the team whom a person can ask before they answer.
func (f *Folder) Adviser() OutsideBody {
	if f.Advice.Name != "" {
		return f.Advice
	}
	return f.OutsideBody
}

// Disclosure is one version of what a role costs, in every language of the programme.
type Disclosure struct {
	Role    string
	Version int
	Texts   []Text // in the order of the languages
}

// Point is how a mentor asks for one of the four points of G06.
type Point struct {
	Ask   string
	Heard string // what counts as heard
}

// Instrument is an interview or a test.
type Instrument struct {
	ID    string
	Stage string // one of [InstrumentStages]: when it opens
	Hash  string // SHA-256 of the workbook with \n line ends and no byte order mark, in hexadecimal
	Form  *forms.Form
}

// Disclosure returns what this role costs.
func (f *Folder) Disclosure(role string) (Disclosure, bool) {
	for _, d := range f.Disclosures {
		if d.Role == role {
			return d, true
		}
	}
	return Disclosure{}, false
}

// Text returns the disclosure in this language.
func (d Disclosure) Text(language string) (Text, bool) {
	for _, t := range d.Texts {
		if t.Language == language {
			return t, true
		}
	}
	return Text{}, false
}

// loader holds what is known while one folder is read.
type loader struct {
	fsys     fs.FS
	faults   faults
	files    map[string]bool // all that would be read; false for those that may not be
	expected []string        // what the settings ask for
	roleLine map[string]int  // of programme.yaml
	folder   Folder
}

// Load reads and checks the folder that fsys is. With any fault the folder is nil; all faults come in
// one run, by file and line.
func Load(fsys fs.FS) (*Folder, []Fault) {
	l := &loader{fsys: fsys, files: map[string]bool{}, roleLine: map[string]int{}}
	l.folder.Hats = Hats
	l.list()
	if l.settings() {
		l.disclosures()
		l.words()
		l.points()
		l.instruments()
		l.corrections()
		l.strays()
	} else {
		l.alone()
	}
	if len(l.faults) > 0 {
		return nil, l.faults.sorted()
	}
	l.folder.read = l.readFiles()
	return &l.folder, nil
}

// list notes the files of the folder. Links are refused, inside as well as outside: a programme is
// copied, zipped and published, and must be whole wherever it arrives. A folder that cannot be read is a
// fault, not an error, so the walk itself returns none.
func (l *loader) list() {
	_ = fs.WalkDir(l.fsys, ".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			l.faults.add(file, 0, "the folder cannot be read", "check that it is there, and its rights")
			return fs.SkipDir
		case file == ".":
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			l.faults.add(file, 0, "a link", "put the file itself here")
			l.files[file] = false
		case strings.HasPrefix(path.Base(file), ".") || file == "leads":
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir():
			l.files[file] = true
		}
		return nil
	})
}

// expect notes a file that the settings ask for and says whether it is there.
func (l *loader) expect(file string) bool {
	l.expected = append(l.expected, file)
	_, there := l.files[file]
	return there
}

// parts are the names at the top of a folder that are read.
var parts = []string{settingsFile, "words", "disclosures", "points", "instruments"}

// strays blames files that nothing asks for, in the folders that are read and in those that sound like
// them: most often a name with a slip in it. What else an organisation keeps here is its own affair.
func (l *loader) strays() {
	for _, file := range slices.Sorted(maps.Keys(l.files)) {
		top, _, _ := strings.Cut(file, "/")
		if file == settingsFile || slices.Contains(l.expected, file) || nearest(top, parts, 2) == "" {
			continue
		}
		remedy := "name it in programme.yaml, move it to leads/ or take it out"
		if near := nearest(file, append(l.expected, settingsFile), 3); near != "" {
			remedy = "did you mean " + near + "? Else " + remedy
		}
		l.faults.add(file, 0, "a file that the programme does not ask for", remedy)
	}
}

// alone checks each file by itself, when there are no settings to hold them against.
func (l *loader) alone() {
	for file := range l.files {
		switch top, _, _ := strings.Cut(file, "/"); top + path.Ext(file) {
		case "words.yaml":
			l.wordsOf(file)
		case "points.yaml":
			l.pointsOf(file)
		case "instruments.csv":
			l.form(file)
		case "disclosures.md", "corrections.md":
			l.disclosure(file)
		}
	}
}
