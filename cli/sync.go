package cli

import (
	"net/http"

	"willing/casebook"
	"willing/desk"
	"willing/node"
)

type syncCmd struct {
	URL  string `name:"url" placeholder:"URL" help:"Where headquarters is served now, if not where this device joined."`
	Meet string `placeholder:"HOST:PORT" help:"Meet another laptop instead, which waits there (willing meet)."`
	Code string `placeholder:"CODE" help:"The code that it shows."`
}

// Run exchanges with headquarters, or with another laptop, until neither has anything new.
func (c *syncCmd) Run(j *job) error {
	out, err := c.exchange(j)
	if err != nil {
		return err
	}
	return j.show(out, func(p *page) {
		p.line("%s sent, %s received, %d bytes up, %d down, %s, %.1f s", count(out.Sent, "commit", "commits"), count(out.Received, "commit", "commits"),
			out.BytesUp, out.BytesDown, count(out.Requests, "request", "requests"), out.Seconds)
		if out.Purged > 0 {
			p.line("%s whom this device may hold no longer", count(out.Purged, "person went", "people went"))
		}
		if out.Untaken > 0 {
			p.line("the other did not take %s: damaged here, or without the one before. Run 'willing verify'.", count(int(out.Untaken), "commit", "commits"))
		}
		if out.Epoch > 0 {
			p.line("this device had written what it did not know of: it was restored or copied. Both branches are kept; tell headquarters.")
		}
		if out.Doubt != "" {
			p.line("%s", doubts[out.Doubt])
		}
		say := problems[out.Problem]
		if c.Meet != "" && peerProblems[out.Problem] != "" {
			say = peerProblems[out.Problem]
		}
		if say != "" {
			p.line("%s", say)
		}
	})
}

func (c *syncCmd) exchange(j *job) (node.Synced, error) {
	if (c.Meet == "") != (c.Code == "") || c.Meet != "" && c.URL != "" {
		return node.Synced{}, fail(usage, "meeting another laptop takes --meet HOST:PORT and --code CODE, as it shows them; --url is for headquarters")
	}
	if c.Meet != "" {
		return j.node.MeetAt(j.ctx, c.Meet, c.Code)
	}
	if c.URL == "" {
		c.URL = j.node.Headquarters()
	}
	if c.URL == "" {
		return node.Synced{}, fail(desk.BadInput, "this is headquarters: devices come to it")
	}
	return j.node.Sync(j.ctx, node.Post(&http.Client{}, c.URL, node.ExchangePath))
}

// doubts says what it means that headquarters does not live up to what it signed.
var doubts = map[string]string{
	casebook.DoubtRolledBack: "ALARM: headquarters does not have any more what it had signed for: its data were set back. What this device holds was given to it again; ask how it came about.",
	casebook.DoubtRewritten:  "ALARM: headquarters has something else now in a place for which it had signed: its data were changed. Both are kept here; have somebody outside its administration look.",
	casebook.DoubtRestored:   "headquarters was restored from a backup; what it lacked of what this device holds was given to it again.",
}

// problems says what it means when the other node gives nothing.
var problems = map[string]string{
	"unknown": "headquarters does not know this device: have it enrolled",
	"revoked": "this device was turned away: what you wrote was taken, and somebody at headquarters looks at it",
	"expired": "this device's grant is over: what you wrote was taken; have it enrolled again",
	"locked":  "headquarters was restored and shows nothing yet: what this device has was taken, and it opens when two devices have met it",
	"newer":   "headquarters runs an older program than this device: nothing is lost, it waits",
}

// peerProblems are those that mean something else of another laptop than of headquarters.
var peerProblems = map[string]string{
	"unknown": "the other laptop does not know this device, nor what headquarters says of it: meet headquarters first",
	"revoked": "the other laptop knows that this device was turned away: what you wrote was taken",
	"newer":   "the other laptop runs an older program: nothing is lost",
}
