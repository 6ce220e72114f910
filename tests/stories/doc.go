// Package stories tells through the desk of a real house what the law promises: the scenario of the
// demo in small, one story or more for each gate, and the attempts to get round them.
//
// A story has people in it, and a coordinator could read it. Each is told in a house of its own, on a
// real data folder with SQLite; at its end the whole house is verified. Stories of package casebook tell
// of bare commits; here the whole way counts: rights, signatures, journal, views, register.
//
// With the tag "mutation" every gate is switched off in turn, and some story of it must fail.
package stories
