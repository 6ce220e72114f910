package node

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"time"

	"willing/journal"
	"willing/web"
)

// BackUpNow is what a served node does each minute.
func (n *Node) BackUpNow(ctx context.Context) error { return n.backUp(ctx) }

// MeetOnce is one try of what a served device does by itself, over a line.
func (n *Node) MeetOnce(ctx context.Context, line Line) (web.LineState, time.Duration) {
	n.touch.line = line
	wait := n.touch.meet(ctx, slog.New(slog.DiscardHandler))
	return n.touch.State(), wait
}

// TextLog writes a log as people read it.
func TextLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// Plain is all that a node's store says to whoever has its key, in small letters.
func (n *Node) Plain(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	buckets := slices.Clone(journal.Buckets)
	for _, name := range []string{
		"people", "links", "index", "keys", "tallies", "rows", "proofs", "once", "held-back", "looks", "witnessed", "news", "noted", "lacking", "meeting", "met", "invited", "drafts", "named", "wanted",
	} {
		buckets = append(buckets, journal.Bucket(name))
	}
	err := n.store.View(ctx, func(r journal.Reader) error {
		for _, b := range buckets {
			entries, failed := r.Scan(b, nil, nil)
			for key, value := range entries {
				out.Write(key)
				out.Write(value)
			}
			if err := failed(); err != nil {
				return err
			}
		}
		return nil
	})
	return bytes.ToLower(out.Bytes()), err
}

// Calls gives this node's program a name.
func (n *Node) Calls(program string) { n.program = program }
