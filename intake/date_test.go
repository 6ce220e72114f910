package intake

import (
	"testing"
)

func TestDatesAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ text, order, want string }{
		{"27/09/1992", DayFirst, "1992-09-27"}, {"09/27/1992", MonthFirst, "1992-09-27"}, {"1992-09-27", MonthFirst, "1992-09-27"},
		{"1992-09-27T00:00:00Z", DayFirst, "1992-09-27"}, {"27.09.1992 14:30", DayFirst, "1992-09-27"}, {"92-09-27", YearFirst, "1992-09-27"},
		{"24-08-90", DayFirst, "1990-08-24"}, {"26-10-08", DayFirst, "2008-10-26"}, {"1984", DayFirst, "1984"}, {"05-1984", DayFirst, "1984-05"},
		{"1984/05", DayFirst, "1984-05"}, {"'84", DayFirst, "1984"}, {"’04", DayFirst, "2004"}, {"aprox. 1984", DayFirst, "~1984"}, {"ca. 1984", DayFirst, "~1984"},
		{"vers 1984", DayFirst, "~1984"}, {"circa 05/1984", DayFirst, "~1984-05"}, {"1984?", DayFirst, "~1984"}, {"~1984", DayFirst, "~1984"},
		{"s/d", DayFirst, ""}, {"?", DayFirst, ""}, {"????", DayFirst, ""}, {"", DayFirst, ""}, {"-", DayFirst, ""}, {" \u00a0", DayFirst, ""},
		{"12 mars 1988", DayFirst, "1988-03-12"}, {"March 12, 1988", DayFirst, "1988-03-12"}, {"12 de marzo de 1988", DayFirst, "1988-03-12"}, {"12 marzo 1988", DayFirst, "1988-03-12"},
		{"12 de março de 1988", DayFirst, "1988-03-12"}, {"12 maart 1988", DayFirst, "1988-03-12"}, {"12 مارس 1988", DayFirst, "1988-03-12"}, {"1er août 1990", DayFirst, "1990-08-01"},
		{"2 كانون الثاني 1990", DayFirst, "1990-01-02"}, {"agosto 1979", DayFirst, "1979-08"}, {"12-Mar-88", DayFirst, "1988-03-12"}, {"12.III.1988", DayFirst, "1988-03-12"},
		{"12th of June 1988", DayFirst, "1988-06-12"}, {"déc. 1990", DayFirst, "1990-12"},
		{"٢٠٠٧-٠٥-٢٩", DayFirst, "2007-05-29"}, {"١٤.٠٢.١٩٧٩", DayFirst, "1979-02-14"}, {"۱۴/۰۲/۱۹۷۹", DayFirst, "1979-02-14"}, {"１９７９", DayFirst, "1979"},
		{"59", DayFirst, "1900-02-28"}, {"61", DayFirst, "1900-03-01"}, {"1", DayFirst, "1900-01-01"}, {"32874", DayFirst, "1990-01-01"}, {"2958465", DayFirst, "9999-12-31"},
		{"44927.75", DayFirst, "2023-01-01"}, {"19880312", DayFirst, "1988-03-12"}, {"00/00/1990", DayFirst, "1990"}, {"00/05/1990", DayFirst, "1990-05"},
		{"02/25/1990", DayFirst, "1990-02-25"},
	} {
		d, ok := ParseDate(c.text, c.order, importDay)
		if !ok || d.String() != c.want {
			t.Errorf("%q (%s): %q %v, should be %q", c.text, c.order, d, ok, c.want)
		}
	}
}

func TestWhatIsNoDate(t *testing.T) {
	for _, text := range []string{"31/02/1999", "29/02/2023", "13/13/1993", "32/01/1985", "60", "0", "-1", "2958466", "1900-02-29", "99/99/9999", "1404/08/30",
		"yesterday", "12/03", "1/2/3", "12/03/988", "12/1999/03", "1984-1985", "12 mars", "mars", "1/2/3/4", "12 mars avril 1988", "'", "84 years", "99999999999999999999",
		"12/03/1988 and something much longer than any date that anybody has ever written down"} {
		if d, ok := ParseDate(text, DayFirst, importDay); ok {
			t.Errorf("%q was read as %s", text, d)
		}
	}
}

func TestGuessesAreFlagged(t *testing.T) {
	r := dateReader{order: DayFirst, assumed: true, today: importDay}
	for text, want := range map[string]Guess{"03/04/1990": GuessOrder, "13/04/1990": 0, "04/04/1990": 0, "03/04/90": GuessOrder | GuessCentury, "32874": GuessSerial, "04/13/1990": GuessOrder, "1990-03-04": 0} {
		if d, _ := r.read(text); d.Guess != want {
			t.Errorf("%q: guess %b, should be %b", text, d.Guess, want)
		}
	}
	if d, _ := r.read("01/01/1990"); !d.FirstJanuary {
		t.Error("1 January is not flagged")
	}
}

// TestOnlyDaysThatWereDecideTheOrder: 31 February and days to come say nothing of how a file writes its dates.
func TestOnlyDaysThatWereDecideTheOrder(t *testing.T) {
	e := orderEvidence{today: importDay}
	for _, s := range []string{"31/02/1990", "31.01.2099", "02/31/1990", "99.99.99", "1990-13-45", "2099-01-01"} {
		e.see(s)
	}
	if got := e.decide("", ""); e.SelfEvident != 0 || got.Reason.Code != CodeNoDate {
		t.Errorf("%+v", e)
	}
	e.see("31/01/1990")
	if got := e.decide("", "").Reason.Text; got != "1 date can only have the day first" {
		t.Error(got)
	}
}

func TestTwoDigitsOfAYearAreNeverInTheFuture(t *testing.T) {
	if d, _ := ParseDate("'26", DayFirst, importDay); d.Year != 2026 {
		t.Error(d)
	}
	if d, _ := ParseDate("'27", DayFirst, importDay); d.Year != 1927 {
		t.Error(d)
	}
}

func TestTheOrderOfDatesIsDecidedByAllOfThem(t *testing.T) {
	for _, c := range []struct {
		dates          []string
		country, order string
		assumed        bool
	}{
		{[]string{"01/02/1990", "13/02/1990", "03/04/1991"}, "US", DayFirst, false},
		{[]string{"01/02/1990", "02/13/1990"}, "ES", MonthFirst, false},
		{[]string{"01/02/1990"}, "US", MonthFirst, true},
		{[]string{"01/02/1990"}, "FR", DayFirst, true},
		{[]string{"90/02/01", "85/12/31"}, "", YearFirst, false},
		{[]string{"1990-02-01", "12 mars 1990"}, "", DayFirst, false},
		{[]string{"13/02/1990", "25/02/1990", "02/13/1990"}, "", DayFirst, false},
	} {
		var e orderEvidence
		for _, d := range c.dates {
			e.see(d)
		}
		if got := e.decide("", c.country); got.Order != c.order || got.Assumed != c.assumed || got.Reason.Text == "" {
			t.Errorf("%v in %q: %+v", c.dates, c.country, got)
		}
	}
}
