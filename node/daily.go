package node

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"willing/desk"
)

// What a served node does by itself, and how often.
const (
	tidyEvery   = time.Minute
	backupEvery = 24 * time.Hour
	againAfter  = time.Hour // a backup that failed
)

// daily remembers how the node's own backups went.
type daily struct {
	tried  time.Time // by Work alone
	mu     sync.Mutex
	failed string // why the last one failed; "" if it did not
}

// Work does what time asks for until ctx ends: a yes takes effect, an erasure is executed, what let people
// in and has ended goes, and once a day there is a backup.
func (n *Node) Work(ctx context.Context, log *slog.Logger) {
	select {
	case <-n.opened:
	case <-ctx.Done():
		return
	}
	debug.FreeOSMemory() // an opening fills much memory that nobody needs after it
	var working sync.WaitGroup
	defer working.Wait()
	if n.touch != nil && !off("touch") {
		working.Go(func() { n.touch.run(ctx, log) })
	}
	Every(ctx, tidyEvery, func() {
		if err := errors.Join(n.tidy(ctx), n.backUp(ctx)); err != nil && ctx.Err() == nil {
			log.Error("the node's own work failed", slog.String("kind", string(desk.KindOf(err))), slog.Any("error", err))
		}
	})
}

func (n *Node) tidy(ctx context.Context) error {
	_, err := n.Desk.Tidy(ctx)
	accounts, more := n.Accounts(ctx)
	if more != nil {
		return errors.Join(err, more)
	}
	_, more = accounts.Tidy(ctx)
	lists, most := n.Lists()
	if most == nil {
		most = lists.Tidy()
	}
	return errors.Join(err, more, most)
}

// backUp makes a backup if the last one that worked is a day old, and tries again after an hour if it fails. A device makes none.
func (n *Node) backUp(ctx context.Context) error {
	if n.Settings.Field != nil {
		return nil
	}
	now := n.now()
	last, ok := n.LastBackup()
	if ok && now.Sub(last.Made) < backupEvery || !n.daily.tried.IsZero() && now.Sub(n.daily.tried) < againAfter {
		return nil
	}
	n.daily.tried = now
	_, err := n.Backup(ctx, BackupOptions{})
	failed := ""
	if err != nil && ctx.Err() == nil {
		failed = "the backup could not be made"
		var own *desk.Error
		if errors.As(err, &own) {
			failed = own.Say
		}
	}
	n.daily.mu.Lock()
	defer n.daily.mu.Unlock()
	n.daily.failed = failed
	return err
}

// Last is when the last backup worked (zero if none ever did), and why a later one failed.
func (n *Node) Last() (at time.Time, failed string) {
	last, _ := n.LastBackup()
	n.daily.mu.Lock()
	defer n.daily.mu.Unlock()
	return last.Made, n.daily.failed
}
