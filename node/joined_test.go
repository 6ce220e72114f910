package node_test

import (
	"bytes"
	"context"
	"io"
	"testing"

	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/node/nodetest"
)

// The proof of a code says nothing of the key that is named with it.
func TestNobodyJoinsUnderHeadquartersOwnKey(t *testing.T) {
	h := nodetest.New(t)
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), nil, []string{"IT"}, "")
	must(t, err)
	joining := func(device journal.Device) (answer []byte, err error) {
		_, err = meet.Join(t.Context(), e.Code, device, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			answer, err = h.Node.Admit(ctx, request)
			return io.NopCloser(bytes.NewReader(answer)), err
		})
		return answer, err
	}
	before := h.Pos()
	if _, err := joining(h.Node.Name()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("headquarters is let in as a device: %v", err)
	}
	if h.Pos() != before {
		t.Error("something was written of it")
	}
	if _, err := joining(journal.Device{7}); err != nil {
		t.Errorf("the code serves no more: %v", err)
	}
}
