package journal

import (
	"encoding/binary"
	"fmt"
	"reflect"

	"github.com/fxamacker/cbor/v2"
)

// encoder writes canonical CBOR. Whoever writes a map gives its keys in canonical order: shorter keys
// first, equal lengths by alphabet.
type encoder struct{ buf []byte }

func (e *encoder) head(major byte, n uint64) {
	first := major << 5
	switch {
	case n < 24:
		e.buf = append(e.buf, first|byte(n))
	case n < 1<<8:
		e.buf = append(e.buf, first|24, byte(n))
	case n < 1<<16:
		e.buf = binary.BigEndian.AppendUint16(append(e.buf, first|25), uint16(n))
	case n < 1<<32:
		e.buf = binary.BigEndian.AppendUint32(append(e.buf, first|26), uint32(n))
	default:
		e.buf = binary.BigEndian.AppendUint64(append(e.buf, first|27), n)
	}
}

func (e *encoder) int(n int64) {
	if n < 0 {
		e.head(majorNegative, uint64(-1-n))
		return
	}
	e.head(majorUint, uint64(n))
}

func (e *encoder) uint(n uint64) { e.head(majorUint, n) }
func (e *encoder) array(n int)   { e.head(majorArray, uint64(n)) }
func (e *encoder) pairs(n int)   { e.head(majorMap, uint64(n)) }
func (e *encoder) null()         { e.buf = append(e.buf, cborNull) }

func (e *encoder) bytes(b []byte) {
	e.head(majorBytes, uint64(len(b)))
	e.buf = append(e.buf, b...)
}

func (e *encoder) text(s string) {
	e.head(majorText, uint64(len(s)))
	e.buf = append(e.buf, s...)
}

var bodyEncoding, bodyDecoding = must(cbor.EncOptions{
	Sort:          cbor.SortCoreDeterministic,
	ShortestFloat: cbor.ShortestFloat16,
	NaNConvert:    cbor.NaNConvertReject,
	InfConvert:    cbor.InfConvertReject,
	IndefLength:   cbor.IndefLengthForbidden,
	NilContainers: cbor.NilContainerAsEmpty,
	TagsMd:        cbor.TagsForbidden,
}.EncMode()), must(cbor.DecOptions{
	DupMapKey:         cbor.DupMapKeyEnforcedAPF,
	MaxNestedLevels:   2 * MaxDepth,
	MaxArrayElements:  MaxBody,
	MaxMapPairs:       MaxBody,
	IndefLength:       cbor.IndefLengthForbidden,
	TagsMd:            cbor.TagsForbidden,
	IntDec:            cbor.IntDecConvertSignedOrFail,
	FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
	DefaultMapType:    reflect.TypeFor[map[string]any](),
}.DecMode())

// must serves the two settings above, which are constants in all but name.
func must[T any](mode T, err error) T {
	if err != nil {
		panic(err)
	}
	return mode
}

// Marshal writes a body in canonical form: RFC 8949 core deterministic encoding, without tags, NaN,
// infinities or simple values other than false, true and null. Fields are named by their cbor tag or
// else their json tag; nil slices and maps are written as empty ones, so both give the same bytes. Times
// are written as whole numbers by the caller. It fails with [ErrDraft] if the value has no such form, is
// larger than [MaxBody] or nested deeper than [MaxDepth].
func Marshal(v any) ([]byte, error) {
	data, err := bodyEncoding.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%w: body: %w", ErrDraft, err)
	}
	if fault := bodyFault(data); fault != "" {
		return nil, fmt.Errorf("%w: body: %s", ErrDraft, fault)
	}
	return data, nil
}

// Unmarshal reads a body into v, a pointer. Fields that v does not have are ignored. Bytes that are not
// in the one canonical form, are larger than [MaxBody] or do not fit v fail with [ErrBroken]. Decoded
// into an any, maps become map[string]any and whole numbers int64.
func Unmarshal(data []byte, v any) error {
	if fault := bodyFault(data); fault != "" {
		return fmt.Errorf("%w: body: %s", ErrBroken, fault)
	}
	if err := bodyDecoding.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%w: body: %w", ErrBroken, err)
	}
	return nil
}

// Elements counts the elements of an encoded list, without reading them.
func Elements(data []byte) (int, error) {
	w := walker{data: data}
	n := w.array(MaxBody)
	if w.fault != "" {
		return 0, fmt.Errorf("%w: %s", ErrBroken, w.fault)
	}
	return n, nil
}

// bodyFault says why data is not a body, or "".
func bodyFault(data []byte) string {
	if len(data) > MaxBody {
		return "larger than 1 MiB"
	}
	return canonicalFault(data)
}
