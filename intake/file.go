package intake

import (
	"errors"
	"io"
	"os"
	"strings"
	"time"
)

// Kind says what a file is a list of.
type Kind int

// The kinds. A list of refusals read as leads would have people approached who said no, so a file with a column for
// the day of a no is not read as Leads.
const (
	Leads Kind = iota
	Refusals
)

// Options are what the reader of a file knows better than the file. The zero value leaves everything to be found out.
type Options struct {
	Kind      Kind
	Country   string    // ISO 3166-1 code where numbers without a prefix belong; a row's own country column goes before it
	Encoding  string    // a name of the WHATWG encoding standard
	Separator string    // one byte
	Sheet     string    // name of the sheet
	DateOrder string    // DayFirst, MonthFirst or YearFirst
	Mapping   io.Reader // a mapping file, see the package example
	Today     time.Time // the day of the import; zero: no date counts as future. The wall clock is never read

	// Progress is told, while rows are handed out, how many are done and how many there are; may be nil.
	Progress func(done, total int64)

	// Gazetteer gives coordinates and country (ISO 3166-1) of a place by its name; may be nil. With it swapped coordinates
	// are put right, and the country of a number in a sighting is known.
	Gazetteer func(place string) (lat, lon float64, country string, ok bool)
}

// File is a file whose layout is known. It holds no open handle: each pass opens the file anew.
type File struct {
	Layout Layout

	path    string
	options Options
	mapping *mapping
	stamp   os.FileInfo
	heads   [][]string // the heading rows as they stand
	bare    bool       // some phone stands without a country's prefix
	noText  bool       // its first part is hardly text
}

// Open finds out what the file is, where its headings are, what its columns hold and how its dates are written. To do so
// it reads the whole file once, and keeps none of it. Errors are *FileError.
func Open(path string, o Options) (*File, error) {
	stamp, err := os.Stat(path)
	if err != nil {
		return nil, &FileError{Code: CodeUnreadable, Problem: "the file cannot be opened", Remedy: "check its name and rights", Cause: err}
	}
	if !stamp.Mode().IsRegular() {
		return nil, refuse(CodeUnreadable, "not a file", "give the name of a file")
	}
	m, err := readMapping(o.Mapping)
	if err != nil {
		return nil, err
	}
	o.Mapping = nil
	f := &File{path: path, options: o, mapping: m, stamp: stamp}
	f.options.merge(m)
	for _, step := range []func() error{f.checkOptions, f.sniff, f.findHeadings, f.mapColumns, f.weigh} {
		if err := step(); err != nil {
			return nil, asFileError(err)
		}
	}
	return f, nil
}

// merge takes from the mapping file what the options leave open.
func (o *Options) merge(m *mapping) {
	for _, pair := range []struct {
		option *string
		value  string
	}{{&o.DateOrder, m.DateOrder}, {&o.Country, m.Country}, {&o.Encoding, m.Encoding}, {&o.Separator, m.Separator}, {&o.Sheet, m.Sheet}} {
		if *pair.option == "" {
			*pair.option = pair.value
		}
	}
}

func (f *File) checkOptions() error {
	switch f.options.DateOrder {
	case "", DayFirst, MonthFirst, YearFirst:
	default:
		return refuse(CodeOption, "an order of dates that is not known", "write dmy, mdy or ymd")
	}
	if len(f.options.Separator) > 1 || strings.ContainsAny(f.options.Separator, "\"\r\n") {
		return refuse(CodeOption, "a separator that is not one sign", "write for instance a comma, a semicolon or a tab")
	}
	if c := f.options.Country; c != "" {
		if f.options.Country = CountryCode(c); f.options.Country == "" {
			return refuse(CodeOption, "a country that is not known", "write its ISO 3166-1 code, for instance ES")
		}
	}
	return nil
}

func asFileError(err error) error {
	var own *FileError
	if errors.As(err, &own) {
		return own
	}
	return &FileError{Code: CodeUnreadable, Problem: "the file cannot be read", Remedy: "check the disk", Cause: err}
}

// sniff finds format, encoding, separator and sheet.
func (f *File) sniff() error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(file, head)
	if n == 0 || f.stamp.Size() == 0 {
		return refuse(CodeEmpty, "the file is empty", "ask the office to send it again")
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	l := &f.Layout
	if l.Format, err = sniffFormat(head[:n]); err != nil {
		return err
	}
	if l.Format == XLSX {
		return f.chooseSheet()
	}
	return f.sniffText(file)
}

func (f *File) sniffText(file *os.File) error {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	l := &f.Layout
	var note Note
	var err error
	if f.options.Encoding != "" {
		l.Encoding, note, err = askedEncoding(file, f.options.Encoding)
	} else {
		l.Encoding, note, err = sniffEncoding(file)
	}
	if err != nil {
		return err
	}
	if note.Code != "" {
		l.Notes = append(l.Notes, note)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r, err := decoder(file, l.Encoding)
	if err != nil {
		return err
	}
	sample, err := readSample(r)
	if err != nil {
		return err
	}
	f.noText = noText(sample)
	if l.Format == CSV && strings.HasPrefix(strings.TrimSpace(sample), "{\"") {
		l.Format = JSONLines // in UTF-16, where the first look could not tell
	}
	if f.options.Encoding == "" && l.Encoding == windows1252 && oftenAccented(sample) {
		f.note(CodeLetters, "", "many letters look wrong as windows-1252; name the encoding if names look strange")
	}
	if l.Format == CSV {
		if l.Separator = f.options.Separator; l.Separator == "" {
			l.Separator = sniffSeparator(sample)
		}
	}
	return nil
}

func (f *File) note(code Code, about, text string) {
	f.Layout.Notes = append(f.Layout.Notes, Note{code, about, text})
}

// table opens one pass over the file.
func (f *File) table() (table, error) {
	if stamp, err := os.Stat(f.path); err != nil || stamp.Size() != f.stamp.Size() || !stamp.ModTime().Equal(f.stamp.ModTime()) {
		return nil, &FileError{Code: CodeUnreadable, Problem: "the file was changed while it was read", Remedy: "open it again", Cause: err}
	}
	if f.Layout.Format == XLSX {
		return f.sheetPass()
	}
	file, err := os.Open(f.path)
	if err != nil {
		return nil, asFileError(err)
	}
	r, err := decoder(file, f.Layout.Encoding)
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	if f.Layout.Format == JSONLines {
		return newJSONTable(r, file.Close), nil
	}
	return newCSVTable(r, f.Layout.Separator[0], file.Close), nil
}

func (f *File) sheetPass() (table, error) {
	w, err := openWorkbook(f.path)
	if err != nil {
		return nil, err
	}
	for _, s := range w.sheets {
		if s.Name == f.Layout.Sheet && s.target != "" {
			t, err := w.sheet(s.target)
			if err != nil {
				_ = w.zip.Close()
				return nil, err
			}
			t.owned = true
			return t, nil
		}
	}
	_ = w.zip.Close()
	return nil, brokenWorkbook(nil)
}
