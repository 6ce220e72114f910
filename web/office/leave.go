package office

import (
	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

func leaveRoutes() []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/leave", Action: access.LeaveAlone, Handle: askLeave},
		{Pattern: "POST /people/{id}/no", Form: "/people/{id}/leave", Action: access.LeaveAlone, Handle: takeNo},
		{Pattern: "POST /people/{id}/not-now", Form: "/people/{id}/leave", Action: access.LeaveAlone, Handle: takeNotNow},
		{Pattern: "POST /people/{id}/stop", Form: "/people/{id}/leave", Action: access.LeaveAlone, Handle: stop},
		{Pattern: "POST /people/{id}/undo-stop", Action: access.LeaveAlone, Handle: undoStop},
		{Pattern: "POST /people/{id}/left", Form: "/people/{id}/leave", Action: access.LeaveAlone, Handle: left},
	}
}

// leavePage is the page on which a no, a stop or a leaving is taken down.
type leavePage struct {
	ID, Name, Covers, Until string
	Yes                     bool // there is a yes to drop
	Choices                 []option
}

// seen finds the person whom the path names among those whom the visitor may see. Anybody may leave anybody
// alone, but the answer must not tell that there is a record.
func seen(p *web.Page) (*desk.Person, error) {
	id, err := p.Person()
	if err != nil {
		return nil, err
	}
	return p.Desk.Show(p.R.Context(), p.By(), id)
}

// glanced is seen for a page that shows nothing of what was noted.
func glanced(p *web.Page) (*desk.Person, error) {
	id, err := p.Person()
	if err != nil {
		return nil, err
	}
	return p.Desk.Glance(p.R.Context(), p.By(), id)
}

// besides is seen for whoever has two versions before them and keeps one.
func besides(p *web.Page) (*desk.Person, error) {
	id, err := p.Person()
	if err != nil {
		return nil, err
	}
	return p.Desk.Compare(p.R.Context(), p.By(), id)
}

func leavePageOf(p *web.Page, found *desk.Person) *leavePage {
	page := &leavePage{ID: found.Records[0].String(), Name: nameOf(p, found.Particulars), Covers: p.Value("covers"), Until: p.Value("until"), Yes: found.Yes != nil}
	for _, covers := range []string{"programme", "role", "organisation"} {
		page.Choices = append(page.Choices, option{covers, p.T("office.covers." + covers)})
	}
	return page
}

func askLeave(p *web.Page) error {
	found, err := glanced(p)
	if err != nil {
		return err
	}
	return p.OK(views, "leave", leavePageOf(p, found))
}

// act runs a use case on the person of the path, and shows the person again.
func act(p *web.Page, use func(found *desk.Person) error) error {
	found, err := glanced(p)
	if err != nil {
		return err
	}
	if err := use(found); len(p.Problems) > 0 {
		return p.Show(422, views, "leave", leavePageOf(p, found)) // said beside the field
	} else if err != nil {
		return p.Retry(err, views, "leave", leavePageOf(p, found))
	}
	return p.See("/people/" + found.Records[0].String())
}

func takeNo(p *web.Page) error {
	return act(p, func(found *desk.Person) error {
		no := casebook.Answer{Answer: "no", Covers: p.Value("covers"), Method: "said", NoWish: true}
		_, err := p.Desk.Answer(p.R.Context(), p.By(), found.Records[0], desk.Answering{Answer: no})
		return err
	})
}

func takeNotNow(p *web.Page) error {
	return act(p, func(found *desk.Person) error {
		until, ok := date(p.Value("until"))
		if today := dayOf(p); !ok || !until.IsZero() && until.String() <= today.String() {
			p.Problem("until", p.T("office.leave.until.wrong"))
			return &desk.Error{Kind: desk.BadInput, Say: "give a later day, or none"}
		}
		later := casebook.Answer{Answer: "not-now", Until: until, Method: "said", NoWish: true}
		_, err := p.Desk.Answer(p.R.Context(), p.By(), found.Records[0], desk.Answering{Answer: later})
		return err
	})
}

func stop(p *web.Page) error {
	return act(p, func(found *desk.Person) error { return p.Desk.Stop(p.R.Context(), p.By(), found.Records[0]) })
}

func undoStop(p *web.Page) error {
	return act(p, func(found *desk.Person) error { return p.Desk.UndoStop(p.R.Context(), p.By(), found.Records[0]) })
}

func left(p *web.Page) error {
	return act(p, func(found *desk.Person) error { return p.Desk.Withdraw(p.R.Context(), p.By(), found.Records[0], nil) })
}

// dayOf is today.
func dayOf(p *web.Page) casebook.Date {
	now := p.Now()
	return casebook.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
}
