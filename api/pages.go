package api

import (
	"encoding/base64"
	"time"
)

// Paging asks for a page of a list.
type Paging struct {
	After string `query:"after" maxLength:"400" doc:"Where the page before ended: its next."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows of a page at most."`
}

// leastCursor is the size of the shortest place where a page can end: it names a person. What is shorter would be taken for
// a place behind everybody, and read as the end of the list.
const leastCursor = 16

var text64 = base64.RawURLEncoding

// at is where the page before ended.
func (p Paging) at() ([]byte, error) {
	raw, err := text64.DecodeString(p.After)
	if err != nil || len(raw) > 0 && len(raw) < leastCursor {
		return nil, bad("query.after", "this is not where a page ended: send the next of the page before as it is")
	}
	if len(raw) == 0 {
		return nil, nil
	}
	return raw, nil
}

func cursor(raw []byte) string { return text64.EncodeToString(raw) }

// millis is a moment that a view keeps as Unix milliseconds; nil for none.
func millis(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := time.UnixMilli(ms).UTC()
	return &t
}
