package meet

import (
	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// LacksOf implements [exchange.Chunks].
func (h house) LacksOf(of journal.Device, most int) []journal.Hash {
	lacks, err := h.d.LackingChunks(h.r, of, most)
	if err != nil {
		return nil
	}
	return lacks
}

// Chunk implements [exchange.Chunks]. Whoever may hold the body that names a chunk may hold the chunk.
func (h house) Chunk(name journal.Hash, to exchange.Sight) (c journal.Chunk, first, ok bool) {
	of, known, err := h.d.ChunkOf(h.r, name)
	if err != nil || !known {
		return c, false, false
	}
	if !of.Subject.IsZero() {
		commit, ok, err := journal.Get(h.r, of.Commit)
		if err != nil || !ok || to.Of(commit.Header, h.Where) != exchange.Whole {
			return c, false, false
		}
	}
	c, ok, err = journal.GetChunk(h.r, of.Subject, name)
	return c, of.Subject.IsZero(), ok && err == nil
}

// Carried implements [exchange.Chunks]: the files of the programme in force, since a file that nobody asked for must
// bring all that a device may lack. To headquarters goes what belongs to entries that it does not have yet.
func (h house) Carried(to exchange.Sight, theirs exchange.Vector) (out []journal.Hash) {
	if to.All {
		has := map[journal.Lane]uint64{}
		for _, m := range theirs {
			has[m.Lane] = m.Seq
		}
		out, err := h.d.UnsentScans(h.r, func(l journal.Lane) uint64 { return has[l] })
		if err != nil {
			return nil
		}
		return out
	}
	h.d.House(func(house *casebook.House) {
		filed := house.Filed()
		if filed == nil {
			return
		}
		for _, f := range filed.Files {
			for _, c := range f.Chunks {
				out = append(out, journal.Hash(c))
			}
		}
	})
	return out
}

var _ exchange.Chunks = house{d: (*desk.Desk)(nil)}
