// Package programme reads what one organisation recruits for: a folder of versioned text files.
//
//	programme.yaml                 roles, territories, languages, limits …
//	words/<lang>.yaml              the visible words that a programme may rename
//	disclosures/<role>/<lang>.md   what the role costs and how to say no
//	points/<lang>.yaml             the four points of G06 and how a mentor asks for them
//	instruments/<id>.csv           interviews and tests, XLSForm in CSV
//	corrections/<role>/<lang>.md   a newer version that is not in force: checked, and no part of the programme
//	leads/, README.md              not read
//
// [Load] checks the folder as a whole and reports every fault in one run, each with file, line and what
// to do. A folder with a fault is no folder: nothing half-right can be published. The law itself
// (which sections, which ranges) stands in casebook and is only asked here.
//
// The folder comes from people outside: sizes, nesting, links and invisible characters are bounded
// before a parser sees them. The package knows no people, no cases and no events, and writes nothing.
package programme
