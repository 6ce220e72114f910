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
	Left   bool   // they work here no longer: their keys are left to be revoked
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
	return whom(answer, func(h *casebook.House, id casebook.ID) bool { _, works := h.StaffAt(id, h.Pos); return works })
}

// ofEver is [staffPages.of], and lets it answer for whoever left as well, as long as a key of theirs is in force.
func (s staffPages) ofEver(answer func(*web.Page, casebook.ID) error) func(*web.Page) error {
	return whom(answer, func(h *casebook.House, id casebook.ID) bool {
		_, works := h.StaffAt(id, h.Pos)
		_, left := h.LeftWithKeys()[id]
		return works || left
	})
}

func whom(answer func(*web.Page, casebook.ID) error, known func(*casebook.House, casebook.ID) bool) func(*web.Page) error {
	return func(p *web.Page) error {
		id, err := p.Person()
		if err != nil {
			return err
		}
		found := false
		p.Desk.House(func(h *casebook.House) { found = known(h, id) })
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
		var works bool
		data.Staff, works = h.StaffAt(id, h.Pos)
		data.Left = !works
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

// askLeave asks before it is recorded that a member left: nothing on these pages takes that back.
func (s staffPages) askLeave(p *web.Page, id casebook.ID) error { return s.askLeaveAgain(p, id, nil) }

func (s staffPages) askLeaveAgain(p *web.Page, id casebook.ID, wrong error) error {
	data, err := s.page(p, id)
	if err != nil {
		return err
	}
	return p.Retry(wrong, views, "staff-leave", data)
}

// leave records that a member left. What let them in ends at once; their keys are revoked one by one, on the page that follows.
func (s staffPages) leave(p *web.Page, id casebook.ID) error {
	left := staffNow(p, id)
	left.Left = true
	if err := p.Desk.ChangeStaff(p.R.Context(), p.By(), id, left); err != nil {
		return s.askLeaveAgain(p, id, err)
	}
	if err := s.doors.ShutOut(p.R.Context(), id); err != nil {
		return err
	}
	return toWhomIsLeft(p, id)
}

// toWhomIsLeft leads to somebody's page as long as there is one, else to all who work here.
func toWhomIsLeft(p *web.Page, id casebook.ID) error {
	there := false
	p.Desk.House(func(h *casebook.House) { _, works := h.StaffAt(id, h.Pos); there = works || h.HasKey(id) })
	if there {
		return p.See("/staff/" + id.String())
	}
	return p.See("/staff")
}

// revoke ends a key, at once.
func (s staffPages) revoke(p *web.Page, id casebook.ID) error {
	key, err := base64url.DecodeString(p.Value("key"))
	if err != nil {
		return s.again(p, id, &desk.Error{Kind: desk.BadInput, Key: "cut", Say: "this is no key", Cause: err})
	}
	if err := p.Desk.RevokeKey(p.R.Context(), p.By(), id, casebook.EnrolledKey{Alg: p.Value("alg"), Key: key}); err != nil {
		return s.again(p, id, err)
	}
	return toWhomIsLeft(p, id)
}
