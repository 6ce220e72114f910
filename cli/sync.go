package cli

import (
	"net/http"

	"willing/desk"
	"willing/node"
)

type syncCmd struct {
	URL string `name:"url" placeholder:"URL" help:"Where headquarters is served now, if not where this device joined."`
}

// Run exchanges with headquarters until neither has anything new.
func (c *syncCmd) Run(j *job) error {
	if c.URL == "" {
		c.URL = j.node.Headquarters()
	}
	if c.URL == "" {
		return fail(desk.BadInput, "this is headquarters: devices come to it")
	}
	out, err := j.node.Sync(j.ctx, node.Post(&http.Client{}, c.URL, node.ExchangePath))
	if err != nil {
		return err
	}
	return j.show(out, func(p *page) {
		p.line("%s sent, %s received, %d bytes up, %d down, %s, %.1f s", count(out.Sent, "commit", "commits"), count(out.Received, "commit", "commits"),
			out.BytesUp, out.BytesDown, count(out.Requests, "request", "requests"), out.Seconds)
		if out.Purged > 0 {
			p.line("%s whom this device may hold no longer", count(out.Purged, "person went", "people went"))
		}
		if out.Epoch > 0 {
			p.line("this device had written what it did not know of: it was restored or copied. Both branches are kept; tell headquarters.")
		}
		if say := problems[out.Problem]; say != "" {
			p.line("%s", say)
		}
	})
}

// problems says what it means when the other node gives nothing.
var problems = map[string]string{
	"unknown": "headquarters does not know this device: have it enrolled",
	"revoked": "this device was turned away: what you wrote was taken, and somebody at headquarters looks at it",
	"expired": "this device's grant is over: what you wrote was taken; have it enrolled again",
	"newer":   "headquarters runs an older program than this device: nothing is lost, it waits",
}
