package team

import (
	"slices"
	"time"

	"willing/casebook"
	"willing/locale"
	"willing/web"
)

type askPage struct {
	*subject
	Missing []casebook.Lack
	Tied    bool
	Role    string
	Told    *casebook.Delivered
	Speaks  interpreting
}

func newAskPage(p *web.Page, s *subject) *askPage {
	page := &askPage{subject: s, Missing: s.missing(casebook.OfferMade), Tied: tied(p, s), Speaks: s.interpreter()}
	if _, page.Told = last[casebook.Delivered](s, casebook.DisclosureDelivered); page.Told != nil {
		page.Role = page.Told.Role
	}
	switch {
	case len(page.Missing) > 0 || page.Tied:
		s.Go = onward{Key: "button.go-on", Path: s.Path}
	default:
		s.Go = unlockFirst(p, s.Path+"/ask", onward{Key: "team.next.ask.button", Form: "ask"})
	}
	return page
}

// unlockFirst leads by way of the pair's two keys.
func unlockFirst(p *web.Page, after string, then onward) onward {
	switch {
	case p.Visitor.Unlocked.IsZero():
		return onward{Key: "team.ask.unlock", Path: "/unlock?after=" + after}
	case p.Visitor.Pair == nil:
		return onward{Key: "team.ask.unlock.pair", Path: "/unlock?pair=1&after=" + after}
	}
	return then
}

// askForm says what comes first, and then lets the pair ask: one tap, once both have unlocked.
func askForm(p *web.Page, s *subject) error {
	if justAsked(p, s) {
		return p.See(s.Path + "/turn")
	}
	return p.OK(views, "ask", newAskPage(p, s))
}

// justAsked reports whether these two asked a moment ago: then they witness the answer. After the time of a pair
// they unlock and ask again (G07).
func justAsked(p *web.Page, s *subject) bool {
	f, _ := last[casebook.Offer](s, casebook.OfferMade)
	if s.Stage != casebook.StageOffered || f == nil || p.Visitor.Pair == nil {
		return false
	}
	open := time.Duration(settings(p).Limits.PairMinutes) * time.Minute
	return p.Now().Sub(f.Commit.At) < open && handIn(f.Commit, p.Visitor.Who) && handIn(f.Commit, p.Visitor.Pair.Who)
}

// handIn reports whether somebody acted or witnessed.
func handIn(c *casebook.Commit, who casebook.ID) bool {
	return c.Actor.Who == who || slices.ContainsFunc(c.Witnesses, func(w casebook.Proof) bool { return w.Who == who })
}

// ask puts the question in the log; the phone is turned round next.
func ask(p *web.Page, s *subject) error {
	if justAsked(p, s) { //: the same form once more
		return p.See(s.Path + "/turn")
	}
	page := newAskPage(p, s)
	page.Speaks = readInterpreter(p)
	in := casebook.Offer{Role: page.Role, Interpreter: page.Speaks.fact()}
	if err := p.Desk.Offer(p.R.Context(), p.Visitor.Both(), s.ID, in); err != nil {
		return p.Retry(err, views, "ask", page)
	}
	return p.See(s.Path + "/turn")
}

type turnPage struct {
	*subject
	Tongue string
}

// turnForm tells the team what turning the phone round does.
func turnForm(p *web.Page, s *subject) error {
	changed, err := owes(p, s)
	if err != nil {
		return err
	}
	switch {
	case s.Stage == casebook.StageOffered:
		s.Go = onward{Key: "team.turn.button", Form: "turn"}
	case !changed:
		return p.See(s.Path)
	default:
		s.Go = unlockFirst(p, s.Path+"/turn", onward{Key: "team.turn.button", Form: "turn"})
	}
	return p.OK(views, "turn", turnPage{s, tongueOf(p, s)})
}

// turn gives the phone into the person's hands.
func turn(p *web.Page, s *subject) error {
	to := ""
	if s.Stage != casebook.StageOffered {
		switch changed, err := owes(p, s); {
		case err != nil:
			return err
		case !changed:
			return p.See(s.Path)
		}
		to = "/changed"
	}
	p.TurnRound(s.ID)
	unkeep(p)
	return p.See(web.TurnedPath(s.ID) + to + "?in=" + tongueOf(p, s))
}

// tongueOf is the language of the pages that a person sees: the one in which they were told.
func tongueOf(p *web.Page, s *subject) string {
	return locale.Choose(locale.Languages, append(s.tongues(), p.Lang)...)
}

// back gives the phone to the team again, once somebody has unlocked it since it was turned round.
func back(p *web.Page) error {
	id, err := p.Person()
	if err != nil {
		return err
	}
	if p.Turned().IsZero() || p.TurnBack() {
		return p.See(pathOf(id))
	}
	return p.See(web.TurnedPath(id) + "/done")
}
