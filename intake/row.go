package intake

import (
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode"
)

// Row is one row of a file. It is a person, or skipped, or rejected; never two of these.
type Row struct {
	Number   int // as a spreadsheet program shows it; the line of JSON Lines
	Person   Person
	Seen     Sighting
	No       Refusal
	Skipped  string    // why the row is no person: "empty", "total", "headings again"; "" when it is one
	Rejected []Problem // why the row cannot be read
	Notes    []Problem // what was changed, moved or dropped in a row that stands
	Cells    []string  // as they stand, but for coordinates, which are rounded
}

// Person is what a row says about somebody, names as written.
type Person struct {
	Family, Given string
	Full          string // the whole name, where the file does not part it
	Latin         string // the name once more in Latin letters
	Born          Date
	Phones        []Phone
	Emails        []string
	Town, Region  string
	Country       string // as written
	CountryCode   string // ISO 3166-1; "" when Country is none
	Language      string // as written
	LanguageCode  string // ISO 639-1; "" when Language is none
	Skills        string
	Remarks       string
}

// Named reports whether any name is there.
func (p Person) Named() bool { return p.Family+p.Given+p.Full+p.Latin != "" }

// Reachable reports whether there is a number or an address.
func (p Person) Reachable() bool { return len(p.Phones)+len(p.Emails) > 0 }

// Refusal is what a list of refusals says about a no.
type Refusal struct {
	On     Date
	Office string
}

// Words for skipped rows.
const (
	SkippedEmpty    = "empty"
	SkippedTotal    = "total"
	SkippedHeadings = "headings again"
)

// progressEvery is how many rows pass between two calls of Options.Progress.
const progressEvery = 500

// Rows hands out the rows below the headings, in order. An error, always a *FileError, is the last thing handed out. The file is
// opened for each pass and closed at its end, also when the loop is left early.
func (f *File) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		t, err := f.table()
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer t.Close()
		r := f.reader()
		for {
			rec, err := t.next()
			if errors.Is(err, io.EOF) {
				f.progress(f.Layout.LastRow)
				return
			}
			if err != nil {
				yield(Row{}, asFileError(err))
				return
			}
			if rec.number%progressEvery == 0 {
				f.progress(rec.number)
			}
			if !f.aboveData(rec.number) && !yield(r.row(rec), nil) {
				return
			}
		}
	}
}

func (f *File) progress(row int) {
	if f.options.Progress != nil {
		f.options.Progress(int64(row), int64(f.Layout.LastRow))
	}
}

// rowReader turns records into rows.
type rowReader struct {
	f     *File
	dates dateReader
	heads []string // each heading row as one key
}

func (f *File) reader() *rowReader {
	r := &rowReader{f: f, dates: dateReader{order: f.Layout.Dates.Order, assumed: f.Layout.Dates.Assumed, today: f.options.Today}}
	for _, h := range f.heads {
		r.heads = append(r.heads, rowKey(h))
	}
	return r
}

func (r *rowReader) row(rec record) Row {
	b := builder{rowReader: r, rec: rec}
	b.Number, b.Cells = rec.number, rec.texts()
	switch {
	case rec.fault != nil:
		b.Rejected = []Problem{*rec.fault}
	case rec.empty():
		b.Skipped = SkippedEmpty
	case r.isHeading(b.Cells):
		b.Skipped = SkippedHeadings
	case isTotal(b.Cells):
		b.Skipped = SkippedTotal
	default:
		b.build()
	}
	b.coarsenCells()
	if len(b.Rejected) > 0 {
		b.Person, b.Seen, b.No = Person{}, Sighting{}, Refusal{}
	}
	return b.Row
}

// isHeading reports whether the cells are one of the heading rows again.
func (r *rowReader) isHeading(cells []string) bool {
	for _, h := range r.heads {
		if strings.HasPrefix(h, strings.TrimSpace(strings.ToLower(cells[0]))) && rowKey(cells) == h {
			return true
		}
	}
	return r.namesColumns(cells)
}

// namesColumns reports whether the cells are headings in other words, as where a list in one language was pasted below
// one in another: each cell in a column that is read is a heading, at least two are, and half of them head their own
// column. Somebody called Land or Home in a town called Ort stays a person.
func (r *rowReader) namesColumns(cells []string) bool {
	if slices.ContainsFunc(cells, func(c string) bool { return len(c) > longestHeading || strings.ContainsAny(c, "0123456789@") }) {
		return false
	}
	filled, own := 0, 0
	for i, c := range r.f.Layout.Columns {
		if i >= len(cells) || c.Field == "" || c.Field == Ignore {
			continue
		}
		text := trimmedHeading(cells[i])
		if text == "" {
			continue
		}
		field := guessField(text)
		if field == "" {
			return false
		}
		filled++
		if field == c.Field || field == anyName && c.Field.names() {
			own++
		}
	}
	return filled >= 2 && 2*own >= filled
}

// longestHeading is in bytes; a cell that is longer heads nothing.
const longestHeading = 120

func rowKey(cells []string) string {
	folded := make([]string, len(cells))
	for i, c := range cells {
		value, _ := clean(c)
		folded[i] = strings.ToLower(value)
	}
	return strings.TrimRight(strings.Join(folded, "\x1f"), "\x1f")
}

// isTotal recognises a row that sums up: the first filled cell begins with a word such as "Total", and whatever else is there
// is a count and no way to reach anybody.
func isTotal(cells []string) bool {
	first, others := "", 0
	for _, c := range cells {
		value, _ := clean(Plain(c))
		switch {
		case value == "":
		case first == "":
			first = value
		default:
			others++
			if strings.Contains(value, "@") || countDigits(latinDigits(value)) > 6 || !strings.ContainsFunc(value, unicode.IsDigit) {
				return false
			}
		}
	}
	word, rest, _ := strings.Cut(strings.TrimPrefix(plainKey(first), "grand "), " ")
	counts := rest == "" || strings.ContainsFunc(rest, unicode.IsDigit)
	return totalWords[word] && (counts || others > 0 && others <= 3) || weakTotalWords[word] && counts
}
