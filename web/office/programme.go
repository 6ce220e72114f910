package office

import (
	"context"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/programme"
	"willing/web"
)

// Publisher reads a zipped programme folder and puts it in force. Package node stands behind it.
type Publisher interface {
	CheckZip(data []byte) (summary string, faults []programme.Fault, err error)
	PublishZip(ctx context.Context, by desk.Acting, data []byte) (proposed int, err error)
}

func programmeRoutes(publisher Publisher) []web.Route {
	return []web.Route{
		{Pattern: "GET /programme", Handle: showProgramme},
		{Pattern: "POST /programme", Action: access.Propose, Upload: true, Handle: func(p *web.Page) error { return publish(p, publisher) }},
		{Pattern: "GET /programme/gates", Handle: showGates},
	}
}

// programmePage is what the page of the programme shows.
type programmePage struct {
	*casebook.Programme
	Limits   []limit
	Bare     []string // hats that nobody wears
	Checked  string   // what an uploaded folder is
	Faults   []programme.Fault
	Proposed int
	Done     bool

	page *web.Page
}

// FormName is what the programme calls an interview or a test.
func (page *programmePage) FormName(id string) string { return formName(page.page, id) }

// Place is the name of a territory.
func (page *programmePage) Place(id string) string { return place(page.page, id) }

// Countries are the names of a territory's countries.
func (page *programmePage) Countries(codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = country(page.page, code)
	}
	return strings.Join(names, page.page.Comma())
}

// limit is one figure of law.md that a programme may set.
type limit struct {
	Field        string
	Value, Usual int
}

func showProgramme(p *web.Page) error {
	return p.OK(views, "programme", programmeOf(p))
}

func programmeOf(p *web.Page) *programmePage {
	page := &programmePage{page: p}
	p.Desk.House(func(h *casebook.House) {
		if now := h.Programme(h.Pos); now != nil {
			copied := *now
			page.Programme = &copied
		}
		worn := map[string]bool{}
		for _, s := range h.StaffNow() {
			for _, hat := range s.Hats {
				worn[hat] = true
			}
		}
		for _, hat := range casebook.Hats {
			if !worn[hat] {
				page.Bare = append(page.Bare, hat)
			}
		}
	})
	if page.Programme != nil {
		page.Limits = limitsOf(page.Programme.Limits)
	}
	return page
}

// limitsOf lists the whole numbers of [casebook.Limits] beside the usual ones.
func limitsOf(l casebook.Limits) []limit {
	var out []limit
	set, usual := reflect.ValueOf(l), reflect.ValueOf(casebook.DefaultLimits())
	for i := range set.NumField() {
		if set.Field(i).Kind() != reflect.Int {
			continue
		}
		name, _, _ := strings.Cut(set.Type().Field(i).Tag.Get("json"), ",")
		out = append(out, limit{name, int(set.Field(i).Int()), int(usual.Field(i).Int())})
	}
	return out
}

// publish checks an uploaded folder, and with the button 'publish' puts it in force. The folder travels
// twice, so that nothing half-agreed waits on the server.
func publish(p *web.Page, publisher Publisher) error {
	page := programmeOf(p)
	data, err := upload(p, "folder")
	if err != nil {
		return p.Retry(err, views, "programme", page)
	}
	page.Checked, page.Faults, err = publisher.CheckZip(data)
	if err != nil {
		return p.Retry(err, views, "programme", page)
	}
	if len(page.Faults) > 0 {
		return p.Show(http.StatusUnprocessableEntity, views, "programme", page)
	}
	if p.Value("do") != "publish" {
		return p.OK(views, "programme", page)
	}
	page.Proposed, err = publisher.PublishZip(p.R.Context(), p.By(), data)
	if err != nil {
		return p.Retry(err, views, "programme", page)
	}
	done := programmeOf(p)
	done.Proposed, done.Done = page.Proposed, true
	return p.OK(views, "programme", done)
}

// upload reads one file of a form.
func upload(p *web.Page, field string) ([]byte, error) {
	file, _, err := p.R.FormFile(field)
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return nil, err // that a file was chosen is not what is wrong
	}
	if err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Key: "no-file", Say: "choose a file first", Cause: err}
	}
	defer file.Close()
	return io.ReadAll(file)
}

func showGates(p *web.Page) error { return p.OK(views, "gates", casebook.Gates) }
