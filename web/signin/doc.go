// Package signin is the door of headquarters: the page to sign in at, one-time links, unlocking one's own
// key, one's own account. Its [Guard] tells all other pages who is looking.
//
// It is the one package of pages that knows accounts. It must not know stores, mail or the wall clock, and
// decides no right: hats come from the log through package desk, and what they allow from package access.
package signin
