package ownfile

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
)

// TestAFileSaysWhichBirthDateDecides, and of a proof that was set right, why it counts no more.
func TestAFileSaysWhichBirthDateDecides(t *testing.T) {
	words := Words{Say: func(key string, _ ...any) string { return "<" + key + ">" }, Day: func(time.Time) string { return "" }, Moment: func(time.Time) string { return "" }}
	why := &casebook.Lack{Key: "age.set-right", Say: "set right"}
	e := &desk.Exported{
		Births: []casebook.Birth{{Born: casebook.Date{Year: 1992}, Rests: casebook.BornProven, Decides: true}, {Born: casebook.Date{Year: 2012}, Rests: casebook.BornProven, Why: why}},
		Events: []desk.ExportedEvent{{Type: casebook.AgeProven, Standing: casebook.Overruled, Why: why}},
	}
	var page, table bytes.Buffer
	if err := errors.Join(writePage(&page, words, e), writeHistory(&table, words, e)); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"1992: &lt;law.birth.proven&gt;. &lt;law.birth.decides&gt;", "2012: &lt;law.birth.proven&gt;. &lt;law.birth.not&gt; &lt;law.age.set-right&gt;", "&lt;file.standing.overruled&gt;. &lt;law.age.set-right&gt;"} {
		if !strings.Contains(page.String(), says) {
			t.Errorf("the page does not say %q:\n%s", says, page.String())
		}
	}
	if !strings.Contains(table.String(), "<file.standing.overruled>. <law.age.set-right>") {
		t.Errorf("the table does not say why:\n%s", table.String())
	}
}

func TestHistoryIsSafeInASpreadsheet(t *testing.T) {
	words := Words{Say: func(key string, _ ...any) string { return strings.TrimPrefix(key, "file.event.") }}
	e := &desk.Exported{Events: []desk.ExportedEvent{{Type: "=1+1", By: "@SUM(A1)", Content: "-cmd"}}}
	var b bytes.Buffer
	if err := writeHistory(&b, words, e); err != nil {
		t.Fatal(err)
	}
	row := strings.Split(b.String(), "\n")[1]
	if !strings.Contains(row, ",'=1+1,'@SUM(A1),") {
		t.Errorf("a spreadsheet would compute %s", row)
	}
}
