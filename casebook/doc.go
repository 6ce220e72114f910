// Package casebook is the law of Willing: people, cases, events, gates, and the fold that turns the
// log into the present state.
//
// The fold is the law. Each rule is written once, as a function named after its gate, and asked twice:
// by package desk of an event that somebody is about to write, and by [Fold] of an event that came
// from anywhere. A rule looks only at the event, the facts it names, what its author could know (the
// position of headquarters' control lane in [Commit.Seen]), and sets that only grow (refusals, holds,
// erasures, links); never at the order of arrival. So the same set of commits gives the same state in
// whatever order they came.
//
// An event that breaks a rule is kept, listed as [Irregular], and has no effect. One whose named fact
// has not arrived is [Pending]. Refusals and holds are never pending: they need nothing else.
//
// The package imports the standard library alone. It must not know how commits are signed, encoded or
// stored (package journal does), who may see what (access), or what a page looks like. It reads
// neither the wall clock nor a random source: now comes in as an argument.
//
// Where to look: events.go lists what can happen, effects.go who may cause which effect, gates.go the
// gates, g01_check_first.go to g29_interpreter.go their rules, house.go the organisation's own side
// (staff, keys, texts, settings), fold.go one person's state.
package casebook
