package programme

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// blameMarkup refuses what a page would not show or could not fetch, and headings that would look like
// sections. Hidden words count as words elsewhere: a part on no could be filled up with a comment.
// first is the line of the file on which the source begins.
func (p *textParser) blameMarkup(first int, source string) {
	doc := goldmark.DefaultParser().Parse(text.NewReader([]byte(source)))
	blame := func(n ast.Node, problem, remedy string) {
		line := first + strings.Count(source[:min(offset(n), len(source))], "\n")
		p.faults.add(p.file, line, problem, remedy)
	}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			blame(n, "HTML, which no page shows", "write it in Markdown, or leave it out")
		case *ast.Image:
			blame(n, "a picture", "say it in words: the text is read out, on paper and without a network")
		case *ast.Heading:
			if v.Level <= 2 {
				blame(n, "a heading as large as a section's", "write ### Heading")
			}
		}
		return ast.WalkContinue, nil
	})
}

// offset is where in the source a node begins: its own place, its first child's, or its block's.
func offset(n ast.Node) int {
	switch v := n.(type) {
	case *ast.RawHTML:
		if v.Segments.Len() > 0 {
			return v.Segments.At(0).Start
		}
	case *ast.Text:
		return v.Segment.Start
	}
	if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
		return n.Lines().At(0).Start
	}
	if n.FirstChild() != nil {
		return offset(n.FirstChild())
	}
	if n.Parent() != nil && n.Type() == ast.TypeInline {
		if lines := blockOf(n).Lines(); lines != nil && lines.Len() > 0 {
			return lines.At(0).Start
		}
	}
	return 0
}

// blockOf is the paragraph, or the like, that an inline node stands in.
func blockOf(n ast.Node) ast.Node {
	for n.Parent() != nil && n.Type() == ast.TypeInline {
		n = n.Parent()
	}
	return n
}
