package walk

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/node"
)

// mark stands in hostile texts; an element or an attribute of that name on a page means that a text was run.
const mark = "zwiebelturm"

// hostile are texts that break programs, or mislead people.
var hostile = []string{
	`"><` + mark + ` ` + mark + `='x`, "javascript:" + mark + "()", "</textarea></script><script>" + mark + "</script>", "Anna\u202e" + mark + "\u2066x\u2069", "a\x00b\x07\x1b[31m",
	"\xff\xfe\xf0\x28", strings.Repeat("9", 400), "-1", "1e999", strings.Repeat("ä", 100_000), "\r\nSet-Cookie: a=b", "../../etc/passwd", "//elsewhere.example/", "{{.}}", "=cmd|' /C calc'!A0", "٣٣",
	strings.Repeat("a\n", 5_000), "𝕏\U0010ffff", "NaN", "0001-01-01", "999999999999999999999",
}

// last are forms that take rights away, or put another programme in force: whoever lost theirs would try little else.
func last(pattern string) bool {
	return strings.HasPrefix(pattern, "POST /staff") || strings.HasPrefix(pattern, "POST /programme") || strings.HasPrefix(pattern, "POST /me/") || strings.HasPrefix(pattern, "POST /devices")
}

// unseen are the fields of forms that stand on no page of the demo, or that a script sends.
var unseen = map[string][]string{
	"POST /me/passkeys/remove": {"id"}, "POST /me/tokens/end": {"id"}, "POST /people/{id}/settle": {"field", "choice"}, "POST /people/{id}/select": {"taken", "reason"},
	"POST /reviews/release": {"key", "reason"}, "POST /reviews/pair": {"pair", "note"}, "POST /texts/{role}/{version}": {"material"}, "POST /texts/{role}/propose": {"change"},
	"POST /team/note": {"text", "id"}, "POST /team/p/{id}/points": {"point", "heard"}, "POST /team/p/{id}/turn": {"in"}, "POST /team/p/{id}/turned/answer": {"answer"},
	"POST /team/p/{id}/turned/number": {"yes"}, "POST /p/{door}/sign": {"draft", "signature"}, "POST /p/{door}/enter": {"pin"},
	"POST /stop/arrived": {"code"}, "POST /devices/{device}/judge": {"verdict", "reason", "commit"}, "POST /import/{list}": {"column", "territory"},
}

// TestHostileInputFindsNoFault sends what nobody should to every page and every form, as everybody: no fault, nothing
// run, nobody led elsewhere, nothing left half done.
func TestHostileInputFindsNoFault(t *testing.T) {
	c := newCrowd(t)
	look := func(as, address string, a *httptest.ResponseRecorder) { c.looks(as+" opens "+address, a) }
	c.walks(look)
	for _, f := range c.inOrder() { // as meant, and again: a replay
		if !last(f.pattern) {
			c.submits(f, f.fields)
			c.submits(f, f.fields)
		}
	}
	c.walks(look) // there are more pages and forms now
	c.adds()
	c.elsewhere()
	for _, f := range c.inOrder() {
		c.submits(f, f.fields)
		for _, sent := range f.twisted() {
			c.submits(f, sent)
		}
		c.twistsTheBody(f)
	}
	c.walks(look) // what was kept is shown to everybody
	c.addresses()
	if n := c.answers; n[http.StatusOK] < 500 || n[http.StatusSeeOther] < 300 || n[http.StatusUnprocessableEntity] < 300 || n[http.StatusConflict] < 10 {
		t.Errorf("the crowd hardly gets anywhere: %v", n)
	}
	v, err := c.node.Verify(t.Context(), node.VerifyOptions{})
	if err != nil || !v.OK() {
		t.Errorf("the house does not hold together: %+v %v", v, err)
	}
}

func (c *crowd) inOrder() []*form {
	return slices.SortedFunc(maps.Values(c.forms), func(a, b *form) int {
		if last(a.pattern) != last(b.pattern) {
			if last(a.pattern) {
				return 1
			}
			return -1
		}
		return strings.Compare(a.pattern+fmt.Sprint(a.names), b.pattern+fmt.Sprint(b.names))
	})
}

// adds makes a form for each route that has none yet.
func (c *crowd) adds() {
	known, holes := map[string]bool{}, map[string]string{"door": strings.TrimPrefix(c.person, "/p/")}
	for _, f := range c.forms {
		known[f.pattern] = true
		r := httptest.NewRequest(http.MethodPost, f.action, nil)
		c.known.ServeHTTP(httptest.NewRecorder(), r)
		for _, m := range hole.FindAllStringSubmatch(f.pattern, -1) {
			holes[m[1]] = r.PathValue(m[1])
		}
	}
	for _, r := range c.routes {
		path, post := strings.CutPrefix(r.Pattern, "POST ")
		if !post || known[r.Pattern] {
			continue
		}
		f := &form{as: casebook.Coordinator, pattern: r.Pattern, names: unseen[r.Pattern], fields: url.Values{}}
		if strings.HasPrefix(path, "/team") {
			f.as = casebook.Scout
		}
		for _, name := range f.names {
			f.fields.Set(name, "x")
		}
		if r.Upload {
			f.files = []string{"scan"}
		}
		f.action = hole.ReplaceAllStringFunc(path, func(m string) string {
			if found := holes[hole.FindStringSubmatch(m)[1]]; found != "" {
				return url.PathEscape(found)
			}
			return "nothing"
		})
		c.forms[r.Pattern] = f
	}
}

// safe are forms of the safe direction, which any of the staff may send for anybody.
var safe = []string{"POST /people/{id}/stop", "POST /team/p/{id}/stop"}

// elsewhere sends every form with an id to somebody in another territory, and to nobody: for whoever travels with a
// team they are one answer, word for word.
func (c *crowd) elsewhere() {
	c.t.Helper()
	coordinator := desk.Acting{Who: c.staff[casebook.Coordinator], Signer: c.keys[c.staff[casebook.Coordinator]]}
	lead := casebook.Lead{Source: "a friend", SeenOn: casebook.Date{Year: 2026, Month: 3, Day: 1}, Territory: "CA"}
	out, err := c.node.Desk.Lead(c.t.Context(), coordinator, desk.LeadRow{Row: 1, Lead: lead, Particulars: casebook.Particulars{Given: "Hortense", Family: "Gagnon"}})
	c.must(err)
	tried := 0
	for _, f := range c.inOrder() {
		if !strings.Contains(f.pattern, "{id}") || strings.HasPrefix(f.pattern, "POST /staff") || strings.HasPrefix(f.pattern, "POST /teams") || slices.Contains(safe, f.pattern) {
			continue
		}
		for _, as := range []string{casebook.Scout, casebook.Mentor} {
			a, b := c.about(as, f, out.Person), c.about(as, f, casebook.ID{9, 9, 9})
			if tried++; a != b {
				c.t.Errorf("%s: for the %s, somebody elsewhere is not as nobody:\n%s\n%s", f.pattern, as, a, b)
			}
		}
	}
	if tried < 60 {
		c.t.Errorf("only %d forms were tried", tried)
	}
}

// about sends a form about somebody, and gives the answer without their id.
func (c *crowd) about(as string, f *form, who casebook.ID) string {
	about := *f
	about.as = as
	_, about.action = path(f.pattern, who)
	c.signsIn(as)
	a := c.posts(&about, "application/x-www-form-urlencoded", strings.NewReader(f.fields.Encode()))
	return strings.ReplaceAll(fmt.Sprint(a.Code, a.Header().Get("Location"), a.Body), who.String(), "ID")
}

// twisted are a form's fields, each in turn hostile, missing and doubled; and all of them at once.
func (f *form) twisted() (out []url.Values) {
	all := url.Values{}
	for n, name := range f.names {
		for i := range 5 {
			sent := maps.Clone(f.fields)
			sent[name] = []string{hostile[(n*5+i*4)%len(hostile)]}
			out = append(out, sent)
		}
		missing, doubled := maps.Clone(f.fields), maps.Clone(f.fields)
		delete(missing, name)
		doubled[name] = []string{f.fields.Get(name), hostile[n%len(hostile)], f.fields.Get(name)}
		all[name] = []string{hostile[n%4]}
		out = append(out, missing, doubled)
	}
	return append(out, all, url.Values{"kept": {hostile[0]}, "after": {hostile[12]}, hostile[0]: {hostile[1]}})
}

// submits sends a form, and looks at what comes back.
func (c *crowd) submits(f *form, sent url.Values) {
	kind, body := "application/x-www-form-urlencoded", io.Reader(strings.NewReader(sent.Encode()))
	if len(f.files) > 0 {
		kind, body = uploads(f, sent, "Given;Family\nAda;Volpe\n")
	}
	a := c.posts(f, kind, body)
	c.looks(fmt.Sprintf("%s, as %s, with %.300q", f.pattern, f.as, sent.Encode()), a)
}

func (c *crowd) posts(f *form, kind string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, f.action, body)
	r.Header.Set("Content-Type", kind)
	a := c.sends(f.as, r)
	if toTheDoor(a) {
		c.signsIn(f.as) // what was sent is kept for them, and the next is sent signed in
	}
	return a
}

// uploads is a form with a file in it.
func uploads(f *form, sent url.Values, file string) (kind string, body io.Reader) {
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for name, values := range sent {
		for _, v := range values {
			_ = w.WriteField(name, v) // into memory
		}
	}
	for _, name := range f.files {
		part, err := w.CreateFormFile(name, hostile[2]+".csv")
		if err == nil {
			_, _ = io.WriteString(part, file)
		}
	}
	_ = w.Close()
	return w.FormDataContentType(), &out
}

// lies are files that are not what they say.
var lies = []string{"", "PK\x03\x04 and nothing else", "PK\x05\x06" + strings.Repeat("\x00", 18), "%PDF-1.7\n%\xe2\xe3\n1 0 obj", "\x7fELF\x02\x01\x01", "<!doctype html><script>" + mark + "</script>",
	"{\"name\":\"" + mark + "\"}\n{", "\xff\xfeA\x00", strings.Repeat("a,", 50_000), "Given;Family\n\"" + hostile[0] + ";x", "\x00\x00\x00", hostile[3] + ";" + hostile[0] + "\nx;y\n"}

// twistsTheBody sends a form as no browser does.
func (c *crowd) twistsTheBody(f *form) {
	good := f.fields.Encode()
	for _, x := range []struct{ kind, body string }{
		{"application/json", `{"a":1}`}, {"text/plain", good}, {"", good}, {"application/x-www-form-urlencoded; charset=utf-16", good}, {"application/x-www-form-urlencoded", "%zz=%&;;=" + good},
		{"multipart/form-data", good}, {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a"}, {"multipart/form-data; boundary=x", "--x\r\n\r\n--x--"},
		{"application/x-www-form-urlencoded", strings.Repeat("a=1&", 20_000)},
	} {
		c.looks(fmt.Sprintf("%s, as %s, as %q", f.pattern, f.as, x.kind), c.posts(f, x.kind, strings.NewReader(x.body)))
	}
	if len(f.files) == 0 {
		a := c.posts(f, "application/x-www-form-urlencoded", strings.NewReader("a="+strings.Repeat("x", 10<<20)))
		if a.Code != http.StatusRequestEntityTooLarge {
			c.t.Errorf("%s: ten megabytes are answered with %d", f.pattern, a.Code)
		}
		if !c.says("problem.too-large.title", a) {
			c.t.Errorf("%s: nobody says that ten megabytes are too much: %s", f.pattern, a.Body)
		}
		c.looks(f.pattern+" with ten megabytes", a)
	}
	for _, file := range lies {
		if len(f.files) > 0 {
			kind, body := uploads(f, f.fields, file)
			c.looks(fmt.Sprintf("%s with the file %.60q", f.pattern, file), c.posts(f, kind, body))
		}
	}
}

// says reports whether a page holds a sentence, in the page's own language: whoever sends every form has changed theirs.
func (c *crowd) says(key string, a *httptest.ResponseRecorder) bool {
	words, err := locale.Load()
	c.must(err)
	return slices.ContainsFunc(locale.Languages, func(lang string) bool { return strings.Contains(a.Body.String(), words.Say(lang, key)) })
}

// addresses opens every page with something else where an id or a name stands, and in its query.
func (c *crowd) addresses() {
	for _, r := range c.routes {
		path, get := strings.CutPrefix(r.Pattern, "GET ")
		for n := range hostile {
			if !get {
				break
			}
			as := c.everybody()[n%len(c.everybody())]
			address := hole.ReplaceAllStringFunc(strings.TrimSuffix(path, "{$}"), func(m string) string { return url.PathEscape(hostile[n]) })
			if !strings.Contains(path, "{") || strings.HasSuffix(path, "{$}") {
				query := url.Values{}
				for i, name := range []string{"q", "lang", "after", "before", "page", "from", "until", "stage", "territory", "kept", "with", "language", "said", "role", "version", "who", "what", "sort", "in"} {
					query.Set(name, hostile[(n+i)%len(hostile)])
				}
				address += "?" + query.Encode()
			}
			if len(address) > 100_000 { // no server reads a longer head
				continue
			}
			a := c.opens(as, address)
			c.looks(as+" opens "+address[:min(len(address), 200)], a)
			if strings.Contains(path, "{") && !strings.HasSuffix(path, "{$}") && a.Code == http.StatusOK && !fixed[r.Pattern] {
				c.t.Errorf("%s: %q is answered with a page", r.Pattern, hostile[n])
			}
		}
	}
}

// fixed are pages that show the same whatever their address names.
var fixed = map[string]bool{"GET /signin/link/{token}": true, "GET /phone/{rest...}": true}

// looks judges an answer.
func (c *crowd) looks(what string, a *httptest.ResponseRecorder) {
	c.t.Helper()
	to := a.Header().Get("Location")
	switch {
	case a.Code >= http.StatusInternalServerError:
		c.t.Errorf("%s: %d", what, a.Code)
	case to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\")):
		c.t.Errorf("%s: leads to %s", what, to)
	case a.Code == http.StatusOK && a.Body.Len() == 0:
		c.t.Errorf("%s: an empty page", what)
	}
	if !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
		return
	}
	page := a.Body.String()
	if strings.ContainsAny(page, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b\x07") {
		c.t.Errorf("%s: what turns the reading direction round, or controls a terminal, is on the page", what)
	}
	for z := html.NewTokenizer(strings.NewReader(page)); z.Next() != html.ErrorToken; {
		if t := z.Token(); ran(t) {
			c.t.Errorf("%s: what was sent is run: %s", what, t)
		}
	}
}

// ran reports whether a piece of a page came out of a hostile text.
func ran(t html.Token) bool {
	if t.Type != html.StartTagToken && t.Type != html.SelfClosingTagToken {
		return false
	}
	return t.Data == mark || slices.ContainsFunc(t.Attr, func(a html.Attribute) bool {
		return a.Key == mark || strings.HasPrefix(a.Val, "javascript:") && slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key)
	})
}

// TestLargeFilesAndBombsAreBounded: a hundred megabytes, and a small file that would unpack to a quarter of a
// gigabyte, are refused with a page, and never held in memory.
func TestLargeFilesAndBombsAreBounded(t *testing.T) {
	c := newCrowd(t)
	bomb := zipBomb(t)
	for _, x := range []struct {
		as, path, field string
		fields          url.Values
		names           []string // of a bomb
	}{
		{casebook.Coordinator, "/import", "file", url.Values{"kind": {"leads"}}, []string{"list.xlsx", "list.csv"}},
		{casebook.Coordinator, "/programme", "folder", url.Values{"do": {"check"}}, []string{"folder.zip"}},
	} {
		c.signsIn(x.as)
		send := func(name string, file io.Reader) *httptest.ResponseRecorder {
			in, out := io.Pipe()
			w := multipart.NewWriter(out)
			go func() {
				for k, v := range x.fields {
					_ = w.WriteField(k, v[0])
				}
				part, err := w.CreateFormFile(x.field, name)
				if err == nil {
					_, err = io.Copy(part, file)
				}
				_ = out.CloseWithError(err) // a part that was cut off, at the end of the file
			}()
			r := httptest.NewRequest(http.MethodPost, x.path, in)
			r.Header.Set("Content-Type", w.FormDataContentType())
			a := c.sends(x.as, r)
			_ = in.Close()
			return a
		}
		before := allocated()
		a := send("large.csv", io.LimitReader(zeros{}, 100<<20))
		if a.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: a hundred megabytes are answered with %d", x.path, a.Code)
		}
		if page := a.Body.String(); strings.Contains(page, "Nothing was lost") || strings.Contains(page, "Choose a file first") {
			t.Errorf("%s: of a hundred megabytes the page says\n%s", x.path, page)
		}
		if used := allocated() - before; used > 200<<20 {
			t.Errorf("%s: %d bytes of memory for a hundred megabytes", x.path, used)
		}
		for _, name := range x.names {
			before = allocated()
			kind, body := uploads(&form{files: []string{x.field}}, x.fields, bomb)
			r := httptest.NewRequest(http.MethodPost, x.path, body)
			r.Header.Set("Content-Type", kind)
			a := c.sends(x.as, r)
			c.looks(x.path+" with a bomb called "+name, a)
			if a.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: a zip bomb called %s is answered with %d", x.path, name, a.Code)
			}
			if strings.Contains(a.Body.String(), "Nothing was lost") {
				t.Errorf("%s: a file that was not kept is said not to be lost", x.path)
			}
			if used := allocated() - before; used > 200<<20 {
				t.Errorf("%s: %d bytes of memory for a bomb", x.path, used)
			}
		}
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// zeros never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// zipBomb is a workbook or a folder of a few hundred kilobytes that would unpack to a quarter of a gigabyte.
func zipBomb(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range []string{"[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "programme.yaml"} {
		f, err := w.Create(name)
		if err == nil {
			_, err = io.Copy(f, io.LimitReader(zeros{}, 64<<20))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
