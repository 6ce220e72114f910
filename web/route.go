package web

import (
	"errors"
	"log/slog"
	"mime"
	"net/http"
	"runtime/debug"
	"strings"

	"willing/access"
	"willing/desk"
)

// Route is one page or one action of a page.
type Route struct {
	Pattern string        // as http.ServeMux takes it: "GET /people/{id}"
	Action  access.Action // what it is to try this; "" for anybody who has signed in
	Open    bool          // for anybody at all: it is the handler's matter who comes
	Upload  bool          // takes files: up to [MaxUpload] bytes instead of [MaxForm]
	Script  bool          // of a POST: a page's script sends to it, and it reads what comes by itself
	Turned  bool          // can be reached while the phone is turned round
	Form    string        // of a POST: the pattern of the page on which its form stands, if that is another: "/people/{id}"
	Unkept  bool          // of a POST: it holds secrets, so that it is not put aside when a session is lost
	Handle  func(*Page) error
}

// The most that a form and an upload may hold, in bytes.
const (
	MaxForm   = 1 << 20
	MaxUpload = 64 << 20
)

// Handler serves routes, and the pages' own files under /static/.
func (s *Site) Handler(routes ...Route) http.Handler {
	mux := http.NewServeMux()
	shown := map[string]bool{}
	for _, route := range routes {
		shown[route.Pattern] = true
	}
	s.rights = shown["GET "+RightsPath]
	for _, route := range routes {
		if path, ok := strings.CutPrefix(route.Pattern, "POST "); ok && route.Form == "" && shown["GET "+path] && !route.Turned {
			route.Form = path
		}
		mux.Handle(route.Pattern, s.serve(route))
	}
	mux.Handle("GET /static/", static())
	mux.Handle("/", s.serve(Route{Open: true, Handle: nothing}))
	sameOrigin := http.NewCrossOriginProtection()
	sameOrigin.SetDenyHandler(s.serve(Route{Open: true, Handle: func(*Page) error { return errForeign }}))
	return secured(sameOrigin.Handler(mux))
}

// nothing answers for an address at which there is no page.
func nothing(p *Page) error {
	if path := p.turnedAway(Route{}); path != "" {
		return p.See(path)
	}
	return errNothing
}

var errForeign = &desk.Error{Kind: desk.NotAllowed, Say: "this form was not sent from a page of this house"}

var errNothing = &desk.Error{Kind: desk.NotFound, Say: "there is nothing at this address"}

func (s *Site) serve(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := int64(MaxForm)
		if route.Upload {
			limit = MaxUpload
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, limit)
		}
		p := &Page{Site: s, W: w, R: r}
		defer p.rescue()
		if err := p.enter(route); err != nil {
			p.fail(err)
		}
	})
}

// enter finds out who is looking, and lets them in if they may.
func (p *Page) enter(route Route) error {
	p.Folder() // once, before anything holds the house still: who reads it twice at a time waits for ever behind a writer
	var err error
	if p.R.Method == http.MethodPost && !route.Upload && !route.Script {
		if err := readForm(p.R); err != nil {
			return &desk.Error{Kind: desk.BadInput, Key: "cut", Say: "the form cannot be read", Cause: err}
		}
	}
	if p.Visitor, err = p.Guard.Visitor(p.R); err != nil {
		return err
	}
	p.Lang = p.language()
	if route.Open {
		return route.Handle(p)
	}
	if path := p.turnedAway(route); path != "" {
		return p.See(path)
	}
	if p.Visitor == nil {
		return p.toTheDoor(route)
	}
	if route.Action != "" && !p.Visitor.May(route.Action) {
		return desk.MayNot(route.Action)
	}
	if err := p.refilled(); err != nil {
		return err
	}
	if err := route.Handle(p); err != nil {
		return err
	}
	return p.dropKept()
}

var errNoForm = errors.New("what was sent is no form")

// readForm reads what a form holds. What is no form, or more than a form may hold, is not taken for an empty one.
func readForm(r *http.Request) error {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case kind == "application/x-www-form-urlencoded":
		return r.ParseForm()
	case kind == "multipart/form-data":
		return r.ParseMultipartForm(MaxForm)
	case r.ContentLength == 0:
		return r.ParseForm() // a button without fields
	}
	return errNoForm
}

// toTheDoor sends somebody to sign in. What they had written is kept for them.
func (p *Page) toTheDoor(route Route) error {
	if p.R.Method == http.MethodGet || p.R.Method == http.MethodHead {
		return p.See(p.Guard.Door(p.R.URL.RequestURI()))
	}
	if route.Unkept {
		return p.See(p.Guard.Door("/kept/lost"))
	}
	path, err := p.Guard.Keep(p.W, withFormPage(p.R, route.Form))
	if err != nil {
		return err
	}
	return p.See(p.Guard.Door(path))
}

// rescue turns a panic into a page and a log line that names the place in the code and nobody.
func (p *Page) rescue() {
	switch caught := recover(); caught {
	case nil:
	case http.ErrAbortHandler:
		panic(caught)
	default:
		p.Log.Error("a fault in the program", slog.String("route", p.R.Pattern), slog.String("stack", string(debug.Stack())))
		p.fail(&desk.Error{Kind: desk.Unexpected, Say: "a fault in the program"})
	}
}
