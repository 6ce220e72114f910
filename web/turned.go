package web

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"willing/casebook"
)

// While the team's phone is in a candidate's hands, this browser shows the candidate's pages and no others
// (G09). A cookie says so, which ends with the pair's session or when somebody unlocks the phone again with
// a key of their own; throwing all cookies away signs out.
const turnedCookie = "turned"

// turnedFor is the longest that a phone stays turned round: the longest time that a pair stays unlocked.
const turnedFor = 2 * time.Hour

// TurnRound gives the phone to a person: from now on this browser shows their pages only.
func (p *Page) TurnRound(person casebook.ID) {
	value := person.String() + "." + strconv.FormatInt(p.Visitor.Unlocked.Unix(), 10)
	p.setTurned(value, int(turnedFor.Seconds()))
}

// handed ends the cookie of a phone that its holder has given back.
const handed = ".back"

// HandBack notes that the person has given the phone back. Until then no page of the team's opens, and none at which its
// members unlock either: that one names them.
func (p *Page) HandBack() {
	if c, err := p.R.Cookie(turnedCookie); err == nil && !p.HandedBack() {
		p.setTurned(c.Value+handed, int(turnedFor.Seconds()))
	}
}

// HandedBack reports whether the person has given the phone back, and the team has not yet unlocked it.
func (p *Page) HandedBack() bool {
	c, err := p.R.Cookie(turnedCookie)
	return err == nil && strings.HasSuffix(c.Value, handed)
}

// TurnBack takes the phone back. It does nothing, and returns false, unless somebody of the team has unlocked
// it with a key of their own since it was turned round.
func (p *Page) TurnBack() bool {
	if _, since := p.turned(); p.Visitor == nil || !p.Visitor.Unlocked.After(since) || !p.Visitor.Unlocked.After(p.Now()) {
		return false
	}
	p.setTurned("", -1)
	return true
}

// Turned is the person in whose hands the phone is; zero if it is in the team's.
func (p *Page) Turned() casebook.ID {
	person, _ := p.turned()
	return person
}

// turned reads the cookie; since is until when the team's key was unlocked then.
func (p *Page) turned() (person casebook.ID, since time.Time) {
	c, err := p.R.Cookie(turnedCookie)
	if err != nil {
		return person, since
	}
	id, at, _ := strings.Cut(c.Value, ".")
	seconds, err := strconv.ParseInt(strings.TrimSuffix(at, handed), 10, 64)
	if err != nil {
		return person, since
	}
	if person, err = casebook.ParseID(id); err != nil {
		return casebook.ID{}, since
	}
	return person, time.Unix(seconds, 0)
}

func (p *Page) setTurned(value string, age int) { p.keep(turnedCookie, value, age) }

func (p *Page) keep(name, value string, age int) {
	http.SetCookie(p.W, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: p.R.TLS != nil, SameSite: http.SameSiteLaxMode,
	})
}

// KeepWhileTurned keeps something for the pages of the person in whose hands the phone is; "" throws it away.
func (p *Page) KeepWhileTurned(name, value string) {
	age := int(turnedFor.Seconds())
	if value == "" {
		age = -1
	}
	p.keep(name, value, age)
}

// TurnedPath is where a candidate begins who holds the team's phone.
func TurnedPath(person casebook.ID) string { return "/team/p/" + person.String() + "/turned" }

// turnedAway gives the candidate's page instead of one that is not for them. The way back to the team leads
// through the page at which a member unlocks, once the phone was given back.
func (p *Page) turnedAway(route Route) string {
	person := p.Turned()
	if person.IsZero() || route.Turned || p.HandedBack() && strings.HasPrefix(p.R.URL.Path, "/unlock") {
		return ""
	}
	return TurnedPath(person)
}
