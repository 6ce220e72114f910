package casebook_test

import (
	"strings"
	"testing"

	"willing/casebook"
)

// FuzzNames: what is read as an id or a reference is written the same way again, and anything else is
// refused without a trace.
func FuzzNames(f *testing.F) {
	f.Add("aaaaaaaaaaaaaaaaaaaaaaaaaa")
	f.Add("aaaaaaaaaaaaaaaaaaaaaaaaab") // two bits too many
	f.Add(strings.Repeat("0", 64) + ":7")
	f.Add(strings.Repeat("f", 64) + ":65536")
	f.Add(":")
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := casebook.ParseID(text); err == nil && id.String() != strings.ToLower(text) {
			t.Errorf("%q is read as %s", text, id)
		}
		var r casebook.Ref
		if err := r.UnmarshalText([]byte(text)); err != nil && r != (casebook.Ref{}) {
			t.Errorf("%q is refused and leaves %s", text, r)
		} else if again, _ := r.MarshalText(); err == nil && r.UnmarshalText(again) != nil {
			t.Errorf("%q is written as %s, which nobody can read", text, again)
		}
	})
}

func TestDatesReadAsPeopleWriteThem(t *testing.T) {
	for want, d := range map[string]casebook.Date{
		"": {}, "1984": {Year: 1984}, "about 1984": {Year: 1984, About: true}, "1984-05": {Year: 1984, Month: 5}, "1984-05-09": {Year: 1984, Month: 5, Day: 9},
	} {
		if got := d.String(); got != want {
			t.Errorf("%+v reads %q, want %q", d, got, want)
		}
	}
}
