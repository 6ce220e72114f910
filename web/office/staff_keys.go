package office

import (
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// enrol says yes to a key that waits. Enrolling takes two people, each with their own key: the first one's yes waits for the
// second; or both are here, as a pair. While nobody else could sign, one suffices.
func (s staffPages) enrol(p *web.Page) error {
	w, err := s.waiting(p)
	if err != nil {
		return err
	}
	alone := false
	p.Desk.House(func(h *casebook.House) { alone = !h.SecondEnroller(p.Visitor.Who) })
	enrolled := true
	if p.Visitor.Pair != nil || alone {
		err = p.Desk.EnrolKey(p.R.Context(), p.Visitor.Both(), w.Who, w.Key)
	} else {
		enrolled, err = p.Desk.BackKey(p.R.Context(), p.By(), w.Who, w.Key)
	}
	if err != nil {
		return s.listAgain(p, err)
	}
	if !enrolled {
		if err := s.doors.SayYes(p.R.Context(), w.Name, p.Visitor.Who); err != nil {
			return err
		}
		return p.See("/staff")
	}
	if err := s.doors.Drop(p.R.Context(), w.Name); err != nil {
		return err
	}
	return p.See("/staff")
}

// drop says no to a key that waits.
func (s staffPages) drop(p *web.Page) error {
	w, err := s.waiting(p)
	if err != nil {
		return err
	}
	if err := s.doors.Drop(p.R.Context(), w.Name); err != nil {
		return err
	}
	return p.See("/staff")
}

// waiting is the key that the path names.
func (s staffPages) waiting(p *web.Page) (WaitingKey, error) {
	all, err := s.doors.Waiting(p.R.Context())
	for _, w := range all {
		if w.Name == p.R.PathValue("key") {
			return w, err
		}
	}
	if err == nil {
		err = &desk.Error{Kind: desk.NotFound, Say: "this key does not wait any more"}
	}
	return WaitingKey{}, err
}
