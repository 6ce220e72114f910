package node_test

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"willing/node/nodetest"
)

// TestWhoeverReplaysARequestIsNoVisit: the page 'Devices' says when a device was met, and somebody who only heard it
// speak is not the device.
func TestWhoeverReplaysARequestIsNoVisit(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	var heard []byte
	_, err := l.n.Sync(t.Context(), func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		heard = bytes.Clone(request)
		return reaches(h, -1)(ctx, request)
	})
	must(t, err)
	before := state(t, h)
	if before.Met.IsZero() {
		t.Fatal("the device was not met")
	}
	h.Pass(time.Minute)
	var answer bytes.Buffer
	if err := h.Node.Answer(t.Context(), bytes.NewReader(heard), &answer); err != nil {
		t.Fatal(err)
	}
	if after := state(t, h); !after.Met.Equal(before.Met) || after.Problem != before.Problem {
		t.Errorf("met %v (%q) after a replay, %v (%q) before it", after.Met, after.Problem, before.Met, before.Problem)
	}
}
