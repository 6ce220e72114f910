package node

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
)

// Executions lists erasures that were executed, which devices have not confirmed them and why, and how many backups
// made before them are still here.
func (n *Node) Executions(ctx context.Context, by desk.Acting, most int) ([]desk.Executed, error) {
	out, err := n.Desk.Executions(ctx, by, n.now().AddDate(0, 0, -keepDays), most)
	if err != nil {
		return nil, err
	}
	made := n.backups()
	err = n.store.View(ctx, func(r journal.Reader) error {
		for i := range out {
			x := &out[i]
			for _, m := range made {
				if end := m.AddDate(0, 0, keepDays); m.Before(x.At) && end.After(n.now()) {
					x.Backups++
					x.Expire = later(x.Expire, end)
				}
			}
			for j := range x.Open {
				if err := n.whyOpen(r, x.At, &x.Open[j]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

func (n *Node) whyOpen(r journal.Reader, executed time.Time, open *desk.Unconfirmed) error {
	device, err := journal.ParseDevice(open.Device)
	if err != nil {
		return err
	}
	was, ok, err := meet.LastVisit(r, device)
	if err != nil {
		return err
	}
	open.Kind, open.Met = string(was.Kind), was.Met()
	switch {
	case open.Why != "":
	case !ok || open.Met.IsZero():
		open.Why = desk.OpenNever
	case open.Met.Before(executed):
		open.Why = desk.OpenAway
	default:
		open.Why = desk.OpenSoon
	}
	return nil
}

// backups are the times of the backups that lie in the folder.
func (n *Node) backups() (made []time.Time) {
	names, _ := filepath.Glob(filepath.Join(n.Folder.Backups(), backupPrefix+"*"+backupSuffix)) // the pattern is a right one
	for _, name := range names {
		stamp := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), backupPrefix), backupSuffix)
		if at, err := time.Parse(backupStamp, stamp); err == nil {
			if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
				made = append(made, at)
			}
		}
	}
	return made
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
