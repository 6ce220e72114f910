package office

import (
	"context"
	"io"
	"time"

	"willing/casebook"
	"willing/desk"
)

// Lists reads the lists that partner offices send, and takes them in. Package node stands behind it: it keeps
// an uploaded file for as long as somebody works on it, a day at most, and takes it in while people look
// elsewhere. Errors about a file are of kind BadInput and say what to do.
type Lists interface {
	// Keep puts a file aside and gives it a name that nobody can guess.
	Keep(ctx context.Context, by casebook.ID, name string, refusals bool, file io.Reader) (id string, err error)
	// Look says how a file is read, and what would become of its rows. Nothing is written.
	Look(ctx context.Context, by desk.Acting, id string, how Reading) (*Look, error)
	// Begin takes a file in. It returns at once; [Lists.State] says how far it is.
	Begin(by desk.Acting, id string, how Reading) error
	State(id string) (ListState, bool)
	// All are the files that are kept, the newest first.
	All() []ListState
	// Rejects writes the rejected rows of a file that was taken in, to be put right and fed in again.
	Rejects(id string, w io.Writer) error
	// Drop forgets a file that is not being taken in.
	Drop(id string)
}

// Reading says how a file is to be read where its own look is misleading.
type Reading struct {
	Country   string            // where phones without a prefix belong
	DateOrder string            // "dmy", "mdy" or "ymd"; "" leaves it to the file
	Territory string            // of every row; "" follows the country
	Source    string            // who noticed, or whose list it is; "" takes the file's name
	Columns   map[string]string // letter of a column → field
}

// Look is how a file is read.
type Look struct {
	Format, Encoding, Separator, Sheet string
	HeaderRow                          int
	Dates, DatesWhy                    string
	Country, CountryWhy                string
	Notes                              []string
	Columns                            []ListColumn
	Fields                             []string // what a column can hold
	Rows, Rejected, Skipped            int      // of the first rows: [Look.Looked] of them
	Looked                             int
	Whole                              bool // there are no others
	New, Known, Held                   int  // of those that can be read: what they would become
	Sample                             []ListRow
	Unread                             []string // letters of columns with a heading that are not read
	Halfway                            bool     // given names are read and no family name: it is refused until the columns are named
}

// ListColumn is one column: its letter, its heading, and what it is taken for ("" for nothing).
type ListColumn struct{ Letter, Heading, Field string }

// ListRow is one row as it would come in.
type ListRow struct {
	Row    int
	Name   string
	Reach  string // phones and addresses
	Where  string
	Became string // as [desk.RowOutcome] says; "rejected" or "skipped"
	Why    string // of a rejected row
}

// ListState is one file and how far it is.
type ListState struct {
	ID, Name    string
	Refusals    bool
	By          casebook.ID
	At          time.Time // when it was uploaded, or taken in
	Stage       string    // "kept", "running", "done" or "failed"
	Done, Total int64     // rows
	Fault       string    // why it failed, for people
	Result      ListResult
	How         Reading
}

// ListResult is what became of the rows.
type ListResult struct {
	Rows, Leads, Seen, Repeated, Skipped, Nowhere int
	Held                                          []HeldRow
	Rejected                                      []RejectedRow
	Batch                                         casebook.ID // of a list of refusals
	Markers                                       int
}

// HeldRow is a row that met somebody who said no by a strong sign: nothing of it is kept but what releases it.
type HeldRow struct {
	Row int
	Tag string
}

// RejectedRow is a row that was not taken in, and why.
type RejectedRow struct {
	Row            int
	Column, Reason string
}

// The stages of a list.
const (
	ListKept    = "kept"
	ListRunning = "running"
	ListDone    = "done"
	ListFailed  = "failed"
)
