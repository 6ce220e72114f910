// Package forms reads interview and test instruments: spreadsheets in XLSForm, the form language of
// the field, and says whether answers fit them.
//
// There is no form language of our own. A part of XLSForm is understood so far: CSV workbooks with the
// blocks survey, choices and settings; questions of type text, integer, decimal, date, select_one and
// note; required; labels and hints in several languages. What is not understood is refused, with row,
// column and what to do instead, never left out in silence: a condition that nobody evaluates would
// turn into a question that everybody is asked.
//
// The package knows nothing of the rest of the program: not who is asked, when, or what the answers
// are for. Neither faults nor problems repeat an answer.
//
// Reference: https://xlsform.org and pyxform, whose CSV workbooks are this package's oracle.
package forms
