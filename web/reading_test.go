package web

import (
	"strings"
	"testing"
)

func TestADisclosureBringsNoScript(t *testing.T) {
	for _, hostile := range []string{"<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "**a** <b onclick=x>b</b>"} {
		got := string(Reading(hostile))
		for _, bad := range []string{"<script", "javascript:", "onerror", "onclick"} {
			if strings.Contains(got, bad) {
				t.Errorf("%q became %q", hostile, got)
			}
		}
	}
	if got := string(Reading("One.\n\nTwo, *truly*.")); got != "<p>One.</p>\n<p>Two, <em>truly</em>.</p>\n" {
		t.Errorf("%q", got)
	}
}
