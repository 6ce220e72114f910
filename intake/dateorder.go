package intake

import (
	"fmt"
	"time"
)

// DateOrder says in which order day and month stand in a file's dates, and why that was believed.
type DateOrder struct {
	Order   string // DayFirst, MonthFirst or YearFirst
	Assumed bool   // nothing in the file decided it
	Reason  Note

	// The evidence: how many dates of the whole file can only be read one way, and how many could be read both ways.
	OnlyDayFirst, OnlyMonthFirst, BothWays int
	SelfEvident                            int // dates with the year first, a month's name, or from a real date cell
}

// orderEvidence counts, over all rows, what the dates of a file say about their order.
type orderEvidence struct {
	DateOrder
	today         time.Time
	onlyYearFirst int // three short numbers of which the last two cannot be month and year
}

// see weighs one date. What never was, or is still to come, says nothing: it is dropped when the row is read.
func (e *orderEvidence) see(s string) {
	shape, fault := shapeOf(s)
	if fault != nil || shape.nothing || shape.serial > 0 {
		return
	}
	was := func(order string) bool {
		r := dateReader{order: order, today: e.today}
		d, fault := r.assemble(shape)
		return fault == nil && !r.after(d, e.today)
	}
	n := shape.numbers
	switch {
	case shape.monthName > 0 || len(n) == 3 && n[0].long():
		if was(YearFirst) {
			e.SelfEvident++
		}
	case len(n) != 3:
		return
	case n[0].value > 31 && !n[2].long():
		if was(YearFirst) {
			e.onlyYearFirst++
		}
	case n[0].value > 12 && n[0].value <= 31 && n[1].value <= 12:
		if was(DayFirst) {
			e.OnlyDayFirst++
		}
	case n[1].value > 12 && n[1].value <= 31 && n[0].value <= 12:
		if was(MonthFirst) {
			e.OnlyMonthFirst++
		}
	case n[0].value <= 12 && n[1].value <= 12 && n[0].value != n[1].value:
		e.BothWays++
	}
}

// monthFirstCountries write 12/31/1999; all others that use such dates write 31/12/1999 (Unicode CLDR, short date formats).
var monthFirstCountries = words("US PH PW FM MH GU AS MP VI PR UM")

func (e *orderEvidence) decide(asked, country string) DateOrder {
	d := e.DateOrder
	switch {
	case asked != "":
		d.Order, d.Reason = asked, asAsked
	case e.onlyYearFirst > e.OnlyDayFirst+e.OnlyMonthFirst:
		d.Order, d.Reason = YearFirst, onlyReason(CodeYearFirst, "year", e.onlyYearFirst, 0)
	case d.OnlyDayFirst > d.OnlyMonthFirst:
		d.Order, d.Reason = DayFirst, onlyReason(CodeDayFirst, "day", d.OnlyDayFirst, d.OnlyMonthFirst)
	case d.OnlyMonthFirst > d.OnlyDayFirst:
		d.Order, d.Reason = MonthFirst, onlyReason(CodeMonthFirst, "month", d.OnlyMonthFirst, d.OnlyDayFirst)
	case monthFirstCountries[country]:
		d.Order, d.Assumed, d.Reason = MonthFirst, true, Note{CodeUsualIn, country, "assumed: usual in " + country}
	default:
		d.Order, d.Assumed, d.Reason = DayFirst, true, Note{CodeUsual, "", "assumed: usual in most countries"}
	}
	if d.Assumed && d.BothWays == 0 {
		d.Assumed, d.Reason = false, Note{CodeNoDate, "", "no date depends on it"}
	}
	return d
}

// asAsked is the reason for what the reader said.
var asAsked = Note{CodeAsked, "", "as asked"}

// onlyReason is about how many dates can be read one way alone, and, if there are some, how many the other way alone.
func onlyReason(code Code, what string, n, against int) Note {
	dates := "dates"
	if n == 1 {
		dates = "date"
	}
	out := Note{code, fmt.Sprint(n), fmt.Sprintf("%d %s can only have the %s first", n, dates, what)}
	if against > 0 {
		out.About += fmt.Sprintf(" : %d", against)
		out.Text += fmt.Sprintf(", %d only the other way", against)
	}
	return out
}
