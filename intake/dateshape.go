package intake

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// dateShape is a date's text taken apart, before anybody has decided which number is the day.
type dateShape struct {
	numbers   []number
	monthName int // 1 to 12 when the month is a word or a Roman numeral
	serial    int // a spreadsheet's number of a day
	about     bool
	nothing   bool // the cell says that the date is unknown
}

// number is a run of digits; its length tells a year from a day. An apostrophe before two digits marks a year.
type number struct {
	value, digits int
	apostrophe    bool
}

func (n number) long() bool { return n.digits == 4 }

const longestDate = 64

var (
	clockTail  = regexp.MustCompile(`[t ]\s*\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(z|[+-]\d{2}:?\d{2})?$`)
	plainWhole = regexp.MustCompile(`^-?\d+([.,]\d+)?$`)
	aboutWords = regexp.MustCompile(`^(~|≈|±|aprox(imad[oa]mente|\.)?|approx(imately|\.)?|about|around|circa|ca\b\.?|c\.|env(iron|\.)?|verso|vers|hacia|cerca de|por volta de|ong(eveer|\.)|rond|حوالي|نحو|περίπου)\s*`)
)

var unknownWords = words(`s/d s.d. sd n/d nd n/a na - -- --- ? ?? ??? ???? x unknown inconnu inconnue desconocido desconocida
	sconosciuto sconosciuta ignoto desconhecido onbekend nsp none null غير معروف مجهول άγνωστο`)

// shapeOf takes a text apart. It accepts more separators than anybody uses and fewer words: what it does not know makes
// the text unreadable rather than half read.
func shapeOf(s string) (dateShape, *dateFault) {
	if len(s) > longestDate {
		return dateShape{}, unreadable("a text too long for a date")
	}
	s = strings.ToLower(strings.TrimSpace(latinDigits(s)))
	if s == "" || unknownWords[s] {
		return dateShape{nothing: true}, nil
	}
	var shape dateShape
	if s[0] < '0' || s[0] > '9' {
		if rest := aboutWords.ReplaceAllString(s, ""); rest != s {
			s, shape.about = rest, true
		}
	}
	if strings.HasSuffix(s, "?") {
		s, shape.about = strings.TrimRight(s, "? "), true
	}
	if plainWhole.MatchString(s) {
		return shape.wholeNumber(s)
	}
	if strings.Contains(s, ":") {
		s = clockTail.ReplaceAllString(s, "")
	}
	return shape.tokens(s)
}

// wholeNumber reads a number without any separator: a year, yyyymmdd, or a spreadsheet's day.
func (shape dateShape) wholeNumber(s string) (dateShape, *dateFault) {
	whole, _, fraction := strings.Cut(strings.ReplaceAll(s, ",", "."), ".")
	n, err := strconv.Atoi(whole)
	if err != nil || n <= 0 {
		return shape, unreadable("a number that is no spreadsheet's day")
	}
	switch {
	case len(whole) == 4 && !fraction && n >= 1300 && n <= 2200:
		shape.numbers = []number{{value: n, digits: 4}}
	case len(whole) == 8 && !fraction:
		shape.numbers = []number{{n / 10000, 4, false}, {n / 100 % 100, 2, false}, {n % 100, 2, false}}
	case n > lastSerial:
		return shape, unreadable("a number that is no spreadsheet's day")
	default:
		shape.serial = n
	}
	return shape, nil
}

func (shape dateShape) tokens(s string) (dateShape, *dateFault) {
	for s != "" {
		r, _ := utf8.DecodeRuneInString(s)
		switch {
		case '0' <= r && r <= '9':
			s = shape.number(s)
		case isApostrophe(r):
			rest := s[len(string(r)):]
			if rest == "" || rest[0] < '0' || rest[0] > '9' {
				return shape, unreadable("not a date")
			}
			s = shape.number(rest)
			shape.numbers[len(shape.numbers)-1].apostrophe = true
		case unicode.IsLetter(r):
			rest, ok := shape.word(s)
			if !ok {
				return shape, unreadable("not a date")
			}
			s = rest
		case unicode.IsSpace(r) || strings.ContainsRune("/.-,–—‒·،", r):
			s = s[len(string(r)):]
		default:
			return shape, unreadable("not a date")
		}
		if len(shape.numbers) > 3 {
			return shape, unreadable("more numbers than a date has")
		}
	}
	return shape.judge()
}

// judge refuses what has no year: a single short number without an apostrophe, or a number of odd length.
func (shape dateShape) judge() (dateShape, *dateFault) {
	for _, n := range shape.numbers {
		if n.digits > 4 || n.digits == 3 {
			return shape, unreadable("not a date")
		}
	}
	if len(shape.numbers) == 0 {
		return shape, unreadable("not a date")
	}
	n := shape.numbers[0]
	if shape.monthName == 0 && len(shape.numbers) == 1 && !n.long() && !n.apostrophe {
		return shape, unreadable("not a date")
	}
	return shape, nil
}

func (shape *dateShape) number(s string) (rest string) {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	value, err := strconv.Atoi(s[:n])
	if err != nil {
		value = 1 << 30
	}
	shape.numbers = append(shape.numbers, number{value: value, digits: n})
	return s[n:]
}

// word takes a month, a particle ("de", "of", "le", "th") or a Roman numeral off the front of s.
func (shape *dateShape) word(s string) (rest string, ok bool) {
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	if end < 0 {
		end = len(s)
	}
	if two, n := twoWords(s); n > 0 && shape.monthName == 0 {
		shape.monthName = two
		return s[n:], true
	}
	key := plainKey(s[:end])
	if dateParticles[key] {
		return s[end:], true
	}
	if m := monthNames[key]; m > 0 && shape.monthName == 0 {
		shape.monthName = m
		return s[end:], true
	}
	return s, false
}

// twoWords finds the Levantine months that are written as two words (كانون الثاني).
func twoWords(s string) (month, length int) {
	for name, m := range monthPairs {
		if strings.HasPrefix(s, name) {
			return m, len(name)
		}
	}
	return 0, 0
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´' }
