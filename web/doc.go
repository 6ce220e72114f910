// Package web is what all pages share: routes with the right they ask for, who is looking, templates and
// words, forms and their problems, the stylesheet, the security headers. The pages themselves live below
// it, one package for each sort of reader and one file for each action: web/office (headquarters),
// web/team (what a team carries), web/person (the private link), web/public (the stop page), web/signin.
//
// A page calls package desk for everything; it decides nothing by itself. The same handlers run at
// headquarters, on a laptop and, compiled to WebAssembly, in a phone: so the package must not know stores,
// accounts, mail or the wall clock, and learns who is looking through [Guard].
package web
