// Package intake reads the spreadsheets that partner offices send, row by row, as they are.
//
// An office sends what it has: a semicolon file from Belgium, a workbook with a merged title from France, a
// Windows-1252 export from Spain, a UTF-16 text from Italy, lines of JSON from people who met somebody in a harbour. [Open]
// finds out what a file is, shows the finding as a [Layout] before anything is read on, and [File.Rows] then yields each
// row with the number that a spreadsheet program shows beside it: a person, a skipped row with the reason, or a
// rejected row with the column and the remedy. What can be put right is written out by [Rejects] in the shape of the file
// it came from, and can be fed in again.
//
// # What holds
//
//   - Nothing is invented. Names stay as written, a year stays a year, an ambiguous order of day and month is
//     called assumed, a phone whose country nobody knows has no E.164 form.
//   - A value that cannot be read is dropped with a note; the row stays. Only a row with neither a name nor a
//     phone nor an e-mail address nor a description is rejected, or one that breaks a bound of this package, or one
//     whose mapping file asks for strictness in that field.
//   - Memory is bounded whatever the file claims: see the Max constants. Files are read as streams, twice or
//     thrice: first to see the evidence in all rows, then to hand the rows out.
//   - No text in an error or a note repeats a name, a phone, an address or a date of the file.
//   - Formulas are text. [Neutralise] is for every cell of a spreadsheet that the house itself writes.
//   - Coordinates are handed out at a tenth of a degree, about eleven kilometres, never finer.
//
// # A mapping file
//
// [Options.Mapping] is YAML, one line for each column: its heading or its letter, and a [Field].
//
//	Nom de guerre: latin_name
//	C: born
//	Kudos: ignore
//
// Columns that it leaves out are guessed from their headings. The long form says more about the file:
//
//	columns: {C: born, Tfno: phone}
//	strict: [born]       # an unreadable value in these fields rejects the row
//	header_row: 3        # 0: no headings, columns go by letter
//	date_order: dmy      # and country, encoding, separator, sheet, as in Options
//
// # What it must not know
//
// Cases, programmes, stores, the rest of the house: it imports the standard library, golang.org/x/text, nyaruka/phonenumbers
// and goccy/go-yaml only, and somebody else could import it. It never reads the wall clock ([Options.Today]), never opens the
// network, never follows a link in a workbook, never runs a macro. Whether two rows are the same human being is for others to say.
package intake
