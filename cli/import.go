package cli

import (
	"io"
	"os"

	"willing/desk"
	"willing/intake"
)

type importCmd struct {
	Leads    importLeadsCmd    `cmd:"" help:"Take in a list of people to meet."`
	Refusals importRefusalsCmd `cmd:"" help:"Take in an old list of people who said no, and keep nothing but markers."`
}

// reading are the flags that say how a file is to be read, where its own look is misleading.
type reading struct {
	Country   string `placeholder:"CODE" help:"Where phones without a prefix belong: ES, or Spain."`
	Encoding  string `placeholder:"NAME" help:"utf-8, windows-1252, utf-16le …"`
	Separator string `placeholder:"SIGN" help:"comma, semicolon, tab, bar, or the sign itself."`
	Sheet     string `placeholder:"NAME" help:"Of a workbook."`
	DateOrder string `enum:",dmy,mdy,ymd" default:"" placeholder:"ORDER" help:"dmy, mdy or ymd."`
	Mapping   string `placeholder:"FILE" help:"Which column holds what, one line for each, by heading or letter: 'C: born'. The fields: family_name, given_name, full_name, latin_name, born, phone, email, town, region, country, language, skills, source, seen_on, remarks, ignore."`
	Rejects   string `placeholder:"FILE" help:"Where rejected rows go, to be put right and fed in again (beside the file)."`
	DryRun    bool   `help:"Show how the file is read, and write nothing."`
}

var separators = map[string]string{"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}

// open finds out how a file is read.
func (c *reading) open(j *job, path string, kind intake.Kind, more intake.Options) (*intake.File, error) {
	more.Kind, more.Country, more.Encoding, more.Sheet, more.DateOrder = kind, c.Country, c.Encoding, c.Sheet, c.DateOrder
	more.Today = j.std.Now().UTC()
	if more.Separator = c.Separator; separators[c.Separator] != "" {
		more.Separator = separators[c.Separator]
	}
	if c.Mapping != "" {
		mapping, err := os.Open(j.path(c.Mapping))
		if err != nil {
			return nil, &desk.Error{Kind: desk.BadInput, Say: "--mapping: the file cannot be opened", Cause: err}
		}
		defer mapping.Close()
		more.Mapping = mapping
	}
	return intake.Open(j.path(path), more)
}

// showLayout tells people, before anything is written, how the file is going to be read.
func (j *job) showLayout(l intake.Layout) error {
	if j.globals.JSON {
		return nil
	}
	_, err := io.WriteString(j.std.Err, intake.Visible(l.String()))
	return err
}

// layout is how a file was read, as --json prints it.
type layout struct {
	Format     string   `json:"format"`
	Encoding   string   `json:"encoding,omitempty"`
	Separator  string   `json:"separator,omitempty"`
	Sheet      string   `json:"sheet,omitempty"`
	HeaderRow  int      `json:"header_row"`
	DateOrder  string   `json:"date_order"`
	DateWhy    string   `json:"date_why"`
	Country    string   `json:"country,omitempty"`
	CountryWhy string   `json:"country_why,omitempty"`
	Columns    []column `json:"columns"`
	Notes      []string `json:"notes"`
}

type column struct {
	Letter  string       `json:"letter"`
	Heading string       `json:"heading"`
	Field   intake.Field `json:"field"`
}

func layoutOf(l intake.Layout) layout {
	out := layout{
		Format: l.Format, Encoding: l.Encoding, Separator: l.Separator, Sheet: l.Sheet, HeaderRow: l.HeaderRow,
		DateOrder: l.Dates.Order, DateWhy: l.Dates.Reason.Text, Country: l.Country, CountryWhy: l.CountryWhy.Text,
		Columns: []column{}, Notes: []string{},
	}
	for _, n := range l.Notes {
		out.Notes = append(out.Notes, n.Text)
	}
	for _, c := range l.Columns {
		out.Columns = append(out.Columns, column{c.Letter, c.Heading, c.Field})
	}
	return out
}
