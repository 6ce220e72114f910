package forms_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"willing/forms"
)

const knots = `survey,,,,,,
,type,name,label::English (en),label::Deutsch (de),hint::English (en),hint::Deutsch (de),required
,note,welcome,Three knots,Drei Knoten,,
,"select_one yes_no",bowline,"Bowline tied?
Without help?",Palstek geknüpft?,,,yes
,integer,seconds,How many seconds?,Wie viele Sekunden?,whole seconds,ganze Sekunden,true
,decimal,rope,Rope in metres,Seil in Metern
,date,day,Day,Tag
,text,remark,Remark,Bemerkung

choices
,list_name,name,label::English (en),label::Deutsch (de)
,yes_no,yes,Yes,Ja
,yes_no,no,No,Nein
settings
,form_id,form_title,version
,knots,Knots,3
`

func TestAWorkbookBecomesAForm(t *testing.T) {
	form, faults := forms.Parse(strings.NewReader("\ufeff" + strings.ReplaceAll(knots, "\n", "\r\n")))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	both := func(en, de string) map[string]string { return map[string]string{"en": en, "de": de} }
	want := &forms.Form{
		ID: "knots", Title: "Knots", Version: "3", Languages: []string{"en", "de"},
		Questions: []forms.Question{
			{Name: "welcome", Type: forms.Note, Label: both("Three knots", "Drei Knoten")},
			{Name: "bowline", Type: forms.SelectOne, Required: true, Label: both("Bowline tied?\nWithout help?", "Palstek geknüpft?"),
				Choices: []forms.Choice{{Name: "yes", Label: both("Yes", "Ja")}, {Name: "no", Label: both("No", "Nein")}}},
			{Name: "seconds", Type: forms.Integer, Required: true, Label: both("How many seconds?", "Wie viele Sekunden?"), Hint: both("whole seconds", "ganze Sekunden")},
			{Name: "rope", Type: forms.Decimal, Label: both("Rope in metres", "Seil in Metern")},
			{Name: "day", Type: forms.Date, Label: both("Day", "Tag")},
			{Name: "remark", Type: forms.Text, Label: both("Remark", "Bemerkung")},
		},
	}
	if diff := cmp.Diff(want, form); diff != "" {
		t.Error(diff)
	}
	if q, ok := form.Question("rope"); !ok || q.Type != forms.Decimal {
		t.Error("the question about the rope is not found")
	}
	if _, ok := form.Question("anchor"); ok {
		t.Error("nobody asked about the anchor")
	}
}

func TestTheDefaultLanguageNamesAColumnThatNamesNone(t *testing.T) {
	book := "survey\n,type,name,label\n,text,a,A?\nsettings\n,default_language\n,English (en)\n"
	form, faults := forms.Parse(strings.NewReader(book))
	if faults != nil || form.Languages[0] != "en" || form.Questions[0].Label["en"] != "A?" {
		t.Error(form, faults)
	}
	form, _ = forms.Parse(strings.NewReader("survey\n,type,name,label\n,text,a,A?\n"))
	if form.Languages[0] != forms.Unnamed {
		t.Error(form.Languages)
	}
}

// Each row breaks one rule; the fault must stand where the person has to look.
func TestFaultsNameRowAndColumn(t *testing.T) {
	head := "survey\n,type,name,label,hint,required\n"
	for name, c := range map[string]struct{ book, want string }{
		"condition":       {"survey\n,type,name,label,relevant\n,text,a,A?,\n,text,b,B?,${a} = 1\n", "row 4, column E: relevant is not supported yet"},
		"constraint":      {"survey\n,type,name,label,bind:constraint\n,integer,a,A?,. < 10\n", "row 3, column E: bind:constraint is not supported yet"},
		"required if":     {head + ",text,a,A?,,${b} = 1\n", "row 3, column F: required by a condition"},
		"required note":   {head + ",note,a,A,,yes\n", "row 3, column F: a note cannot be required"},
		"type":            {head + ",geopoint,a,A?,,\n", "row 3, column B: the type 'geopoint' is not supported yet"},
		"no type":         {head + ",,a,A?,,\n", "row 3, column B: the row has no type"},
		"list":            {head + ",select_one colours,a,A?,,\n", "row 3, column B: there is no list 'colours'"},
		"or other":        {head + ",select_one x or_other,a,A?,,\n", "row 3, column B: 'select_one x or_other' is not supported yet"},
		"no list":         {head + ",select_one,a,A?,,\n", "row 3, column B: 'select_one' is not supported yet"},
		"no name":         {head + ",text,,A?,,\n", "row 3, column C: the question has no name"},
		"bad name":        {head + ",text,2nd,A?,,\n", "row 3, column C: a name that cannot be used"},
		"same name":       {head + ",text,a,A?,,\n,text,a,B?,,\n", "row 4, column C: a second question with the name 'a'"},
		"same as refused": {head + ",time,a,A?,,\n,text,a,B?,,\n", "row 4, column C: a second question with the name 'a'"},
		"no label":        {head + ",text,a,,,\n", "row 3, column D: the question has no label"},
		"reference":       {head + ",text,a,Dear ${b},,\n", "row 3, column D: a reference to another answer"},
		"language":        {"survey\n,type,name,label::A (en),label::B (de)\n,text,a,A?,\n", "row 3, column E: no label in de"},
		"hint language":   {"survey\n,type,name,label::A (en),label::B (de),hint::A (en)\n,text,a,A?,B?,h\n", "row 3, column F: no hint in de"},
		"column":          {"survey\n,type,name,lable,label\n,text,a,,A?\n", "row 2, column D: an unknown column"},
		"column twice":    {"survey\n,type,name,label::A (en),label::B (en)\n,text,a,A?,A?\n", "row 2, column E: the column label::B (en) stands here twice"},
		"no column":       {"survey\n,type,name\n,text,a\n", "row 2: the survey has no column label"},
		"headless":        {"survey\n,type,name,label,\n,text,a,A?,x\n", "row 3, column E: a cell in a column without a heading"},
		"beyond":          {"survey\n,type,name,label\n,text,a,A?,x\n", "row 3, column E: a cell in a column without a heading"},
		"no survey":       {"choices\n,list_name,name,label\n,a,b,B\n", "the file: there is no survey sheet"},
		"no questions":    {"survey\n,type,name,label\n", "row 1: the survey has no questions"},
		"sheet":           {"survey\n,type,name,label\n,text,a,A?\nchoises\n", "row 4, column A: a sheet that is not supported yet"},
		"sheet twice":     {"survey\n,type,name,label\n,text,a,A?\nsurvey\n", "row 4, column A: the sheet survey stands here a second time"},
		"before":          {",type\nsurvey\n,type,name,label\n,text,a,A?\n", "row 1: a row before the first sheet"},
		"semicolons":      {"survey;;;\n;type;name;label\n", "row 1: the cells are separated by semicolons"},
		"quotes":          {"survey\n,type,name,label\n,text,a,A?\n,\"te\"xt,b,B?\n", "row 4: a quotation mark is not closed"},
		"latin-1":         {head + ",text,a,Stra\xdfe,,\n", "row 3, column D: characters that are not UTF-8"},
		"control":         {head + ",text,a,A\x07,,\n", "row 3, column D: an invisible control character"},
		"choice name":     {"survey\n,type,name,label\n,text,a,A?\nchoices\n,list_name,name,label\n,l,,Yes\n", "row 6, column C: the choice has no name"},
		"choice space":    {"survey\n,type,name,label\n,text,a,A?\nchoices\n,list_name,name,label\n,l,y s,Yes\n", "row 6, column C: a name with a space"},
		"choice twice":    {"survey\n,type,name,label\n,text,a,A?\nchoices\n,list_name,name,label\n,l,y,Yes\n,l,y,Yes\n", "row 7, column C: a second choice"},
		"choice label":    {"survey\n,type,name,label\n,text,a,A?\nchoices\n,list_name,name,label\n,l,y,\n", "row 6, column D: the choice has no label"},
		"choice list":     {"survey\n,type,name,label\n,text,a,A?\nchoices\n,list_name,name,label\n,,y,Yes\n", "row 6, column B: the choice has no list"},
		"choice column":   {"survey\n,type,name,label\n,text,a,A?\nchoices\n,name,label\n,y,Yes\n", "row 5: the sheet choices has no column list_name"},
		"setting":         {"survey\n,type,name,label\n,text,a,A?\nsettings\n,style\n,pages\n", "row 6, column B: the setting style is not supported yet"},
		"settings row":    {"survey\n,type,name,label\n,text,a,A?\nsettings\n,version\n,1\n,2\n", "row 7: a second row of settings"},
		"line break":      {head + ",text,a,\"A?\n\nreally\",,\n,geopoint,b,B?,,\n", "row 4, column B: the type 'geopoint'"},
		"too large":       {strings.Repeat("x", forms.MaxBytes+1), "the file: the file is larger than 1 MB"},
	} {
		form, faults := forms.Parse(strings.NewReader(c.book))
		if form != nil || len(faults) == 0 {
			t.Errorf("%s: nothing was found", name)
			continue
		}
		stands := func(f forms.Fault) bool { return strings.HasPrefix(f.String(), c.want) && f.Remedy != "" }
		if !slices.ContainsFunc(faults, stands) {
			t.Errorf("%s:\n got %s\nwant %s", name, faults, c.want)
		}
	}
}

func TestAFileThatCannotBeRead(t *testing.T) {
	_, faults := forms.Parse(iotest.ErrReader(errors.New("the disk is gone")))
	if len(faults) != 1 || faults[0].Where() != "the file" || faults[0].Problem != "the file cannot be read" {
		t.Error(faults)
	}
}

func TestAnEmptyColumnThatIsNotSupportedDoesNoHarm(t *testing.T) {
	if _, faults := forms.Parse(strings.NewReader("survey\n,type,name,label,relevant,\n,text,a,A?,,\n")); len(faults) > 0 {
		t.Error(faults)
	}
}

func TestTheLineIsTheEditorsAndTheRowTheSpreadsheets(t *testing.T) {
	_, faults := forms.Parse(strings.NewReader("survey\n,type,name,label\n\n,text,a,\"A?\nreally\"\n,geopoint,b,B?\n"))
	if len(faults) != 1 || faults[0].Line != 6 || faults[0].Row != 5 {
		t.Errorf("%+v", faults)
	}
}

// The workbooks of pyxform's own tests: what we do not support must be named, cell by cell.
func TestPyxformWorkbooks(t *testing.T) {
	folder := shared(t, "data", "forms", "workbooks")
	for _, name := range []string{"group", "specify_other", "widgets"} {
		data, err := os.ReadFile(filepath.Join(folder, name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		_, faults := forms.Parse(bytes.NewReader(data))
		var got strings.Builder
		for _, f := range faults {
			got.WriteString(f.String() + "\n")
		}
		golden(t, filepath.Join("testdata", name+".faults"), got.String())
	}
}

// What is left of pyxform's workbooks without the rows that we refuse is read as pyxform reads it.
func TestPyxformWorkbooksWithoutWhatIsRefused(t *testing.T) {
	folder := shared(t, "data", "forms", "workbooks")
	data, err := os.ReadFile(filepath.Join(folder, "group.csv"))
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for line := range strings.Lines(string(data)) {
		if !strings.Contains(line, " group") && !strings.Contains(line, "phone number") {
			kept = append(kept, line)
		}
	}
	form, faults := forms.Parse(strings.NewReader(strings.Join(kept, "")))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	want := map[string]string{"family_name": "What's your family name?", "age": "How old is your father?"}
	for _, q := range form.Questions {
		if q.Label["en"] != want[q.Name] {
			t.Errorf("%s is asked as %q", q.Name, q.Label["en"])
		}
	}
	if len(form.Questions) != len(want) {
		t.Errorf("%d questions", len(form.Questions))
	}
}

// golden compares with a file; UPDATE=1 writes it anew, for a person to read in the diff.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs:\n%s", file, diff)
	}
}
