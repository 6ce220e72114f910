package locale

import (
	"strconv"
	"strings"
	"time"
)

// calendar is how one language names and orders the parts of a date (after CLDR 47, Gregorian calendar,
// formats 'long' and 'full').
type calendar struct {
	months, weekdays string
	day, full        string // D day, M month, Y year, W weekday
	first            string // stands behind the number of a month's first day
}

var calendars = map[string]calendar{
	"en": {"January February March April May June July August September October November December",
		"Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "D M Y", "W D M Y", ""},
	"fr": {"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"dimanche lundi mardi mercredi jeudi vendredi samedi", "D M Y", "W D M Y", "er"},
	"es": {"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"domingo lunes martes miércoles jueves viernes sábado", "D de M de Y", "W, D de M de Y", ""},
	"it": {"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"domenica lunedì martedì mercoledì giovedì venerdì sabato", "D M Y", "W D M Y", ""},
	"pt": {"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado", "D de M de Y", "W, D de M de Y", ""},
	"ar": {"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت", "D M Y", "W، D M Y", ""},
}

func (c calendar) write(pattern string, t time.Time) string {
	var out strings.Builder
	for _, r := range pattern {
		switch r {
		case 'D':
			out.WriteString(strconv.Itoa(t.Day()))
			if t.Day() == 1 {
				out.WriteString(c.first)
			}
		case 'M':
			out.WriteString(strings.Fields(c.months)[t.Month()-1])
		case 'Y':
			out.WriteString(strconv.Itoa(t.Year()))
		case 'W':
			out.WriteString(strings.Fields(c.weekdays)[t.Weekday()])
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func calendarOf(lang string) calendar {
	if c, ok := calendars[lang]; ok {
		return c
	}
	return calendars["en"]
}

// Day writes a date in full, without the weekday: '26 November 2026'. The zero time is "".
func Day(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	c := calendarOf(lang)
	return c.write(c.day, t)
}

// Month writes a month and its year: 'November 2026'.
func Month(lang string, t time.Time) string {
	c := calendarOf(lang)
	pattern := strings.TrimPrefix(strings.TrimPrefix(c.day, "D de "), "D ")
	return c.write(pattern, t)
}

// Weekday writes a date in full with its weekday.
func Weekday(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	c := calendarOf(lang)
	return c.write(c.full, t)
}

// Moment writes a date and a time of day: '26 November 2026, 18:05'.
func Moment(lang string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	comma := ", "
	if lang == "ar" {
		comma = "، "
	}
	return Day(lang, t) + comma + t.Format("15:04")
}
