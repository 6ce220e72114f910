package api

import (
	"net"

	"github.com/danielgtaylor/huma/v2"
)

// knock is the way in where nobody need be signed in: one network may come so often and no more, and say stop so often besides.
func (a *API) knock(ctx huma.Context, next func(huma.Context)) {
	address, _, err := net.SplitHostPort(ctx.RemoteAddr())
	if err != nil {
		address = ctx.RemoteAddr()
	}
	count := a.Accounts.Ask
	if ctx.Operation().OperationID == "say-stop" {
		count = a.Accounts.Stop
	}
	if err := count(ctx.Context(), address); err != nil {
		p := problemOf(err)
		if p.Kind == "too-many" {
			ctx.SetHeader("Retry-After", "3600")
		}
		_, w := unwrap(ctx)
		write(w, p)
		return
	}
	next(ctx)
}
