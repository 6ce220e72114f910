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
		found, err := n.desk.LookUp(ctx, w.as("ana"), casebook.Particulars{Phones: []string{p.phone}})
		if kind := desk.KindOf(err); kind == desk.NotAllowed || kind == desk.NotFound {
			return nil // it is locked, or does not know who works here
		}
		if err != nil {
			return err
		}
		w.tally.count(askedList, true)
		if !slices.ContainsFunc(found, func(m casebook.Match) bool { return m.Marker }) {
			return broken("k", "device %d has just met headquarters, and would let person %d be approached, of whom there is a marker", n.index, i)
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
