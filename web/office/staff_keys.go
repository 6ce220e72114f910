package office

import (
	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/web"
)

// enrol says yes to a key that waits. Enrolling takes two people: the first one's yes waits for the second,
// who signs with their own key; or both are here, as a pair. While nobody else could sign, one suffices.
func (s staffPages) enrol(p *web.Page) error {
	w, err := s.waiting(p)
	if err != nil {
		return err
	}
	alone := false
	p.Desk.House(func(h *casebook.House) { alone = !h.SecondEnroller(p.Visitor.Who) })
	by := p.Visitor.Both()
	switch {
	case p.Visitor.Pair != nil || alone:
	case w.First.IsZero() || w.First == p.Visitor.Who:
		if !p.Visitor.May(access.EnrolKeys) {
			return s.listAgain(p, desk.MayNot(access.EnrolKeys)) // a safeguarding lead can only be the second
		}
		if err := s.doors.SayYes(p.R.Context(), w.Name, p.Visitor.Who); err != nil {
			return err
		}
		return p.See("/staff")
	default:
		// The first person said yes here, so the server's key stands for them; the second signs with their own.
		by = desk.Acting{Who: w.First, Signer: journal.ServerSigner(p.Desk.Device), With: []desk.Acting{p.By()}}
	}
	if err := p.Desk.EnrolKey(p.R.Context(), by, w.Who, w.Key); err != nil {
		return s.listAgain(p, err)
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
