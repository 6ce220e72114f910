package node

import (
	"context"
	"io"
	"log/slog"
)

// BackUpNow is what a served node does each minute.
func (n *Node) BackUpNow(ctx context.Context) error { return n.backUp(ctx) }

// TextLog writes a log as people read it.
func TextLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
