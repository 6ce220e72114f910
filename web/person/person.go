package person

import (
	"context"
	"embed"
	"encoding/base64"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

//go:embed templates/*.html
var files embed.FS

var views = web.NewViews(files)

// Pins keep a private link behind a PIN that the person chose. Package account stands behind it; nil where
// there is none.
type Pins interface {
	PINMark(ctx context.Context, door string) (string, error) // "" for none
	SetPIN(ctx context.Context, door, pin string) error
	CheckPIN(ctx context.Context, door, pin, address string) error
}

// doorSize is how many random bytes stand in a link's address.
const doorSize = 16

// own is one request by a private link.
type own struct {
	*web.Page
	*desk.Visit
	Door string // as the address has it
	pins Pins
}

// Routes are the person's pages.
func Routes(_ *web.Site, pins Pins) []web.Route {
	var out []web.Route
	add := func(pattern string, handle func(*own) error) {
		out = append(out, web.Route{Pattern: pattern, Open: true, Handle: behind(pins, handle)})
	}
	add("GET /p/{door}", welcome)
	add("GET /p/{door}/read", resume)
	add("GET /p/{door}/read/{part}", read)
	add("GET /p/{door}/answer", question)
	add("GET /p/{door}/later", later)
	add("GET /p/{door}/done", done)
	add("GET /p/{door}/receipt/{code}", receipt)
	add("GET /p/{door}/mine", mine)
	add("GET /p/{door}/help", help)
	add("GET /p/{door}/held", held)
	add("GET /p/{door}/file", zipped)
	add("GET /p/{door}/correct", correcting)
	add("POST /p/{door}/correct", correct)
	add("GET /p/{door}/form/{form}", filling)
	add("POST /p/{door}/form/{form}", unsigned)
	add("GET /p/{door}/erase", plain("erase"))
	add("GET /p/{door}/again", again)
	add("GET /p/{door}/pin", plain("pin"))
	add("POST /p/{door}/pin", setPIN)
	add("POST /p/{door}/act", act)
	add("POST /p/{door}/sign", sign)
	out[len(out)-1].Script = true
	out = append(out,
		web.Route{Pattern: "GET /p/{door}/quiet", Open: true, Handle: quiet},
		web.Route{Pattern: "POST /p/{door}/enter", Open: true, Handle: func(p *web.Page) error { return enter(p, pins) }},
	)
	return out
}

// behind opens the link for a page. A link that is unknown, guessed, over or revoked gives one page for all.
func behind(pins Pins, handle func(*own) error) func(*web.Page) error {
	return func(p *web.Page) error {
		door, err := doorOf(p)
		if err != nil {
			return gone(p)
		}
		visit, err := p.Desk.VisitByDoor(p.R.Context(), door)
		if desk.KindOf(err) == desk.NotFound {
			return gone(p)
		}
		if err != nil {
			return err
		}
		o := &own{Page: p, Visit: visit, Door: p.R.PathValue("door"), pins: pins}
		p.Back = o.At("")
		o.speak()
		asks, err := o.asksPIN()
		if err != nil {
			return err
		}
		if asks {
			return o.locked()
		}
		return handle(o)
	}
}

func doorOf(p *web.Page) ([]byte, error) {
	typed := p.R.PathValue("door")
	door, err := base64.RawURLEncoding.DecodeString(typed)
	// A door has one spelling: a PIN hangs on it as it is written.
	if err != nil || len(door) != doorSize || base64.RawURLEncoding.EncodeToString(door) != typed {
		return nil, &desk.Error{Kind: desk.NotFound, Say: "there is nothing at this address"}
	}
	return door, nil
}

func gone(p *web.Page) error { return p.Show(http.StatusNotFound, views, "gone", nil) }

// speak chooses the language: what the person chose here, or that in which they were told.
func (o *own) speak() {
	_, err := o.R.Cookie(web.LanguageCookie)
	chosen := err == nil || o.R.URL.Query().Has("lang")
	if !chosen && slices.Contains(o.Page.Languages(), o.Visit.Language) {
		o.Lang = o.Visit.Language
	}
	if lang := o.R.URL.Query().Get("lang"); slices.Contains(o.Page.Languages(), lang) {
		http.SetCookie(o.W, o.cookie(web.LanguageCookie, lang, 90*24*time.Hour))
	}
}

// cookie is kept for this link's pages alone.
func (o *own) cookie(name, value string, life time.Duration) *http.Cookie {
	return &http.Cookie{Name: name, Value: value, Path: "/p/" + o.Door, MaxAge: int(life.Seconds()), HttpOnly: true,
		Secure: o.R.TLS != nil, SameSite: http.SameSiteStrictMode}
}

// At is the address of another page behind the same link.
func (o *own) At(path string) string { return "/p/" + o.Door + path }

// show answers with a page; its own content goes into More.
func (o *own) show(name string, more any) error {
	return o.Show(http.StatusOK, views, name, shown{o, more})
}

// shown is what a template of this package sees as .Data.
type shown struct {
	*own
	More any
}

func plain(name string) func(*own) error { return func(o *own) error { return o.show(name, nil) } }

// address is where a request comes from, for limits: the network, not the visitor.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// quiet is a page that says nothing, for when somebody looks over one's shoulder. Whoever has a PIN is asked for it
// on the way back.
func quiet(p *web.Page) error {
	if _, err := doorOf(p); err != nil {
		return gone(p)
	}
	o := &own{Page: p, Door: p.R.PathValue("door")}
	http.SetCookie(p.W, o.cookie(pinCookie, "", -time.Second))
	return p.OK(views, "quiet", o.Door)
}

// Slipped reports whether they stopped a moment ago: a slip of the finger can be undone for a minute (G02).
func (o *own) Slipped() bool {
	at, err := strconv.ParseInt(o.R.URL.Query().Get("stopped"), 10, 64)
	late := o.Now().Sub(time.Unix(at, 0))
	return err == nil && o.Refused && late >= 0 && late < time.Minute && o.slip() != ""
}

// MetOnce are those of ours who met the person: who did the same more than once on a day stands there once.
func (o *own) MetOnce() []desk.Met {
	var out []desk.Met
	for _, met := range o.Met {
		out = slices.DeleteFunc(out, func(m desk.Met) bool { return m.Name == met.Name && m.What == met.What && o.Day(m.At) == o.Day(met.At) })
		out = append(out, met)
	}
	return out
}

func welcome(o *own) error { return o.show("welcome", nil) }

// Hidden reports whether only the erasure is left to speak of.
func (o *own) Hidden() bool { return o.Visit.Stage == casebook.StageHidden }
