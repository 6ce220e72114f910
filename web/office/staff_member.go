package office

import (
	"encoding/base64"

	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// memberPage is one member of staff.
type memberPage struct {
	Standing
	ID     casebook.ID
	Staff  casebook.Staff
	Hats   []string // there are
	Keys   []keyRow
	Teams  []string
	By     string // who gave the first word of a recovery
	Mine   bool   // it was the visitor
	Myself bool
}

// Had is what the form for hats was shown with: see [had].
func (m memberPage) Had() string { return had(m.Staff.Hats) }

// keyRow is a key in force.
type keyRow struct {
	Alg, Print, Key string
}

var base64url = base64.RawURLEncoding

// of lets a page answer for the member whom the path names, if they work here.
func (s staffPages) of(answer func(*web.Page, casebook.ID) error) func(*web.Page) error {
	return func(p *web.Page) error {
		id, err := p.Person()
		if err != nil {
			return err
		}
		found := false
		p.Desk.House(func(h *casebook.House) { _, found = h.StaffAt(id, h.Pos) })
		if !found {
			return &desk.Error{Kind: desk.NotFound, Say: "nobody works here under this id"}
		}
		return answer(p, id)
	}
}

func (s staffPages) page(p *web.Page, id casebook.ID) (*memberPage, error) {
	standing, err := s.doors.Standing(p.R.Context(), id)
	data := &memberPage{Standing: standing, ID: id, Hats: casebook.Hats, Mine: standing.First == p.Visitor.Who, Myself: id == p.Visitor.Who}
	p.Desk.House(func(h *casebook.House) {
		data.Staff, _ = h.StaffAt(id, h.Pos)
		data.By = staffNames(h)[standing.First]
		for _, k := range h.KeysOf(id) {
			text := base64url.EncodeToString(k.Key)
			data.Keys = append(data.Keys, keyRow{Alg: k.Alg, Print: text[:12], Key: text})
		}
		for _, t := range h.TeamsOf(id, h.Pos) {
			team, _ := h.TeamAt(t, h.Pos)
			data.Teams = append(data.Teams, team.Name)
		}
	})
	return data, err
}

func (s staffPages) show(p *web.Page, id casebook.ID) error { return s.again(p, id, nil) }

// again shows the page of a member with what went wrong, if anything did.
func (s staffPages) again(p *web.Page, id casebook.ID, wrong error) error {
	data, err := s.page(p, id)
	if err != nil {
		return err
	}
	return p.Retry(wrong, views, "staff-member", data)
}

// done leads back to the member, or shows what went wrong.
func (s staffPages) done(p *web.Page, id casebook.ID, err error) error {
	if err != nil {
		return s.again(p, id, err)
	}
	return p.See("/staff/" + id.String())
}

// hats gives a member other hats.
func (s staffPages) hats(p *web.Page, id casebook.ID) error {
	changed := staffNow(p, id)
	if err := changedSince(p, changed.Hats); err != nil {
		return s.again(p, id, err)
	}
	changed.Hats = inOrder(p.Values("hat"))
	return s.done(p, id, p.Desk.ChangeStaff(p.R.Context(), p.By(), id, changed))
}

// staffNow is who a member is, to be changed.
func staffNow(p *web.Page, id casebook.ID) (now casebook.Staff) {
	p.Desk.House(func(h *casebook.House) { now, _ = h.StaffAt(id, h.Pos) })
	return casebook.Staff{Name: now.Name, Hats: now.Hats}
}

// mail keeps where a member's links are sent.
func (s staffPages) mail(p *web.Page, id casebook.ID) error {
	return s.done(p, id, s.doors.SetMail(p.R.Context(), id, p.Value("mail")))
}

// leave records that a member left. What let them in ends at once.
func (s staffPages) leave(p *web.Page, id casebook.ID) error {
	left := staffNow(p, id)
	left.Left = true
	if err := p.Desk.ChangeStaff(p.R.Context(), p.By(), id, left); err != nil {
		return s.again(p, id, err)
	}
	if err := s.doors.ShutOut(p.R.Context(), id); err != nil {
		return err
	}
	return p.See("/staff")
}

// revoke ends a key, at once.
func (s staffPages) revoke(p *web.Page, id casebook.ID) error {
	key, err := base64url.DecodeString(p.Value("key"))
	if err != nil {
		return s.again(p, id, &desk.Error{Kind: desk.BadInput, Key: "cut", Say: "this is no key", Cause: err})
	}
	return s.done(p, id, p.Desk.RevokeKey(p.R.Context(), p.By(), id, casebook.EnrolledKey{Alg: p.Value("alg"), Key: key}))
}
