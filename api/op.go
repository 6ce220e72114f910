package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"willing/account"
	"willing/casebook"
	"willing/desk"
)

// op is one operation, as it is described to programs.
type op struct {
	id   string // a verb and what it is done to: "tell", "list-people"
	on   string // method and path below [Base]: "POST /people/{person}/tellings"
	tag  string // the resource
	does string // one line
	more string // what one must know about it
	open bool   // nobody need be signed in
	own  bool   // for a person, by their private link
	pair bool   // witnesses count: the other half of the pair acts beside
	read bool   // it writes nothing, whatever its method
	most int64  // bytes of a body; a megabyte if zero
	file string // the content type of an answer that is no JSON
	raw  bool   // the body is a file, read as it comes
}

// How long a body may take, and how large it is if an operation says nothing else.
const (
	bodyTime = time.Minute
	bodyMost = 1 << 20
)

// On is a request about one person.
type On struct {
	Person string `path:"person" maxLength:"64" doc:"The id of the person, or of one of their records."`
}

// Once lets a request be sent twice and act once.
type Once struct {
	Key string `header:"Idempotency-Key" maxLength:"128" doc:"A key of your choice: the same request with the same key acts once."`
}

// Noting is a request that writes something down about one person.
type Noting[T any] struct {
	On
	Once
	Body T
}

// Doing is a request about one person that needs no words.
type Doing struct {
	On
	Once
}

// Giving is a request that writes something down about nobody in particular.
type Giving[T any] struct {
	Once
	Body T
}

// Reply carries an answer.
type Reply[T any] struct{ Body T }

// Done is the answer where there is nothing to say.
type Done struct{}

// register describes an operation and serves it. do gets whoever acts, with the other half of the pair if the
// operation is one for two.
func register[I, O any](a *API, o op, do func(ctx context.Context, by desk.Acting, in *I) (*O, error)) {
	method, path := cut(o.on)
	scope := account.Write
	if method == http.MethodGet || o.read {
		scope = account.Read
	}
	operation := huma.Operation{
		OperationID: o.id, Method: method, Path: Base + path, Tags: []string{o.tag}, Summary: o.does, Description: o.more,
		MaxBodyBytes: bodyMost, BodyReadTimeout: bodyTime, Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity},
	}
	if o.most > 0 {
		operation.MaxBodyBytes = o.most
	}
	a.guard(&operation, o, scope)
	if o.file != "" {
		operation.Responses = map[string]*huma.Response{"200": {Content: map[string]*huma.MediaType{o.file: {Schema: binary}}}}
	}
	if o.raw {
		operation.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: binary}}}
	}
	if method != http.MethodGet {
		operation.Errors = append(operation.Errors, http.StatusBadRequest, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	if method == http.MethodPatch {
		operation.Errors = append(operation.Errors, http.StatusPreconditionFailed)
	}
	huma.Register(a.huma, operation, func(ctx context.Context, in *I) (*O, error) {
		c := who(ctx)
		by := c.Acting
		if o.pair {
			by = c.both()
		}
		if once, ok := any(in).(interface{ once() string }); ok {
			by.Once = once.once()
		}
		out, err := do(ctx, by, in)
		if err != nil {
			return nil, a.problem(o.id, err)
		}
		return out, nil
	})
}

// binary is the shape of a file.
var binary = &huma.Schema{Type: "string", Format: "binary"}

// guard says who may come, and stands at the door.
func (a *API) guard(operation *huma.Operation, o op, scope string) {
	switch {
	case o.open:
		operation.Errors = append(operation.Errors, http.StatusTooManyRequests)
		operation.Security = []map[string][]string{{}}
		operation.Middlewares = huma.Middlewares{a.knock}
	case o.own:
		operation.Errors = append(operation.Errors, http.StatusUnauthorized, http.StatusForbidden)
		operation.Security = []map[string][]string{{door: {}}}
		operation.Middlewares = huma.Middlewares{a.visit}
	default:
		operation.Errors = append(operation.Errors, http.StatusUnauthorized, http.StatusForbidden)
		operation.Security = []map[string][]string{{bearer: {scope}}}
		operation.Middlewares = huma.Middlewares{a.enter(scope)}
	}
}

func (o *Once) once() string { return o.Key }

// note is register for what most operations are: something is written down about a person, and there is
// nothing to say.
func note[T any](a *API, o op, do func(ctx context.Context, by desk.Acting, person casebook.ID, in T) error) {
	register(a, o, func(ctx context.Context, by desk.Acting, in *Noting[T]) (*Done, error) {
		person, err := in.id()
		if err != nil {
			return nil, err
		}
		return nil, do(ctx, by, person, in.Body)
	})
}

// act is note without words.
func act(a *API, o op, do func(ctx context.Context, by desk.Acting, person casebook.ID) error) {
	register(a, o, func(ctx context.Context, by desk.Acting, in *Doing) (*Done, error) {
		person, err := in.id()
		if err != nil {
			return nil, err
		}
		return nil, do(ctx, by, person)
	})
}

// answer is note with something to say.
func answer[T, R any](a *API, o op, do func(ctx context.Context, by desk.Acting, person casebook.ID, in T) (R, error)) {
	register(a, o, func(ctx context.Context, by desk.Acting, in *Noting[T]) (*Reply[R], error) {
		person, err := in.id()
		if err != nil {
			return nil, err
		}
		out, err := do(ctx, by, person, in.Body)
		return &Reply[R]{out}, err
	})
}

// id is the record that the path names. A path that names none is answered as if nobody were there.
func (o On) id() (casebook.ID, error) { return idOf(o.Person) }

func idOf(text string) (casebook.ID, error) {
	id, err := casebook.ParseID(text)
	if err != nil || id.IsZero() {
		return id, nobody()
	}
	return id, nil
}

func cut(on string) (method, path string) {
	for i := range on {
		if on[i] == ' ' {
			return on[:i], on[i+1:]
		}
	}
	return http.MethodGet, on
}

func unwrap(ctx huma.Context) (*http.Request, http.ResponseWriter) { return humago.Unwrap(ctx) }
