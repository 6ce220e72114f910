//go:build mutation

package casebook

import (
	"maps"
	"slices"
)

// Rules names the rules of the fold by their gates and the events that they are asked of, in their order.
func Rules() []string {
	var out []string
	for _, r := range rules {
		out = append(out, r.gate+" "+join(r.on))
	}
	return out
}

// WithoutRule takes one of them out, until back is called.
func WithoutRule(i int) (back func()) {
	without := func(r rule) bool {
		return r.gate == rules[i].gate && slices.Equal(r.on, rules[i].on) && &r.on[0] == &rules[i].on[0]
	}
	before := map[string][]rule{}
	for eventType, list := range rulesFor {
		before[eventType] = list
		rulesFor[eventType] = slices.DeleteFunc(slices.Clone(list), without)
	}
	return func() {
		for eventType, list := range before {
			rulesFor[eventType] = list
		}
	}
}

// HouseRules names the events of the organisation's own side that have a rule beside the hats.
func HouseRules() []string { return slices.Sorted(maps.Keys(houseRules)) }

// WithoutHouseRule takes one of them out, until back is called.
func WithoutHouseRule(eventType string) (back func()) {
	rule := houseRules[eventType]
	delete(houseRules, eventType)
	return func() { houseRules[eventType] = rule }
}

// WithoutHats lets everybody who works here write one kind of event, until back is called.
func WithoutHats(eventType string) (back func()) {
	hats := mayWrite[eventType]
	mayWrite[eventType] = Hats
	return func() { mayWrite[eventType] = hats }
}

// Hatted names the events that not everybody may write.
func Hatted() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(mayWrite)), func(eventType string) bool { return len(mayWrite[eventType]) == len(Hats) })
}
