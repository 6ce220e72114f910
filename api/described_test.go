package api_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"willing/api"
)

// operation is one operation of the description.
type operation struct {
	*huma.Operation
	ID, On string
	Open   bool // for anybody
	Own    bool // for a person, by their private link
}

// operations lists all of the description, in the order of their ids.
func operations(h *house) []operation {
	var out []operation
	for path, item := range h.API.Description().Paths {
		for method, o := range map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put,
			http.MethodPatch: item.Patch, http.MethodDelete: item.Delete} {
			if o != nil {
				out = append(out, operation{o, o.OperationID, method + " " + strings.TrimPrefix(path, api.Base), len(o.Security[0]) == 0, o.Security[0]["door"] != nil})
			}
		}
	}
	slices.SortFunc(out, func(x, y operation) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// TestTheDescriptionIsOpenAPI: it is served to anybody, and is what OpenAPI 3.1 says a description is.
func TestTheDescriptionIsOpenAPI(t *testing.T) {
	h := newHouse(t)
	out := h.as("").does(http.StatusOK, "GET /openapi.json", nil)
	schema, err := os.ReadFile("testdata/openapi-3.1.json")
	if err != nil {
		t.Fatal(err)
	}
	if faults := validate(t, schema, out.Raw); len(faults) > 0 {
		t.Errorf("the description breaks OpenAPI 3.1: %s", strings.Join(faults, "\n"))
	}
	if !strings.HasPrefix(out.Body["openapi"].(string), "3.1.") {
		t.Errorf("it says it is OpenAPI %v", out.Body["openapi"])
	}
	var broken map[string]any
	if err := json.Unmarshal(out.Raw, &broken); err != nil {
		t.Fatal(err)
	}
	broken["paths"].(map[string]any)["/api/v1/people"].(map[string]any)["get"].(map[string]any)["parameters"] = "none"
	raw, _ := json.Marshal(broken)
	if len(validate(t, schema, raw)) == 0 {
		t.Error("a broken description passes")
	}
}

// validate holds a document against a JSON Schema, and lists what breaks it.
func validate(t *testing.T, schema, document []byte) []string {
	t.Helper()
	rules, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("openapi.json", rules); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		return strings.Split(err.Error(), "\n")
	}
	return nil
}

// TestEachSchemaIsOne: the types in it are JSON Schemas themselves.
func TestEachSchemaIsOne(t *testing.T) {
	out := newHouse(t).as("").does(http.StatusOK, "GET /openapi.json", nil)
	for name, schema := range out.Body["components"].(map[string]any)["schemas"].(map[string]any) {
		c := jsonschema.NewCompiler()
		if err := errors.Join(c.AddResource("all.json", map[string]any{"components": out.Body["components"]})); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Compile("all.json#/components/schemas/" + name); err != nil {
			t.Errorf("%s is no schema: %v: %v", name, err, schema)
		}
	}
}
