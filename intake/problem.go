package intake

import (
	"fmt"
	"strings"
)

// Code names a kind of problem for programs and translators; the English text beside it is for people.
type Code string

// Codes of notes (a value was changed or dropped, the row stands) and of rejections (the row does not).
const (
	CodeDate         Code = "date-unreadable"   // dropped: no such day, or not a date
	CodeDateRange    Code = "date-out-of-range" // dropped: in the future, or too long ago
	CodeDateGuess    Code = "date-guessed"      // kept, but a part of it is a guess; see [Date.Guess]
	CodeHidden       Code = "hidden-characters" // control, bidirectional or invisible characters removed
	CodeFormula      Code = "formula"           // kept as text; a spreadsheet would compute it
	CodeEmailMoved   Code = "email-moved"       // found in the phone column
	CodePhoneMoved   Code = "phone-moved"       // found in the e-mail column
	CodePhone        Code = "phone-unreadable"  // kept as written only
	CodeNoPhone      Code = "no-phone"          // dropped: too few digits for a number
	CodePhoneCountry Code = "phone-no-country"  // kept as written only: nobody knows its country
	CodeEmail        Code = "email-unreadable"  // dropped
	CodePlace        Code = "place-unreadable"  // coordinates dropped
	CodePlaceSwapped Code = "place-swapped"     // latitude and longitude put right
	CodeTime         Code = "time-unreadable"   // dropped
	CodeExtracted    Code = "from-description"  // a name, age or phone was taken from the description
	CodeCellError    Code = "cell-error"        // the cell holds an error of the spreadsheet (#N/A)
	CodeNothing      Code = "nothing-usable"    // rejected: neither name, phone, e-mail nor description
	CodeTooLong      Code = "too-long"          // rejected: a cell or row beyond the bounds
	CodeTooWide      Code = "too-wide"          // rejected: more columns than the bounds allow
	CodeNotJSON      Code = "not-json"          // rejected: the line is no JSON object
	CodeStrict       Code = "strict"            // rejected: the mapping asks for strictness in this field
	codeStrictRemedy      = "write the value so that it can be read, or leave the cell empty"
)

// keeps reports whether the value that a note is about stands all the same.
func (c Code) keeps() bool {
	switch c {
	case CodeDateGuess, CodeHidden, CodeFormula, CodeEmailMoved, CodePhoneMoved, CodePlaceSwapped, CodeExtracted:
		return true
	}
	return false
}

// Codes of files that are not read at all. A row of headings that breaks a bound gives its own: too-long, too-wide, not-json.
const (
	CodeUnreadable   Code = "file-unreadable"  // the system cannot read it
	CodeEmpty        Code = "file-empty"       //
	CodeForeign      Code = "file-foreign"     // no table: a PDF, a web page, an old workbook
	CodePicture      Code = "file-picture"     // a photograph or a scan, whatever its name says
	CodeJSONList     Code = "file-json-list"   // one JSON list where one object a line is wanted
	CodeLarge        Code = "file-large"       // rows or parts beyond the bounds
	CodeBomb         Code = "file-bomb"        // packed to do harm
	CodeBroken       Code = "file-broken"      // a workbook that was cut off or garbled
	CodeNoSheet      Code = "file-no-sheet"    //
	CodeQuote        Code = "file-quote"       // a quotation mark that never closes
	CodeNoHeadings   Code = "file-no-headings" //
	CodeNoColumn     Code = "file-no-column"   // nothing in it names or reaches anybody
	CodeLooksRefused Code = "file-refusals"    // looks like people who declined, read as people to meet
	CodeMapping      Code = "file-mapping"     // the mapping names what is not there
	CodeOption       Code = "file-option"      // an encoding, separator, country or order that nobody knows
)

// Codes of notes about how a whole file is read.
const (
	CodeMislabelled Code = "note-mislabelled"  // its mark says UTF-8, its letters are windows-1252
	CodeNoMark      Code = "note-no-mark"      // UTF-16 without a mark
	CodeMixed       Code = "note-mixed"        // UTF-8 with some bytes of windows-1252
	CodeLetters     Code = "note-letters"      // many letters look wrong
	CodeSecond      Code = "note-second"       // a second column for one field
	CodeNoDay       Code = "note-no-day"       // refusals without their day
	CodeNoRows      Code = "note-no-rows"      // headings alone
	CodeNoReach     Code = "note-no-reach"     // names, and nothing by which to reach or recognise anybody
	CodeBothWays    Code = "note-both-ways"    // day and month could be either
	CodeNoCountry   Code = "note-no-country"   // phones that belong nowhere
	CodeSheetHidden Code = "note-sheet-hidden" //
	CodeSheetAlso   Code = "note-sheet-also"   // another sheet looks like a list too
	CodeMacros      Code = "note-macros"       //
	CodeLinks       Code = "note-links"        //
)

// Codes of notes that say why a file's dates and phones are read as they are.
const (
	CodeAsked      Code = "why-asked"       // the reader said so
	CodeYearFirst  Code = "why-year-first"  // dates that can be read no other way
	CodeDayFirst   Code = "why-day-first"   //
	CodeMonthFirst Code = "why-month-first" //
	CodeUsualIn    Code = "why-usual-in"    // nothing decides it: usual in the country
	CodeUsual      Code = "why-usual"       // nothing decides it: usual in most countries
	CodeNoDate     Code = "why-no-date"     // nothing hangs on it
	CodePrefixes   Code = "why-prefixes"    // so many of the numbers with a prefix belong there
	CodeHeadings   Code = "why-headings"    // the languages of the headings
)

// FileCodes are all codes that a [FileError] has.
func FileCodes() []Code {
	return []Code{CodeUnreadable, CodeEmpty, CodeForeign, CodePicture, CodeJSONList, CodeLarge, CodeBomb, CodeBroken, CodeNoSheet, CodeQuote,
		CodeNoHeadings, CodeNoColumn, CodeLooksRefused, CodeMapping, CodeOption, CodeTooLong, CodeTooWide, CodeNotJSON}
}

// RowCodes are all codes of notes about one cell of a row that stands: what was changed, moved or dropped.
func RowCodes() []Code {
	return []Code{CodeDate, CodeDateRange, CodeDateGuess, CodeHidden, CodeFormula, CodeEmailMoved, CodePhoneMoved, CodePhone, CodeNoPhone, CodePhoneCountry,
		CodeEmail, CodePlace, CodePlaceSwapped, CodeTime, CodeExtracted, CodeCellError}
}

// NoteCodes are all codes that a [Note] has.
func NoteCodes() []Code {
	return []Code{CodeMislabelled, CodeNoMark, CodeMixed, CodeLetters, CodeSecond, CodeNoDay, CodeNoRows, CodeNoReach, CodeBothWays, CodeNoCountry,
		CodeSheetHidden, CodeSheetAlso, CodeMacros, CodeLinks,
		CodeAsked, CodeYearFirst, CodeDayFirst, CodeMonthFirst, CodeUsualIn, CodeUsual, CodeNoDate, CodePrefixes, CodeHeadings}
}

// Note is something worth knowing about how a whole file is read.
type Note struct {
	Code  Code
	About string // a column's letter, a sheet's name, how many dates or numbers; "" when the file is meant
	Text  string // English, for people
}

// String gives the text.
func (n Note) String() string { return n.Text }

// Problem is one finding about one cell or row. Its texts hold nothing of what the cell said.
type Problem struct {
	Row    int    // as a spreadsheet program shows it
	Column string // letter of the column (A, B … AA); "" when the whole row is meant
	Field  Field  // what the column was taken for; "" when nothing
	Code   Code
	Text   string // English, for people
	Remedy string // what to do about it; "" when nothing need be done
}

// String gives "row 7, column C: month 13", as it appears in a list of rejects.
func (p Problem) String() string {
	s := position(p.Row, p.Column) + p.Text
	if p.Remedy != "" {
		s += "; " + p.Remedy
	}
	return s
}

// FileError says why a whole file is not read. Rows that are merely rejected are no errors: they come as [Row.Rejected].
type FileError struct {
	Row     int    // 0 when no row is to blame
	Column  string // letter of the column; "" when no column is to blame
	Code    Code
	Problem string // English, for people, without anything the cells said
	Remedy  string
	Cause   error // what the system or a decoder said; nil when this package found the problem itself
}

// Error gives place, problem and remedy in one line.
func (e *FileError) Error() string {
	s := position(e.Row, e.Column) + e.Problem
	if e.Remedy != "" {
		s += "; " + e.Remedy
	}
	return s
}

// Unwrap gives the cause.
func (e *FileError) Unwrap() error { return e.Cause }

func refuse(code Code, problem, remedy string) *FileError {
	return &FileError{Code: code, Problem: problem, Remedy: remedy}
}

func position(row int, column string) string {
	var parts []string
	if row > 0 {
		parts = append(parts, fmt.Sprintf("row %d", row))
	}
	if column != "" {
		parts = append(parts, "column "+column)
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ") + ": "
}

// Letter gives the name that spreadsheet programs give to the column with this index: 0 is A, 26 is AA.
func Letter(index int) string {
	if index < 0 {
		return ""
	}
	var b []byte
	for n := index + 1; n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b)
}

// letterIndex is the reverse of Letter; -1 when s is no name of a column.
func letterIndex(s string) int {
	n := 0
	if s == "" || len(s) > 3 {
		return -1
	}
	for i := 0; i < len(s); i++ {
		c := s[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return -1
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// grouped writes 20000 as 20,000.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
