// Package scripts plays command sessions: each .txtar file here is one, readable as an operator's
// example, and run by the tests of this folder in this process with a clock that the session sets.
package scripts
