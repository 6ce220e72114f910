package intake

import (
	"fmt"
	"strings"
)

// Formats of files.
const (
	CSV       = "csv"
	XLSX      = "xlsx"
	JSONLines = "jsonl"
)

// Layout is what was found out about a file before any row is handed out. It is to be shown: a wrong guess is put right with
// [Options] or a mapping file.
type Layout struct {
	Format     string // CSV (with any separator), XLSX or JSONLines
	Encoding   string // "UTF-8", "UTF-16LE", "windows-1252" …; "" for a workbook
	Separator  string // ",", ";", "\t" or "|"; "" unless CSV
	Sheet      string // name of the sheet; "" unless XLSX
	HeaderRow  int    // row of the headings; 0 when there are none (JSON Lines, or a mapping by letters)
	HeaderRows int    // how many rows the headings take, from HeaderRow on
	Columns    []Column
	Dates      DateOrder
	Country    string // ISO 3166-1 code where numbers without a prefix belong; "" when nobody knows
	CountryWhy Note
	LastRow    int // number of the last row
	Notes      []Note
}

// Column is one column of the file.
type Column struct {
	Letter  string
	Heading string // without line breaks; of two rows of headings both
	Field   Field  // "" when unmapped
	Mapped  bool   // by the mapping file; otherwise Field is a guess from the heading
}

// Unmapped lists the columns that are not read, by letter.
func (l Layout) Unmapped() []Column {
	var out []Column
	for _, c := range l.Columns {
		if c.Field == "" {
			out = append(out, c)
		}
	}
	return out
}

// Column gives the index of the first column with this field, or -1.
func (l Layout) Column(f Field) int {
	for i, c := range l.Columns {
		if c.Field == f {
			return i
		}
	}
	return -1
}

// String shows the layout in lines, for a person to agree to.
func (l Layout) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "format     %s\n", l.Format)
	for _, line := range [][2]string{{"encoding", l.Encoding}, {"separator", separatorName(l.Separator)}, {"sheet", l.Sheet}} {
		if line[1] != "" {
			fmt.Fprintf(&b, "%-10s %s\n", line[0], line[1])
		}
	}
	if l.HeaderRow > 0 {
		fmt.Fprintf(&b, "headings   row %d\n", l.HeaderRow)
	}
	fmt.Fprintf(&b, "dates      %s (%s)\n", l.Dates.Order, l.Dates.Reason)
	if l.Country != "" {
		fmt.Fprintf(&b, "phones     %s (%s)\n", l.Country, l.CountryWhy)
	}
	for _, c := range l.Columns {
		field := string(c.Field)
		if field == "" {
			field = "(not read)"
		}
		fmt.Fprintf(&b, "%-10s %s -> %s\n", "column "+c.Letter, c.Heading, field)
	}
	for _, n := range l.Notes {
		fmt.Fprintf(&b, "note       %s\n", n)
	}
	return b.String()
}

func separatorName(s string) string {
	switch s {
	case "\t":
		return "tab"
	case ",":
		return "comma"
	case ";":
		return "semicolon"
	case "|":
		return "bar"
	}
	return s
}
