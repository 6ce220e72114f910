package forms_test

import (
	"fmt"
	"strings"

	"willing/forms"
)

func Example() {
	workbook := `survey
,type,name,label::English (en),required
,integer,metres,How far did the person swim?,yes
,geopoint,pool,Where?,
`
	_, faults := forms.Parse(strings.NewReader(workbook))
	fmt.Println(faults[0])

	form, _ := forms.Parse(strings.NewReader(strings.Replace(workbook, "geopoint", "text", 1)))
	for _, p := range form.Check(map[string]string{"metres": "far"}) {
		fmt.Println(p.Question+":", p.Kind)
	}
	// Output:
	// row 4, column B: the type 'geopoint' is not supported yet: use one of text, integer, decimal, date, note, select_one LIST
	// metres: not a whole number
}
