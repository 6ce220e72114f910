package api

import (
	"context"
	"encoding/base64"
	"net"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"willing/desk"
)

// A person comes in by the door of their private link, and by what they got for its PIN, if they set one.
const (
	door       = "door"
	doorHeader = "Willing-Door"
	passHeader = "Willing-Pass"
	doorSize   = 16
)

// guest is a person who has opened their link.
type guest struct {
	*desk.Visit
	door    string // as the link has it
	shut    bool   // they set a PIN, and have not given it
	address string // the network they come from, for limits
}

type guestKey struct{}

func guestOf(ctx context.Context) *guest {
	g, _ := ctx.Value(guestKey{}).(*guest)
	return g
}

// noLink is the answer for every link that opens nothing: unknown, guessed, over and revoked ones are told alike.
func noLink() error {
	return &desk.Error{Kind: desk.NotFound, Say: "this link opens nothing: ask for a new one"}
}

// visit opens the link for an operation. A link behind a PIN lets in whoever gave it; the operations that leave a
// person alone look at [guest.shut] themselves, since no PIN stands before those.
func (a *API) visit(ctx huma.Context, next func(huma.Context)) {
	g, err := a.guest(ctx)
	if err == nil && g.shut && ctx.Operation().OperationID != idActs && ctx.Operation().OperationID != idEntry {
		err = errShut()
	}
	if err != nil {
		_, w := unwrap(ctx)
		write(w, problemOf(err))
		return
	}
	next(huma.WithValue(ctx, guestKey{}, g))
}

func errShut() error {
	p := sorry(http.StatusUnauthorized, "this link is behind a PIN: send it to POST "+Base+"/own/entry, and what comes back as "+passHeader)
	p.Kind = "pin-wanted"
	return p
}

func (a *API) guest(ctx huma.Context) (*guest, error) {
	typed := ctx.Header(doorHeader)
	raw, err := base64.RawURLEncoding.DecodeString(typed)
	// A door has one spelling: a PIN hangs on it as it is written.
	if err != nil || len(raw) != doorSize || base64.RawURLEncoding.EncodeToString(raw) != typed {
		return nil, noLink()
	}
	visit, err := a.Desk.VisitByDoor(ctx.Context(), raw)
	if desk.KindOf(err) == desk.NotFound {
		return nil, noLink()
	}
	if err != nil {
		return nil, err
	}
	g := &guest{Visit: visit, door: typed}
	if g.address, _, err = net.SplitHostPort(ctx.RemoteAddr()); err != nil {
		g.address = ctx.RemoteAddr()
	}
	mark, err := a.Accounts.PINMark(ctx.Context(), typed)
	g.shut = mark != "" && !a.Desk.Passed(typed, mark, ctx.Header(passHeader))
	return g, err
}

// Entry is the PIN of a link.
type Entry struct {
	PIN string `json:"pin" maxLength:"12"`
}

// Pass opens a link that is behind a PIN.
type Pass struct {
	Pass  string    `json:"pass" doc:"Send it as Willing-Pass."`
	Until time.Time `json:"until" doc:"It is good until then at least."`
}

const idEntry = "enter-own"

func (a *API) enterOwn(ctx context.Context, _ desk.Acting, in *struct{ Body Entry }) (*Reply[Pass], error) {
	g := guestOf(ctx)
	mark, err := a.Accounts.PINMark(ctx, g.door) // before it is tried: another may be set meanwhile
	if err == nil {
		err = a.Accounts.CheckPIN(ctx, g.door, in.Body.PIN, g.address)
	}
	if err != nil {
		return nil, err
	}
	return a.pass(g, mark), nil
}

func (a *API) pass(g *guest, mark string) *Reply[Pass] {
	pass, until := a.Desk.Pass(g.door, mark)
	return &Reply[Pass]{Pass{pass, until.UTC()}}
}

// PINAsk is what whoever sets a PIN signs.
type PINAsk struct {
	Ask string `json:"ask" doc:"Sign the words willing/pin/1, the door, this, and the PIN, with a zero byte between them, with the link's key; within half an hour."`
}

// NewPIN is a PIN to put before the link.
type NewPIN struct {
	PIN       string `json:"pin" maxLength:"12" doc:"Four to twelve digits; empty takes it away."`
	Signature []byte `json:"signature" doc:"By the link's key: whoever has the door alone can put no PIN before it."`
}

func (a *API) askPIN(ctx context.Context, _ desk.Acting, _ *struct{}) (*Reply[PINAsk], error) {
	return &Reply[PINAsk]{PINAsk{a.Desk.AskPIN(guestOf(ctx).door)}}, nil
}

func (a *API) setPIN(ctx context.Context, _ desk.Acting, in *struct{ Body NewPIN }) (*Reply[Pass], error) {
	g := guestOf(ctx)
	if !a.Desk.SignedPIN(g.Visit, g.door, in.Body.PIN, in.Body.Signature) {
		return nil, bad("body.signature", "the link's own key must have signed this PIN, and just now")
	}
	if err := a.Accounts.SetPIN(ctx, g.door, in.Body.PIN); err != nil {
		return nil, err
	}
	mark, err := a.Accounts.PINMark(ctx, g.door)
	return a.pass(g, mark), err
}
