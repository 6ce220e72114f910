package cli

import (
	"strconv"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
)

// date reads a day, a month or a year as it was typed: 2001-05-09, 2001-05, 2001, or "about 2001".
func date(flag, typed string) (casebook.Date, error) {
	var d casebook.Date
	text := strings.TrimSpace(typed)
	if text == "" {
		return d, nil
	}
	if rest, ok := strings.CutPrefix(text, "about "); ok {
		d.About, text = true, rest
	}
	parts := strings.Split(text, "-")
	if len(parts) > 3 || len(parts[0]) != 4 {
		return casebook.Date{}, badDate(flag)
	}
	for i, field := range []*int{&d.Year, &d.Month, &d.Day}[:len(parts)] {
		n, err := strconv.Atoi(parts[i])
		if err != nil || n < 1 || i > 0 && len(parts[i]) != 2 {
			return casebook.Date{}, badDate(flag)
		}
		*field = n
	}
	day := time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
	if d.Month > 12 || d.Day > 0 && day.Day() != d.Day {
		return casebook.Date{}, badDate(flag)
	}
	return d, nil
}

func badDate(flag string) error {
	return fail(desk.BadInput, "%s: there is no such date; write 2001-05-09, 2001-05, 2001 or \"about 2001\"", flag)
}
