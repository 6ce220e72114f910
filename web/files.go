package web

import (
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
)

// Files are messages between nodes that somebody carries on a stick or sends on, where there is no line. Package node stands
// behind it.
type Files interface {
	// Write makes a file for a device, by its text form, or for headquarters ("hq"): all that it lacks, as far as is known,
	// and may hold. Only it can read the file.
	Write(ctx context.Context, to string) (name string, file []byte, err error)
	// Take takes a file in, and says of which device it is and how many entries were new here; or, in one word, why nothing or not all of it came: see
	// the keys carry.failed.WORD. Twice is as good as once.
	Take(ctx context.Context, file io.Reader) (came FileState, failed string, err error)
}

// FileState is what came of the file that somebody has just chosen.
type FileState struct {
	Done    bool
	Entries int
	From    string // the device that signed what is in it
}

// brought reports whether a file came with the form.
func (p *Page) brought() bool {
	if p.R.MultipartForm == nil {
		return false
	}
	for _, files := range p.R.MultipartForm.File {
		if slices.ContainsFunc(files, func(f *multipart.FileHeader) bool { return f.Size > 0 }) {
			return true
		}
	}
	return false
}

// SaveFile gives out a file for a device.
func (p *Page) SaveFile(to string) error {
	if p.Files == nil {
		return errNothing
	}
	name, file, err := p.Files.Write(p.R.Context(), to)
	if err != nil {
		return err
	}
	return p.Save("application/octet-stream", name, file)
}

// TakeFile takes in the file of a form's field "file"; what is wrong with it becomes a problem of that field.
func (p *Page) TakeFile() (done FileState, err error) {
	if p.Files == nil {
		return done, errNothing
	}
	file, _, err := p.R.FormFile("file")
	if err != nil {
		p.Problem("file", p.T("carry.failed.none"))
		return done, nil
	}
	defer file.Close()
	p.Held = true // on the stick, or in the message: choosing it again mends nothing
	done, failed, err := p.Files.Take(p.R.Context(), file)
	if failed != "" {
		p.Problem("file", p.T("carry.failed."+failed))
	}
	return done, err
}

// Status is that of a page on which something may be wrong.
func (p *Page) Status() int {
	if len(p.Problems) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}
