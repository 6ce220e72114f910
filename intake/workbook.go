package intake

import (
	"archive/zip"
	"encoding/xml"
	"io"
	"path"
	"sort"
	"strings"
)

// workbook is an XLSX file of which the small parts are read: which sheets there are, the shared texts, which styles are dates.
// It is read with the standard library alone, as a stream: a partner's workbook is hostile until shown otherwise, and only
// so is each byte counted before it is kept, and a real date told from a number. Links, macros, formulas, pictures are never looked at.
type workbook struct {
	zip       *zip.ReadCloser
	parts     map[string]*zip.File
	sheets    []sheetEntry
	shared    []string
	dayStyle  []bool // by style index: the number is a day
	since1904 bool   // days count from 1904, as old Macintosh programs did
	notes     []Note
}

// sheetEntry is a sheet as the workbook lists it.
type sheetEntry struct {
	Name   string `xml:"name,attr"`
	State  string `xml:"state,attr"`
	Rel    string `xml:"id,attr"`
	target string // path of its part
}

func brokenWorkbook(cause error) *FileError {
	return &FileError{Code: CodeBroken, Problem: "the workbook is broken or was cut off", Remedy: "ask the office to send it again", Cause: cause}
}

func openWorkbook(name string) (*workbook, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, brokenWorkbook(err)
	}
	w := &workbook{zip: z, parts: map[string]*zip.File{}}
	if err := w.read(); err != nil {
		_ = z.Close()
		return nil, err
	}
	return w, nil
}

func (w *workbook) read() error {
	if err := checkParts(w.zip.File); err != nil {
		return err
	}
	for _, f := range w.zip.File {
		w.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	if w.parts[w.main()] == nil {
		return refuse(CodeForeign, "a packed file without a workbook in it", "save the list as .xlsx or CSV")
	}
	w.warn()
	if err := w.readSheets(); err != nil {
		return err
	}
	if err := w.readStyles(); err != nil {
		return err
	}
	return w.readShared()
}

// checkParts refuses a bomb before anything of it is unpacked: parts that share their bytes, that say they are huge, or that
// are packed more tightly than any table.
func checkParts(files []*zip.File) error {
	if len(files) > maxParts {
		return refuse(CodeLarge, "a workbook of more than "+grouped(maxParts)+" parts", "save the one sheet as CSV")
	}
	type span struct{ from, to int64 }
	var spans []span
	var total uint64
	for _, f := range files {
		from, err := f.DataOffset()
		if err != nil {
			return brokenWorkbook(err)
		}
		if f.CompressedSize64 > 1<<40 || f.UncompressedSize64 > 1<<40 {
			return brokenWorkbook(zip.ErrFormat)
		}
		spans = append(spans, span{from, from + int64(f.CompressedSize64)})
		total += f.UncompressedSize64
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i].from < spans[j].from })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return refuse(CodeBomb, "parts of the workbook overlap: a zip bomb", "do not open it; ask the office what it is")
		}
	}
	if total > MaxWorkbook {
		return refuse(CodeLarge, "the workbook would unpack to more than "+grouped(MaxWorkbook>>20)+" MB", "save the one sheet as CSV")
	}
	return checkPartSizes(files)
}

func checkPartSizes(files []*zip.File) error {
	for _, f := range files {
		size := f.UncompressedSize64
		if size > MaxWorkbookPart {
			return refuse(CodeLarge, "a part of the workbook would unpack to more than "+grouped(MaxWorkbookPart>>20)+" MB", "save the one sheet as CSV")
		}
		if size > smallPart && size > maxRatio*max(f.CompressedSize64, 1) {
			return refuse(CodeBomb, "a part of the workbook is packed more tightly than any table: a zip bomb", "do not open it; ask the office what it is")
		}
	}
	return nil
}

// warn notes what the workbook holds beside its sheets.
func (w *workbook) warn() {
	macros, links := false, false
	for name := range w.parts {
		macros = macros || strings.HasSuffix(name, "vbaProject.bin") || strings.Contains(name, "macrosheets/")
		links = links || strings.Contains(name, "externalLinks/")
	}
	if macros {
		w.notes = append(w.notes, Note{CodeMacros, "", "the workbook holds macros; they are not looked at"})
	}
	if links {
		w.notes = append(w.notes, Note{CodeLinks, "", "the workbook has links to other files; they are not followed"})
	}
}

// open gives a part as XML whose size, and whose runs of text, are bounded.
func (w *workbook) open(name string) (*xml.Decoder, io.Closer, error) {
	f := w.parts[name]
	if f == nil {
		return nil, nil, brokenWorkbook(zip.ErrFormat)
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, brokenWorkbook(err)
	}
	declared := int64(f.UncompressedSize64) // checked above; a part that unpacks to more than it says is cut there
	return xml.NewDecoder(&runReader{r: io.LimitReader(r, declared)}), r, nil
}

func (w *workbook) readSheets() error {
	var book struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []sheetEntry `xml:"sheets>sheet"`
	}
	name := w.main()
	if err := w.decode(name, &book); err != nil {
		return err
	}
	var rels struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	if err := w.decode(path.Join(path.Dir(name), "_rels", path.Base(name)+".rels"), &rels); err != nil {
		return err
	}
	w.since1904 = book.Properties.Date1904 == "1" || book.Properties.Date1904 == "true"
	for _, s := range book.Sheets {
		for _, r := range rels.All {
			if r.ID == s.Rel && strings.HasSuffix(r.Type, "/worksheet") && r.Mode != "External" {
				s.target = partPath(name, r.Target)
			}
		}
		w.sheets = append(w.sheets, s)
	}
	return nil
}

// main finds the workbook part: xl/workbook.xml in every file that anybody has met.
func (w *workbook) main() string {
	for name := range w.parts {
		if strings.EqualFold(name, "xl/workbook.xml") {
			return name
		}
	}
	return "xl/workbook.xml"
}

func partPath(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return path.Join(path.Dir(from), target)
}

// decode reads one of the parts that are kept in memory whole.
func (w *workbook) decode(name string, into any) error {
	if f := w.parts[name]; f != nil && f.UncompressedSize64 > maxIndexPart {
		return refuse(CodeLarge, "the list of sheets or styles of the workbook is longer than any", "save the one sheet as CSV")
	}
	d, c, err := w.open(name)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := d.Decode(into); err != nil {
		return brokenWorkbook(err)
	}
	return nil
}

// runReader refuses text between two tags that is longer than anything a workbook holds, before it is kept in memory.
type runReader struct {
	r   io.Reader
	run int
}

// Read implements io.Reader.
func (r *runReader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	for _, c := range p[:n] {
		r.run++
		if c == '<' || c == '>' {
			r.run = 0
		}
		if r.run > maxXMLRun {
			return 0, errRun
		}
	}
	return n, err
}

var errRun = refuse(CodeTooLong, "a cell of more than "+grouped(maxXMLRun)+" bytes", "shorten the cell")
