package office

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// enrolPage asks whose device it is and what it may hold, and then shows the code.
type enrolPage struct {
	People      []option
	Territories []option
	Whose       []string
	Where       []string
	Made        *madeCode

	Strangers []string // of those chosen, who is in no team that works there
	Even      string   // what a code even so is made for: whoever changes the choice is told anew
}

// madeCode is a code as it is read out, and as a picture for a phone.
type madeCode struct {
	desk.Enrolment
	Spoken  string
	Command string
	Phone   template.URL
	Square  web.Square
}

func (d devicePages) enrolForm(p *web.Page) error { return p.OK(views, "enrol", enrolPageOf(p)) }

func enrolPageOf(p *web.Page) *enrolPage {
	page := &enrolPage{Territories: territories(p), Whose: p.Values("whose"), Where: p.Values("where")}
	p.Desk.House(func(h *casebook.House) {
		for id, s := range h.StaffNow() {
			page.People = append(page.People, option{id.String(), s.Name})
		}
	})
	slices.SortFunc(page.People, func(a, b option) int { return cmp.Compare(a.Label, b.Label) })
	return page
}

// enrol makes a code for one device. It is shown once, to be read out or to be scanned by a phone.
func (d devicePages) enrol(p *web.Page) error {
	page := enrolPageOf(p)
	var people []casebook.ID
	for _, text := range page.Whose {
		if id, err := casebook.ParseID(text); err == nil && offered(page.People, text) {
			people = append(people, id)
		}
	}
	if len(people) == 0 || len(people) < len(page.Whose) {
		p.Problem("whose", p.T("devices.enrol.whose.empty"))
	}
	switch {
	case len(page.Where) == 0:
		p.Problem("where", p.T("devices.enrol.where.empty"))
	case !offered(page.Territories, page.Where...):
		p.Problem("where", p.T("office.territory.unknown"))
	}
	if len(p.Problems) > 0 {
		return p.Show(422, views, "enrol", page)
	}
	if page.meetStrangers(p, people); p.Value("even") != page.Even {
		return p.Show(422, views, "enrol", page)
	}
	made, err := d.fleet.Enrol(p.R.Context(), p.By(), people, page.Where, p.Origin())
	if err != nil {
		return p.Retry(err, views, "enrol", page)
	}
	if page.Made, err = codeOf(made); err != nil {
		return err
	}
	return p.OK(views, "enrol", page)
}

// meetStrangers finds who would see nobody on the device, since no team of theirs works there.
func (e *enrolPage) meetStrangers(p *web.Page, people []casebook.ID) {
	p.Desk.House(func(h *casebook.House) {
		for _, id := range h.Strangers(people, e.Where) {
			s, _ := h.StaffAt(id, h.Pos)
			e.Strangers = append(e.Strangers, s.Name)
		}
	})
	if len(e.Strangers) > 0 {
		e.Even = strings.Join(slices.Concat(e.Whose, e.Where), " ")
	}
}

// codeOf puts a code into the forms in which it is handed over. In a phone's address it stands behind the #, which no
// browser sends to a server.
func codeOf(made desk.Enrolment) (*madeCode, error) {
	phone := strings.TrimSuffix(made.URL, "/") + "/phone/#" + url.QueryEscape(made.Code)
	square, err := web.DrawSquare(phone)
	if err != nil {
		return nil, err
	}
	var groups []string
	for some := range slices.Chunk([]byte(made.Code), 4) {
		groups = append(groups, string(some))
	}
	spoken := strings.Join(groups, "-")
	return &madeCode{made, spoken, "willing join " + made.URL + " --code " + spoken + " --dir DIR --keyfile FILE", template.URL(phone), square}, nil
}
