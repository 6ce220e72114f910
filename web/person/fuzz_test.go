package person

import (
	"bytes"
	"testing"

	"willing/desk"
	"willing/web"
)

// Whatever a script sends in a person's name is an act that the desk knows, or is refused in words.
func FuzzAsked(f *testing.F) {
	for _, seed := range []string{
		`{"act":"answer","answer":"no","covers":"role","receipt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","key":"AAAA"}`,
		`{"act":"answer","answer":"not-now","until":"2026-02-30"}`, `{"act":"correct","phone":"+39 333","given":"=1"}`, `{"act":"correct","phone":"0"}`,
		`{"act":"nothing"}`, `{"act":"stop","more":1}`, "null", "{", `{"act":"answer","receipt":"AAAA"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		q, fault := readAsked(bytes.NewReader(raw))
		if fault != "" {
			return
		}
		a, err := q.read(&own{Page: &web.Page{Site: &web.Site{}}, Visit: &desk.Visit{}})
		switch {
		case err != nil && desk.KindOf(err) != desk.BadInput:
			t.Errorf("not said for people: %v", err)
		case err == nil && a.Act == "answer" && len(a.Answer.Receipt) != 0 && len(a.Answer.Receipt) != 32:
			t.Error("a receipt's key that is not whole")
		}
	})
}
