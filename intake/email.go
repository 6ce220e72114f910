package intake

import (
	"strings"
	"unicode"
)

const longestEmail = 254 // RFC 5321, 4.5.3.1.3

// ParseEmails gives the addresses of a cell, as written but for white space, "mailto:" and a name before angle brackets. ok is
// false when something in the cell is no address; what is one is returned all the same.
func ParseEmails(cell string) (emails []string, ok bool) {
	value, _ := clean(Plain(cell))
	ok = true
	for _, piece := range strings.FieldsFunc(bracketed(value), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(";,/|<>", r) }) {
		piece = strings.TrimPrefix(strings.TrimPrefix(piece, "mailto:"), "Mailto:")
		if isEmail(piece) {
			emails = append(emails, piece)
		} else {
			ok = false
		}
	}
	return emails, ok
}

// bracketed keeps what stands in angle brackets, when anything does: `Ann Reed <ann@example.org>`.
func bracketed(s string) string {
	from := strings.IndexByte(s, '<')
	if from < 0 || !strings.Contains(s[from:], ">") {
		return s
	}
	var b strings.Builder
	for _, part := range strings.Split(s, "<")[1:] {
		inside, _, _ := strings.Cut(part, ">")
		b.WriteString(inside + " ")
	}
	return b.String()
}

// isEmail asks for a local part, one @ and a domain with a dot: enough to tell an address from a slip of the column.
func isEmail(s string) bool {
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || len(s) > longestEmail || strings.ContainsAny(domain, "@'\"()=+") || strings.ContainsAny(local, "\"()=") {
		return false
	}
	dot := strings.LastIndexByte(domain, '.')
	return dot > 0 && dot < len(domain)-1 && !strings.Contains(domain, "..")
}
