package cli

import (
	"cmp"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/node"
)

type linkCmd struct {
	Send   linkSendCmd   `cmd:"" help:"Mail a person the link to their own page, from headquarters: nobody here sees it."`
	Show   linkShowCmd   `cmd:"" help:"Show a person's new link on this screen: it counts as one that staff have seen."`
	List   linkListCmd   `cmd:"" help:"List a person's private links."`
	Revoke linkRevokeCmd `cmd:"" help:"End every private link of a person, at once."`
}

type linkListCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// Run lists a person's private links, oldest first; never a key.
func (c *linkListCmd) Run(j *job) error {
	_, _, person, err := j.showing(c.Person)
	if err != nil {
		return err
	}
	links := append([]casebook.IssuedLink{}, person.Links()...)
	return j.show(links, func(p *page) {
		for _, l := range links {
			p.line("given %s UTC\t%s", when(l.Issued), stateOf(l, j.desk().Now()))
		}
	})
}

func stateOf(l casebook.IssuedLink, now time.Time) string {
	switch {
	case l.Revoked:
		return "revoked"
	case !l.Open(now):
		return "over"
	}
	return "serves until " + when(l.Expires) + " UTC"
}

type linkRevokeCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
}

// Run ends every link of a person that is in force.
func (c *linkRevokeCmd) Run(j *job) error {
	by, id, person, err := j.showing(c.Person)
	if err != nil {
		return err
	}
	for _, l := range person.Links() {
		if !l.Open(j.desk().Now()) {
			continue
		}
		if err := j.desk().RevokeLink(j.ctx, by, id, l.Ref); err != nil {
			return err
		}
	}
	return j.done(by, id, "no private link serves any more")
}

type linkSendCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
	URL    string `placeholder:"URL" help:"What browsers call the house, if the running house does not know: https://house.example."`
	mailFlags
}

// Run mails the link to the best address that is known of the person.
func (c *linkSendCmd) Run(j *job) error { return handOver(j, c.Person, c.URL, &c.mailFlags) }

type linkShowCmd struct {
	Person string `arg:"" help:"An id, or its first six letters."`
	URL    string `placeholder:"URL" help:"Where browsers find the house (where it is served, otherwise the address that was noted when it was founded, or since)."`
}

// Run shows the link once.
func (c *linkShowCmd) Run(j *job) error { return handOver(j, c.Person, j.site(c.URL), nil) }

// site is where browsers find the house: as somebody typed it, where it is served, or as was noted when
// it was founded.
func (j *job) site(typed string) string {
	return cmp.Or(strings.TrimSuffix(typed, "/"), j.node.Served(), j.node.Settings.URL, usualURL)
}

// handedOver is what --json prints.
type handedOver struct {
	Sent bool   `json:"sent"`
	Seen bool   `json:"seen_by_staff"`
	Link string `json:"link,omitempty"`
}

func handOver(j *job, person, url string, mail *mailFlags) error {
	by, id, err := j.actingOn(person)
	if err != nil {
		return err
	}
	links := j.node.Links()
	if mail != nil && mail.SMTP != "" {
		links.Mail = mail.server(j)
	}
	handed, err := links.HandOver(j.ctx, by, id, strings.TrimSuffix(url, "/"), mail != nil)
	if err == nil && handed.Why != "" {
		err = fail(desk.BadInput, "%s; the link is ended, and opens nothing", (&node.MailError{Why: handed.Why}).Error())
	}
	if err != nil {
		return err
	}
	return j.show(handedOver{handed.Sent, handed.Seen, handed.Link}, func(p *page) {
		if handed.Link != "" {
			p.line("%s", handed.Link)
			p.line("It is shown this once: let the person take it down.")
		} else {
			p.line("it is on its way, and nobody here has seen it")
		}
		if handed.Sent && handed.Seen {
			p.line("the team entered that address, or nobody signed for it: it counts as a link that staff have seen")
		}
	})
}
