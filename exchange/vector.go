package exchange

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"willing/journal"
)

// Mark is how far a node has one lane. Check is the beginning of the last commit's hash, so that a lane
// that was cloned or rewritten shows at once; where a lane has branches, of the hash over all tips.
type Mark struct {
	Lane  journal.Lane
	Seq   uint64
	Check [checkSize]byte
}

const checkSize = 4

// Vector is how far a node has each lane, in the order of the lanes.
type Vector []Mark

// Print is a fingerprint of all marks of one scope.
type Print struct {
	_     struct{} `cbor:",toarray"`
	Scope string
	Sum   []byte // 16 bytes
}

// find is the mark of a lane; a zero Seq if there is none.
func (v Vector) find(lane journal.Lane) Mark {
	i, ok := slices.BinarySearchFunc(v, lane, func(m Mark, l journal.Lane) int { return compareLanes(m.Lane, l) })
	if !ok {
		return Mark{Lane: lane}
	}
	return v[i]
}

// Covers reports whether all of another vector is in this one, mark by mark.
func (v Vector) Covers(other Vector) bool {
	return !slices.ContainsFunc(other, func(m Mark) bool { return v.find(m.Lane) != m })
}

// Further is a vector with, of each lane, the mark that is further; of two that are as far, the other's.
func (v Vector) Further(other Vector) Vector {
	out := slices.Clone(other)
	for _, m := range v {
		if there := other.find(m.Lane); there.Seq == 0 {
			out = append(out, m)
		} else if m.Seq > there.Seq {
			out[slices.Index(out, there)] = m
		}
	}
	return out.Sorted()
}

// Sorted puts the marks in the order that the protocol wants.
func (v Vector) Sorted() Vector {
	slices.SortFunc(v, func(a, b Mark) int { return compareLanes(a.Lane, b.Lane) })
	return v
}

func compareLanes(a, b journal.Lane) int {
	return cmp.Or(bytes.Compare(a.Device[:], b.Device[:]), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Scope, b.Scope))
}

// Prints are the fingerprints of a vector, one for each scope, in the order of the scopes.
func (v Vector) Prints() []Print {
	scopes := map[journal.Scope]Vector{}
	for _, m := range v {
		scopes[m.Lane.Scope] = append(scopes[m.Lane.Scope], m)
	}
	var out []Print
	for scope, marks := range scopes {
		raw, _ := encoding.Marshal(packVector(marks)) // lists of numbers and bytes always have a form
		sum := sha256.Sum256(raw)
		out = append(out, Print{Scope: string(scope), Sum: sum[:16]})
	}
	slices.SortFunc(out, func(a, b Print) int { return cmp.Compare(a.Scope, b.Scope) })
	return out
}

// packedVector is a vector on the line: devices and scopes once each, then for each lane their numbers.
type packedVector struct {
	_       struct{} `cbor:",toarray"`
	Devices []byte   // 32 bytes each
	Scopes  []string
	Lanes   []uint64 // device, epoch, scope, seq of each lane
	Checks  []byte   // checkSize bytes of each lane
}

func packVector(v Vector) *packedVector {
	p := &packedVector{}
	devices, scopes := map[journal.Device]uint64{}, map[journal.Scope]uint64{}
	for _, m := range v {
		if _, ok := devices[m.Lane.Device]; !ok {
			devices[m.Lane.Device] = uint64(len(devices))
			p.Devices = append(p.Devices, m.Lane.Device[:]...)
		}
		if _, ok := scopes[m.Lane.Scope]; !ok {
			scopes[m.Lane.Scope] = uint64(len(scopes))
			p.Scopes = append(p.Scopes, string(m.Lane.Scope))
		}
		p.Lanes = append(p.Lanes, devices[m.Lane.Device], uint64(m.Lane.Epoch), scopes[m.Lane.Scope], m.Seq)
		p.Checks = append(p.Checks, m.Check[:]...)
	}
	return p
}

// unpack reads a vector; ok is false if it is none.
func (p *packedVector) unpack() (Vector, bool) {
	n, v := len(p.Lanes)/4, Vector{}
	if len(p.Lanes)%4 != 0 || len(p.Checks) != n*checkSize || len(p.Devices)%32 != 0 {
		return nil, false
	}
	for i := range n {
		device, epoch, scope := p.Lanes[4*i], p.Lanes[4*i+1], p.Lanes[4*i+2]
		if device >= uint64(len(p.Devices)/32) || scope >= uint64(len(p.Scopes)) || epoch >= 1<<32 {
			return nil, false
		}
		m := Mark{Seq: p.Lanes[4*i+3], Lane: journal.Lane{
			Device: journal.Device(p.Devices[32*device : 32*device+32]), Epoch: uint32(epoch), Scope: journal.Scope(p.Scopes[scope]),
		}}
		if !m.Lane.Scope.Valid() || m.Seq == 0 || i > 0 && compareLanes(v[i-1].Lane, m.Lane) >= 0 {
			return nil, false
		}
		copy(m.Check[:], p.Checks[i*checkSize:])
		v = append(v, m)
	}
	return v, true
}
