// Package office is headquarters' pages: what needs a person now, people and their way, somebody to meet,
// lists that partner offices sent, reviews, outside calls, erasure requests, figures, texts, staff.
//
// One file holds one page or one action, with a small list of its routes; [Routes] joins the lists. A
// handler reads the form, calls one use case of package desk and shows what came of it. The package must
// not know stores, accounts, files on a disk or how a partner's list is read: package node puts what it
// needs of these behind the interfaces of [Behind].
package office
