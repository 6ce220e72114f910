package api

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"runtime/debug"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/lists"
	"willing/programme"
)

// Base is the path under which everything lies.
const Base = "/api/v1"

// Config is all that the API stands on. Package node fills it in.
type Config struct {
	Desk     *desk.Desk
	Accounts *account.Accounts
	Now      func() time.Time
	Log      *slog.Logger
	Version  string // of the program
	// Programme is the folder in force: names of roles and places. It may be nil, and give nil.
	Programme func() *programme.Folder
	// Phone reads a telephone number as it was typed, in a country (ISO 3166-1; may be ""), and gives it as
	// E.164, or "" if it is none.
	Phone func(typed, country string) string
	// Publisher puts a zipped programme folder in force; nil where none can be sent in.
	Publisher Publisher
	// Lists take uploaded lists in; nil where none can be uploaded.
	Lists *lists.Lists
	// File writes a person's own file for them, as a zip, in a language; nil where none is given out.
	File func(w io.Writer, language string, file *desk.Exported) error
	// LetIn makes a one-time link for a member of staff, and gives its path: for somebody who never signed in an
	// administrator suffices, after that it takes two others. Nil where nobody is let in so.
	LetIn func(ctx context.Context, by desk.Acting, who casebook.ID, lasts time.Duration) (path string, err error)
	// Fleet knows the devices of the house.
	Fleet Fleet
	Links Links // hands private links over; nil where none does
	// StopAt is the address of the public stop page for whoever asks, as receipts name it; "" if another phone could reach
	// none. It may be nil.
	StopAt func(r *http.Request) string
}

// Publisher reads a zipped programme folder and puts it in force. Package node stands behind it.
type Publisher interface {
	CheckZip(data []byte) (summary string, faults []programme.Fault, err error)
	PublishZip(ctx context.Context, by desk.Acting, data []byte) (proposed int, err error)
}

// Links hands a person's private link over from headquarters. Package node stands behind it.
type Links interface {
	HandOver(ctx context.Context, by desk.Acting, person casebook.ID, site string, mailed bool) (desk.Handed, error)
}

// API holds the operations and their description.
type API struct {
	Config
	huma huma.API
	mux  *http.ServeMux
}

type stopKey struct{}

// noteStop notes for receipts where the public stop page is.
func (a *API) noteStop(ctx huma.Context, next func(huma.Context)) {
	if a.StopAt != nil {
		r, _ := unwrap(ctx)
		ctx = huma.WithValue(ctx, stopKey{}, a.StopAt(r))
	}
	next(ctx)
}

func stopAt(ctx context.Context) string {
	at, _ := ctx.Value(stopKey{}).(string)
	return at
}

// New describes and serves the API, as the handler of all paths below [Base].
func New(c Config) (*API, error) {
	a := &API{Config: c, mux: http.NewServeMux()}
	a.huma = humago.New(a.mux, settings(c.Version))
	a.huma.UseMiddleware(a.noteStop)
	for _, resource := range []func(*API){
		people, leads, checks, talks, interviews, filledForms, health, assessments, ages, guardians, tellings, understandings, offers, answers, permissions,
		calls, stops, withdrawals, reopenings, remarks, reviews, settlements, selections, erasures, exports, links, receipts, imports, markers,
		texts, programmes, staff, teams, devices, ties, keys, figures, needs, log, gates, tokens, sessions, me,
		files, waitingKeys, doors, packs, own, ownActs,
	} {
		resource(a)
	}
	described, err := json.Marshal(a.huma.OpenAPI())
	if err != nil {
		return nil, err
	}
	a.mux.HandleFunc("GET "+Base+"/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		_, _ = w.Write(described) // whoever asked may have gone away
	})
	a.mux.HandleFunc("/", a.nothing)
	return a, nil
}

// Description is the OpenAPI document, for tests and tools.
func (a *API) Description() *huma.OpenAPI { return a.huma.OpenAPI() }

// ServeHTTP answers a request. What goes wrong in the program itself is a problem without details, and a line
// in the log that names the place in the code and nobody.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		switch caught := recover(); caught {
		case nil:
		case http.ErrAbortHandler:
			panic(caught)
		default:
			a.Log.Error("a fault in the program", slog.String("operation", r.Pattern), slog.String("stack", string(debug.Stack())))
			write(w, sorry(http.StatusInternalServerError, sayUnexpected))
		}
	}()
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	h.Set("Referrer-Policy", "no-referrer")
	a.mux.ServeHTTP(w, r)
}

// nothing answers for paths that are none, and for ways of asking that a path does not have.
func (a *API) nothing(w http.ResponseWriter, r *http.Request) {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != "/" {
			w.Header().Add("Allow", method)
		}
	}
	if w.Header().Get("Allow") != "" {
		write(w, sorry(http.StatusMethodNotAllowed, "this cannot be done here"))
		return
	}
	write(w, sorry(http.StatusNotFound, "there is nothing at this address"))
}

const introduction = `Everything that the pages of Willing do, for programs.

**Who acts.** Send ` + "`Authorization: Bearer TOKEN`" + `, with a token that a member of staff made under *My account* or with ` + "`POST " + Base + "/tokens`" + `.
A program may do what that person may do, in the territories of that person's teams; a token of scope *read* changes nothing. Somebody who stands elsewhere
is answered as if nobody were there.

**With which key.** Without more, the server signs for whoever acts. The law asks for people's own keys in some places (a pair that makes an offer, two people who
stand behind an erasure): open a session for the token with ` + "`POST " + Base + "/sessions`" + `.

**People themselves.** Whoever holds a private link acts by its two halves (` + "`/p/DOOR#SECRET`" + `), and needs no token. The door goes into the header
` + "`Willing-Door`" + `: it opens ` + "`GET " + Base + "/own`" + ` and lets them say no, stop, 'not now' or leave. A yes is signed: an Ed25519 key grows out of the secret (its seed is
the SHA-256 of the words ` + "`willing/link/1`" + ` and the 16 bytes of the secret) and never leaves the person's device. ` + "`POST " + Base + "/own/drafts`" + ` gives what is to be signed;
look whether it binds just what was chosen, sign it, and send it with the same words to ` + "`POST " + Base + "/own/acts`" + `.

**Doing it once.** Send an ` + "`Idempotency-Key`" + ` of your choice with whatever writes. The same request with the same key gets the earlier outcome for seven days, and
nothing is written twice.

**When something is missing.** Errors are problem+json (RFC 9457). A gate that holds an act is named in *gate*, and *missing* says what would satisfy it.

**Ids** have 26 lower-case letters and digits. **Times** are RFC 3339 in UTC. **Lists** come in pages: send *next* as ` + "`after`" + `.`

func settings(version string) huma.Config {
	c := huma.DefaultConfig("Willing", version)
	c.CreateHooks, c.OpenAPIPath, c.DocsPath, c.SchemasPath = nil, "", "", ""
	c.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.DefaultFormat = "application/json"
	c.RejectUnknownQueryParameters = true
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", named)
	c.Info.Description = introduction
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		door:   {Type: "apiKey", In: "header", Name: doorHeader, Description: "The first half of a person's private link; the second never leaves their device. Where they set a PIN, " + passHeader + " goes with it."},
		bearer: {Type: "http", Scheme: "bearer", Description: "A token of a member of staff; scopes: read, write."},
	}
	return c
}

// named gives a type its name in the description: those of other packages have the package's before it.
func named(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch pkg := path.Base(t.PkgPath()); pkg {
	case "casebook", "desk", "lists":
		return strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	return name
}

// house looks at the organisation's side of the log.
func (a *API) house(fn func(h *casebook.House)) { a.Desk.House(fn) }
