package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Neutralise makes a cell safe to be written to a CSV or XLSX file that people open in a spreadsheet program: where the
// program would compute the text, an apostrophe is put before it, and nowhere else. So "=1+1" becomes "'=1+1" and
// "+12025550117" becomes "'+12025550117" (it would lose its plus), while "-Gus", "O'Neil" and "-37.9" stay as they are.
// The signs follow OWASP's page on CSV injection: = + - @ tab, carriage return, and the full-width forms. They are looked
// for behind each comma, semicolon and line break, too: a program set to another country parts cells there, whatever stands
// in quotation marks, and takes what follows for a cell of its own. [Plain] takes the apostrophes off again.
func Neutralise(s string) string {
	out := s
	if computes(strings.TrimLeft(s, "'")) {
		out = "'" + s
	}
	return behindParts(out, func(part string) string {
		if computes(strings.TrimLeft(part, "'")) {
			return "'" + part
		}
		return part
	})
}

// Plain undoes [Neutralise]: Plain(Neutralise(s)) == s for every s.
func Plain(s string) string {
	if !strings.Contains(s, "'") {
		return s // almost every cell
	}
	s = behindParts(s, withoutMark)
	return withoutMark(s)
}

func withoutMark(s string) string {
	if strings.HasPrefix(s, "'") && computes(strings.TrimLeft(s, "'")) {
		return s[1:]
	}
	return s
}

// parts are the signs at which one program or another parts cells or rows.
const parts = ",;\n"

// behindParts changes what stands behind each such sign, up to the next.
func behindParts(s string, change func(string) string) string {
	at := strings.IndexAny(s, parts)
	if at < 0 {
		return s
	}
	var out strings.Builder
	for at >= 0 {
		out.WriteString(s[:at+1])
		s = s[at+1:]
		next := strings.IndexAny(s, parts)
		if next < 0 {
			break
		}
		out.WriteString(change(s[:next]))
		s, at = s[next:], 0
	}
	out.WriteString(change(s))
	return out.String()
}

// Visible leaves out of a text what a screen would not show, or would show in another place: control characters, escape
// sequences, marks that turn the direction of writing. Line breaks stay, a tab becomes a blank.
func Visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// computes reports whether a spreadsheet program would take s for more than text or a plain number.
func computes(s string) bool {
	if s == "" || isPlainStart(s[0]) {
		return false
	}
	if s[0] == '\t' || s[0] == '\r' || s[0] == '\n' {
		return true
	}
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isHidden(r) || r < ' ' })
	first, size := utf8.DecodeRuneInString(s)
	switch first {
	case '=', '＝', '@', '＠':
		return true
	case '+', '＋':
		return !isWord(s[size:])
	case '-', '－', '−':
		return !isWord(s[size:]) && !isNumber(s[size:])
	}
	return false
}

// isPlainStart spares almost every cell the longer look.
func isPlainStart(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// isWord reports whether the rest behind a sign is a name or a word, in which nothing can be computed.
func isWord(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(" '’.-", r) {
			return false
		}
	}
	return true
}

func isNumber(s string) bool {
	digits, dots := 0, 0
	for i := 0; i < len(s); i++ {
		switch {
		case '0' <= s[i] && s[i] <= '9':
			digits++
		case s[i] == '.' || s[i] == ',':
			dots++
		default:
			return false
		}
	}
	return digits > 0 && dots <= 1
}
