package intake

import "strings"

const longestEmail = 254 // RFC 5321, 4.5.3.1.3

// ParseEmails gives the addresses of a cell, as written but for white space, "mailto:" and a name before angle brackets. ok is
// false when something in the cell is no address; what is one is returned all the same.
func ParseEmails(cell string) (emails []string, ok bool) {
	value, _ := clean(Plain(cell))
	ok = true
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(";,/|\n", r) }) {
		for _, piece := range strings.Fields(bracketed(part)) {
			piece = strings.TrimPrefix(strings.TrimPrefix(piece, "mailto:"), "Mailto:")
			if isEmail(piece) {
				emails = append(emails, piece)
			} else {
				ok = false
			}
		}
	}
	return emails, ok
}

// bracketed keeps what stands in angle brackets, when anything does: `Ann Reed <ann@example.org>`.
func bracketed(s string) string {
	_, inside, found := strings.Cut(s, "<")
	if inside, _, closed := strings.Cut(inside, ">"); found && closed {
		return inside
	}
	return s
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
