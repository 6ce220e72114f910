package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"willing/api"
	"willing/casebook"
)

// Of somebody who must not be approached a device knows not even since when: the answer says nothing then, and no year 1.
func TestNoMomentIsLeftOut(t *testing.T) {
	for _, of := range []any{api.Person{}, api.Yes{}, casebook.State{}} {
		raw, err := json.Marshal(of)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(raw), `"since"`) {
			t.Errorf("%T: %s", of, raw)
		}
	}
}
