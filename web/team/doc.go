// Package team holds the pages that a travelling team carries, made for a phone in one hand: who is next,
// check first, the first talk, telling, the four points, asking, the phone turned round, the paper pack, the
// evening's notes.
//
// Each page does one thing. Where a gate holds a step, the page says what comes first instead. On every page
// of a person 'They want to stop' stands beside 'Go on', with the same weight, and is one tap.
//
// The package decides nothing: it calls package desk, and shows what that answers. The same handlers run in a
// phone; so it must not know stores, accounts, the wall clock or the random source.
package team
