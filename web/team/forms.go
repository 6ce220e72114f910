package team

import (
	"willing/casebook"
	"willing/programme"
	"willing/web"
)

// sheet is an interview or a test of the programme, as the person's page lists it.
type sheet struct {
	programme.Instrument
	Path string
	Held bool
	Open bool // its questions may be asked now (G03)
}

// formsFor lists the programme's interviews and tests with what became of them.
func formsFor(p *web.Page, s *subject) []sheet {
	var out []sheet
	for _, in := range p.Folder().Instruments {
		one := sheet{Instrument: in, Path: s.Path + "/form/" + in.ID, Open: in.Stage != casebook.AfterYes || s.Yes != nil}
		for _, f := range s.Facts {
			if b, ok := f.Body.(*casebook.Form); ok && b.Instrument == in.ID && f.Standing == casebook.Counts {
				one.Held = true
			}
		}
		out = append(out, one)
	}
	return out
}

// Title is what the form calls itself; else the programme's id of it.
func (s sheet) Title(string) string {
	if s.Form != nil && s.Form.Title != "" {
		return s.Form.Title
	}
	return s.ID
}
