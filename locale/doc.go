// Package locale holds the words that people see, in every language that Willing speaks, and writes dates
// and numbers as each language writes them.
//
// Words are keys in code and templates, and sentences in messages/AREA.LANGUAGE.json; an area is one part
// of the product (team, person, headquarters …) with its own list of languages. Tests keep every area
// complete: the same keys, the same placeholders, nothing empty, no key used that is not there. The
// package must not know pages, people or cases.
package locale
