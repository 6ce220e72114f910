// Package api is what programs get: everything that pages do, as JSON over HTTP under /api/v1, one file for
// each resource. Its OpenAPI 3.1 description comes out of the code and is served to anybody at
// /api/v1/openapi.json.
//
// A request carries a bearer token that a member of staff made for it (package account), and may do what that
// person may do: each operation calls one use case of package desk, which decides. Until somebody opens a
// session for the token with a signature of their own key, the server's key signs for them, as it does in a
// browser without an unlocked key; see sessions.go. Errors are problem+json (RFC 9457) and name the gate that
// holds an act and what is missing. A person who stands in another territory is nobody.
//
// The package must not know stores or pages, keeps nothing itself and decides nothing: a rule that stood here
// would be missing elsewhere. Time comes in from outside.
package api
