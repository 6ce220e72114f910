package journal

import (
	"bytes"
	"crypto/sha256"
	"fmt"
)

// MaxChunk is how many bytes of content one chunk holds at most: some seconds of a thin line.
const MaxChunk = 32 << 10

// Chunk is a piece of something that is too large for a body: a file that a body names. Its name is a hash of its
// content and of a salt that stands nowhere but in the body's place: so a name alone says nothing of the content.
// What everybody may know needs no salt.
type Chunk struct {
	Salt    []byte // [SaltSize] bytes, or none
	Content []byte
}

// Name is the SHA-256 of "willing/chunk/1", the salt's length as one byte, salt and content.
func (c Chunk) Name() Hash {
	sum := sha256.New()
	sum.Write([]byte("willing/chunk/1"))
	sum.Write([]byte{byte(len(c.Salt))})
	sum.Write(c.Salt)
	sum.Write(c.Content)
	return Hash(sum.Sum(nil))
}

// Sound reports whether a chunk has a size that one may have.
func (c Chunk) Sound() bool {
	return (len(c.Salt) == 0 || len(c.Salt) == SaltSize) && len(c.Content) > 0 && len(c.Content) <= MaxChunk
}

// Chunks cuts a file into chunks with one salt.
func Chunks(file, salt []byte) []Chunk {
	var out []Chunk
	for len(file) > 0 {
		n := min(len(file), MaxChunk)
		out = append(out, Chunk{Salt: salt, Content: file[:n:n]})
		file = file[n:]
	}
	return out
}

// PutChunk keeps a chunk that belongs to a subject, or, with the zero one, to nobody. It goes with the subject's
// bodies: [EraseBodies] and [WithholdBodies] take it away.
func PutChunk(w Writer, subject ID, c Chunk) error {
	if !c.Sound() {
		return fmt.Errorf("%w: a chunk of no possible size", ErrBroken)
	}
	name := c.Name()
	value := append([]byte{byte(len(c.Salt))}, c.Salt...)
	return w.Put(bucketChunks, chunkKey(subject, name), append(value, c.Content...))
}

// GetChunk returns a chunk of a subject; ok is false if it is not here.
func GetChunk(r Reader, subject ID, name Hash) (c Chunk, ok bool, err error) {
	value, err := r.Get(bucketChunks, chunkKey(subject, name))
	if err != nil || value == nil {
		return c, false, err
	}
	value = bytes.Clone(value)
	if len(value) < 2 || len(value) < 1+int(value[0]) {
		return c, false, brokenEntry("chunk")
	}
	end := 1 + int(value[0])
	c = Chunk{Salt: value[1:end:end], Content: value[end:]}
	if !c.Sound() || c.Name() != name {
		return c, false, brokenEntry("chunk")
	}
	return c, true, nil
}

// HasChunk reports whether a chunk of a subject is here.
func HasChunk(r Reader, subject ID, name Hash) (bool, error) {
	value, err := r.Get(bucketChunks, chunkKey(subject, name))
	return value != nil, err
}

// DropChunks takes away the chunks of a subject but for those to be kept; nil keeps none.
func DropChunks(w Writer, subject ID, keep func(name Hash) bool) error {
	var gone [][]byte
	entries, failed := w.Scan(bucketChunks, subject[:], after(subject[:]))
	for key := range entries {
		if len(key) == len(subject)+len(Hash{}) && keep != nil && keep(Hash(key[len(subject):])) {
			continue
		}
		gone = append(gone, bytes.Clone(key))
	}
	if err := failed(); err != nil {
		return err
	}
	for _, key := range gone {
		if err := w.Delete(bucketChunks, key); err != nil {
			return err
		}
	}
	return nil
}

func chunkKey(subject ID, name Hash) []byte { return append(subject[:], name[:]...) }
