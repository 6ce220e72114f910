package linkage

import "fmt"

// Date is a birth date as far as it is known. Zero fields are unknown: a year
// alone, or a year and a month, are common in the lists that partners send.
type Date struct {
	Year, Month, Day int
}

// Known tells whether at least a plausible year (1800 to 2999) is given.
func (d Date) Known() bool { return d.Year >= 1800 && d.Year <= 2999 }

// Default tells whether the date is a 1 January, which most often means that
// somebody knew the year only and the form demanded a day.
func (d Date) Default() bool { return d.Month == 1 && d.Day == 1 }

// Full tells whether day, month and year can be relied on. A possible default
// counts as a year only.
func (d Date) Full() bool {
	return d.Known() && !d.Default() &&
		d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= daysIn(d.Year, d.Month)
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// exact is the key form of a full date. Day and month are put in ascending
// order, since half the world writes them the other way round and a list that
// was opened in the wrong country has them swapped.
func (d Date) exact() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, min(d.Month, d.Day), max(d.Month, d.Day))
}
