package phone

import "strings"

// plan is how a country's telephone numbers are built (ITU-T E.164 and the national plans): what leads out of it,
// the calling code, what stands before a number at home and is left out from abroad, and how many digits follow
// the calling code.
type plan struct {
	code        string
	trunk       string
	least, most int
}

// plans are the countries of the tours and their neighbours. Package intake knows every country, at twice the
// size of the whole application; a number of another country is typed with its + here.
var plans = map[string]plan{
	"AR": {"54", "0", 10, 11}, "AT": {"43", "0", 4, 13}, "BE": {"32", "0", 8, 9}, "BO": {"591", "0", 8, 8}, "BR": {"55", "0", 10, 11},
	"CA": {"1", "1", 10, 10}, "CH": {"41", "0", 9, 9}, "CL": {"56", "", 9, 9}, "CO": {"57", "", 8, 10}, "DE": {"49", "0", 5, 11},
	"DK": {"45", "", 8, 8}, "DZ": {"213", "0", 8, 9}, "EC": {"593", "0", 8, 9}, "EG": {"20", "0", 8, 10}, "ES": {"34", "", 9, 9},
	"FR": {"33", "0", 9, 9}, "GB": {"44", "0", 9, 10}, "GR": {"30", "", 10, 10}, "HR": {"385", "0", 8, 9}, "IE": {"353", "0", 7, 9},
	"IT": {"39", "", 6, 11}, "LU": {"352", "", 4, 11}, "MA": {"212", "0", 9, 9}, "MT": {"356", "", 8, 8}, "MX": {"52", "", 10, 10},
	"NL": {"31", "0", 9, 9}, "NO": {"47", "", 8, 8}, "PE": {"51", "0", 8, 9}, "PT": {"351", "", 9, 9}, "PY": {"595", "0", 7, 9},
	"SE": {"46", "0", 7, 9}, "SI": {"386", "0", 8, 8}, "TN": {"216", "", 8, 8}, "US": {"1", "1", 10, 10}, "UY": {"598", "0", 8, 8},
	"VE": {"58", "0", 10, 10},
}

// dialled reads one telephone number as people type it in a country (ISO 3166-1; may be ""), and gives it as
// E.164, or "" if it is none.
func dialled(typed, country string) string {
	number, abroad := digitsOf(typed)
	if rest, ok := strings.CutPrefix(number, "00"); ok && !abroad {
		number, abroad = rest, true
	}
	if abroad {
		return international(number)
	}
	p, ok := plans[country]
	if !ok {
		return ""
	}
	if p.fits(number) && (p.trunk == "" || !strings.HasPrefix(number, p.trunk)) {
		return "+" + p.code + number
	}
	if rest, ok := strings.CutPrefix(number, p.trunk); ok && p.trunk != "" && p.fits(rest) {
		return "+" + p.code + rest
	}
	if rest, ok := strings.CutPrefix(number, p.code); ok && p.fits(rest) {
		return "+" + p.code + rest
	}
	return ""
}

func (p plan) fits(number string) bool { return len(number) >= p.least && len(number) <= p.most }

// digitsOf leaves the digits of what was typed; abroad says that a + stood before them.
func digitsOf(typed string) (digits string, abroad bool) {
	var b strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && b.Len() == 0:
			abroad = true
		}
	}
	return b.String(), abroad
}

// international checks a number with its calling code against the plan that it belongs to, if that is known. A 0
// in brackets, as in +44 (0)20, is left out where the country has one.
func international(number string) string {
	for _, p := range plans {
		rest, ok := strings.CutPrefix(number, p.code)
		if !ok {
			continue
		}
		if p.trunk == "0" {
			rest = strings.TrimPrefix(rest, "0")
		}
		if p.fits(rest) {
			return "+" + p.code + rest
		}
		return ""
	}
	if len(number) < 8 || len(number) > 15 {
		return ""
	}
	return "+" + number
}
