package intake

import (
	"fmt"
	"strings"
	"time"
)

// Date is a day, a month or a year as far as somebody knew it. A zero means unknown: Year 1984 alone is the year, Year
// and Month without Day is the month, all zero is no date. Years are those of the Gregorian calendar.
type Date struct {
	Year, Month, Day int
	About            bool  // "aprox. 1984", "ca. 1984", "1984?"
	FirstJanuary     bool  // 1 January is written: often a form's default for an unknown day
	Guess            Guess // which part of the reading is a guess; 0 when none is
}

// Guess tells which part of a [Date] was concluded rather than read.
type Guess uint8

// The guesses; more than one may hold.
const (
	GuessCentury Guess = 1 << iota // two digits of the year were written
	GuessOrder                     // day and month could be either way round, or only make sense against the file's order
	GuessSerial                    // the text was a spreadsheet's number of a day
	GuessAge                       // concluded from an age
)

// IsZero reports whether nothing is known.
func (d Date) IsZero() bool { return d.Year == 0 && d.Month == 0 && d.Day == 0 }

// String writes the known part in ISO 8601 order: "1984-05-12", "1984-05", "1984", with "~" before it for about.
func (d Date) String() string {
	var s string
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
		return "~" + s
	}
	return s
}

// Orders of the numbers in a date.
const (
	DayFirst   = "dmy"
	MonthFirst = "mdy"
	YearFirst  = "ymd" // of three numbers of two digits; a year of four digits explains itself
)

// dateReader holds what the reading of a date depends on beside its text.
type dateReader struct {
	order   string    // DayFirst, MonthFirst or YearFirst
	assumed bool      // nothing in the file decided the order
	today   time.Time // zero: no date counts as future
}

// dateFault says why a text is no date.
type dateFault struct {
	code Code
	text string
}

func unreadable(text string) *dateFault { return &dateFault{CodeDate, text} }

// read gives the date that a cell holds. Nothing at all is written for an empty cell, "?" or "s/d".
func (r dateReader) read(s string) (Date, *dateFault) {
	shape, fault := shapeOf(s)
	if fault != nil || shape.nothing {
		return Date{}, fault
	}
	d, fault := r.assemble(shape)
	if fault != nil {
		return Date{}, fault
	}
	d.About = d.About || shape.about
	d.FirstJanuary = d.Month == 1 && d.Day == 1
	return d, nil
}

func (r dateReader) assemble(s dateShape) (Date, *dateFault) {
	switch {
	case s.serial > 0:
		return serialDate(s.serial)
	case s.monthName > 0:
		return r.named(s)
	case len(s.numbers) == 1:
		return r.yearAlone(s.numbers[0])
	case len(s.numbers) == 2:
		return r.monthAndYear(s.numbers)
	case len(s.numbers) == 3:
		return r.three(s.numbers)
	}
	return Date{}, unreadable("not a date")
}

func (r dateReader) yearAlone(n number) (Date, *dateFault) {
	y, g := r.year(n)
	return checked(Date{Year: y, Guess: g})
}

func (r dateReader) monthAndYear(n []number) (Date, *dateFault) {
	month, year := n[0], n[1]
	if n[0].long() {
		month, year = n[1], n[0]
	}
	if !year.long() {
		return Date{}, unreadable("a day and a month without a year, or the like")
	}
	return checked(Date{Year: year.value, Month: month.value})
}

// named reads "12 mars 1988", "March 12, 1988", "mayo 1984".
func (r dateReader) named(s dateShape) (Date, *dateFault) {
	n := s.numbers
	switch {
	case len(n) == 1 && !n[0].long() && !n[0].apostrophe && n[0].value <= 31:
		return Date{}, unreadable("a day and a month without a year, or the like")
	case len(n) == 1:
		y, g := r.year(n[0])
		return checked(Date{Year: y, Month: s.monthName, Guess: g})
	case len(n) == 2 && n[0].long():
		return checked(Date{Year: n[0].value, Month: s.monthName, Day: n[1].value})
	case len(n) == 2:
		y, g := r.year(n[1])
		return checked(Date{Year: y, Month: s.monthName, Day: n[0].value, Guess: g})
	}
	return Date{}, unreadable("a month without a year")
}

func (r dateReader) three(n []number) (Date, *dateFault) {
	if n[1].digits > 2 || n[2].digits == 1 && !n[0].long() {
		return Date{}, unreadable("not a date")
	}
	if n[0].long() {
		return checked(Date{Year: n[0].value, Month: n[1].value, Day: n[2].value})
	}
	if r.order == YearFirst && !n[2].long() {
		y, g := r.year(n[0])
		return checked(Date{Year: y, Month: n[1].value, Day: n[2].value, Guess: g})
	}
	y, g := r.year(n[2])
	a, b := n[0].value, n[1].value
	day, month := a, b
	if r.order == MonthFirst {
		day, month = b, a
	}
	switch {
	case month > 12 && day >= 1 && day <= 12 && month <= 31:
		day, month, g = month, day, g|GuessOrder
	case r.assumed && a != b && a >= 1 && b >= 1 && a <= 12 && b <= 12:
		g |= GuessOrder
	}
	return checked(Date{Year: y, Month: month, Day: day, Guess: g})
}

// year widens two digits: to the latest year that is not in the future, or, when nobody said what day it is, to 1930
// to 2029 as spreadsheet programs do.
func (r dateReader) year(n number) (int, Guess) {
	if n.long() || n.value > 99 {
		return n.value, 0
	}
	last := 2029
	if !r.today.IsZero() {
		last = r.today.Year()
	}
	y := last - last%100 + n.value
	if y > last {
		y -= 100
	}
	return y, GuessCentury
}

// checked refuses what never was: 31 February, month 13. Day or month written as 00 are unknown.
func checked(d Date) (Date, *dateFault) {
	switch {
	case d.Year >= 1300 && d.Year <= 1500:
		return Date{}, unreadable("a year of another calendar (solar or lunar hijri)")
	case d.Month > 99 || d.Day > 99:
		return Date{}, unreadable("not a date")
	case d.Month > 12:
		return Date{}, unreadable("a month above 12")
	case d.Day > 31:
		return Date{}, unreadable("a day above 31")
	case d.Month == 0:
		d.Day = 0
	case d.Day > daysIn(d.Year, d.Month):
		return Date{}, unreadable("that month has no such day in that year")
	}
	if d.Year < 1000 || d.Year > 9999 {
		return Date{}, unreadable("not a year")
	}
	return d, nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// serialDate reads the number that spreadsheet programs keep a day as. Day 1 is 1 January 1900; day 60 is 29 February 1900,
// which never was but which Lotus 1-2-3 believed in and all others copied; 2958465 is 31 December 9999.
func serialDate(n int) (Date, *dateFault) {
	if n == 60 {
		return Date{}, unreadable("a spreadsheet's number for 29 February 1900, which never was")
	}
	if n < 1 || n > lastSerial {
		return Date{}, unreadable("a number that is no spreadsheet's day")
	}
	if n > 60 {
		n--
	}
	t := time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n)
	return Date{Year: t.Year(), Month: int(t.Month()), Day: t.Day(), Guess: GuessSerial}, nil
}

const lastSerial = 2958465

// lifespan is the greatest age, in years, that a birth date may give; the oldest human known reached 122.
const lifespan = 120

// birth reads a date that somebody was born on: not before lifespan years ago, not today, not later.
func (r dateReader) birth(s string) (Date, *dateFault) {
	d, fault := r.read(s)
	if fault != nil || d.IsZero() {
		return d, fault
	}
	if d.Year < 1900 || !r.today.IsZero() && d.Year < r.today.Year()-lifespan {
		return Date{}, &dateFault{CodeDateRange, fmt.Sprintf("a birth more than %d years ago", lifespan)}
	}
	if r.after(d, r.today.AddDate(0, 0, -1)) {
		return Date{}, &dateFault{CodeDateRange, "a birth today or in the future"}
	}
	return d, nil
}

// past reads a date on which something happened: not in the future.
func (r dateReader) past(s string) (Date, *dateFault) {
	d, fault := r.read(s)
	if fault != nil || d.IsZero() {
		return d, fault
	}
	if d.Year < 1900 {
		return Date{}, &dateFault{CodeDateRange, "a day before 1900"}
	}
	if r.after(d, r.today) {
		return Date{}, &dateFault{CodeDateRange, "a day in the future"}
	}
	return d, nil
}

// after reports whether the earliest day that d can mean lies after the day of t.
func (r dateReader) after(d Date, t time.Time) bool {
	if r.today.IsZero() {
		return false
	}
	y, m, day := t.Date()
	first := Date{Year: d.Year, Month: max(d.Month, 1), Day: max(d.Day, 1)}
	return (first.Year*12+first.Month)*31+first.Day > (y*12+int(m))*31+day
}

// ParseDate reads one date as a cell might hold it, when day and month stand in the given order (DayFirst, MonthFirst,
// YearFirst). today bounds two-digit years; it may be zero. ok is false when the text is no date; a text that says
// "unknown" (empty, "?", "s/d") is a zero Date and ok.
func ParseDate(text, order string, today time.Time) (d Date, ok bool) {
	value, _ := clean(text)
	d, fault := dateReader{order: order, today: today}.read(strings.TrimPrefix(value, "\ufeff"))
	return d, fault == nil
}
