package lists

import (
	"time"

	"willing/casebook"
)

// Reading says how a file is to be read where its own look is misleading.
type Reading struct {
	Country   string            `json:"country,omitempty" maxLength:"60" doc:"Where phones without a prefix belong: ISO 3166-1, or a name."`
	DateOrder string            `json:"date_order,omitempty" enum:"dmy,mdy,ymd" doc:"How dates are written; left out: as the file looks."`
	Territory string            `json:"territory,omitempty" maxLength:"60" doc:"Of every row; left out: by the country of each."`
	Source    string            `json:"source,omitempty" maxLength:"200" doc:"Who noticed, or whose list it is; left out: the file's name."`
	Columns   map[string]string `json:"columns,omitempty" doc:"What a column holds, by its letter: A, B and so on. One that is left out is read as it looks."`
}

// Look is how a file is read.
type Look struct {
	Format     string        `json:"format"`
	Encoding   string        `json:"encoding,omitempty"`
	Separator  string        `json:"separator,omitempty"`
	Sheet      string        `json:"sheet,omitempty"`
	HeaderRow  int           `json:"header_row,omitempty"`
	Dates      string        `json:"date_order,omitempty" doc:"How dates are taken to be written."`
	DatesWhy   *Note         `json:"dates_why,omitempty" doc:"Why they are taken to be written so."`
	Country    string        `json:"country,omitempty"`
	CountryWhy *Note         `json:"country_why,omitempty" doc:"Why phones without a prefix are taken to belong there."`
	Notes      []Note        `json:"notes,omitempty" doc:"What is worth knowing about how it is read."`
	Columns    []Column      `json:"columns"`
	Fields     []string      `json:"fields" doc:"What a column can hold."`
	Rows       int           `json:"rows" doc:"About people, of those that were looked at."`
	Rejected   int           `json:"rejected" doc:"Cannot be read."`
	Skipped    int           `json:"skipped" doc:"Empty, headings, totals."`
	Looked     int           `json:"looked" doc:"How many of the first rows were looked at."`
	Whole      bool          `json:"whole" doc:"There are no others."`
	Repeated   int           `json:"repeated" doc:"These very rows came in before: they would change nothing."`
	Changed    int           `json:"changed" doc:"Values that would be changed, moved or dropped in rows that come in."`
	Changes    []Change      `json:"changes,omitempty" doc:"The first of them."`
	New        int           `json:"new" doc:"Of those that can be read and were asked for: they would become somebody to meet."`
	Known      int           `json:"known" doc:"They would be set aside for a named person."`
	Held       int           `json:"held" doc:"They would be held back by a marker."`
	Unasked    int           `json:"unasked" doc:"They can be read; what they become shows as they come in. With new, known, held, repeated and rejected they make up the rows of a list of people to meet."`
	Last       int           `json:"last_row" doc:"The number of the file's last row."`
	Nowhere    int           `json:"nowhere" doc:"In no territory of the programme, of those that were asked for and would come in."`
	Assumed    int           `json:"assumed,omitempty" doc:"Of those that were asked for and would come in: they name no country, so they would go where the phones of the list belong."`
	AssumedIn  string        `json:"assumed_in,omitempty" doc:"The territory of that country."`
	Placed     int           `json:"placed,omitempty" doc:"Their town stands in the list of towns, and says where they belong if nothing else does."`
	Sample     []Row         `json:"sample,omitempty"`
	Bad        []RejectedRow `json:"rejected_rows,omitempty" doc:"The first of those that cannot be read, with the reasons."`
	Unread     []string      `json:"unread,omitempty" doc:"Letters of columns with a heading that are not read."`
	Halfway    bool          `json:"halfway,omitempty" doc:"Given names are read and no family name: it is refused until the columns are named."`
}

// Column is one column: its letter, its heading, and what it is taken for ("" for nothing).
type Column struct {
	Letter  string `json:"letter"`
	Heading string `json:"heading,omitempty"`
	Field   string `json:"field,omitempty"`
}

// Row is one row as it would come in.
type Row struct {
	Row    int    `json:"row"`
	Name   string `json:"name,omitempty"`
	Born   string `json:"born,omitempty" doc:"As read: 1984-05-12, 1984-05, ~1984."`
	Wrote  string `json:"wrote,omitempty" doc:"The birth date as written, where it differs."`
	Reach  string `json:"reach,omitempty" doc:"Phones and addresses."`
	Where  string `json:"where,omitempty"`
	Became string `json:"becomes" doc:"lead, set-aside, held-back or repeated; rejected."`
	Why    []Why  `json:"why,omitempty" doc:"Of a rejected row."`
}

// Why is one reason for which a row is not taken in, or not as it stands.
type Why struct {
	Code string `json:"code" doc:"A stable name, for translation." example:"nothing-usable"`
	Say  string `json:"say" doc:"What is wrong and what to do, in English."`
}

// Change is one value that is changed, moved or dropped in a row that comes in all the same.
type Change struct {
	Row    int    `json:"row"`
	Column string `json:"column,omitempty"`
	Wrote  string `json:"wrote,omitempty" doc:"What stands there; of a look alone."`
	Why    Why    `json:"why"`
}

// Note is one thing worth knowing about how a whole file is read.
type Note struct {
	Code  string `json:"code" doc:"A stable name, for translation." example:"note-no-rows"`
	About string `json:"about,omitempty" doc:"A column's letter, a sheet's name, how many dates or numbers."`
	Say   string `json:"say" doc:"In English."`
}

// Misread is where and why a whole file cannot be read.
type Misread struct {
	Code   string `json:"code" doc:"A stable name, for translation." example:"file-quote"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
}

// The stages of a list.
const (
	Kept    = "kept"    // nothing of it is taken in yet
	Running = "running" // it is coming in
	Stopped = "stopped" // it was broken off, and can go on
	Done    = "done"
	Failed  = "failed" // it cannot be read to its end
)

// State is one list and how far it is.
type State struct {
	ID       string      `json:"id"`
	Name     string      `json:"name" doc:"Of the file."`
	Refusals bool        `json:"refusals" doc:"A list of people who said no: nothing of them is kept but markers."`
	By       casebook.ID `json:"by"`
	At       time.Time   `json:"at" doc:"When it was uploaded, or last worked on: a day later it is forgotten."`
	Stage    string      `json:"stage" enum:"kept,running,stopped,done,failed"`
	Done     int64       `json:"done" doc:"Rows that were read."`
	Total    int64       `json:"total" doc:"Rows that there are, as far as known."`
	Fault    string      `json:"fault,omitempty" doc:"Why it failed, in English."`
	Misread  *Misread    `json:"misread,omitempty" doc:"The same for translation, when it is the file's fault."`
	Result   Result      `json:"result"`
	How      Reading     `json:"how" doc:"As it was read last."`
	Wanted   *Reading    `json:"wanted,omitempty" doc:"As somebody on the page wants to read it next."`
	Towns    bool        `json:"towns,omitempty" doc:"A list of towns lies beside it: where a row names no country, its town says which."`
}

// Result is what became of the rows.
type Result struct {
	Rows      int           `json:"rows"`
	Leads     int           `json:"leads" doc:"Somebody to meet."`
	Seen      int           `json:"seen" doc:"Set aside for a named person."`
	Repeated  int           `json:"repeated" doc:"This very row came in before."`
	Skipped   int           `json:"skipped"`
	Nowhere   int           `json:"nowhere" doc:"In no territory of the programme."`
	Assumed   int           `json:"assumed,omitempty" doc:"They name no country, so they went where the phones of the list belong."`
	AssumedIn string        `json:"assumed_in,omitempty" doc:"The territory of that country."`
	Held      []HeldRow     `json:"held,omitempty"`
	Changed   int           `json:"changed" doc:"Values that were changed, moved or dropped in rows that came in."`
	Changes   []Change      `json:"changes,omitempty" doc:"The first of them."`
	Bad       int           `json:"bad" doc:"Rows that were not taken in; the file of rejects has all of them."`
	Rejected  []RejectedRow `json:"rejected,omitempty" doc:"The first of them."`
	Batch     casebook.ID   `json:"batch" doc:"Of a list of refusals: names it, for taking it back."`
	Markers   int           `json:"markers"`
}

// HeldRow is a row that met somebody who said no by a strong sign: nothing of it is kept but what releases it.
type HeldRow struct {
	Row int    `json:"row"`
	Tag string `json:"release" doc:"Names the row, for whoever may release it."`
}

// RejectedRow is a row that was not taken in, and why.
type RejectedRow struct {
	Row    int    `json:"row"`
	Column string `json:"column,omitempty"`
	Why    []Why  `json:"why"`
}
