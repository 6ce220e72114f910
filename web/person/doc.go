// Package person is a person's own pages, behind their private link: who asks and why, what it costs, the
// question, their answer, and everything that is theirs to see, correct, end or have erased.
//
// A link has two halves, /p/DOOR#SECRET. The door opens the pages: with it alone one reads, and by plain form
// says no, 'not now', stop or leaves. The secret never reaches a server: a key grows out of it in the browser,
// and signs what must be the person's own act beyond doubt, a yes above all (see acts.go and
// web/static/own.js). The pages keep a neutral title, and none of them says in its address what it is about.
//
// The package calls package desk for everything; it must not know staff, sessions, stores or mail.
package person
