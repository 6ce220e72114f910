package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"willing/desk"
	"willing/intake"
)

// rejectedRow is a row that was not taken in, and why.
type rejectedRow struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Reason string `json:"reason"`
}

// rejects collects rejected rows: a list to print, and a file that can be put right and fed in again.
// The file is begun with the first of them.
type rejects struct {
	Listed   []rejectedRow
	Path     string // "" until a row is written
	Fault    error  // why there is no file, where nobody asked for one by name
	onlyList bool   // only list: a dry run writes no file

	from          *intake.File
	beside, named string
	file          *os.File
	out           *intake.Rejects
}

// rejectsOf prepares for the rows of a file. named is where the caller wants them; beside is the path
// of the file itself, beside which they go otherwise.
func rejectsOf(f *intake.File, beside, named string, onlyList bool) *rejects {
	return &rejects{Listed: []rejectedRow{}, from: f, beside: beside, named: named, onlyList: onlyList}
}

func (r *rejects) add(row intake.Row) error {
	reasons := make([]string, len(row.Rejected))
	for i, p := range row.Rejected {
		reasons[i] = p.Text
		if p.Remedy != "" {
			reasons[i] += "; " + p.Remedy
		}
	}
	r.Listed = append(r.Listed, rejectedRow{row.Number, row.Rejected[0].Column, strings.Join(reasons, "; ")})
	if r.Fault != nil || r.onlyList {
		return nil
	}
	if r.out == nil {
		if err := r.begin(); err != nil || r.Fault != nil {
			return err
		}
	}
	return r.out.Write(row)
}

func (r *rejects) begin() (err error) {
	if r.file, err = r.create(); err != nil {
		if r.named != "" {
			return &desk.Error{Kind: desk.BadInput, Say: "--rejects: the file cannot be written there, or there is one of this name", Cause: err}
		}
		r.Fault = err // a folder that cannot be written to keeps nobody from reading a file in it
		return nil
	}
	r.Path = r.file.Name()
	r.out, err = intake.NewRejects(r.file, r.from)
	return err
}

// create makes a new file and never overwrites one: somebody may be putting the last one right.
func (r *rejects) create() (*os.File, error) {
	if r.named != "" {
		return os.OpenFile(r.named, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	for n := 1; ; n++ {
		path := r.beside + ".rejects.csv"
		if n > 1 {
			path = fmt.Sprintf("%s.rejects-%d.csv", r.beside, n)
		}
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}

func (r *rejects) close() error {
	if r.file == nil {
		return nil
	}
	return errors.Join(r.out.Flush(), r.file.Sync(), r.file.Close())
}

func (r *rejects) print(p *page) {
	for _, row := range r.Listed {
		where := ""
		if row.Column != "" {
			where = ", column " + row.Column
		}
		p.line("row %d%s: %s", row.Row, where, row.Reason)
	}
	switch {
	case r.Path != "":
		p.line("rejected rows are in %s: put them right and feed that file in", r.Path)
	case r.Fault != nil:
		p.line("rejected rows could not be written beside the file: name a place with --rejects")
	}
}
