package office

import (
	"willing/casebook"
	"willing/web"
)

// newcomerForm is what was written of somebody new.
type newcomerForm struct {
	Name, Mail string
	Hats       []string
	All        []string // hats there are
}

// newcomer asks who comes.
func (s staffPages) newcomer(p *web.Page) error {
	return p.OK(views, "staff-new", newcomerForm{All: casebook.Hats})
}

// admit takes somebody in and makes the link that they sign in with.
func (s staffPages) admit(p *web.Page) error {
	f := newcomerForm{Name: p.Value("name"), Mail: p.Value("mail"), Hats: inOrder(p.Values("hat")), All: casebook.Hats}
	id, err := p.Desk.AddStaff(p.R.Context(), p.By(), casebook.Staff{Name: f.Name, Hats: f.Hats})
	if err != nil {
		return p.Retry(err, views, "staff-new", f)
	}
	if f.Mail != "" {
		if err := s.doors.SetMail(p.R.Context(), id, f.Mail); err != nil {
			return p.Retry(err, views, "staff-new", f)
		}
	}
	return s.handOver(p, id)
}

// handedPage shows a link once.
type handedPage struct {
	Handed
	ID         casebook.ID
	Name, Mail string
}

func (s staffPages) handOver(p *web.Page, id casebook.ID) error {
	handed, err := s.doors.Link(p.R.Context(), id, p.Origin())
	if err != nil {
		return s.again(p, id, err)
	}
	return s.handed(p, id, handed)
}

func (s staffPages) handed(p *web.Page, id casebook.ID, handed Handed) error {
	standing, err := s.doors.Standing(p.R.Context(), id)
	if err != nil {
		return err
	}
	data := handedPage{Handed: handed, ID: id, Mail: standing.Mail}
	p.Desk.House(func(h *casebook.House) { data.Name = staffNames(h)[id] })
	return p.OK(views, "staff-link", data)
}

// link makes a new link for somebody who never signed in.
func (s staffPages) link(p *web.Page, id casebook.ID) error { return s.handOver(p, id) }

// recover gives the visitor's word that somebody may come in again; it takes two.
func (s staffPages) recover(p *web.Page, id casebook.ID) error {
	handed, err := s.doors.Recover(p.R.Context(), id, p.By(), p.Origin())
	if err != nil {
		return s.again(p, id, err)
	}
	if handed.Link == "" {
		return p.See("/staff/" + id.String())
	}
	return s.handed(p, id, handed)
}
