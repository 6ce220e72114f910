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
func (d *Desk) ChunkOf(r journal.Reader, name journal.Hash) (of ChunkPlace, ok bool, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if d.files(name) {
		return of, true, nil
	}
	c, ok, err := namedBy(r, name[:])
	return ChunkPlace{c.Header.Subject, c.Hash()}, ok, err
}

// LackingChunks lists chunks that this node wants from another, at most `most` of them.
func (d *Desk) LackingChunks(r journal.Reader, of journal.Device, most int) (out []journal.Hash, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	out, err = d.lackingFiled(r, most)
	if err != nil || len(out) >= most {
		return out, err
	}
	scans, err := d.lackingScans(r, of, most-len(out))
	return append(out, scans...), err
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
			if err := firstOf(journal.PutChunk(t.w, of.Subject, c), t.w.Delete(bucketWanted, name[:])); err != nil {
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
	wanted, err := t.w.Get(bucketWanted, name[:])
	if err != nil || wanted == nil {
		return of, false, err
	}
	c, ok, err := namedBy(t.w, name[:])
	return ChunkPlace{c.Header.Subject, c.Hash()}, ok, err
}
