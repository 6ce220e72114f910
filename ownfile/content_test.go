package ownfile

import (
	"encoding/json"
	"strings"
	"testing"

	"willing/casebook"
)

// FuzzContent: whatever stands in an event, the person's own file says it in words, without a fault.
func FuzzContent(f *testing.F) {
	for _, seed := range []string{`{"role":"crew","version":1,"heard":["risks","costs"]}`, `{"born":{"year":1984,"month":5,"about":true}}`, `{"a":{"year":null,"month":1e99}}`, `[1,null]`, `"x"`, `{"a":{"b":{"c":[{}]}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var content any
		if json.Unmarshal(raw, &content) != nil {
			return
		}
		said, err := Content(content)
		if err != nil || strings.Contains(said, "map[") && !strings.Contains(string(raw), "map[") {
			t.Fatalf("%s is said as %q, %v", raw, said, err)
		}
	})
}

func TestADayIsSaidAsADay(t *testing.T) {
	said, err := Content(casebook.Link{Expires: 1803541522, SeenByStaff: true})
	if err != nil || said != "expires: 2027-02-25; seen by staff: yes" {
		t.Errorf("%q, %v", said, err)
	}
}
