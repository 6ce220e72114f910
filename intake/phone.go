package intake

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// Phone is one number as it was written, and as it is dialled when that can be told.
type Phone struct {
	Raw     string // as written, with the label
	E164    string // "+390612345678"; "" when the country is not known or the digits cannot be a number
	Country string // ISO 3166-1 code of the country that the number belongs to; "" when unknown
	Label   string // "cel", "rec.": what stood in parentheses or before the number
	Valid   bool   // the number lies in a block that its country has given out; a merely possible one may be fictional or mistyped
}

const maxPhones = 20 // numbers of one cell; more are a list of something else

var (
	phoneLabel  = regexp.MustCompile(`\(([^()\d]{1,24})\)`)
	phonePrefix = regexp.MustCompile(`^([\p{L}.\- ]{1,16})[:.]?\s*(\+?[\d(].*)$`)
	phoneWords  = regexp.MustCompile(`(?i)\s+(?:ou|or|o|oder|of|y|e|et|and|en|und|أو|و|или|ή)\s+`)
	phoneBreaks = strings.NewReplacer("\n", ";", " - ", ";", " / ", ";", "|", ";", "، ", ";")
	phoneTail   = regexp.MustCompile(`(?i)\s*(?:ext\.?|x|poste|int\.)\s*\d{1,6}$`)
)

// ParsePhones gives the first 20 numbers of a cell, in their order. They may be parted by a slash, a comma, a semicolon, a
// line break, a dash between blanks or the word "or". country (ISO 3166-1) is where numbers without a prefix belong; it may be "".
func ParsePhones(cell, country string) []Phone {
	value, _ := clean(Plain(cell))
	var phones []Phone
	for _, piece := range splitPhones(latinDigits(value)) {
		if len(phones) == maxPhones {
			break
		}
		if p := parsePhone(piece, country); p.Raw != "" {
			phones = append(phones, p)
		}
	}
	return phones
}

// splitPhones cuts a cell at whatever parts numbers, but never so that a piece with too few digits is left over:
// "0468/04.95.86" is one number.
func splitPhones(s string) []string {
	if strings.ContainsFunc(s, unicode.IsLetter) {
		s = phoneWords.ReplaceAllString(s, ";")
	}
	s = phoneBreaks.Replace(s)
	var out []string
	for _, part := range splitWhole(s, ";") {
		for _, p := range splitWhole(part, ",") {
			out = append(out, splitWhole(p, "/")...)
		}
	}
	return out
}

// splitWhole cuts at sep if every piece is then long enough to stand alone.
func splitWhole(s, sep string) []string {
	var pieces []string
	for _, p := range strings.Split(s, sep) {
		p = strings.TrimFunc(p, unicode.IsSpace)
		if p == "" {
			continue
		}
		if countDigits(p) < 6 && !strings.Contains(p, "@") {
			return []string{strings.TrimSpace(s)}
		}
		pieces = append(pieces, p)
	}
	return pieces
}

func parsePhone(raw, country string) Phone {
	p := Phone{Raw: raw}
	dial := raw
	if strings.ContainsFunc(raw, unicode.IsLetter) {
		p.Label, dial = takeLabel(raw)
	}
	dial = international(strings.TrimSpace(dial))
	if len(dial) > 40 || strings.ContainsFunc(dial, unicode.IsLetter) || dial == "" {
		return p
	}
	if country == "" && dial[0] != '+' {
		return p
	}
	n, err := phonenumbers.Parse(dial, country)
	if err != nil || !phonenumbers.IsPossibleNumber(n) {
		return p
	}
	p.E164 = phonenumbers.Format(n, phonenumbers.E164)
	p.Country = phonenumbers.GetRegionCodeForNumber(n)
	p.Valid = phonenumbers.IsValidNumber(n)
	if p.Country == "" {
		p.Country = phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
	}
	return p
}

// takeLabel takes "(cel)" behind a number, "Tel." before it, and an extension off.
func takeLabel(raw string) (label, dial string) {
	dial = raw
	if m := phoneLabel.FindStringSubmatch(dial); m != nil {
		label, dial = strings.TrimSpace(m[1]), strings.Replace(dial, m[0], "", 1)
	}
	if m := phonePrefix.FindStringSubmatch(dial); m != nil && label == "" {
		label, dial = strings.Trim(m[1], " .-:"), m[2]
	}
	return label, phoneTail.ReplaceAllString(strings.TrimSpace(dial), "")
}

// international turns the prefix 00, dialled in most countries and written in all, into the plus.
func international(s string) string {
	if strings.HasPrefix(s, "＋") {
		return "+" + s[len("＋"):]
	}
	if strings.HasPrefix(s, "00") && countDigits(s) >= 10 {
		return "+" + strings.TrimLeft(s[2:], " -.")
	}
	if strings.HasPrefix(s, "(00") || strings.HasPrefix(s, "(+") {
		return "+" + strings.Replace(strings.TrimPrefix(strings.TrimPrefix(s, "(00"), "(+"), ")", "", 1)
	}
	return s
}

// abroad gives the country of a number that says so itself; "" for others.
func abroad(piece string) string {
	dial := international(strings.TrimSpace(piece))
	if !strings.HasPrefix(dial, "+") {
		return ""
	}
	n, err := phonenumbers.Parse(phoneLabel.ReplaceAllString(dial, ""), "ZZ")
	if err != nil {
		return ""
	}
	if r := phonenumbers.GetRegionCodeForNumber(n); r != "" {
		return r
	}
	if r := phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode())); r != "ZZ" && r != "001" {
		return r
	}
	return ""
}
