package web

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
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

// FuzzReading: whatever stands in a disclosure, its page gets text and links and nothing that runs or loads.
func FuzzReading(f *testing.F) {
	f.Add("# Why you\n\n*truly* [more](https://example.org \"a\") ![x](y)\n\n- a\n- b\n\n> c\n\n<b onclick=x>")
	f.Add("[x](java\nscript:alert) <javascript:a> [y]: data:text/html,x")
	f.Fuzz(func(t *testing.T, markdown string) {
		page, err := html.Parse(strings.NewReader(string(Reading(markdown))))
		if err != nil {
			t.Fatal(err)
		}
		for e := range page.Descendants() {
			if slices.Contains([]string{"script", "style", "iframe", "object", "embed", "form", "input", "link", "meta", "base"}, e.Data) && e.Type == html.ElementNode {
				t.Errorf("%q makes a %s", markdown, e.Data)
			}
			for _, a := range e.Attr {
				to := strings.ToLower(strings.TrimLeft(a.Val, " \t\n\r\f\x00"))
				runs := strings.HasPrefix(to, "javascript:") || strings.HasPrefix(to, "vbscript:") || strings.HasPrefix(to, "data:text")
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" || a.Key == "src") && runs {
					t.Errorf("%q makes %s=%q", markdown, a.Key, a.Val)
				}
			}
		}
	})
}
