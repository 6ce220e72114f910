package signin

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"willing/account"
	"willing/web"
)

const keptCookie = "willing-kept"

// Keep puts a form aside that came in without a session, sealed under a key that only this browser has.
// What is too large, or a file, is not kept.
func (g *Guard) Keep(w http.ResponseWriter, r *http.Request) (string, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return "/", nil
	}
	if err := r.ParseForm(); err != nil {
		return "", err
	}
	form := account.Form{Path: r.URL.RequestURI(), Fields: r.PostForm}
	if s, err := g.Accounts.Ended(r.Context(), token(r)); err == nil {
		form.Who = s.Who
	}
	key, name, err := g.Accounts.KeepForm(r.Context(), keptKey(r), address(r), form)
	if errors.Is(err, account.ErrWait) || errors.Is(err, account.ErrBad) {
		return "/", nil
	}
	if err != nil {
		return "", err
	}
	http.SetCookie(w, &http.Cookie{
		Name: keptCookie, Value: key, Path: "/", HttpOnly: true, Secure: secure(r), SameSite: http.SameSiteLaxMode, MaxAge: int(account.KeptFor / time.Second),
	})
	return "/kept/" + name, nil
}

func keptKey(r *http.Request) string {
	c, err := r.Cookie(keptCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// line is one field of a kept form.
type line struct{ Name, Value string }

// keptPage is a form that was put aside.
type keptPage struct {
	Path  string // where it goes when it is saved
	Drop  string
	Lines []line
}

// showKept offers a form again to whoever signed in after it was lost, in the same browser.
func (d *door) showKept(p *web.Page) error {
	f, err := d.accounts.Kept(p.R.Context(), keptKey(p.R), p.R.PathValue("form"))
	if errors.Is(err, account.ErrGone) || err == nil && !f.Who.IsZero() && f.Who != p.Visitor.Who {
		return p.Show(http.StatusGone, views, "unkept", nil)
	}
	if err != nil {
		return err
	}
	data := keptPage{Path: f.Path, Drop: p.Path()}
	for name, values := range f.Fields {
		for _, v := range values {
			data.Lines = append(data.Lines, line{name, v})
		}
	}
	sortLines(data.Lines)
	return p.OK(views, "kept", data)
}

// dropKept throws a kept form away.
func (d *door) dropKept(p *web.Page) error {
	if err := d.accounts.DropKept(p.R.Context(), p.R.PathValue("form")); err != nil {
		return err
	}
	return p.See(home(p, p.Visitor))
}
