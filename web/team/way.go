package team

import (
	"slices"

	"willing/casebook"
)

// ways leads from what is missing to the page that brings it, by the key of the lack. What only somebody else or
// time can bring leads nowhere.
var ways = []struct {
	keys []string
	act  string // of the keys team.next.ACT.button
	path string // below the person's page, or a whole path
}{
	{[]string{"check.missing", "check.old"}, "check", "/team/check"},
	{[]string{"contact.approach", "approach.ask-first"}, "talk", "talk"},
	{[]string{"offer.age"}, "age", "age"},
	{[]string{"minor.guardian", "minor.assent", "minor.apart"}, "minor", "minor"},
	{[]string{"offer.told", "offer.changed", "heard.told"}, "tell", "tell"},
	{[]string{"offer.heard"}, "points", "points"},
}

// Way is where something that is missing can be brought, and what the link says; "" if nowhere.
func (s *subject) Way(l casebook.Lack) onward {
	for _, w := range ways {
		if !slices.Contains(w.keys, l.Key) {
			continue
		}
		if w.path[0] == '/' {
			return onward{Key: "team.next." + w.act + ".button", Path: w.path}
		}
		return onward{Key: "team.next." + w.act + ".button", Path: s.Path + "/" + w.path}
	}
	return onward{}
}
