package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/store/sqlite"
)

// takeOver copies what can be read of a damaged house: the programme, and all that was confirmed before the place where the
// newest updates are damaged. That is the house as it once stood, like a backup of that moment. The damaged folder is only read.
func takeOver(ctx context.Context, r Restoring, to Folder, device journal.Device) (m Manifest, err error) {
	from := Folder(r.Damaged)
	s, err := from.ReadSettings()
	if err != nil {
		return m, err
	}
	if s.Field != nil {
		return m, &desk.Error{Kind: desk.BadInput, Say: "this is a laptop's folder: " + s.otherwise()}
	}
	m = Manifest{Format: archiveFormat, Made: r.Options.clock()(), Home: s.Home, Epoch: s.Epoch, BackupTo: s.BackupTo, URL: s.URL}
	if err := m.fault(device, m.Made); err != nil {
		return m, unpackError(err)
	}
	lock, err := waitForLock(ctx, from, r.Options.Patient)
	if err != nil {
		return m, err
	}
	err = errors.Join(copyData(from, to), lock.Close())
	if err != nil {
		return m, prepareError(err)
	}
	store, err := sqlite.Open(to.database())
	if err == nil {
		return m, errors.Join(&desk.Error{Kind: desk.BadInput, Say: "what came last is whole in this folder, so there is nothing to take over: see `willing verify`"}, store.Close())
	}
	if log := (*sqlite.LogDamage)(nil); errors.As(err, &log) {
		store, err = sqlite.Open(to.database(), sqlite.UpToDamage())
	}
	if err == nil {
		err = errors.Join(store.Check(ctx), store.Close())
	}
	if err != nil {
		return m, &desk.Error{Kind: desk.Broken, Say: "willing.db itself is damaged, and not only what came last: nothing was taken over; " + s.otherwise(), Cause: err}
	}
	return m, nil
}

// copyData copies the programme and the database with all that lies beside it.
func copyData(from, to Folder) error {
	root := from.Programme()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		target := filepath.Join(to.Programme(), strings.TrimPrefix(path, root))
		if e.IsDir() {
			return os.Mkdir(target, 0o700)
		}
		return copyFile(path, target)
	})
	if err != nil {
		return err
	}
	for _, tail := range []string{"", "-wal", "-log0", "-log1"} {
		if err := copyFile(from.database()+tail, to.database()+tail); err != nil && (tail == "" || !errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// tooOld says that a house was last written long ago: what went for somebody's sake since then would come back with it.
func (n *Node) tooOld(now time.Time) (err error) {
	n.Desk.House(func(h *casebook.House) {
		if h.At.Before(now.AddDate(0, 0, -keepDays)) {
			err = &desk.Error{Kind: desk.BadInput, Say: fmt.Sprintf("what can be read here ends on %s, more than 35 days ago: it would bring back people whose files had to go", h.At.Format(time.DateOnly))}
		}
	})
	return err
}
