package intake

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"
)

// foreign are files that are no tables, known by their first bytes.
var foreign = []struct{ magic, problem, remedy string }{
	{"\xD0\xCF\x11\xE0", "an old workbook (.xls) or a workbook with a password", "save it as .xlsx without a password, or as CSV"},
	{"%PDF", "a PDF document, not a spreadsheet", "ask the office for the spreadsheet"},
	{"<", "a web page or XML, not a spreadsheet", "save it as .xlsx or CSV"},
	{"{\\rtf", "a text document, not a spreadsheet", "ask the office for the spreadsheet"},
	{"\x1f\x8b", "a packed file", "unpack it first"},
}

// pictures are what a photograph or a scan of a list begins with, from a byte on.
var pictures = []magicAt{
	{0, "\xff\xd8"}, {0, "\x89PNG"}, {0, "GIF8"}, {0, "II*\x00"}, {0, "MM\x00*"}, {8, "WEBP"}, {4, "ftypheic"}, {4, "ftypheix"}, {4, "ftypmif1"}, {4, "ftypavif"},
}

type magicAt struct {
	at    int
	magic string
}

func isPicture(head []byte) bool {
	return slices.ContainsFunc(pictures, func(p magicAt) bool {
		return len(head) > p.at && bytes.HasPrefix(head[p.at:], []byte(p.magic))
	})
}

// sniffFormat tells a workbook, JSON Lines and separated values apart by what is in the file; its name is not asked.
func sniffFormat(head []byte) (string, error) {
	if bytes.HasPrefix(head, []byte("PK")) {
		return XLSX, nil
	}
	if isPicture(head) {
		return "", refuse(CodePicture, "a picture, not a spreadsheet", "ask the office for the spreadsheet, or type the list in")
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, bomUTF8), " \t\r\n")
	for _, f := range foreign {
		if bytes.HasPrefix(text, []byte(f.magic)) {
			return "", refuse(CodeForeign, f.problem, f.remedy)
		}
	}
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		return JSONLines, nil
	case bytes.HasPrefix(text, []byte("[{")), bytes.HasPrefix(text, []byte("[\n")):
		return "", refuse(CodeJSONList, "one JSON list, not JSON Lines", "write one object a line, without the brackets around all")
	}
	return CSV, nil
}

// noText reports whether a decoded sample is hardly text: one sign in a hundred, and more than a few, are control
// characters that nobody types.
func noText(sample string) bool {
	control := 0
	for _, r := range sample {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			control++
		}
	}
	return control > 3 && control*100 > len(sample)
}

// sniffSeparator finds what parts the cells: the sign that gives most rows the same number of cells, and most cells.
// Signs inside quotation marks do not count.
func sniffSeparator(sample string) string {
	if first, _, _ := strings.Cut(sample, "\n"); strings.HasPrefix(strings.ToLower(first), "sep=") && len(first) > 4 {
		return first[4:5] // Excel's own hint
	}
	best, bestScore := ",", 0.0
	for _, sep := range []string{";", "\t", ",", "|"} {
		if score := separatorScore(sample, sep[0]); score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best
}

func separatorScore(sample string, sep byte) float64 {
	t := newCSVTable(strings.NewReader(sample), sep, nil)
	widths, rows := map[int]int{}, 0
	for rows < 200 {
		if _, err := t.next(); err != nil {
			break
		}
		if t.columns == 1 && t.size == 0 {
			continue
		}
		widths[t.columns]++
		rows++
	}
	best := 0.0
	for width, n := range widths {
		if width > 1 {
			best = max(best, float64(n)/float64(rows)*float64(min(width, 40)-1))
		}
	}
	return best
}

// readSample reads the first part of a decoded text, up to the last full line.
func readSample(r io.Reader) (string, error) {
	buf := make([]byte, sampleBytes)
	n, err := io.ReadFull(r, buf)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", &FileError{Code: CodeUnreadable, Problem: "the file cannot be read", Remedy: "check the disk and the encoding", Cause: err}
	}
	sample := string(buf[:n])
	if cut := strings.LastIndexByte(sample, '\n'); cut > 0 && n == len(buf) {
		sample = sample[:cut]
	}
	return sample, nil
}

// oftenAccented reports whether most letters of a one-byte text are beyond ASCII: then it is hardly windows-1252.
func oftenAccented(sample string) bool {
	letters, beyond := 0, 0
	for _, r := range sample {
		if unicode.IsLetter(r) {
			letters++
			if r > '~' {
				beyond++
			}
		}
	}
	return beyond*3 > letters
}
