package desk

import (
	"context"

	"willing/journal"
)

// Files travel in chunks: the body that names them comes first, then whoever may hold that body asks for what it
// lacks. A chunk that nobody here asked for is not taken.

// ChunkPlace says where a chunk belongs that a node knows of.
type ChunkPlace struct {
	Subject journal.ID   // zero: the programme's
	Commit  journal.Hash // whose body names it; zero: the filing in force does
}

// ChunkOf finds what a chunk belongs to; ok is false for one that nothing here names any more.
func (d *Desk) ChunkOf(_ journal.Reader, name journal.Hash) (of ChunkPlace, ok bool, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return of, d.files(name), nil
}

// LackingChunks lists chunks that this node wants from another, at most `most` of them.
func (d *Desk) LackingChunks(r journal.Reader, _ journal.Device, most int) (out []journal.Hash, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.lackingFiled(r, most)
}

// TakeChunks keeps the chunks that came and were wanted, and says how many did.
func (d *Desk) TakeChunks(ctx context.Context, chunks []journal.Chunk) (taken int, err error) {
	err = d.act(ctx, Acting{}, "", func(t *turn) error {
		taken = 0
		for _, c := range chunks {
			if !c.Sound() {
				continue
			}
			name := c.Name()
			of, ok, err := t.wantsChunk(name)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			taken++
			if err := journal.PutChunk(t.w, of.Subject, c); err != nil {
				return err
			}
		}
		return nil
	})
	return taken, err
}

// wantsChunk reports whether a chunk is lacking here, and where it belongs.
func (t *turn) wantsChunk(name journal.Hash) (of ChunkPlace, ok bool, err error) {
	if t.d.files(name) {
		has, err := journal.HasChunk(t.w, of.Subject, name)
		return of, !has, err
	}
	return of, false, nil
}
