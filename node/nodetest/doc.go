// Package nodetest is a small house for stories: a real data folder with SQLite, staff with keys of their
// own, an approved text, and a clock that only moves when told.
//
//	h := nodetest.New(t)
//	maria := h.Noted("Maria", "Rossi", "+393331112233")
//	h.Met(maria)
//	h.Pass(24 * time.Hour)
//
// Every step goes through the use cases of package desk, in somebody's name: [House.As]. A step that fails
// ends the test. The package is for tests only and must not be imported by anything else.
package nodetest
