//go:build mutation

package casebook

import "slices"

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
