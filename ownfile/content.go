package ownfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// technical are parts of an event that say nothing to a person: they stand in your-file.json.
var technical = []string{"batch", "row", "tag", "meeting", "key", "receipt", "ref", "chunks"}

// moments are parts that are counted in seconds since 1970: nobody reads that.
var moments = []string{"expires", "not_after"}

// day is such a moment as people write it.
func day(seconds json.Number) any {
	n, err := seconds.Int64()
	if t := time.Unix(n, 0).UTC(); err == nil && t.Year() > 0 && t.Year() < 10_000 {
		return t.Format(time.DateOnly)
	}
	return seconds
}

// Content is an event's content for a reader, in one line: "role: crew; version: 1; heard: risks, costs".
func Content(content any) (string, error) {
	if content == nil {
		return "", nil
	}
	raw, err := json.Marshal(content)
	if err != nil {
		return "", err
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	var parts []string
	err = members(in, func(name string, value any) {
		if n, ok := value.(json.Number); ok && slices.Contains(moments, name) {
			value = day(n)
		}
		if said := valueOf(value); said != "" && !slices.Contains(technical, name) {
			parts = append(parts, strings.ReplaceAll(name, "_", " ")+": "+said)
		}
	})
	if err != nil { // content that is no object
		return valueOf(content), nil
	}
	return strings.Join(parts, "; "), nil
}

// members reads an object's members in their order.
func members(in *json.Decoder, each func(name string, value any)) error {
	if t, err := in.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("no object: %w", io.ErrUnexpectedEOF)
	}
	for in.More() {
		name, err := in.Token()
		if err != nil {
			return err
		}
		var value any
		if err := in.Decode(&value); err != nil {
			return err
		}
		each(fmt.Sprint(name), value)
	}
	return nil
}

// valueOf says a value as people would.
func valueOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case []any:
		return join(v)
	case map[string]any:
		return nested(v)
	}
	return fmt.Sprint(value)
}

func join(values []any) string {
	var parts []string
	for _, v := range values {
		parts = append(parts, valueOf(v))
	}
	return strings.Join(parts, ", ")
}

// nested is a date, or something else that stands inside an event.
func nested(v map[string]any) string {
	if year, ok := v["year"]; ok {
		out := fmt.Sprint(year)
		for _, part := range []string{"month", "day"} {
			if n, ok := v[part].(json.Number); ok {
				if i, err := n.Int64(); err == nil {
					out += fmt.Sprintf("-%02d", i)
				}
			}
		}
		if v["about"] == true {
			return "about " + out
		}
		return out
	}
	var parts []string
	for name, value := range v {
		if said := valueOf(value); said != "" {
			parts = append(parts, strings.ReplaceAll(name, "_", " ")+" "+said)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
