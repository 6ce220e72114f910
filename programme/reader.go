package programme

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// reader takes values out of one YAML file and blames what is not as it should be.
type reader struct {
	file   string
	faults *faults
}

func (r reader) blame(n *node, problem, remedy string) { r.faults.add(r.file, n.line, problem, remedy) }

// table expects keys out of known, and those of needed. It returns an empty table instead of none.
func (r reader) table(n *node, needed []string, optional ...string) *node {
	if n.kind != table {
		if n.kind != refused {
			r.blame(n, "keys are expected here", "write them as key: value: "+strings.Join(slices.Concat(needed, optional), ", "))
		}
		return &node{kind: refused, line: n.line}
	}
	known := slices.Concat(needed, optional)
	for _, key := range n.keys {
		if !slices.Contains(known, key) {
			r.blame(n.value[key], "unknown key "+clip(key), instead(key, known))
		}
	}
	for _, key := range needed {
		if n.value[key] == nil {
			r.blame(n, "the key "+key+" is missing", "add it")
		}
	}
	return n
}

// text is the text under a key; "" when there is none or it is at fault.
func (r reader) text(n *node, key string) string {
	v := n.value[key]
	switch {
	case v == nil || v.kind == refused:
		return ""
	case v.kind != scalar:
		r.blame(v, key+" is a list or has keys of its own", "write one text")
	case v.text == "":
		r.blame(v, key+" is empty", "write it, or take the key away")
	}
	return v.text
}

// number is the whole number under a key; false when there is none or it is at fault.
func (r reader) number(n *node, key string) (int, bool) {
	text := r.text(n, key)
	if text == "" {
		return 0, false
	}
	i, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		r.blame(n.value[key], key+" is not a whole number", "write digits only, such as 24")
	}
	return int(i), err == nil
}

// flag is the yes or no under a key; false when there is none or it is at fault.
func (r reader) flag(n *node, key string) bool {
	switch r.text(n, key) {
	case "true":
		return true
	case "", "false":
		return false
	}
	r.blame(n.value[key], key+" is neither true nor false", "write true or false")
	return false
}

// items is the list under a key, which must not be empty.
func (r reader) items(n *node, key string) []*node {
	v := n.value[key]
	switch {
	case v == nil || v.kind == refused:
		return nil
	case v.kind != list || len(v.items) == 0:
		r.blame(v, key+" is not a list, or an empty one", "write [one, two], or one a line after a dash")
	}
	return v.items
}

// words is a list of plain words without repetition.
func (r reader) words(n *node, key string) []*node {
	var out []*node
	seen := map[string]bool{}
	for _, item := range r.items(n, key) {
		switch {
		case item.kind != scalar || item.text == "":
			r.blame(item, "a word is expected in "+key, "write words only")
		case seen[item.text]:
			r.blame(item, clip(item.text)+" stands twice in "+key, "keep one")
		default:
			seen[item.text] = true
			out = append(out, item)
		}
	}
	return out
}

var idShape = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// id is the text under the key id: lower-case words and hyphens, new in seen.
func (r reader) id(n *node, seen map[string]bool) string {
	id := r.text(n, "id")
	if id == "" {
		return ""
	}
	if !idShape.MatchString(id) || len(id) > 64 {
		r.blame(n.value["id"], "an id that cannot be used: "+clip(id), "write lower-case words with hyphens, such as sea-rescue")
	}
	r.once(n, id, seen)
	return id
}

func (r reader) once(n *node, id string, seen map[string]bool) {
	if seen[id] {
		r.blame(n.value["id"], "the id "+clip(id)+" stands here twice", "give each an id of its own")
	}
	seen[id] = true
}
