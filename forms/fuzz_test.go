package forms_test

import (
	"strings"
	"testing"

	"willing/forms"
)

// FuzzForm holds for every input: a form or faults, never both or neither; faults say where and what to
// do; a form is complete in each of its languages.
func FuzzForm(f *testing.F) {
	f.Add(knots)
	f.Add("survey;;\n")
	f.Add("survey,type,name,label\n,select_one a,b,\"c\n")
	f.Fuzz(func(t *testing.T, workbook string) {
		form, faults := forms.Parse(strings.NewReader(workbook))
		if (form == nil) == (len(faults) == 0) {
			t.Fatalf("form %v, faults %v", form, faults)
		}
		for _, fault := range faults {
			if fault.Problem == "" || fault.Remedy == "" || fault.Row > fault.Line {
				t.Errorf("%+v", fault)
			}
		}
		if form == nil {
			return
		}
		for _, q := range form.Questions {
			for _, language := range form.Languages {
				if q.Label[language] == "" {
					t.Errorf("question %q is silent in %q", q.Name, language)
				}
			}
		}
		form.Check(map[string]string{"a": "1"})
	})
}
