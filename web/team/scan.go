package team

import (
	"errors"
	"io"
	"net/http"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// picked reads the picture of the signed page that came with a form, if one did; wrong is the key of what is wrong with it.
func picked(p *web.Page) (content []byte, wrong string, err error) {
	file, _, err := p.R.FormFile("scan")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, "", nil
	}
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) { // what stood in the form was not read either: the browser still has it
		return nil, "", err
	}
	if err != nil {
		return nil, "", &desk.Error{Kind: desk.BadInput, Key: "cut", Say: "the form cannot be read", Cause: err}
	}
	content, err = io.ReadAll(io.LimitReader(file, casebook.MostScan+1))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, "", err
	}
	if len(content) > casebook.MostScan {
		return nil, "team.scan.large", nil
	}
	if _, err := desk.ScanKind(content); err != nil {
		return nil, "team.scan.kind", nil
	}
	return content, "", nil
}

// keepPicture adds a picture to the answer that is written down. Whatever is wrong with it holds no answer: it is said beside it.
func keepPicture(p *web.Page, person casebook.ID, content []byte, wrong string) (kept bool) {
	if wrong != "" {
		p.Problem("scan", p.T(wrong))
		return false
	}
	if content == nil {
		return false
	}
	if err := p.Desk.AttachScan(p.R.Context(), p.By(), person, content); err != nil {
		for _, problem := range p.Explain(err) {
			p.Problem("scan", problem.Say)
		}
		return false
	}
	return true
}

// addScan takes a picture after the answer: the first was refused, or there was none yet.
func addScan(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	content, wrong, err := picked(p)
	if err != nil {
		return err
	}
	if content == nil && wrong == "" {
		wrong = "team.scan.none"
	}
	s := &subject{Person: &desk.Person{State: &casebook.State{}}, ID: id, Path: pathOf(id)}
	page := typedPage{subject: s, Kept: keepPicture(p, id, content, wrong)}
	if !page.Kept {
		return p.Show(http.StatusUnprocessableEntity, views, "typed", page)
	}
	return p.OK(views, "typed", page)
}

// scans are the pictures of signed pages that the person's page names.
func (s *subject) scans() (out []*casebook.Fact) {
	for _, f := range s.Facts {
		if _, ok := f.Body.(*casebook.Scan); ok && f.Standing == casebook.Counts {
			out = append(out, f)
		}
	}
	return out
}

// openScan gives out a picture to save; one that is not on this device is asked for, and the page says so.
func openScan(p *web.Page, s *subject) error {
	var ref casebook.Ref
	wrong := ref.UnmarshalText([]byte(p.R.PathValue("scan")))
	for _, f := range s.scans() {
		if wrong != nil || f.Ref != ref {
			continue
		}
		found, err := p.Desk.OpenScan(p.R.Context(), p.By(), s.ID, ref)
		if desk.KindOf(err) == desk.NotFound {
			return p.Show(http.StatusAccepted, views, "awaited", s)
		}
		if err != nil {
			return err
		}
		return p.Save(found.Kind, found.Name(), found.Content)
	}
	return &desk.Error{Kind: desk.NotFound, Say: "there is no such scan"}
}

// pickAgain says beside the field that no browser sends a file twice by itself, or what was wrong with it.
func pickAgain(p *web.Page, content []byte, wrong string) {
	if content != nil {
		wrong = "team.scan.again"
	}
	if wrong != "" {
		p.Problem("scan", p.T(wrong))
	}
}
