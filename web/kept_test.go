package web

import (
	"net/url"
	"strings"
	"testing"
)

const keptPage = `<h1>A &amp; B</h1><form action="/other"><input name="name" value="old"></form>
<form method="post" action="/people/1/correct"><input type="hidden" name="saw" value="new"><input class="input" name="name" value="old">
<input type="password" name="secret"><textarea name="note" rows="3">
old</textarea><select name="place"><option value="IT" selected>Italy</option><option value="FR">France</option></select>
<input type="checkbox" name="hat" value="scout" checked><input type="checkbox" name="hat" value="mentor">
<input type="radio" name="yes" value="yes"><button name="do" value="save">Save</button></form><p>After</p>`

func filled(t *testing.T, fields url.Values) (string, bool) {
	t.Helper()
	k := &KeptForm{Name: "n1", Path: "/people/1/correct", Page: "/people/1/correct", Fields: fields}
	page, ok := k.fill([]byte(keptPage), "Title", "Say")
	return string(page), ok
}

// TestAKeptFormIsFilledIn: every sort of control has what was written, and nothing else of the page changes.
func TestAKeptFormIsFilledIn(t *testing.T) {
	page, ok := filled(t, url.Values{"name": {"Ada \"<b>"}, "note": {"one\n</textarea><script>x</script>"}, "place": {"FR"}, "hat": {"mentor"}, "yes": {"yes"},
		"saw": {"old"}, "secret": {"x"}, "do": {"save"}})
	if !ok {
		t.Error("not everything found its place")
	}
	for _, want := range []string{`action="/other"><input name="name" value="old">`, `name="name" value="Ada &#34;&lt;b&gt;"`, "\none\n&lt;/textarea&gt;&lt;script&gt;x&lt;/script&gt;</textarea>",
		`<option value="IT">Italy`, `<option value="FR" selected="">France`, `value="scout">`, `value="mentor" checked="">`, `value="yes" checked="">`,
		`name="saw" value="new"`, `name="kept" value="n1"`, "<p>After</p>", "A &amp; B"} {
		if !strings.Contains(page, want) {
			t.Errorf("it lacks %s:\n%s", want, page)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, ">\nold<") {
		t.Errorf("what was written runs, or the old text is still there:\n%s", page)
	}
}

// TestNothingThatWasWrittenIsLeftOut: where a value has no place any more, the page says no.
func TestNothingThatWasWrittenIsLeftOut(t *testing.T) {
	for name, fields := range map[string]url.Values{"no such field": {"town": {"Pisa"}}, "no such choice": {"place": {"ES"}}, "one too many": {"name": {"a", "b"}}} {
		if _, ok := filled(t, fields); ok {
			t.Errorf("%s: it was left out unseen", name)
		}
	}
	if _, ok := (&KeptForm{Path: "/nowhere", Fields: url.Values{}}).fill([]byte(keptPage), "", ""); ok {
		t.Error("a page without the form passes")
	}
}
