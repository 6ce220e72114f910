package team

import (
	"slices"

	"willing/casebook"
)

// ways leads from what is missing to the page that brings it, by the key of the lack, in the order in which an honest
// team brings it. What only somebody else or time can bring leads nowhere.
var ways = []struct {
	keys []string
	act  string // of the keys team.next.ACT, team.next.ACT.say, team.next.ACT.button and team.errand.ACT
	path string // below the person's page, or a whole path
}{
	{[]string{"check.missing", "check.old"}, "check", "/team/check"},
	{[]string{"contact.approach", "approach.ask-first"}, "talk", "talk"},
	{[]string{"offer.young"}, "young", "age"},
	{[]string{"offer.age"}, "age", "age"},
	{[]string{"offer.told", "heard.told"}, "tell", "tell"},
	{[]string{"offer.changed"}, "changed", "tell"},
	{[]string{"offer.heard"}, "points", "points"},
	{[]string{"minor.guardian", "minor.assent", "minor.apart"}, "minor", "minor"},
	{[]string{"offer.meetings"}, "wait", ""},
}

// act is the first step that brings something of what an offer lacks, by its keys; "" if no step does.
func act(lacks []string) string {
	for _, w := range ways {
		if slices.ContainsFunc(lacks, func(key string) bool { return slices.Contains(w.keys, key) }) {
			return w.act
		}
	}
	return ""
}

// pathTo is the page below a person's that a step is taken on; "" if it only takes time.
func (s *subject) pathTo(act string) string {
	for _, w := range ways {
		if w.act == act && w.path != "" {
			return s.Path + "/" + w.path
		}
	}
	return ""
}

// Way is where something that is missing can be brought, and what the link says; "" if nowhere.
func (s *subject) Way(l casebook.Lack) onward {
	for _, w := range ways {
		if !slices.Contains(w.keys, l.Key) || w.path == "" {
			continue
		}
		if w.path[0] == '/' {
			return onward{Key: "team.next." + w.act + ".button", Path: w.path}
		}
		return onward{Key: "team.next." + w.act + ".button", Path: s.Path + "/" + w.path}
	}
	return onward{}
}
