package web

import (
	"time"

	"willing/casebook"
	"willing/locale"
)

// Date writes a date of which perhaps only the month or the year is known, and perhaps only about: "9 May 2001",
// "May 2001", "about 2001".
func (p *Page) Date(d casebook.Date) string {
	if d.IsZero() {
		return ""
	}
	at := time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
	said := locale.Day(p.Lang, at)
	switch {
	case d.Month == 0:
		said = at.Format("2006")
	case d.Day == 0:
		said = locale.Month(p.Lang, at)
	}
	if d.About {
		return p.T("date.about", "date", said)
	}
	return said
}

// Weighs says what a birth date on record rests on and, where it is one of several or does not decide, whether it decides how old
// somebody is, and why not (G08).
func (p *Page) Weighs(b casebook.Birth, several bool) string {
	said := p.T("law.birth." + b.Rests)
	switch {
	case !b.Decides && b.Why != nil:
		return said + ". " + p.T("law.birth.not") + " " + p.Lack(*b.Why)
	case b.Decides && several:
		return said + ". " + p.T("law.birth.decides")
	}
	return said
}

// Comma parts the things of a list.
func (p *Page) Comma() string { return p.T("comma") }

// Colon leads from what is named to what is said of it, as the language of the page sets it.
func (p *Page) Colon() string { return p.T("colon") }

// Beginning writes the day on which something begins; on that day itself with its time.
func (p *Page) Beginning(t time.Time) string {
	if day := p.Day(t); day != p.Day(p.Now()) {
		return day
	}
	return p.Moment(t)
}
