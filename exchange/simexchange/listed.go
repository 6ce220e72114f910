package simexchange

import (
	"encoding/json"
	"slices"

	"willing/casebook"
	"willing/desk"
)

// knowsWhoRefused: (k) a device that has just met headquarters lets nobody through of whom headquarters has a marker
// that says they may be met in its area. It asks as a team does that has a telephone number and nothing else.
func (w *world) knowsWhoRefused(n *node) error {
	grant, revoked, ok := w.nodes[0].desk.Grant(n.key.Device())
	if !ok || revoked {
		return nil
	}
	here := func(x marker) bool {
		return len(x.Areas) == 0 || slices.ContainsFunc(x.Areas, func(a string) bool { return slices.Contains(grant.Scopes, a) })
	}
	marked, err := w.nodes[0].book.markers()
	if err != nil {
		return err
	}
	for i, p := range w.people {
		if !slices.ContainsFunc(marked[p.id], here) {
			continue
		}
		held, asked, err := w.holds(n, p)
		if err != nil || !asked {
			return err // it is locked, or does not know who works here
		}
		w.tally.count(askedList, true)
		if !held {
			return broken("k", "device %d has just met headquarters, and would let person %d be approached, of whom there is a marker", n.index, i)
		}
	}
	return nil
}

// list is whom a device's check held at some moment, and with which grant.
type list struct {
	of     *node
	scopes []string
	held   []bool // by person
}

// listsOf asks devices about everybody, before something reaches them that headquarters itself does not bring.
func (w *world) listsOf(nodes ...*node) (out []list, err error) {
	for _, n := range nodes {
		if n.home() {
			continue
		}
		grant, _, _ := n.desk.Grant(n.key.Device())
		l := list{of: n, scopes: grant.Scopes}
		for _, p := range w.people {
			held, asked, err := w.holds(n, p)
			if err != nil {
				return nil, err
			}
			if !asked {
				break
			}
			l.held = append(l.held, held)
		}
		out = append(out, l)
	}
	return out, nil
}

// holds reports whether a device's check has it that there is a marker of somebody; asked is false if it answers nobody.
func (w *world) holds(n *node, p *person) (held, asked bool, err error) {
	found, err := n.desk.LookUp(ctx, w.as("ana"), casebook.Particulars{Phones: []string{p.phone}})
	if kind := desk.KindOf(err); kind == desk.NotAllowed || kind == desk.NotFound {
		return false, false, nil
	}
	return slices.ContainsFunc(found, func(m casebook.Match) bool { return m.Marker }), err == nil, err
}

// keepsLists: (k) another device takes nobody off a device's list, nor does an old stick: whom its check held before, and
// of whom headquarters still has a marker, it holds.
func (w *world) keepsLists(before []list) error {
	marked, err := w.nodes[0].book.markers()
	if err != nil {
		return err
	}
	for _, l := range before {
		if grant, _, _ := l.of.desk.Grant(l.of.key.Device()); !slices.Equal(grant.Scopes, l.scopes) {
			continue
		}
		for i, held := range l.held {
			if !held || len(marked[w.people[i].id]) == 0 {
				continue
			}
			still, asked, err := w.holds(l.of, w.people[i])
			if err != nil {
				return err
			}
			w.tally.count(keptList, asked)
			if asked && !still {
				return broken("k", "device %d held person %d, of whom there is a marker, and would let them be approached since it met another", l.of.index, i)
			}
		}
	}
	return nil
}

// markers are those in force, by whom they are of.
func (r *register) markers() (map[casebook.ID][]marker, error) {
	out := map[casebook.ID][]marker{}
	for _, e := range r.entries {
		switch e.Kind {
		case desk.EntryReopened, desk.EntryDenied, desk.EntryWithdrawn:
			delete(out, e.ID)
		}
		var all []marker
		if len(e.Marker) == 0 {
			continue
		}
		if err := json.Unmarshal(e.Marker, &all); err != nil {
			return nil, err
		}
		out[e.ID] = append(out[e.ID], all...)
	}
	return out, nil
}
