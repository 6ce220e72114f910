package programme

import (
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a file of a programme may weigh. YAML and Markdown are smaller by nature (a long disclosure has
// 15 KB in English, three times that in Hindi), and the time of their parsers grows with the square of
// the size: at this limit the worst that we could write takes some seconds.
const (
	maxFile  = 1 << 20
	maxProse = 128 << 10
)

// plain returns a file as clean text with lines that end in \n: what is not UTF-8 or cannot be seen is
// a fault and replaced, so that the rest can still be checked. False when there is nothing to check.
func (l *loader) plain(file string) (string, bool) {
	if !l.files[file] {
		return "", false // a link, blamed already
	}
	limit, size := int64(maxFile), "1 MB"
	if ext := path.Ext(file); ext == ".yaml" || ext == ".md" {
		limit, size = maxProse, "128 KB"
	}
	var data []byte
	info, err := fs.Stat(l.fsys, file)
	regular := err == nil && info.Mode().IsRegular()
	if regular && info.Size() <= limit {
		data, err = fs.ReadFile(l.fsys, file)
	}
	switch {
	case err != nil || !regular:
		l.faults.add(file, 0, "the file cannot be read", "put a plain text file here that everyone may read")
		return "", false
	case info.Size() > limit || int64(len(data)) > limit:
		l.faults.add(file, 0, "the file is larger than "+size, "shorten it, or take out what does not belong here")
		return "", false
	}
	return clean(string(data), file, &l.faults), true
}

// clean reports and replaces what a person reading the file could not see; each kind once a line.
func clean(text, file string, fs *faults) string {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if !utf8.ValidString(line) {
			fs.add(file, i+1, "characters that are not UTF-8", "save the file in UTF-8")
			line = strings.ToValidUTF8(line, "?")
		}
		if strings.Contains(line, "\t") && path.Ext(file) != ".csv" {
			fs.add(file, i+1, "a tab", "use spaces: a tab is as wide as each program likes")
			line = strings.ReplaceAll(line, "\t", " ")
		}
		if strings.ContainsFunc(line, hidden) {
			fs.add(file, i+1, "an invisible character that can change what people read", "write the line anew")
			line = strings.Map(func(r rune) rune {
				if hidden(r) {
					return -1
				}
				return r
			}, line)
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}

// hidden is true of control characters, of bidirectional embeddings, overrides and isolates (with which
// a text shows other than it is read: CVE-2021-42574), of zero-width characters and of tags. Allowed
// are the joiners and direction marks that Arabic, Persian, Hebrew and Indic spelling needs, the soft
// hyphen, and the Arabic number signs.
func hidden(r rune) bool {
	switch {
	case r == '\t':
		return false
	case r == '\u00ad', r == '\u061c', r >= '\u200c' && r <= '\u200f', r >= '\u0600' && r <= '\u0605', r == '\u06dd':
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}
