package web

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
)

// Reading makes HTML of the Markdown of a disclosure. HTML within it is left out (goldmark's default), and
// links to other places were refused when the text was proposed.
func Reading(markdown string) template.HTML {
	var out bytes.Buffer
	if err := goldmark.Convert([]byte(markdown), &out); err != nil {
		return template.HTML(template.HTMLEscapeString(markdown))
	}
	return template.HTML(strings.ReplaceAll(out.String(), "<!-- raw HTML omitted -->", ""))
}
