package web

import (
	"bytes"
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

// TestNothingTurnsAPageRound: what somebody wrote can neither turn the reading direction round nor control a terminal,
// and everything else stays as it is.
func TestNothingTurnsAPageRound(t *testing.T) {
	for was, want := range map[string]string{
		"Anna\u202egnp.exe": "Annagnp.exe", "\u2066a\u2069": "a", "a\x00b\x1b[1m\x7f\u0085": "ab[1m", "… ‘Ana’\u200e\u061c\u200d\n\té": "… ‘Ana’\u200e\u061c\u200d\n\té", "\xe2\x80": "\xe2\x80",
	} {
		page := bytes.NewBufferString(was)
		if straighten(page); page.String() != want {
			t.Errorf("%q became %q", was, page)
		}
	}
}
