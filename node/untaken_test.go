package node_test

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"willing/casebook"
	"willing/exchange"
	"willing/journal"
	"willing/node/nodetest"
)

// packed is a frame of loose commits, as docs/exchange-protocol.md describes it.
func packed(t *testing.T, commits ...journal.Commit) []byte {
	t.Helper()
	var all []any
	for _, c := range commits {
		all = append(all, []any{c.HeaderBytes(), c.Sig, []any{}, make([]any, len(c.Bodies))})
	}
	encoding, err := cbor.CoreDetEncOptions().EncMode()
	must(t, err)
	raw, err := encoding.Marshal([]any{[]byte{}, 0, "", 0, []byte{}, all})
	must(t, err)
	dictionary, err := os.ReadFile(filepath.Join("..", "exchange", "dictionary.txt"))
	must(t, err)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderDictRaw(1, dictionary))
	must(t, err)
	return z.EncodeAll(raw, nil)
}

// answeredTo hands headquarters a message of a device with these commits, as another program would, and reads the head of
// the answer.
func answeredTo(t *testing.T, h *nodetest.House, d *nodetest.Device, nonce byte, commits ...journal.Commit) (head exchange.Head) {
	t.Helper()
	frame := packed(t, commits...)
	sum := sha256.Sum256(frame)
	opening, err := exchange.NewOpening(bytes.NewReader(make([]byte, 64)), [16]byte{nonce})
	must(t, err)
	asks := exchange.Head{Version: exchange.Version, From: d.Key.Device(), To: h.Node.Name(), Nonce: [16]byte{nonce}, Seal: opening.Key(), Full: true, Frames: [][]byte{sum[:]}}
	signed, err := asks.Sign(d.Key)
	must(t, err)
	var request, answer bytes.Buffer
	must(t, exchange.Write(&request, signed, [][]byte{frame}, nil))
	must(t, h.Node.Answer(t.Context(), &request, &answer))
	must(t, exchange.Read(&answer, opening, func(in exchange.Input) error {
		if c, ok := in.(exchange.Came); ok {
			head = c.Head
		}
		return nil
	}))
	return head
}

func TestHeadquartersSaysWhatItDidNotTake(t *testing.T) {
	h := nodetest.New(t)
	d := h.Device()
	lead := func() journal.Commit {
		return d.Writes(nodetest.Form{Subject: casebook.ID{7}, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.LeadNoted, Body: &casebook.Lead{Source: "talk", Territory: "IT"}}}})
	}
	first, second, third := lead(), lead(), lead()
	if head := answeredTo(t, h, d, 1, first); head.Untaken != (exchange.Untaken{}) {
		t.Errorf("of what was taken it says %+v", head.Untaken)
	}
	second.Sig = make([]byte, len(second.Sig))
	if head := answeredTo(t, h, d, 2, second, third); head.Untaken.Broken != 1 || head.Untaken.Gaps != 1 {
		t.Errorf("of one that nobody signed and one that follows it, it says %+v", head.Untaken)
	}
}
