package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// A form that came in without a session comes back in its own page, filled in as it was (docs/decisions/0016). The page
// is made as always; then the values are put into the HTML of the one form that leads where the kept one was going.
// So no page has to know of it.

// KeptForm is a form that was put aside.
type KeptForm struct {
	Name   string
	Path   string // where it was going
	Page   string // where it stands
	Fields url.Values
}

// keptField names a kept form in the address of its page, and in the form when it is sent again.
const keptField = "kept"

// Address is where the form is filled in again.
func (k *KeptForm) Address() string {
	sign := "?"
	if strings.Contains(k.Page, "?") {
		sign = "&"
	}
	return k.Page + sign + url.Values{keptField: {k.Name}}.Encode()
}

// keptMemory is what files beside a form to keep may fill in memory: a phone has no folder for more.
const keptMemory = 8 << 20

// ReadFields reads what was typed into a form, so that it can be put aside: a file that came with it is chosen again. It
// reports whether there is anything to keep.
func ReadFields(r *http.Request) bool {
	if err := r.ParseMultipartForm(keptMemory); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return false
	}
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll() // what it fails to remove goes with the folder of temporary files
	}
	return len(r.PostForm) > 0
}

type formPageKey struct{}

// withFormPage says where the form of a request stands: a pattern of [Route.Form], filled in with the request's own path.
func withFormPage(r *http.Request, pattern string) *http.Request {
	page := pattern
	for page != "" && strings.Contains(page, "{") {
		before, rest, _ := strings.Cut(page, "{")
		name, after, _ := strings.Cut(rest, "}")
		if name == "$" {
			page = before + after
			continue
		}
		page = before + url.PathEscape(r.PathValue(name)) + after
	}
	return r.WithContext(context.WithValue(r.Context(), formPageKey{}, page))
}

// FormPage is the path of the page on which the form of a request stands; "" if it stands on none that is known.
func FormPage(r *http.Request) string {
	page, _ := r.Context().Value(formPageKey{}).(string)
	return page
}

// refilled finds the form that the address wants filled in again.
func (p *Page) refilled() (err error) {
	name := p.R.URL.Query().Get(keptField)
	keeper, ok := p.Guard.(Keeper)
	if name == "" || !ok || p.Visitor == nil || p.R.Method != http.MethodGet {
		return nil
	}
	p.kept, err = keeper.Kept(p.R, p.Visitor.Who, name)
	return err
}

// dropKept forgets a form that was sent again.
func (p *Page) dropKept() error {
	keeper, ok := p.Guard.(Keeper)
	if !ok || p.R.Method != http.MethodPost || p.R.PostForm.Get(keptField) == "" {
		return nil
	}
	return keeper.Drop(p.R, p.R.PostForm.Get(keptField))
}
