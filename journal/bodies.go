package journal

import (
	"bytes"
	"encoding/binary"
)

// The bodies of one commit lie in one entry, since they are nearly always wanted together. For each event, in
// order: 0 if its body is withheld, 1 if it was erased, else 2 plus the length of its content, an unsigned varint,
// and then salt and content.
const (
	storedWithheld = iota
	storedErased
	storedPresent
)

// packBodies writes the entry of a commit's bodies; nil if all are withheld.
func packBodies(states []BodyState, bodies []*Body) []byte {
	size, any := 0, false
	for i, b := range bodies {
		if any = any || states[i] != Withheld; states[i] == Present {
			size += SaltSize + len(b.Content)
		}
		size += binary.MaxVarintLen32
	}
	if !any {
		return nil
	}
	value := make([]byte, 0, size)
	for i, b := range bodies {
		switch states[i] {
		case Present:
			value = binary.AppendUvarint(value, uint64(storedPresent+len(b.Content)))
			value = append(append(value, b.Salt...), b.Content...)
		case Erased:
			value = append(value, storedErased)
		default:
			value = append(value, storedWithheld)
		}
	}
	return value
}

// unpackBodies fills in an entry's bodies from what packBodies wrote.
func (e *Entry) unpackBodies(value []byte) error {
	value = bytes.Clone(value)
	for event := range e.Bodies {
		n, width := binary.Uvarint(value)
		if width <= 0 {
			return brokenEntry("body")
		}
		value = value[width:]
		switch n {
		case storedWithheld:
		case storedErased:
			e.Bodies[event] = Erased
		default:
			if n -= storedPresent; n == 0 || n > MaxCommit || SaltSize+int(n) > len(value) {
				return brokenEntry("body")
			}
			end := SaltSize + int(n)
			e.Bodies[event] = Present
			e.Commit.Bodies[event] = &Body{Salt: value[:SaltSize:SaltSize], Content: value[SaltSize:end:end]}
			value = value[end:]
		}
	}
	if len(value) > 0 {
		return brokenEntry("body")
	}
	return nil
}

// putBodies keeps the bodies of a commit that is new here.
func putBodies(w Writer, at place, bodies []*Body) error {
	states := make([]BodyState, len(bodies))
	for i, b := range bodies {
		if b != nil {
			states[i] = Present
		}
	}
	if value := packBodies(states, bodies); value != nil {
		return w.Put(bucketBodies, at.key(), value)
	}
	return nil
}

// addBodies keeps the bodies that are not here yet of a commit that is. An erased one never comes back.
func addBodies(w Writer, at place, bodies []*Body) error {
	entries, err := load(w, []place{at})
	if err != nil {
		return err
	}
	e, came := entries[0], false
	for i, b := range bodies {
		if b != nil && e.Bodies[i] == Withheld {
			e.Bodies[i], e.Commit.Bodies[i], came = Present, b, true
		}
	}
	if !came {
		return nil
	}
	return e.keepBodies(w)
}

// keepBodies writes an entry's bodies as they now are.
func (e *Entry) keepBodies(w Writer) error {
	value := packBodies(e.Bodies, e.Commit.Bodies)
	if value == nil {
		return w.Delete(bucketBodies, e.at.key())
	}
	return w.Put(bucketBodies, e.at.key(), value)
}
