package forms

import (
	"slices"
	"strings"
)

// choices reads the lists.
func (p *parser) choices(s *sheet, hs []heading) {
	if s == nil || s.header.cells == nil {
		return
	}
	for _, need := range []string{"list_name", "name", "label"} {
		if find(hs, need) < 0 {
			p.faults.at(s.header, -1, "the sheet choices has no column "+need, "add it")
			return
		}
	}
	seen := map[string]map[string]bool{}
	for _, r := range s.rows {
		list := r.cell(find(hs, "list_name"))
		if list == "" || len(strings.Fields(list)) > 1 {
			p.faults.at(r, find(hs, "list_name"), "the choice has no list, or one with a space in its name", "write the list's name, without spaces")
			continue
		}
		if seen[list] == nil {
			seen[list] = map[string]bool{}
		}
		c := Choice{Name: r.cell(find(hs, "name"))}
		p.checkName(r, find(hs, "name"), c.Name, seen[list], "choice")
		if c.Label = p.texts(r, hs, "label"); c.Label == nil {
			p.faults.at(r, find(hs, "label"), "the choice has no label", "write what people read")
		}
		p.lists[list] = append(slices.Clip(p.lists[list]), c)
	}
}
