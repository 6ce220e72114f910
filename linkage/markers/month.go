package markers

import (
	"fmt"
	"time"
)

// Month is a month of a year, all the time that a marker tells: "2026-11". The
// zero Month is unset.
type Month struct {
	Year  int // 1 to 5000
	Month time.Month
}

// MonthOf gives the month of a moment, in the moment's own time zone.
func MonthOf(t time.Time) Month { return Month{t.Year(), t.Month()} }

// String gives "2026-11".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// After tells whether m lies after n.
func (m Month) After(n Month) bool { return m.number() > n.number() }

// AddYears gives the same month some years on.
func (m Month) AddYears(years int) Month { return Month{m.Year + years, m.Month} }

func (m Month) valid() bool {
	return m.Year >= 1 && m.Year <= 5000 && m.Month >= 1 && m.Month <= 12
}

func (m Month) number() int { return m.Year*12 + int(m.Month) - 1 }

func monthNumbered(n uint16) Month { return Month{int(n) / 12, time.Month(n%12) + 1} }
