package casebook

import (
	"fmt"
	"time"
)

// Date is a day, a month or a year as somebody knew it; a zero part is unknown.
type Date struct {
	Year  int  `json:"year,omitempty"`  // 1 to 9999
	Month int  `json:"month,omitempty"` // 1 to 12
	Day   int  `json:"day,omitempty"`   // 1 to 31
	About bool `json:"about,omitempty"` // "about 1984"
}

// IsZero reports whether nothing is known.
func (d Date) IsZero() bool { return d.Year == 0 }

// String gives 2001-05-09, 2001-05, 2001 or "about 2001"; "" if nothing is known.
func (d Date) String() string {
	s := ""
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		s = fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		s = fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	default:
		s = fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	}
	if d.About {
		return "about " + s
	}
	return s
}

// known reports whether the date is one that a calendar has, at least its year. Anything else, from a
// broken or hostile program, is no date.
func (d Date) known() bool {
	return d.Year >= 1 && d.Year <= 9999 && d.Month >= 0 && d.Month <= 12 && d.Day >= 0 && d.Day <= 31
}

// lastDay is the last day of the day, month or year meant; "about" may be two years off.
func (d Date) lastDay() time.Time {
	year, month := d.Year, time.Month(d.Month)
	if d.About {
		year += 2
	}
	switch {
	case month == 0:
		return time.Date(year, time.December, 31, 0, 0, 0, 0, time.UTC)
	case d.Day == 0:
		return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(year, month, d.Day, 0, 0, 0, 0, time.UTC)
}

// latest is the last day on which somebody may have been born. Doubt makes people younger (G08): an unknown day is the last
// of its month, 1 January may stand for the whole year, and "about" may be two years off.
func (d Date) latest() time.Time {
	if d.Month == 1 && d.Day == 1 {
		d.Month, d.Day = 0, 0
	}
	return d.lastDay()
}

// A day begins in the east and in the west of the Earth more than a day apart.
const (
	west = 12 * time.Hour // the last place where a day begins, after it began in UTC
	east = 14 * time.Hour // and the first one, before
)

// dayEverywhere is when a day, or the last of a month or year, has begun everywhere on Earth.
func dayEverywhere(d Date) time.Time { return d.lastDay().Add(west) }

// SurelyAged returns the whole years that somebody born on d has certainly lived at t; ok is false if
// the year is unknown. Source: law.md G08, "doubt means minor".
func (d Date) SurelyAged(t time.Time) (years int, ok bool) {
	if !d.known() {
		return 0, false
	}
	return wholeYears(d.latest(), t.UTC().Add(-west)), true
}

// proven is latest for a date that a document proves: unknown parts still make people younger, 1 January does not.
func (d Date) proven() time.Time {
	if d.Day == 0 || d.Month == 0 || d.About {
		return d.latest()
	}
	return d.lastDay()
}

func wholeYears(born, t time.Time) int {
	years := t.Year() - born.Year()
	if t.Month() < born.Month() || (t.Month() == born.Month() && t.Day() < born.Day()) {
		years--
	}
	return years
}
