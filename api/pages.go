package api

import (
	"encoding/base64"
	"errors"
	"time"

	"willing/desk"
)

// Paging asks for a page of a list.
type Paging struct {
	After string `query:"after" maxLength:"400" doc:"Where the page before ended: its next."`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Rows of a page at most."`
}

var text64 = base64.RawURLEncoding

// at is where the page before ended.
func (p Paging) at() ([]byte, error) {
	raw, err := text64.DecodeString(p.After)
	if err != nil {
		return nil, errCursor()
	}
	if len(raw) == 0 {
		return nil, nil
	}
	return raw, nil
}

func errCursor() error {
	return bad("query.after", "this is not where a page ended: send the next of the page before as it is")
}

// misplaced says of a list that does not go on from a place that it is the place.
func misplaced(err error) error {
	if errors.Is(err, desk.ErrAfter) {
		return errCursor()
	}
	return err
}

func cursor(raw []byte) string { return text64.EncodeToString(raw) }

// moment is nil for no time.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// millis is a moment that a view keeps as Unix milliseconds; nil for none.
func millis(ms int64) *time.Time {
	if ms == 0 {
		return nil
	}
	t := time.UnixMilli(ms).UTC()
	return &t
}
