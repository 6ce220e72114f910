package casebook

import (
	"strconv"
	"unicode"
)

func itoa(n int) string { return strconv.Itoa(n) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
