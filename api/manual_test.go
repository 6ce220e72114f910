package api_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"willing/api"
)

var examples = regexp.MustCompile("(?s)```http\n(.*?)```")

// TestTheManualsExamplesAreTrue runs the examples of the manual's page, in their order, as a scout's program.
func TestTheManualsExamplesAreTrue(t *testing.T) {
	page, err := os.ReadFile("../docs/manual/api.md")
	if err != nil {
		t.Fatal(err)
	}
	h := newHouse(t)
	ana, person := h.as("ana"), ""
	found := examples.FindAllStringSubmatch(string(page), -1)
	if len(found) < 8 {
		t.Fatalf("the page has %d examples", len(found))
	}
	for _, example := range found {
		asked, want, ok := strings.Cut(strings.TrimSpace(example[1]), "\n\n")
		if !ok {
			t.Fatalf("an example without an answer:\n%s", example[1])
		}
		line, body, _ := strings.Cut(asked, "\n")
		line = strings.ReplaceAll(line, "{person}", person)
		c := ana
		if strings.HasSuffix(line, " "+api.Base+"/figures") {
			c = h.as("cora")
		}
		var sent any
		if body != "" {
			sent = body
		}
		out := c.sends(strings.Replace(line, api.Base, "", 1), sent)
		status, fields, _ := strings.Cut(want, " ")
		if strconv.Itoa(out.Code) != status {
			t.Errorf("%s: %d %s, the page says %s", line, out.Code, out.Raw, want)
		}
		for name, value := range parsed(t, fields) {
			if out.Body[name] != value {
				t.Errorf("%s: %s is %v, the page says %v", line, name, out.Body[name], value)
			}
		}
		if id, ok := out.Body["person"].(string); ok && person == "" {
			person = id
		}
	}
}

func parsed(t *testing.T, text string) map[string]any {
	out := map[string]any{}
	if text == "" {
		return out
	}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}
