package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// Links hands a person's private link over from headquarters, by mail or on the screen. Package node stands
// behind it.
type Links interface {
	HandOver(ctx context.Context, by desk.Acting, person casebook.ID, site string, mailed bool) (desk.Handed, error)
	// Mails reports whether this house sends mail.
	Mails() bool
}

func handRoutes(links Links) []web.Route {
	if links == nil {
		return nil
	}
	return []web.Route{
		{Pattern: "GET /people/{id}/link", Action: access.HandOver, Handle: func(p *web.Page) error { return askHand(p, links) }},
		{Pattern: "POST /people/{id}/link", Action: access.HandOver, Handle: func(p *web.Page) error { return hand(p, links) }},
		{Pattern: "POST /people/{id}/link/end", Form: "/people/{id}/link", Action: access.HandOver, Handle: func(p *web.Page) error { return endLink(p, links) }},
	}
}

// handPage is where somebody who has not worked with a person hands over the link to that person's own page.
type handPage struct {
	ID, Name string
	To, From string // where a mail would go; "" if nowhere
	Weak     bool   // to an address of the team's: it counts as one that staff have seen
	Why      string // why no mail goes
	Unsent   string // why the mail that should have gone could not: a word of [Handed.Why]
	Handed   *desk.Handed
	Open     []openLink // those that open the person's page now, the newest first
}

// openLink is a private link that serves.
type openLink struct {
	Ref           string
	By            string
	Issued, Until time.Time
	Seen          bool // by staff
}

func handPageOf(p *web.Page, links Links) (*handPage, error) {
	found, err := glanced(p)
	if err != nil {
		return nil, err
	}
	page := &handPage{ID: found.Records[0].String(), Name: nameOf(p, found.Particulars)}
	would, err := p.Desk.Handing(p.R.Context(), p.By(), found.Records[0])
	switch desk.KindOf(err) {
	case desk.Held, desk.BadInput:
		page.Why = p.Explain(err)[0].Say
	default:
		if err != nil {
			return nil, err
		}
		if !links.Mails() {
			page.Why = p.T("office.hand.no-mail")
		}
		page.To, page.From, page.Weak = would.To, p.T("office.contact."+would.From), would.Seen
	}
	var who map[casebook.ID]string
	p.Desk.House(func(h *casebook.House) { who = staffNames(h) })
	for _, l := range slices.Backward(found.Links()) {
		if l.Open(p.Now()) {
			page.Open = append(page.Open, openLink{l.Ref.String(), who[l.By], l.Issued, l.Expires, l.SeenByStaff})
		}
	}
	return page, nil
}

func askHand(p *web.Page, links Links) error {
	page, err := handPageOf(p, links)
	if err != nil {
		return err
	}
	return p.OK(views, "hand", page)
}

// hand hands the link over. It is shown once, or not at all.
func hand(p *web.Page, links Links) error {
	page, err := handPageOf(p, links)
	if err != nil {
		return err
	}
	person, err := casebook.ParseID(page.ID)
	if err != nil {
		return err
	}
	handed, err := links.HandOver(p.R.Context(), p.By(), person, p.Origin(), p.Value("how") == "mail")
	if err != nil {
		return p.Retry(err, views, "hand", page)
	}
	if page.Unsent = handed.Why; page.Unsent != "" {
		return p.OK(views, "hand", page)
	}
	page.Handed = &handed
	return p.OK(views, "hand", page)
}

// endLink ends a link that was lost, or that somebody else may have. One that is over already stays so.
func endLink(p *web.Page, links Links) error {
	page, err := handPageOf(p, links)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(page.Open, func(l openLink) bool { return l.Ref == p.Value("link") }) {
		return p.See("/people/" + page.ID + "/link")
	}
	var ref casebook.Ref
	person, err := casebook.ParseID(page.ID)
	if err := cmp.Or(err, ref.UnmarshalText([]byte(p.Value("link")))); err != nil {
		return err
	}
	if err := p.Desk.RevokeLink(p.R.Context(), p.By(), person, ref); err != nil {
		return p.Retry(err, views, "hand", page)
	}
	return p.See("/people/" + page.ID + "/link")
}
