package journal

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf8"
)

// CBOR major types (RFC 8949, section 3.1).
const (
	majorUint = iota
	majorNegative
	majorBytes
	majorText
	majorArray
	majorMap
	majorTag
	majorSimple
)

// maxInt is the largest argument that fits an int64, as a positive number and as -1-n.
const maxInt = uint64(math.MaxInt64)

const (
	cborFalse = 0xf4
	cborTrue  = 0xf5
	cborNull  = 0xf6
)

// walker reads canonical CBOR from front to back and refuses every other form. It remembers its first
// fault and then returns zero values, so that a decoder can read a whole shape and ask once.
type walker struct {
	data  []byte
	at    int
	fault string
}

func (w *walker) fail(fault string) {
	if w.fault == "" {
		w.fault = fault
		w.at = len(w.data)
	}
}

// end closes a decoding: it gives the first fault, bytes left over included, or "".
func (w *walker) end() string {
	if w.at != len(w.data) {
		w.fail("bytes after the end")
	}
	return w.fault
}

func (w *walker) take(n uint64) []byte {
	if n > uint64(len(w.data)-w.at) {
		w.fail("cut off")
		return nil
	}
	part := w.data[w.at : w.at+int(n)]
	w.at += int(n)
	return part
}

// head reads a type and its argument, which must use the fewest bytes.
func (w *walker) head() (major byte, n uint64) {
	first := w.take(1)
	if first == nil {
		return majorSimple, 0
	}
	major, info := first[0]>>5, first[0]&31
	if info < 24 {
		return major, uint64(info)
	}
	if info > 27 {
		w.fail("indefinite or reserved length")
		return majorSimple, 0
	}
	width := uint64(1) << (info - 24)
	for _, b := range w.take(width) {
		n = n<<8 | uint64(b)
	}
	if width == 1 && n < 24 || width > 1 && n>>(4*width) == 0 {
		w.fail("number longer than needed")
	}
	return major, n
}

// want reads a head of one major type.
func (w *walker) want(major byte, fault string) uint64 {
	got, n := w.head()
	if got != major {
		w.fail(fault)
		return 0
	}
	return n
}

func (w *walker) uint(most uint64) uint64 {
	n := w.want(majorUint, "not a whole number")
	if n > most {
		w.fail("number too large")
		return 0
	}
	return n
}

func (w *walker) int() int64 {
	major, n := w.head()
	if major > majorNegative || n > maxInt {
		w.fail("not a whole number of 64 bits")
		return 0
	}
	if major == majorNegative {
		return -1 - int64(n)
	}
	return int64(n)
}

func (w *walker) bytes() []byte { return w.take(w.want(majorBytes, "not a byte string")) }

func (w *walker) fixed(dst []byte) {
	raw := w.bytes()
	if w.fault == "" && len(raw) != len(dst) {
		w.fail("byte string of the wrong length")
	}
	copy(dst, raw)
}

func (w *walker) text() string {
	raw := w.take(w.want(majorText, "not a text"))
	if !utf8.Valid(raw) {
		w.fail("text is not UTF-8")
	}
	return string(raw)
}

// array reads the head of an array of at most `most` elements.
func (w *walker) array(most int) int {
	n := w.want(majorArray, "not an array")
	if n > uint64(most) {
		w.fail("too many elements")
		return 0
	}
	return int(n)
}

// tuple reads the head of an array of exactly n elements.
func (w *walker) tuple(n int) {
	if w.array(n) != n {
		w.fail("too few elements")
	}
}

// null consumes a null if one is next.
func (w *walker) null() bool {
	if w.at < len(w.data) && w.data[w.at] == cborNull {
		w.at++
		return true
	}
	return false
}

// mapping reads a map whose keys ascend bytewise, and so are unique; visit gets each encoded key and
// must read the value.
func (w *walker) mapping(visit func(key []byte)) { w.pairs(w.want(majorMap, "not a map"), visit) }

func (w *walker) pairs(n uint64, visit func(key []byte)) {
	var last []byte
	for ; n > 0 && w.fault == ""; n-- {
		from := w.at
		if major, size := w.head(); major == majorText || major == majorBytes {
			if raw := w.take(size); major == majorText && !utf8.Valid(raw) {
				w.fail("text is not UTF-8")
			}
		} else if major > majorNegative {
			w.fail("key is neither number nor string")
		}
		key := w.data[from:w.at]
		if w.fault == "" && bytes.Compare(last, key) >= 0 {
			w.fail("keys not in order, or doubled")
		}
		if last = key; w.fault == "" {
			visit(key)
		}
	}
}

// skip walks over any one value, checking it. Depth counts the arrays and maps around it.
func (w *walker) skip(depth int) {
	if depth > MaxDepth {
		w.fail("nested too deep")
	}
	if w.at < len(w.data) && w.data[w.at]>>5 == majorSimple {
		w.simple()
		return
	}
	switch major, n := w.head(); major {
	case majorBytes:
		w.take(n)
	case majorText:
		if !utf8.Valid(w.take(n)) {
			w.fail("text is not UTF-8")
		}
	case majorArray:
		for ; n > 0 && w.fault == ""; n-- {
			w.skip(depth + 1)
		}
	case majorMap:
		w.pairs(n, func([]byte) { w.skip(depth + 1) })
	case majorTag:
		w.fail("tag")
	}
}

// simple walks over false, true, null, or a finite floating-point number in its shortest exact form.
func (w *walker) simple() {
	switch w.take(1)[0] {
	case cborFalse, cborTrue, cborNull:
	case 0xf9:
		if raw := w.take(2); raw != nil && raw[0]&0x7c == 0x7c {
			w.fail("number is not finite")
		}
	case 0xfa:
		if raw := w.take(4); raw != nil {
			w.float32(math.Float32frombits(binary.BigEndian.Uint32(raw)))
		}
	case 0xfb:
		if raw := w.take(8); raw != nil {
			w.float64(math.Float64frombits(binary.BigEndian.Uint64(raw)))
		}
	default:
		w.fail("unknown simple value")
	}
}

func (w *walker) float32(f float32) {
	if wide := float64(f); math.IsNaN(wide) || math.IsInf(wide, 0) {
		w.fail("number is not finite")
	} else if fitsHalf(f) {
		w.fail("number longer than needed")
	}
}

func (w *walker) float64(f float64) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		w.fail("number is not finite")
	} else if float64(float32(f)) == f {
		w.fail("number longer than needed")
	}
}

// fitsHalf says whether a finite number has an exact half-precision form (IEEE 754 binary16: 10 bits
// of fraction, exponents -14 to 15, and subnormals down to 2^-24).
func fitsHalf(f float32) bool {
	bits := math.Float32bits(f)
	exponent, fraction := int(bits>>23&0xff)-127, bits&(1<<23-1)
	switch {
	case bits<<1 == 0:
		return true
	case exponent >= -14 && exponent <= 15:
		return fraction&(1<<13-1) == 0
	case exponent >= -24 && exponent < -14:
		return fraction&(1<<(13-14-exponent)-1) == 0
	}
	return false
}

// canonicalFault says why data is not exactly one value in canonical form, or "".
func canonicalFault(data []byte) string {
	w := walker{data: data}
	w.skip(0)
	return w.end()
}
