// Package access says who may see and do what: one table and pure functions.
//
// It is the outer fence: what a hat may try at all, and where. The law itself (package casebook) then
// judges what was tried. Package desk cannot be entered without a decision of [Decide], so no handler
// carries a check of its own. The package sees casebook for the names of the hats and nothing else; it
// must not know stores, pages or people.
package access
