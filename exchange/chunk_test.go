package exchange

import (
	"bytes"
	"errors"
	"testing"

	"willing/journal"
)

// shelf gives chunks to everybody, and asks for some.
type shelf struct {
	chunks map[journal.Hash]journal.Chunk
	first  map[journal.Hash]bool
	lacks  []journal.Hash
}

func (s *shelf) LacksOf(journal.Device, int) []journal.Hash { return s.lacks }
func (s *shelf) Carried(Sight, Vector) []journal.Hash       { return nil }
func (s *shelf) Chunk(name journal.Hash, _ Sight) (journal.Chunk, bool, bool) {
	c, ok := s.chunks[name]
	return c, s.first[name], ok
}

func (s *shelf) puts(first bool, size int) journal.Hash {
	c := journal.Chunk{Content: bytes.Repeat([]byte{byte(len(s.chunks))}, size)}
	s.chunks[c.Name()], s.first[c.Name()] = c, first
	return c.Name()
}

// kinds says what each frame holds, in their order: "c" a control lane, "p" a programme's file, "t" people, "a" the rest.
func kinds(t *testing.T, s *shelf, frames [][]byte) (out string) {
	t.Helper()
	for _, f := range frames {
		raw, err := unpack(f)
		if err != nil {
			t.Fatal(err)
		}
		chunks, ok, err := openChunks(raw)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			out += map[bool]string{true: "p", false: "a"}[s.first[chunks[0].Name()]]
			continue
		}
		commits, err := readFrame(raw)
		if err != nil {
			t.Fatal(err)
		}
		out += map[bool]string{true: "c", false: "t"}[commits[0].Header.Scope == journal.Control]
	}
	return out
}

func TestTheProgrammesFilesGoBeforePeopleAndOtherFilesLast(t *testing.T) {
	hq, laptop := house(t, italy)
	hq.places[idOf("anna")] = italy
	hq.writes(italy, idOf("anna"))
	hq.writes(journal.Control, idOf("bea"), journal.Refuse)
	s := &shelf{map[journal.Hash]journal.Chunk{}, map[journal.Hash]bool{}, nil}
	scan, word := s.puts(false, 100), s.puts(true, 100)
	err := hq.store.View(t.Context(), func(r journal.Reader) error {
		v := View{Log: r, House: hq, Chunks: s}
		frames, more, err := v.outgoing(hq.key.Device(), laptop.grants[laptop.key.Device()].Sight, Head{Wants: []journal.Hash{scan, word, word}}, nil)
		if got := kinds(t, s, frames); got != "cpta" || more {
			t.Errorf("the order is %q", got)
		}
		return err
	})
	hq.must(err)
}

func TestWhatIsNoFrameOfChunksIsRefused(t *testing.T) {
	for name, f := range map[string]any{
		"another kind": chunkFrame{Kind: "songs", Chunks: []packedChunk{{Content: []byte("x")}}},
		"no chunk":     chunkFrame{Kind: chunkKind},
		"no array":     []any{chunkKind, 7},
	} {
		raw, err := encoding.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		packed, err := pack(raw)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := OpenFrame(packed); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
