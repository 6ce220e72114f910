package team

import (
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// Whoever said yes and whose text has changed since in a way that matters is told the new one, and says on the phone turned
// round whether they go on (G16).

// changes is what they have to answer to; nil if nothing.
func changes(p *web.Page, s *subject) (*desk.Changes, error) {
	if s.Yes == nil || s.Yes.ToldAgain == 0 {
		return nil, nil
	}
	return p.Desk.ChangesOf(p.R.Context(), p.By(), s.ID)
}

// toldAnew is the step that comes next with them; false if nothing waits for their answer.
func toldAnew(p *web.Page, s *subject) (next, bool, error) {
	found, err := changes(p, s)
	switch {
	case err != nil || found == nil:
		return next{}, false, err
	case found.Told:
		return next{Act: "goes-on", Path: s.Path + "/turn"}, true, nil
	}
	return next{Act: "changed", Path: s.pathTo("tell"), Missing: s.missing(casebook.DisclosureDelivered)}, true, nil
}

// owes reports whether they have been told the new text and have not answered.
func owes(p *web.Page, s *subject) (bool, error) {
	found, err := changes(p, s)
	return found != nil && found.Told, err
}

// changedPage is what has changed, and the two answers to it.
type changedPage struct {
	*turnedPage
	*desk.Changes
}

func changedText(p *web.Page, t *turnedPage) error {
	found, err := changes(p, t.subject)
	if err != nil {
		return err
	}
	if found == nil || !found.Told {
		return p.See(t.Path + "/done?in=" + p.Lang)
	}
	return p.OK(views, "changed", changedPage{t, found})
}

// goesOn takes the answer. To go on, both of the pair witness; to leave takes nobody's key.
func goesOn(p *web.Page, t *turnedPage) error {
	found, err := changes(p, t.subject)
	if err != nil {
		return err
	}
	if given := p.Value("answer"); found != nil && (given == "yes" || given == "no") {
		if err := p.Desk.Update(p.R.Context(), p.Visitor.Both(), t.ID, given == "yes", nil); err != nil {
			return p.Retry(err, views, "changed", changedPage{t, found})
		}
	}
	return p.See(t.Path + "/done?in=" + p.Lang)
}
