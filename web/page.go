package web

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/programme"
)

// Page is one request being answered. Templates see it as `.`, with the page's own content in .Data.
type Page struct {
	*Site
	W       http.ResponseWriter
	R       *http.Request
	Visitor *Visitor // nil if nobody signed in
	Lang    string   // of the page
	Offered []string // languages that the page can be had in; [locale.Languages] if nil
	Back    string   // where a page that says what is wrong leads; "/" if empty

	folder *programme.Folder // see [Page.Folder]

	Data     any
	Problems []Problem // what is wrong with the form, shown on top and beside its fields
	Lost     bool      // a file that came with the form was not kept, and no browser sends it again by itself
	Held     bool      // a file that came with the form is kept, or lies where it came from, whatever else is wrong
	kept     *KeptForm // what is to stand in its form again
	Title    string    // for the browser's window, set by the template's data; neutral on a person's pages
}

// LanguageCookie holds the language that somebody chose.
const LanguageCookie = "language"

func (p *Page) language() string {
	offered := p.Offered
	if offered == nil {
		offered = locale.Languages
	}
	wish := p.R.URL.Query().Get("lang")
	if slices.Contains(offered, wish) { // chosen once, it holds for the next pages too
		http.SetCookie(p.W, &http.Cookie{Name: LanguageCookie, Value: wish, Path: "/", MaxAge: 365 * 24 * 60 * 60, HttpOnly: true,
			Secure: p.R.TLS != nil, SameSite: http.SameSiteLaxMode})
	}
	wishes := []string{wish}
	if c, err := p.R.Cookie(LanguageCookie); err == nil {
		wishes = append(wishes, c.Value)
	}
	if p.Visitor != nil {
		wishes = append(wishes, p.Visitor.Language)
	}
	return locale.Choose(offered, append(wishes, p.R.Header.Get("Accept-Language"))...)
}

// In narrows the page to some languages, and chooses anew among them.
func (p *Page) In(languages []string) {
	p.Offered = languages
	p.Lang = p.language()
}

// Languages are those that the page can be had in.
func (p *Page) Languages() []string {
	if p.Offered != nil {
		return p.Offered
	}
	return locale.Languages
}

// T says a key in the language of the page; see [locale.Words.Say].
func (p *Page) T(key string, args ...any) string { return p.Words.Say(p.Lang, key, args...) }

// Dir is the direction of the page.
func (p *Page) Dir() string { return locale.Dir(p.Lang) }

// Own is what a language calls itself.
func (p *Page) Own(lang string) string { return locale.Own(lang) }

// Day writes a date, Weekday one with its weekday, Moment one with its time of day, Number a count.
func (p *Page) Day(t time.Time) string { return locale.Day(p.Lang, t.In(p.Now().Location())) }

// Weekday writes a date with its weekday.
func (p *Page) Weekday(t time.Time) string { return locale.Weekday(p.Lang, t.In(p.Now().Location())) }

// Moment writes a date and a time of day.
func (p *Page) Moment(t time.Time) string { return locale.Moment(p.Lang, t.In(p.Now().Location())) }

// Clock writes a time of day.
func (p *Page) Clock(t time.Time) string { return t.In(p.Now().Location()).Format("15:04") }

// Millis is the moment that a view keeps as Unix milliseconds; 0 is the zero time.
func (p *Page) Millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// Second is the moment that accounts keep as Unix seconds.
func (p *Page) Second(s int64) time.Time { return time.Unix(s, 0) }

// Number writes a count.
func (p *Page) Number(n int) string { return locale.Number(p.Lang, n) }

// May reports whether whoever looks may try an action somewhere, for links and buttons.
func (p *Page) May(action string) bool { return p.Visitor.May(access.Action(action)) }

// Path is the address of the page without its query.
func (p *Page) Path() string { return p.R.URL.Path }

// Here reports whether a navigation entry leads to where we are.
func (p *Page) Here(path string) bool {
	if path == "/" || path == p.Path() {
		return path == p.Path()
	}
	return strings.HasPrefix(p.Path(), path+"/")
}

// Warnings is what a device must tell on every page of the team.
func (p *Page) Warnings() (out []Warning) {
	if k, err := p.Knowledge(); err == nil && k.Ends() && p.Path() != devicePath {
		say := p.T("team.device.ends.hours")
		if k.Left > 0 {
			say = p.T("team.device.ends", "count", k.Left)
		}
		out = append(out, Warning{Say: say, Path: devicePath, Do: p.T("team.device.do")})
	}
	if p.Warn != nil {
		out = append(out, p.Warn(p)...)
	}
	return out
}

// devicePath is where a device says everything about itself.
const devicePath = "/team/device"

// By is who acts.
func (p *Page) By() desk.Acting {
	if p.Visitor == nil {
		return desk.Acting{}
	}
	return p.Visitor.Acting
}

// See sends the browser on to another page, so that reloading it repeats nothing.
func (p *Page) See(path string) error {
	http.Redirect(p.W, p.R, path, http.StatusSeeOther)
	return nil
}

// Save answers with a file that the browser saves and never shows: whoever made it may have put anything into it.
func (p *Page) Save(kind, name string, content []byte) error {
	h := p.W.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	p.W.WriteHeader(http.StatusOK)
	_, _ = p.W.Write(content) // whoever asked may have gone away
	return nil
}

// Value is a field of the form or the query: without spaces around it, and without control characters
// other than line breaks.
func (p *Page) Value(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, p.R.FormValue(name)))
}

// Values are all values of a field.
func (p *Page) Values(name string) []string {
	_ = p.R.FormValue(name) // reads the form
	return p.R.Form[name]
}

// Ticked reports whether a box of the form is ticked.
func (p *Page) Ticked(name string) bool { return p.R.FormValue(name) != "" }

// Person is the record that the path names. A path that names none is answered as if nobody were there.
func (p *Page) Person() (casebook.ID, error) {
	id, err := casebook.ParseID(p.R.PathValue("id"))
	if err != nil {
		return id, errNothing
	}
	return id, nil
}
