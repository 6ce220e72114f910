package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"willing/journal"
)

// ErrMessage says that what came over the line is not a message of this protocol, or was changed.
var ErrMessage = errors.New("not a message of the exchange")

// Fault says in words what is wrong with what came over the line, for whoever sent it; "" of an error that is not the message's.
// The words are this package's and journal's own: they repeat nothing of what was sent, and name nobody.
func Fault(err error) string {
	switch {
	case errors.Is(err, ErrCut), errors.Is(err, io.ErrUnexpectedEOF):
		return "the message was cut"
	case errors.Is(err, ErrMessage):
		text := err.Error()
		if at := strings.Index(text, ErrMessage.Error()); at > 0 {
			text = text[at:]
		}
		line, _, _ := strings.Cut(text, "\n")
		return line
	}
	return ""
}

// frame is a run of commits as it is packed. In a chain each commit follows the one before it in one lane,
// and what the receiver can compute is left out; loose commits carry their whole header.
type frame struct {
	_       struct{} `cbor:",toarray"`
	Device  []byte   // of a chain: 32 bytes; of loose commits: empty
	Epoch   uint32
	Scope   string
	Seq     uint64 // of the first commit
	Prev    []byte // what the first commit follows
	Commits []packedCommit
}

// packedCommit is one commit in a frame. Header is, in a chain, the header's map without the pairs that
// [leftOut] names; Sig is the device's signature. A body is absent, or its salt and content.
type packedCommit struct {
	_      struct{} `cbor:",toarray"`
	Header []byte
	Sig    []byte
	Marks  [][]byte // commitments of those bodies that are not here
	Bodies []*packedBody
}

// packedBody is a body that is here.
type packedBody struct {
	_       struct{} `cbor:",toarray"`
	Salt    []byte
	Content []byte
}

func packBodies(bodies []*journal.Body) []*packedBody {
	out := make([]*packedBody, len(bodies))
	for i, b := range bodies {
		if b != nil {
			out[i] = &packedBody{Salt: b.Salt, Content: b.Content}
		}
	}
	return out
}

func (p packedCommit) bodies() []*journal.Body {
	out := make([]*journal.Body, len(p.Bodies))
	for i, b := range p.Bodies {
		if b != nil {
			out[i] = &journal.Body{Salt: b.Salt, Content: b.Content}
		}
	}
	return out
}

var encoding, decoding = must(cbor.EncOptions{
	Sort: cbor.SortCoreDeterministic, IndefLength: cbor.IndefLengthForbidden, NilContainers: cbor.NilContainerAsEmpty, TagsMd: cbor.TagsForbidden,
}.EncMode()), must(cbor.DecOptions{
	DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
	MaxArrayElements: 1 << 17, MaxMapPairs: 1 << 10, MaxNestedLevels: 16,
}.DecMode())

// must serves the two settings above, which are constants in all but name.
func must[T any](mode T, err error) T {
	if err != nil {
		panic(err)
	}
	return mode
}

// errOtherForm says that a header is in a form that is not ours: it goes as it is.
var errOtherForm = errors.New("a header in another form")

// chainFrame packs commits that follow each other in one lane.
func chainFrame(commits []journal.Commit) ([]byte, error) {
	f, err := chainOf(commits)
	if errors.Is(err, errOtherForm) {
		return looseFrame(commits)
	}
	if err != nil {
		return nil, err
	}
	return packFrame(f)
}

func chainOf(commits []journal.Commit) (frame, error) {
	first := commits[0].Header
	f := frame{Device: first.Device[:], Epoch: first.Epoch, Scope: string(first.Scope), Seq: first.Seq, Prev: first.Prev[:]}
	prev := first.Prev
	for i, c := range commits {
		p, err := shorten(c)
		if err != nil {
			return f, err
		}
		whole, err := f.restore(p, first.Seq+uint64(i), prev)
		if err != nil || !bytes.Equal(whole.HeaderBytes(), c.HeaderBytes()) {
			return f, errOtherForm
		}
		f.Commits = append(f.Commits, p)
		prev = c.Hash()
	}
	return f, nil
}

// looseFrame packs commits of any lanes and branches, in an order in which they can be taken in.
func looseFrame(commits []journal.Commit) ([]byte, error) {
	f := frame{}
	for _, c := range commits {
		f.Commits = append(f.Commits, packedCommit{Header: c.HeaderBytes(), Sig: c.Sig, Bodies: packBodies(c.Bodies)})
	}
	return packFrame(f)
}

func packFrame(f frame) ([]byte, error) {
	raw, err := encoding.Marshal(f)
	if err != nil {
		return nil, err
	}
	return pack(raw)
}

// OpenFrame reads a frame: each commit whole again, none of them verified. Of a frame of chunks, or of a list, there are none.
func OpenFrame(packed []byte) ([]journal.Commit, error) {
	raw, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	if commits, ok, err := openEarly(raw); ok {
		return commits, err
	}
	if _, ok, err := openChunks(raw); ok {
		return nil, err
	}
	if _, ok, err := openList(raw); ok {
		return nil, err
	}
	return readFrame(raw)
}

func readFrame(raw []byte) ([]journal.Commit, error) {
	var f frame
	if err := decoding.Unmarshal(raw, &f); err != nil || len(f.Commits) == 0 || len(f.Commits) > lastFrame {
		return nil, fmt.Errorf("%w: a frame cannot be read", ErrMessage)
	}
	if len(f.Device) == 0 {
		return f.loose()
	}
	return f.commits()
}

// commits are those of a chain.
func (f frame) commits() ([]journal.Commit, error) {
	if len(f.Device) != len(journal.Device{}) || len(f.Prev) != len(journal.Hash{}) {
		return nil, fmt.Errorf("%w: a frame of no lane", ErrMessage)
	}
	prev := journal.Hash(f.Prev)
	out := make([]journal.Commit, 0, len(f.Commits))
	for i, p := range f.Commits {
		c, err := f.restore(p, f.Seq+uint64(i), prev)
		if err != nil {
			return nil, err
		}
		prev = c.Hash()
		out = append(out, c)
	}
	return out, nil
}

func (f frame) loose() ([]journal.Commit, error) {
	out := make([]journal.Commit, 0, len(f.Commits))
	for _, p := range f.Commits {
		c, err := journal.Open(p.Header, p.Sig, p.bodies())
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMessage, err)
		}
		out = append(out, c)
	}
	return out, nil
}
