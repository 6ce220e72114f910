package intake

import (
	"bytes"
	"errors"
	"io"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"
)

// mapping is a mapping file: which column holds what, and what else its writer knows about the file. In its short form it is
// only the columns:
//
//	Nom de guerre: latin_name
//	C: born
//
// and in its long form
//
//	columns: {C: born, Tfno: phone}
//	strict: [born]        # an unreadable value in these fields rejects the row
//	header_row: 3         # 0: the file has no headings
//	date_order: dmy
//	country: ES
type mapping struct {
	Columns   map[string]string `yaml:"columns"`
	Strict    []Field           `yaml:"strict"`
	HeaderRow *int              `yaml:"header_row"`
	DateOrder string            `yaml:"date_order"`
	Country   string            `yaml:"country"`
	Encoding  string            `yaml:"encoding"`
	Separator string            `yaml:"separator"`
	Sheet     string            `yaml:"sheet"`
}

// readMapping reads a mapping file; a nil reader is an empty mapping.
func readMapping(r io.Reader) (*mapping, error) {
	m := &mapping{}
	if r == nil {
		return m, nil
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxMapping+1))
	if err != nil {
		return nil, &FileError{Code: CodeMapping, Problem: "the mapping file cannot be read", Remedy: "check the disk", Cause: err}
	}
	if len(data) > MaxMapping {
		return nil, refuse(CodeMapping, "the mapping file is too long", "name the columns only, one a line")
	}
	if err := m.decode(data); err != nil {
		return nil, &FileError{Code: CodeMapping, Problem: "the mapping file is not understood", Remedy: "write one line for each column, heading or letter: field", Cause: err}
	}
	return m, m.check()
}

func (m *mapping) decode(data []byte) (err error) {
	defer func() { // the YAML library has been seen to panic on hostile input
		if recover() != nil {
			err = errors.New("not YAML")
		}
	}()
	if bytes.ContainsAny(data, "&*") && bytes.Contains(data, []byte(": *")) {
		return errors.New("references between lines are not wanted here")
	}
	var short map[string]string
	if shortErr := yaml.Unmarshal(data, &short); shortErr == nil {
		if _, long := short["columns"]; !long {
			m.Columns = short
			return nil
		}
	}
	return yaml.UnmarshalWithOptions(data, m, yaml.DisallowUnknownField())
}

func (m *mapping) check() error {
	for _, f := range m.Columns {
		if !Field(f).known() {
			return m.unknown()
		}
	}
	for _, f := range m.Strict {
		if !f.known() {
			return m.unknown()
		}
	}
	if m.HeaderRow != nil && (*m.HeaderRow < 0 || *m.HeaderRow > MaxRows) {
		return refuse(CodeMapping, "the mapping file names a header row that cannot be", "write the number that a spreadsheet program shows")
	}
	return nil
}

func (m *mapping) unknown() error {
	var all []string
	for _, f := range Fields() {
		all = append(all, string(f))
	}
	return refuse(CodeMapping, "the mapping file names an unknown field", "the fields are "+strings.Join(all, ", "))
}

func (m *mapping) strict(f Field) bool {
	for _, s := range m.Strict {
		if s == f && f != "" {
			return true
		}
	}
	return false
}

// byHeading gives the field that the mapping gives to a heading.
func (m *mapping) byHeading(heading string) Field {
	key := plainKey(heading)
	if key == "" {
		return ""
	}
	for name, f := range m.Columns {
		if plainKey(name) == key {
			return Field(f)
		}
	}
	return ""
}

// letters gives the fields of columns that are named by letter and are no heading of the file.
func (m *mapping) letters(headings []string) map[int]Field {
	taken := map[string]bool{}
	for _, h := range headings {
		taken[plainKey(h)] = true
	}
	out := map[int]Field{}
	for name, f := range m.Columns {
		if i := letterIndex(name); i >= 0 && i < MaxColumns && !taken[plainKey(name)] {
			out[i] = Field(f)
		}
	}
	return out
}

// missing lists the columns of the mapping that the file does not have, by their names in the mapping.
func (m *mapping) missing(headings []string, width int) []string {
	have := map[string]bool{}
	for _, h := range headings {
		have[plainKey(h)] = true
	}
	var out []string
	for name := range m.Columns {
		if i := letterIndex(name); !have[plainKey(name)] && (i < 0 || i >= width) {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

// write gives the long form of a mapping that reads columns exactly as they were read.
func writeMapping(l Layout, strict []Field) ([]byte, error) {
	first := 1
	m := mapping{Columns: map[string]string{}, Strict: strict, HeaderRow: &first}
	for _, c := range l.Columns {
		f := c.Field
		if f == "" {
			f = Ignore
		}
		m.Columns[c.Letter] = string(f)
	}
	return yaml.Marshal(m)
}
