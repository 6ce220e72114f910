package api

import (
	"net"

	"github.com/danielgtaylor/huma/v2"
)

// knock is the way in where nobody need be signed in: one address may come so often and no more.
func (a *API) knock(ctx huma.Context, next func(huma.Context)) {
	address, _, err := net.SplitHostPort(ctx.RemoteAddr())
	if err != nil {
		address = ctx.RemoteAddr()
	}
	if err := a.Accounts.Ask(ctx.Context(), address); err != nil {
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
