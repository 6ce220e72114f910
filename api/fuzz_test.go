package api_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"willing/casebook"
)

// roundsEach is how many requests the fuzzing client sends to each operation.
const roundsEach = 60

// secret stands in hostile texts: no answer may repeat it.
const secret = "Zwiebelturm"

// hostile are texts that break programs.
var hostile = []string{
	"", " ", "\x00", secret + "<script>alert(1)</script>", "\u202e" + secret, strings.Repeat("a", 70_000), "../../etc/passwd", "%00%2e%2e", "';DROP TABLE people;--",
	"\xff\xfe", "𝕏\U0010ffff", "{{.}}", "-1", "NaN", "1e999", "null", "[]", "2026-02-30T25:61:61Z", "=cmd|' /C calc'!A0", "\r\nSet-Cookie: x=1", "٣٣٣",
}

// fuzzer makes requests out of the description: most of them nearly right.
type fuzzer struct {
	*rand.Rand
	schemas huma.Registry
	ids     []string
}

func (f *fuzzer) once(in int) bool { return f.IntN(in) == 0 }

func (f *fuzzer) text() string { return hostile[f.IntN(len(hostile))] }

// value makes a value of a schema, or now and then something else.
func (f *fuzzer) value(s *huma.Schema, depth int) any {
	if s != nil && s.Ref != "" {
		s = f.schemas.SchemaFromRef(s.Ref)
	}
	if s == nil || depth > 6 || f.once(12) {
		return f.anything(depth)
	}
	if len(s.Enum) > 0 && !f.once(6) {
		return s.Enum[f.IntN(len(s.Enum))]
	}
	switch s.Type {
	case "object":
		return f.object(s, depth)
	case "array":
		out := make([]any, f.IntN(4))
		for i := range out {
			out[i] = f.value(s.Items, depth+1)
		}
		return out
	case "boolean":
		return f.once(2)
	case "integer", "number":
		return []any{0, 1, -1, 2026, 1 << 40, -1 << 62, 0.5, 12, json.Number("1e400")}[f.IntN(9)]
	}
	return f.word(s)
}

func (f *fuzzer) word(s *huma.Schema) string {
	switch {
	case f.once(3):
		return f.text()
	case s.ContentEncoding == "base64":
		return []string{"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AA==", "====", "BAAA"}[f.IntN(4)]
	}
	return []string{f.ids[f.IntN(len(f.ids))], "IT", "crew", "it", "first-talk", "+39055123456", strings.Repeat("0", 64) + ":1"}[f.IntN(7)]
}

func (f *fuzzer) object(s *huma.Schema, depth int) any {
	out := map[string]any{}
	for name, p := range s.Properties {
		if slices.Contains(s.Required, name) != f.once(5) {
			out[name] = f.value(p, depth+1)
		}
	}
	if f.once(15) {
		out[f.text()] = f.anything(depth)
	}
	return out
}

func (f *fuzzer) anything(depth int) any {
	if depth < 3 && f.once(4) {
		return map[string]any{f.text(): f.anything(depth + 1), "a": []any{f.anything(depth + 1)}}
	}
	return []any{nil, true, -1, 1e300, f.text(), []any{}, map[string]any{}, []any{[]any{[]any{}}}}[f.IntN(8)]
}

// body is the JSON of a value, or something that is none.
func (f *fuzzer) body(o operation) any {
	if o.RequestBody == nil {
		return nil
	}
	if f.once(12) {
		return []string{"", "{", "null", "[]", `"a"`, strings.Repeat("[", 20_000), `{"a":1}{"b":2}`, "\xff\xff", `{"outcome":"talked","outcome":"not-there"}`}[f.IntN(9)]
	}
	var schema *huma.Schema
	for kind, media := range o.RequestBody.Content {
		if kind != "application/json" {
			return uploadsThatLie[f.IntN(len(uploadsThatLie))]
		}
		schema = media.Schema
	}
	raw, err := json.Marshal(f.value(schema, 0))
	if err != nil {
		return "{}"
	}
	return string(raw)
}

// uploadsThatLie are files that are not what they say, and some that are.
var uploadsThatLie = []string{"", "Given;Family\nAda;Volpe\n", "PK\x03\x04 and nothing else", "PK\x05\x06" + strings.Repeat("\x00", 18), "%PDF-1.7\n%\xe2\xe3\n1 0 obj",
	"\x7fELF\x02\x01\x01", "<!doctype html><script>alert(1)</script>", "{\"name\":\"" + secret + "\"}\n{", "\xff\xfeA\x00", strings.Repeat("a,", 50_000),
	"Name;Phone;Declined on\nA B;+393331110014;2020-01-01\n", "\x00\x00\x00"}

// address fills in the path and the query.
func (f *fuzzer) address(o operation) string {
	path, query := o.On, url.Values{}
	for _, p := range o.Parameters {
		value := f.ids[f.IntN(len(f.ids))]
		switch {
		case f.once(4):
			value = f.text()
		case p.Schema != nil && len(p.Schema.Enum) > 0:
			value, _ = p.Schema.Enum[f.IntN(len(p.Schema.Enum))].(string)
		case p.Name == "role":
			value = "crew"
		case p.Schema != nil && p.Schema.Type == "integer":
			value = strconv.Itoa(f.IntN(300) - 10)
		case p.Schema != nil && p.Schema.Format == "date-time":
			value = "2026-03-02T09:00:00Z"
		}
		switch {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case p.In == "query" && (p.Required && !f.once(6) || f.once(2)):
			query.Set(p.Name, value)
		}
	}
	if f.once(20) {
		query.Set(f.text(), f.text())
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// fuzzed is a house that a fuzzing client is let loose on: with people in it, a private link, an uploaded list.
type fuzzed struct {
	*fuzzer
	h    *phone
	hats []*client
}

// newFuzzed is one whose clients have their keys open.
func newFuzzed(t *testing.T, seed uint64) *fuzzed {
	t.Helper()
	p := handed(t, true)
	h := p.h
	file := h.as("cora").uploads("office.csv", "leads", "Given;Family\nAda;Volpe\n").Body["id"].(string)
	f := &fuzzed{&fuzzer{Rand: rand.New(rand.NewPCG(7, seed)), schemas: h.API.Description().Components.Schemas,
		ids: []string{p.person.String(), h.As("ana").Who.String(), casebook.ID{9}.String(), "0123456789abcdef", file, ""}}, p, nil}
	for _, name := range []string{"ana", "cora", "admin", "sara"} {
		c := h.as(name)
		c.unlocks("")
		f.hats = append(f.hats, c)
	}
	return f
}

// ending are operations that take a client's own rights away: each is let loose on a house of its own.
var ending = []string{"end-token", "close-session", "change-staff", "change-team", "revoke-key", "sign-out", "let-in", "act-own", "set-pin"}

// TestAFuzzingClientFindsNoFault: whatever is sent, an answer is one of those that the description names, a
// refusal is a problem, and nothing of what was sent comes back in it. No operation is left out.
func TestAFuzzingClientFindsNoFault(t *testing.T) {
	all := newFuzzed(t, 11)
	seen := map[int]int{}
	for n, o := range operations(all.h.h) {
		f := all
		if slices.Contains(ending, o.ID) {
			f = newFuzzed(t, uint64(n))
		}
		reached := false
		for range roundsEach {
			out := f.asks(t, o)
			seen[out.Code]++
			reached = reached || out.Code != http.StatusUnauthorized && out.Code != http.StatusForbidden
		}
		if !reached {
			t.Errorf("%s: the client was never let in", o.ID)
		}
	}
	if seen[http.StatusOK]+seen[http.StatusNoContent] < 50 || seen[http.StatusUnprocessableEntity] < 50 || seen[http.StatusConflict] < 5 {
		t.Errorf("the client hardly gets anywhere: %v", seen)
	}
	all.h.h.Verifies()
}

// asks sends one request to an operation, and looks at what comes back.
func (f *fuzzed) asks(t *testing.T, o operation) got {
	t.Helper()
	c := f.hats[f.IntN(len(f.hats))]
	if o.Own && !f.once(8) {
		c.with("Willing-Door", f.h.door)
	}
	if f.once(5) {
		c.with("Idempotency-Key", strings.Map(visible, f.text()))
	}
	for _, p := range o.Parameters {
		if p.In == "header" && p.Name == "Content-Disposition" && !f.once(6) {
			c.with(p.Name, f.disposition())
		}
	}
	at, body := f.address(o), f.body(o)
	out := c.sends(at, body)
	if wrong := f.wrong(o, out); wrong != "" {
		t.Errorf("%s: %s\n%.200s\n%.300s\n%d %.300s", o.ID, wrong, at, body, out.Code, out.Raw)
	}
	return out
}

// disposition names a file, or makes a mess of it.
func (f *fuzzer) disposition() string {
	name := strings.Map(visible, f.text())
	return []string{`attachment; filename="office.csv"`, "attachment; filename*=UTF-8''" + url.PathEscape(name), `attachment; filename="` + name + `"`, "attachment", "attachment; filename*=UTF-8''%ff%00", name}[f.IntN(6)]
}

func visible(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}

func (f *fuzzer) wrong(o operation, out got) string {
	switch {
	case out.Code >= http.StatusInternalServerError:
		return "a fault in the program"
	case out.Code < 300 && out.Code != http.StatusNoContent && o.Responses[strconv.Itoa(out.Code)] == nil:
		return "a success that the description does not name"
	case out.Code >= 400 && o.Responses[strconv.Itoa(out.Code)] == nil && out.Code != http.StatusNotFound && out.Code != http.StatusMethodNotAllowed:
		return "an answer that the description does not name"
	case out.Code >= 400 && out.Head.Get("Content-Type") != "application/problem+json":
		return fmt.Sprintf("a refusal that is no problem but %s", out.Head.Get("Content-Type"))
	case out.Code >= 400 && strings.Contains(string(out.Raw), secret):
		return "what was sent comes back"
	}
	return ""
}
