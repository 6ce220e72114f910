package exchange

import (
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"willing/journal"
)

// leftOut names the pairs of a header that a chain leaves out: its lane and place stand in the frame, what
// it follows is the hash of the commit before, and commitments are computed from the bodies.
var leftOut = []string{"seq", "prev", "epoch", "scope", "bodies", "device"}

// pair is one pair of a header's map, both halves as they are encoded.
type pair struct{ key, value []byte }

// readPairs splits a map without looking into its values.
func readPairs(raw []byte) ([]pair, error) {
	wrong := fmt.Errorf("%w: a header that is no map", ErrMessage)
	if len(raw) < 1 || raw[0]>>5 != 5 {
		return nil, wrong
	}
	n, rest := int(raw[0]&31), raw[1:]
	if n == 24 && len(rest) > 0 {
		n, rest = int(rest[0]), rest[1:]
	} else if n >= 24 {
		return nil, wrong
	}
	out := make([]pair, 0, n)
	for range n {
		var p pair
		for _, half := range []*[]byte{&p.key, &p.value} {
			var item cbor.RawMessage
			after, err := decoding.UnmarshalFirst(rest, &item)
			if err != nil {
				return nil, wrong
			}
			*half, rest = item, after
		}
		out = append(out, p)
	}
	if len(rest) > 0 {
		return nil, wrong
	}
	return out, nil
}

// writePairs joins a map whose keys are in canonical order.
func writePairs(pairs []pair) []byte {
	out := make([]byte, 0, 512)
	if len(pairs) < 24 {
		out = append(out, 5<<5|byte(len(pairs)))
	} else {
		out = append(out, 5<<5|24, byte(len(pairs)))
	}
	for _, p := range pairs {
		out = append(append(out, p.key...), p.value...)
	}
	return out
}

// shorten leaves out of a commit what the receiver can compute.
func shorten(c journal.Commit) (packedCommit, error) {
	pairs, err := readPairs(c.HeaderBytes())
	if err != nil {
		return packedCommit{}, err
	}
	pairs = slices.DeleteFunc(pairs, func(p pair) bool { return slices.Contains(leftOut, string(p.key[1:])) })
	p := packedCommit{Header: writePairs(pairs), Sig: c.Sig, Bodies: packBodies(c.Bodies)}
	for i, b := range c.Bodies {
		if b == nil {
			p.Marks = append(p.Marks, c.Header.Bodies[i][:])
		}
	}
	return p, nil
}

// restore makes a commit of a chain whole again.
func (f frame) restore(p packedCommit, seq uint64, prev journal.Hash) (journal.Commit, error) {
	pairs, err := readPairs(p.Header)
	if err != nil {
		return journal.Commit{}, err
	}
	marks, commitments := p.Marks, [][]byte{}
	bodies := p.bodies()
	for _, b := range bodies {
		if b != nil {
			mark := journal.Commitment(*b)
			commitments = append(commitments, mark[:])
			continue
		}
		if len(marks) == 0 {
			return journal.Commit{}, fmt.Errorf("%w: a commitment is missing", ErrMessage)
		}
		commitments, marks = append(commitments, marks[0]), marks[1:]
	}
	for _, add := range []struct {
		key   string
		value any
	}{{"seq", seq}, {"prev", prev[:]}, {"epoch", f.Epoch}, {"scope", f.Scope}, {"bodies", commitments}, {"device", f.Device}} {
		key, err := encoding.Marshal(add.key)
		if err != nil {
			return journal.Commit{}, err
		}
		value, err := encoding.Marshal(add.value)
		if err != nil {
			return journal.Commit{}, err
		}
		pairs = append(pairs, pair{key, value})
	}
	slices.SortFunc(pairs, func(a, b pair) int { return slices.Compare(a.key, b.key) })
	c, err := journal.Open(writePairs(pairs), p.Sig, bodies)
	if err != nil {
		return c, fmt.Errorf("%w: %w", ErrMessage, err)
	}
	return c, nil
}
