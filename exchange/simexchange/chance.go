package simexchange

import (
	"encoding/binary"
	"io"
	"math/rand/v2"
)

// source draws the same numbers for the same names.
func source(names ...uint64) *rand.ChaCha8 {
	var seed [32]byte
	for i, n := range names {
		at := i % 4 * 8
		mixed := binary.LittleEndian.Uint64(seed[at:])*0x9e3779b97f4a7c15 + n + uint64(i) + 1
		binary.LittleEndian.PutUint64(seed[at:], mixed)
	}
	return rand.NewChaCha8(seed)
}

// chance is what a node draws from: what a step gives it, so that no step depends on how much another drew.
type chance struct{ from io.Reader }

func (c *chance) Read(p []byte) (int, error) { return c.from.Read(p) }
