package public

import (
	"context"
	"embed"
	"net"
	"net/http"
	"strings"

	"willing/desk"
	"willing/web"
)

//go:embed templates/*.html
var files embed.FS

var views = web.NewViews(files)

// Limits bounds how often one network may ask. Package account stands behind it; nil does not limit.
type Limits interface {
	// Ask counts one question, and returns an error if there were too many.
	Ask(ctx context.Context, address string) error
	// Stop counts one stop likewise, by itself.
	Stop(ctx context.Context, address string) error
}

// Routes are the pages that are open to everybody.
func Routes(_ *web.Site, limits Limits) []web.Route {
	return []web.Route{
		{Pattern: "GET /stop", Open: true, Handle: show},
		{Pattern: "POST /stop", Open: true, Handle: func(p *web.Page) error { return stop(p, limits) }},
		{Pattern: "POST /stop/arrived", Open: true, Handle: func(p *web.Page) error { return arrived(p, limits) }},
	}
}

// stopPage is what the page shows: the forms, and what came of one.
type stopPage struct {
	Stopped bool
	Arrived string // [desk.ArrivedHere], [desk.NotYetHere], or ""
	Number  string // what they typed, where it could not be taken
	Code    string
}

// again is the page with what they typed, to be put right.
func again(p *web.Page, status int) error {
	return p.Show(status, views, "stop", stopPage{Number: p.Value("number"), Code: p.Value("code")})
}

func show(p *web.Page) error { return p.OK(views, "stop", stopPage{}) }

// may counts a question, or a stop. Too many are answered with a page that says so, whatever was asked.
func may(p *web.Page, limits Limits, count func(Limits, context.Context, string) error) bool {
	if limits == nil {
		return true
	}
	host, _, err := net.SplitHostPort(p.R.RemoteAddr)
	if err != nil {
		host = p.R.RemoteAddr
	}
	return count(limits, p.R.Context(), host) == nil
}

func tooMany(p *web.Page) error {
	p.Problem("", p.T("problem.too-fast"))
	return again(p, http.StatusTooManyRequests)
}

// stop holds whoever a code or a number belongs to. The answer is the same whether there is somebody or not.
func stop(p *web.Page, limits Limits) error {
	if !may(p, limits, Limits.Stop) {
		return tooMany(p)
	}
	var err error
	switch code, number := codeOf(p), p.Value("number"); {
	case code != "":
		err = p.Desk.StopByCode(p.R.Context(), code)
	case number != "":
		err = stopNumber(p, number)
	default:
		p.Problem("number", p.T("public.stop.empty"))
		return again(p, http.StatusUnprocessableEntity)
	}
	if desk.KindOf(err) == desk.BadInput {
		field := "number"
		if codeOf(p) != "" {
			field = "code"
		}
		p.Problem(field, p.T("public."+field+".bad"))
		return again(p, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return p.OK(views, "stop", stopPage{Stopped: true})
}

func stopNumber(p *web.Page, typed string) error {
	numbers, err := desk.ReadNumbers(&p.Folder().Programme, typed, "", func(typed, country string) string { return read(p, typed, country) })
	if err != nil {
		return err
	}
	return p.Desk.StopByPhone(p.R.Context(), numbers)
}

// read gives a number as E.164, or "".
func read(p *web.Page, typed, country string) string {
	if p.Phone != nil {
		return p.Phone(typed, country)
	}
	digits := strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, typed)
	if !strings.HasPrefix(digits, "+") || len(digits) < 8 || len(digits) > 16 {
		return ""
	}
	return digits
}

// codeOf is a receipt's code as somebody types it: in capitals, with spaces.
func codeOf(p *web.Page) string {
	return strings.ToLower(strings.Join(strings.Fields(p.Value("code")), ""))
}

func arrived(p *web.Page, limits Limits) error {
	if !may(p, limits, Limits.Ask) {
		return tooMany(p)
	}
	found, err := p.Desk.Arrived(p.R.Context(), codeOf(p))
	if desk.KindOf(err) == desk.BadInput {
		p.Problem("code", p.T("public.code.bad"))
		return again(p, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return p.OK(views, "stop", stopPage{Arrived: found})
}
