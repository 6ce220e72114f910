// Package house checks the house itself: who imports whom, who reads the clock, how long things are,
// whether the documents still tell the truth, and what lies in the repository.
//
// Each check is a function over parsed sources or texts that returns sentences, so that beside the test
// of the real tree there is a test with a planted breach: a check that cannot fail is no check. Pages
// and tables of docs/ that are made from the code are compared here; `make docs` writes them anew.
//
// The package holds tests only. It must not be imported.
package house
