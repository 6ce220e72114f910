package intake

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encodings that are found by themselves; Options.Encoding takes any name of the WHATWG encoding standard beside.
const (
	utf8Name    = "UTF-8"
	utf16LE     = "UTF-16LE"
	utf16BE     = "UTF-16BE"
	windows1252 = "windows-1252"
	mixedName   = "UTF-8 with windows-1252" // most bytes are UTF-8, stray ones are not
)

var (
	bomUTF8  = []byte{0xEF, 0xBB, 0xBF}
	bomLE    = []byte{0xFF, 0xFE}
	bomBE    = []byte{0xFE, 0xFF}
	emptyBOM = []byte{}
)

var mixedNote = Note{CodeMixed, "", "some bytes are not UTF-8; these were read as windows-1252"}

// sniffEncoding finds the encoding of a text from its mark, from zero bytes in every second place, and from reading all
// of it as UTF-8. note is empty when all is as it should be.
func sniffEncoding(r io.ReadSeeker) (name string, note Note, err error) {
	head := make([]byte, sampleBytes)
	n, err := io.ReadFull(r, head)
	switch {
	case errors.Is(err, io.EOF):
		return "", Note{}, refuse(CodeEmpty, "the file is empty", "ask the office to send it again")
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return "", Note{}, err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, bomLE):
		return utf16LE, Note{}, nil
	case bytes.HasPrefix(head, bomBE):
		return utf16BE, Note{}, nil
	}
	if name := zeroPattern(head); name != "" {
		return name, Note{CodeNoMark, name, "no byte order mark; read as " + name + " because every second byte is zero"}, nil
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return "", Note{}, err
	}
	multi, stray, err := countUTF8(r)
	marked := bytes.HasPrefix(head, bomUTF8)
	if marked {
		multi--
	}
	switch {
	case err != nil:
		return "", Note{}, err
	case stray == 0:
		return utf8Name, Note{}, nil
	case multi > stray:
		return mixedName, mixedNote, nil
	case marked:
		return windows1252, Note{CodeMislabelled, "", "the byte order mark says UTF-8, but the letters are windows-1252; read as windows-1252"}, nil
	}
	return windows1252, Note{}, nil
}

// askedEncoding is the encoding that the reader named; note says where a text that is called UTF-8 is not so everywhere.
func askedEncoding(r io.Reader, asked string) (name string, note Note, err error) {
	if name = canonicalEncoding(asked); name != utf8Name {
		return name, Note{}, nil
	}
	if _, stray, err := countUTF8(r); err != nil || stray == 0 {
		return name, Note{}, err
	}
	return mixedName, mixedNote, nil
}

// zeroPattern finds UTF-16 without a mark: in texts with Latin letters, digits or separators one byte of many pairs is zero.
func zeroPattern(head []byte) string {
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	enough := len(head) / 2 / 4
	switch {
	case len(head) < 8:
	case zeros[1] > enough && zeros[0] <= zeros[1]/20:
		return utf16LE
	case zeros[0] > enough && zeros[1] <= zeros[0]/20:
		return utf16BE
	}
	return ""
}

// countUTF8 reads everything and counts characters of several bytes, and bytes that are no UTF-8.
func countUTF8(r io.Reader) (multi, stray int, err error) {
	buf := make([]byte, sampleBytes)
	kept := 0
	for {
		n, err := r.Read(buf[kept:])
		data := buf[:kept+n]
		last := err == io.EOF
		for len(data) > 0 {
			if data[0] < utf8.RuneSelf {
				data = data[1:]
				continue
			}
			if !last && !utf8.FullRune(data) {
				break
			}
			c, size := utf8.DecodeRune(data)
			if c == utf8.RuneError && size == 1 {
				stray++
			} else {
				multi++
			}
			data = data[size:]
		}
		if last {
			return multi, stray, nil
		}
		if err != nil {
			return 0, 0, err
		}
		kept = copy(buf, data)
	}
}

// decoder gives r as UTF-8 without a mark.
func decoder(r io.Reader, name string) (io.Reader, error) {
	switch name {
	case utf8Name, mixedName:
		return transform.NewReader(skipMark(r, bomUTF8), strayBytes{}), nil
	case utf16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()), nil
	case utf16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()), nil
	case windows1252:
		return transform.NewReader(skipMark(r, bomUTF8), charmap.Windows1252.NewDecoder()), nil
	}
	e, err := htmlindex.Get(strings.ToLower(strings.TrimSpace(name)))
	if err != nil {
		return nil, refuse(CodeOption, "the encoding asked for is not known", "write for instance utf-8, utf-16le, windows-1252 or windows-1251")
	}
	return transform.NewReader(skipMark(r, bomUTF8), e.NewDecoder()), nil
}

// canonicalEncoding gives the names that decoder knows for the usual ways of writing them.
func canonicalEncoding(name string) string {
	for _, known := range []string{utf8Name, utf16LE, utf16BE, windows1252} {
		if plainKey(known) == plainKey(name) || strings.ReplaceAll(plainKey(known), " ", "") == strings.ReplaceAll(plainKey(name), " ", "") {
			return known
		}
	}
	return name
}

func skipMark(r io.Reader, mark []byte) io.Reader {
	head := make([]byte, len(mark))
	n, err := io.ReadFull(r, head)
	if err == nil && bytes.Equal(head, mark) {
		head = emptyBOM
		n = 0
	}
	return io.MultiReader(bytes.NewReader(head[:n]), r)
}

// strayBytes passes UTF-8 through and reads each byte that is none as windows-1252.
type strayBytes struct{ transform.NopResetter }

// Transform implements transform.Transformer.
func (strayBytes) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		if !atEOF && !utf8.FullRune(src[nSrc:]) {
			return nDst, nSrc, transform.ErrShortSrc
		}
		c, size := utf8.DecodeRune(src[nSrc:])
		if c == utf8.RuneError && size == 1 {
			c = charmap.Windows1252.DecodeByte(src[nSrc])
		}
		if nDst+utf8.RuneLen(c) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], c)
		nSrc += size
	}
	return nDst, nSrc, nil
}
