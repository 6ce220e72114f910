package programme

import (
	"errors"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// kind of a value in a YAML file.
type kind int

const (
	scalar kind = iota
	list
	table
	refused // a value that had a fault of its own: nothing more is to be said of it
)

// node is one value of a YAML file. Scalars are kept as written: NO is Norway, not false.
type node struct {
	kind  kind
	line  int // of its key when it has one, else its own
	text  string
	items []*node // of a list
	keys  []string
	value map[string]*node // of a table
}

// maxDepth is how deep tables and lists may nest; a programme needs four.
const maxDepth = 12

// readYAML reads the one table that a file is. Anchors, aliases, merges, tags, directives, duplicate
// keys and second documents are faults. False when the text cannot be parsed at all.
func readYAML(text, file string, fs *faults) (*node, bool) {
	if line := tooDeep(text); line > 0 {
		fs.add(file, line, "too many brackets or dashes", "write one key a line")
		return nil, false
	}
	parsed, err := parser.ParseBytes([]byte(text), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		blameSyntax(err, file, fs)
		return nil, false
	}
	var bodies []ast.Node
	for _, d := range parsed.Docs {
		if d.Body != nil {
			bodies = append(bodies, d.Body)
		}
	}
	if len(bodies) == 0 {
		fs.add(file, 1, "the file is empty", "write its keys, one a line")
		return nil, false
	}
	t := treeBuilder{file, fs}
	if len(bodies) > 1 {
		fs.add(file, lineOf(bodies[1]), "a second YAML document", "keep one; begin no line with ---")
	}
	root := t.node(bodies[0], 0)
	if root == nil {
		return nil, false
	}
	if root.kind != table {
		fs.add(file, root.line, "a list or a word where keys are expected", "write key: value, one a line")
		return nil, false
	}
	return root, true
}

// tooDeep is the first line beyond which brackets, or dashes in a row, could nest deeper than anybody
// means: the parser calls itself once a level and must not be led to the end of the stack. It counts
// what could open a level and nothing that closes one, so quotation marks cannot deceive it.
func tooDeep(text string) int {
	brackets, line := 0, 0
	for s := range strings.Lines(text) {
		line++
		brackets += strings.Count(s, "[") + strings.Count(s, "{")
		if brackets > 2000 || strings.Count(s, "- ")+strings.Count(s, "? ") > 200 {
			return line
		}
	}
	return 0
}

func blameSyntax(err error, file string, fs *faults) {
	line, problem := 1, "the YAML cannot be read"
	var syntax yaml.Error
	if errors.As(err, &syntax) {
		problem += ": " + strings.Join(strings.Fields(syntax.GetMessage()), " ")
		if tk := syntax.GetToken(); tk != nil && tk.Position != nil {
			line = tk.Position.Line
		}
	}
	fs.add(file, line, problem, "check indentation, colons and quotation marks here and on the line above")
}

func lineOf(n ast.Node) int {
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line
	}
	return 1
}

// treeBuilder turns the parser's tree into ours.
type treeBuilder struct {
	file   string
	faults *faults
}

// node converts one value; nil when it was refused, with a fault.
func (t treeBuilder) node(n ast.Node, depth int) *node {
	refuse := func(problem, remedy string) *node {
		t.faults.add(t.file, lineOf(n), problem, remedy)
		return nil
	}
	if depth > maxDepth {
		return refuse("nested too deep", "a programme needs four levels")
	}
	switch v := n.(type) {
	case *ast.MappingNode:
		return t.table(v.Values, lineOf(v), depth)
	case *ast.MappingValueNode:
		return t.table([]*ast.MappingValueNode{v}, lineOf(v), depth)
	case *ast.SequenceNode:
		out := &node{kind: list, line: lineOf(v)}
		for _, item := range v.Values {
			if one := t.node(item, depth+1); one != nil {
				out.items = append(out.items, one)
			}
		}
		return out
	case *ast.LiteralNode:
		return t.scalar(v.Value.Value, lineOf(v))
	case *ast.StringNode:
		return t.scalar(v.Value, lineOf(v))
	case *ast.NullNode:
		return t.scalar("", lineOf(v))
	case *ast.AnchorNode, *ast.AliasNode:
		return refuse("an anchor or alias (& or *)", "write the value out; a text that begins with & or * needs quotation marks")
	case *ast.TagNode:
		return refuse("a YAML tag (!)", "leave it out; a text that begins with ! needs quotation marks")
	case *ast.DirectiveNode:
		return refuse("a YAML directive (%)", "leave the line out")
	case ast.ScalarNode:
		return t.scalar(v.GetToken().Value, lineOf(v))
	}
	return refuse("a value that is not understood", "write a text, a number, true or false")
}

// scalar checks again what escapes such as "\u202e" may have brought in.
func (t treeBuilder) scalar(text string, line int) *node {
	text = strings.TrimSpace(text)
	if strings.ContainsFunc(text, func(r rune) bool { return hidden(r) && r != '\n' }) {
		t.faults.add(t.file, line, "an invisible character that can change what people read", "write the line anew")
		return nil
	}
	return &node{kind: scalar, line: line, text: text}
}

func (t treeBuilder) table(values []*ast.MappingValueNode, line, depth int) *node {
	out := &node{kind: table, line: line, value: map[string]*node{}}
	for _, v := range values {
		key, ok := t.key(v.Key)
		if !ok {
			continue
		}
		at := lineOf(v.Key)
		if first := out.value[key]; first != nil {
			t.faults.add(t.file, at, "the key "+clip(key)+" stands here twice", "keep one: the first is on line "+strconv.Itoa(first.line))
			continue
		}
		value := t.node(v.Value, depth+1)
		if value == nil {
			value = &node{kind: refused}
		}
		value.line = at
		out.keys = append(out.keys, key)
		out.value[key] = value
	}
	return out
}

func (t treeBuilder) key(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.MergeKeyNode:
		t.faults.add(t.file, lineOf(n), "a merge (<<)", "write the keys out")
		return "", false
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.NullNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	t.faults.add(t.file, lineOf(n), "a key that is not a plain word", "write key: value")
	return "", false
}
