package exchange

import (
	"fmt"

	"willing/journal"
)

// Chunks answers for the pieces of files that bodies name: they are asked for by name, like bodies by the hash of
// their commit, and go in frames of their own.
type Chunks interface {
	// LacksOf names chunks that this node wants from another, at most [maxChunks].
	LacksOf(of journal.Device, most int) []journal.Hash
	// Chunk gives one that somebody may hold; first says that it goes before people's lanes, since the programme's
	// own files do.
	Chunk(name journal.Hash, to Sight) (c journal.Chunk, first, ok bool)
	// Carried names chunks that belong into a parcel for somebody, as far as is known beside those that they asked for.
	Carried(to Sight, theirs Vector) []journal.Hash
}

// maxChunks is how many chunks one message asks for: what one answer has room for.
const maxChunks = 32

// chunkFrame is an array of a text and chunks, so that no frame of commits looks like it.
type chunkFrame struct {
	_      struct{} `cbor:",toarray"`
	Kind   string
	Chunks []packedChunk
}

type packedChunk struct {
	_       struct{} `cbor:",toarray"`
	Salt    []byte
	Content []byte
}

const chunkKind = "chunks"

// TakeChunks wants chunks kept, as far as they were wanted.
type TakeChunks struct {
	From   journal.Device
	Chunks []journal.Chunk
}

func (TakeChunks) effect() {}

func packChunks(chunks []journal.Chunk) ([]byte, error) {
	f := chunkFrame{Kind: chunkKind}
	for _, c := range chunks {
		f.Chunks = append(f.Chunks, packedChunk{Salt: c.Salt, Content: c.Content})
	}
	raw, err := encoding.Marshal(f)
	if err != nil {
		return nil, err
	}
	return pack(raw)
}

// arrayOfTwo is how CBOR begins an array of two: a frame of commits has six places.
const arrayOfTwo = 0x82

// openChunks reads a frame of chunks; ok is false for one of commits.
func openChunks(raw []byte) (out []journal.Chunk, ok bool, err error) {
	if len(raw) == 0 || raw[0] != arrayOfTwo {
		return nil, false, nil
	}
	var f chunkFrame
	if err := decoding.Unmarshal(raw, &f); err != nil || f.Kind != chunkKind || len(f.Chunks) == 0 || len(f.Chunks) > MaxFrames {
		return nil, true, fmt.Errorf("%w: a frame of chunks cannot be read", ErrMessage)
	}
	for _, c := range f.Chunks {
		out = append(out, journal.Chunk{Salt: c.Salt, Content: c.Content})
	}
	return out, true, nil
}

// chunks packs the chunks that the other asked for and may hold: those of the programme, or the others.
func (x *outbox) chunks(wants []journal.Hash, first bool) error {
	if x.view.Chunks == nil {
		return nil
	}
	var run []journal.Chunk
	size := 0
	for _, name := range wants {
		c, early, ok := x.view.Chunks.Chunk(name, x.to)
		if !ok || early != first || x.given[name] {
			continue
		}
		if x.given == nil {
			x.given = map[journal.Hash]bool{}
		}
		x.given[name] = true
		run, size = append(run, c), size+len(c.Content)
		if size < journal.MaxChunk {
			continue
		}
		if err := x.addChunks(run); err != nil || x.full {
			return err
		}
		run, size = nil, 0
	}
	return x.addChunks(run)
}

func (x *outbox) addChunks(run []journal.Chunk) error {
	if len(run) == 0 {
		return nil
	}
	return x.addFrame(func() ([]byte, error) { return packChunks(run) })
}

// lacks is what a node asks another for: bodies, then chunks.
func (v View) lacks(of journal.Device) []journal.Hash {
	wants := v.House.Wants()
	if v.Chunks != nil {
		wants = append(wants, v.Chunks.LacksOf(of, min(maxChunks, MaxWants-len(wants)))...)
	}
	return wants
}
