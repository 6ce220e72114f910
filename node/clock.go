package node

import (
	"context"
	"crypto/rand"
	"io"
	"time"
)

// Clock reads the wall clock. Nobody but this package does; others are handed it.
func Clock() time.Time { return time.Now() }

// Chance is the random source. Nobody but this package opens it; others are handed it.
func Chance() io.Reader { return rand.Reader }

// Every calls fn again and again, once in each period, until ctx ends.
func Every(ctx context.Context, period time.Duration, fn func()) {
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			fn()
		}
	}
}
