package phone

import (
	"bytes"
	"context"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/envelope"
	"willing/exchange"
	"willing/exchange/meet"
	"willing/journal"
	"willing/programme"
	"willing/recognise"
	"willing/store/paged"
	"willing/web"
	"willing/web/public"
	"willing/web/team"
)

// own is what the phone knows of itself and of the house that it joined.
type own struct {
	Seed   []byte         `json:"seed"` // of the device's key
	Home   journal.Device `json:"home"`
	Holder casebook.ID    `json:"holder"` // the first of the people whose phone it is
}

func (o own) device() (journal.Key, error) { return journal.NewKey(bytes.NewReader(o.Seed)) }

// inside is an opened phone: a node with its pages.
type inside struct {
	phone  *Phone
	own    own
	drawer drawer
	store  *paged.Store
	desk   *desk.Desk
	meets  *meet.Node
	folder atomic.Pointer[programme.Folder]
	guard  *guard
	line   *line
	screen *screen
	drafts *drafts
	jar    *jar
	pages  http.Handler
	file   atomic.Pointer[exchange.Head] // of the file for headquarters that was made last; nil: none since the program began
}

// enter opens everything under a key.
func (p *Phone) enter(ctx context.Context, key paged.Sealer) (*inside, error) {
	in := &inside{phone: p, drawer: drawer{p.keep, key}}
	if err := in.drawer.read(ownRecord, &in.own); err != nil {
		return nil, err
	}
	disk, err := p.Browser.Disk(journalName)
	if err != nil {
		return nil, err
	}
	if in.store, err = paged.Open(disk, key); err != nil {
		return nil, errors.Join(err, disk.Close())
	}
	if err := in.wire(ctx); err != nil {
		return nil, errors.Join(err, in.store.Close())
	}
	return in, nil
}

// wire puts the node together.
func (in *inside) wire(ctx context.Context) error {
	device, err := in.own.device()
	if err != nil {
		return err
	}
	keys, err := in.drawer.get(markersRecord)
	if err != nil {
		return err
	}
	book, err := recognise.OpenBook(keys)
	if err != nil {
		return err
	}
	register, err := openLedger(in.drawer)
	if err != nil {
		return err
	}
	for _, part := range register.parts {
		if err := desk.Replay(book, part); err != nil {
			return err
		}
	}
	keep := keeper{in.drawer}
	in.desk, err = desk.Open(ctx, desk.Config{
		Store: in.store, Device: device, Home: in.own.Home, Epoch: keep.Epoch(), Matcher: &recognise.Matcher{}, Markers: book,
		Register: register, Envelopes: new(envelope.Keys), Now: in.phone.Now, Rand: in.phone.Rand,
	})
	if err != nil {
		return err
	}
	in.meets = meet.New(in.desk, keep)
	in.meets.Runs(in.phone.Version)
	if err := in.meets.Opened(ctx); err != nil {
		return err
	}
	if err := in.openProgramme(ctx); err != nil {
		return err
	}
	return in.furnish()
}

// furnish makes the pages.
func (in *inside) furnish() (err error) {
	in.line = &line{in: in}
	in.guard = &guard{in: in}
	if err := in.drawer.read(unlockedRecord, &in.guard.now); err != nil {
		return err
	}
	if in.jar, err = openJar(in.drawer, in.phone.Now); err != nil {
		return err
	}
	if in.screen, err = openScreen(in.drawer); err != nil {
		return err
	}
	if in.drafts, err = openDrafts(in.drawer); err != nil {
		return err
	}
	site := in.site()
	in.pages = site.Handler(in.allRoutes(site)...)
	return nil
}

// allRoutes are the pages of an opened phone.
func (in *inside) allRoutes(site *web.Site) []web.Route {
	return slices.Concat(team.Routes(site), public.Routes(site, nil), in.routes())
}

// site is what the pages of an opened phone stand on.
func (in *inside) site() *web.Site {
	s := in.phone.site()
	s.Desk, s.Guard, s.Line = in.desk, in.guard, in.line
	s.Programme = in.folder.Load
	s.Phone, s.Warn, s.Keep = dialled, in.warnings, "/keep"
	return s
}

// site is what all pages of the phone share, opened or not.
func (p *Phone) site() *web.Site {
	return &web.Site{Words: p.words, Guard: nobody{}, Now: p.Now, Rand: p.Rand, Log: slog.New(slog.DiscardHandler), Home: func(*web.Visitor) string { return "/team" }, Head: head}
}

// head is what every page of the phone has in its head.
const head = template.HTML(`<link rel="manifest" href="/app/manifest.webmanifest"><link rel="apple-touch-icon" href="/app/icon.svg"><meta name="theme-color" content="#f7f3ea" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#131819" media="(prefers-color-scheme: dark)"><script src="/app/page.js" type="module"></script>`)

// ServeHTTP answers a request while the phone is open.
func (in *inside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !byItself(r) {
		in.screen.touch(in.phone.Now())
	}
	in.marks(w, r)
	status := in.jar.serve(in.pages, w, r)
	_ = in.dropDrafts(r, status) // a phone without room does it with what comes next
}

// byItself reports whether a page asks without anybody having touched it.
func byItself(r *http.Request) bool {
	return r.URL.Path == "/meet" || r.URL.Path == "/screen" || r.URL.Path == "/draft" || strings.HasPrefix(r.URL.Path, "/static/")
}

// warnings says what every page must tell: that the browser may throw everything away, or that room grows short.
func (in *inside) warnings(p *web.Page) []web.Warning {
	room := in.phone.Browser.Room()
	var out []web.Warning
	switch {
	case room.Most > 0 && room.Used > room.Most/10*9 && !off("warn of room"):
		out = append(out, web.Warning{Say: p.T("phone.warn.full"), Path: "/keep", Do: p.T("phone.warn.do")})
	case !room.Lasting && !off("warn of eviction"):
		out = append(out, web.Warning{Say: p.T("phone.warn.evict"), Path: "/keep", Do: p.T("phone.warn.do")})
	}
	if room.Newer {
		out = append(out, web.Warning{Say: p.T("phone.warn.newer"), Path: "/keep", Do: p.T("phone.warn.do")})
	}
	known, err := p.Knowledge()
	if err == nil && known.Unsent > 0 && known.Days >= oldAfter && !off("warn of age") {
		out = append(out, web.Warning{Say: p.T("phone.warn.old", "n", known.Days), Path: "/keep", Do: p.T("phone.warn.do")})
	}
	return out
}

// oldAfter is after how many days without headquarters what is unsent should be carried out of the phone in a
// file (our decision).
const oldAfter = 7

// nobody is the guard of a phone that nobody has opened.
type nobody struct{}

func (nobody) Visitor(*http.Request) (*web.Visitor, error)             { return nil, nil }
func (nobody) Keep(http.ResponseWriter, *http.Request) (string, error) { return "/", nil }
func (nobody) Door(string) string                                      { return "/" }

// syncing bounds how long one exchange may take in one go: browsers end a worker that answers nothing for longer.
const syncing = 4 * time.Minute
