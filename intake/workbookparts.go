package intake

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
)

// readStyles finds which cell styles show a number as a day.
func (w *workbook) readStyles() error {
	if w.parts["xl/styles.xml"] == nil {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := w.decode("xl/styles.xml", &styles); err != nil {
		return err
	}
	custom := map[int]bool{}
	for _, f := range styles.Formats {
		custom[f.ID] = showsDay(f.Code)
	}
	for _, c := range styles.Cells {
		day, ok := custom[c.Format]
		w.dayStyle = append(w.dayStyle, ok && day || !ok && builtinDay(c.Format))
	}
	return nil
}

// builtinDay holds for the number formats that every program has without listing them (ECMA-376, 18.8.30), and that show a day.
func builtinDay(id int) bool {
	return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58
}

// showsDay reads a number format: outside quotes, brackets and escapes, a d or a y makes it a day.
func showsDay(code string) bool {
	inQuotes, inBrackets := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			inQuotes = !inQuotes
		case inQuotes:
		case c == '[':
			inBrackets = true
		case c == ']':
			inBrackets = false
		case inBrackets:
		case c == '\\' || c == '_' || c == '*':
			i++
		case strings.IndexByte("dDyY", c) >= 0:
			return true
		}
	}
	return false
}

// readShared reads the texts that cells refer to by number.
func (w *workbook) readShared() error {
	const name = "xl/sharedStrings.xml"
	if w.parts[name] == nil {
		return nil
	}
	d, c, err := w.open(name)
	if err != nil {
		return err
	}
	defer c.Close()
	size := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return xmlError(err, 0, -1)
		}
		if start, ok := tok.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := richText(d)
			if err != nil {
				return xmlError(err, 0, -1)
			}
			if size += len(text) + 16; size > MaxSharedText {
				return refuse(CodeLarge, "the workbook's texts take more than "+grouped(MaxSharedText>>20)+" MB", "save the one sheet as CSV")
			}
			w.shared = append(w.shared, text)
		}
	}
}

// richText joins the runs of a text up to the end of the element that was just opened, without the phonetic readings.
func richText(d *xml.Decoder) (string, error) {
	var b strings.Builder
	inText, phonetic := false, 0
	for depth := 1; depth > 0; {
		tok, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			inText = t.Name.Local == "t" && phonetic == 0
			if t.Name.Local == "rPh" || phonetic > 0 {
				phonetic++
			}
		case xml.EndElement:
			depth--
			inText = false
			phonetic = max(phonetic-1, 0)
		case xml.CharData:
			if inText && b.Len() <= MaxCell {
				b.Write(t)
			}
		}
	}
	return unescape(b.String()), nil
}

// unescape reads the way in which workbooks write characters that XML does not allow: _x000D_ (ECMA-376, 22.9.2.19).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '_' && i+7 <= len(s) && s[i+1] == 'x' && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(n))
				i += 6
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// isoDay writes the number of a day cell in ISO 8601, with the clock when it has one; ok is false when there is no such day.
func (w *workbook) isoDay(value string) (string, bool) {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f < 0 || f > lastSerial+1 {
		return value, false
	}
	days := int(f)
	if w.since1904 {
		days += 1462
	}
	d, fault := serialDate(days)
	if fault != nil {
		return value, false
	}
	iso := Date{Year: d.Year, Month: d.Month, Day: d.Day}.String()
	if clock := time.Duration((f - float64(int(f))) * 24 * float64(time.Hour)).Round(time.Second); clock >= time.Second && clock < 24*time.Hour {
		iso += time.Time{}.Add(clock).Format("T15:04:05")
	}
	return iso, true
}

// xmlError wraps what the XML decoder said; a bound keeps its own words.
func xmlError(err error, row, column int) error {
	var own *FileError
	if errors.As(err, &own) {
		e := *own
		if row > 0 {
			e.Row, e.Column = row, Letter(column)
		}
		return &e
	}
	e := brokenWorkbook(err)
	e.Row = row
	return e
}
