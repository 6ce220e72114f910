// Package lists takes in the spreadsheets that partner offices send: it keeps an uploaded file while somebody
// works on it, shows how it is read and what would become of its rows, and takes it in while nobody waits. Pages and
// programs do it through the same [Lists]; the command line reads files of its own and shares [TakeIn].
//
// A list outlives the process: beside each file lies how far it is, and an import that was broken off goes on where
// it was, without taking a row in twice (docs/decisions/0022). What is kept is bounded in number, size and age.
//
// The package calls package desk for everything it writes. It must not know pages, accounts or stores.
package lists
