package exchange

import (
	"slices"

	"willing/casebook"
	"willing/journal"
)

// Sight is what a node may hold: everything, or the people of some scopes.
type Sight struct {
	Device journal.Device
	All    bool // headquarters
	Scopes []journal.Scope
	Home   journal.Device // headquarters' device

	Stranger bool // a device whose grant is not known here: what headquarters wrote for everybody
}

// Part says how much of a commit somebody may hold.
type Part uint8

// The parts of a commit.
const (
	Nothing Part = iota
	Header
	Whole
)

// Where says in whose territory a subject stands; known is false for whoever is not on record yet, and
// hidden says that nothing of them travels any more.
type Where func(subject journal.ID) (scope journal.Scope, known, hidden bool)

// Of says how much of a commit may be held. Headers of control lanes reach everyone; bodies only whoever
// has the case's scope. A lane of another territory comes with its headers alone where a person of it has
// moved here, so that the chain of what is theirs verifies.
func (s Sight) Of(h journal.Header, where Where) Part {
	if s.All {
		return Whole
	}
	if off("c") {
		return Whole
	}
	report := h.Scope != journal.Control && !isTerritory(h.Scope)
	switch {
	case report && h.Device != s.Device:
		return Nothing
	case report:
		return Whole
	case h.Scope == journal.Control && len(h.Types) == 1 && h.Types[0] == casebook.PersonMoved:
		return Whole // a territory's name, so that whoever loses a person knows it
	case h.Scope == journal.Control && s.idle(h):
		return Header
	case h.Scope == journal.Control && ofTheHouse(h.Types):
		if slices.Contains(h.Types, casebook.RefusalsImported) {
			return Header // markers are of use only to whoever has their key
		}
		return Whole
	case h.Subject.IsZero():
		if h.Scope == journal.Control || s.has(h.Scope) {
			return Whole
		}
		return Header
	}
	scope, known, hidden := where(h.Subject)
	if !known {
		scope = h.Scope
	}
	if !hidden && s.has(scope) {
		return Whole
	}
	return Header
}

// idle reports whether a commit that is about nobody has no effect whatever it says, since only headquarters speaks
// for the organisation: so no device in somebody else's hands fills the line of all others. What it found wrong with
// headquarters goes to everybody.
func (s Sight) idle(h journal.Header) bool {
	return (h.Subject.IsZero() || ofTheHouse(h.Types)) && h.Device != s.Home && h.Device != s.Device && !s.Home.IsZero() &&
		!slices.Equal(h.Types, []string{casebook.HeadquartersDoubted})
}

// Lane reports whether anything of a lane is for the holder, moved people apart.
func (s Sight) Lane(l journal.Lane) bool {
	if s.Stranger {
		return l.Scope == journal.Control && l.Device == s.Home
	}
	return s.All || l.Scope == journal.Control || s.has(l.Scope) || l.Device == s.Device
}

func (s Sight) has(scope journal.Scope) bool { return slices.Contains(s.Scopes, scope) }

func isTerritory(s journal.Scope) bool { return len(s) > 2 && s[:2] == "t/" }

// ofTheHouse reports whether a commit is about the organisation alone, so that everybody needs it.
func ofTheHouse(types []string) bool {
	return !slices.ContainsFunc(types, func(t string) bool { return !casebook.IsHouseEvent(t) })
}

// Cut leaves of a commit what may be held; ok is false if that is nothing.
func (s Sight) Cut(c journal.Commit, where Where) (cut journal.Commit, ok bool) {
	switch s.Of(c.Header, where) {
	case Whole:
		return c, true
	case Header:
		c.Bodies = make([]*journal.Body, len(c.Bodies))
		return c, true
	}
	return c, false
}
