package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"willing/desk"
	"willing/durable"
	"willing/journal"
)

// Restoring says what is restored, from what, and into which folder; or, with Unlock, which house that was
// restored before is opened to people again.
type Restoring struct {
	File           string   // the backup
	Damaged        string   // or, in its place, the folder of a house whose newest updates are damaged
	Folder         string   // empty or missing; with Unlock, the locked house
	Keys           string   // folder with device.key, markers.key, envelopes.key and backup.key, as they were kept elsewhere
	Identity       string   // file with the age key; Keys/backup.key if empty
	Register       string   // the newest register, or a copy of it
	RegisterCopies []string // where the register is copied to from now on
	AcceptRisk     string   // why the house is opened without a newer register, in 20 letters at least
	Unlock         bool
	As, KeyFile    string // an administrator, where something has to be signed for
	Options        Options
}

// Restored says what came of it.
type Restored struct {
	Commits int    `json:"commits"`
	Locked  string `json:"locked,omitempty"` // why the house shows nothing yet; empty: it is open
	Applied int    `json:"applied"`          // people, lists and keys to whom the register's words were applied
	// RegisterTo is when the last entry of the register was made that was handed in: nothing later is known.
	RegisterTo time.Time `json:"register_to,omitzero"`
	ToDo       []string  `json:"to_do"` // what is left for people to do, naming nobody
}

// waits is why a restored house is locked.
const waits = "it waits for the newest register, which knows who was erased and who said no since the backup, or until two devices have exchanged with it"

// leastRisk is how many letters it takes to accept a risk in writing.
const leastRisk = 20

// Restore makes a house of a backup, in a new epoch. Before anything of it can be shown, it reads the
// register: whoever was erased since is erased again, whoever refused is left alone, whoever asked for
// erasure is hidden. Without a register that is at least as new as the backup, the house stays locked,
// unless an administrator accepts the risk in writing. A backup that is damaged, cut short, another
// house's or older than 35 days is refused, and nothing is left behind.
func Restore(ctx context.Context, r Restoring) (Restored, error) {
	if r.AcceptRisk != "" && (len([]rune(strings.TrimSpace(r.AcceptRisk))) < leastRisk || r.As == "" || r.KeyFile == "") {
		return Restored{}, &desk.Error{Kind: desk.BadInput, Say: "to accept the risk, an administrator says why in at least 20 letters, with --as and --keyfile"}
	}
	if r.Unlock {
		return unlock(ctx, r, Folder(r.Folder))
	}
	if err := mustBeEmpty(Folder(r.Folder)); err != nil {
		return Restored{}, err
	}
	target, err := filepath.Abs(r.Folder)
	if err != nil {
		return Restored{}, err
	}
	undo := undoFor(Folder(filepath.Dir(target)))
	out, err := restoreBeside(ctx, r, target)
	if err != nil && undo.missing != "" {
		err = errors.Join(err, os.RemoveAll(undo.missing))
	}
	return out, err
}

// restoreBeside makes the house in a folder beside its place and moves it there when it is whole.
func restoreBeside(ctx context.Context, r Restoring, target string) (out Restored, err error) {
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return out, prepareError(err)
	}
	fresh, err := os.MkdirTemp(filepath.Dir(target), ".restoring-*")
	if err != nil {
		return out, prepareError(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(fresh))
		}
	}()
	if err := stage(ctx, r, Folder(fresh)); err != nil {
		return out, err
	}
	if out, err = unlock(ctx, r, Folder(fresh)); err != nil {
		return out, err
	}
	if err := os.Remove(target); err != nil && !errors.Is(err, os.ErrNotExist) {
		return out, prepareError(err)
	}
	if err := os.Rename(fresh, target); err != nil {
		return out, prepareError(err)
	}
	return out, durable.Folder(filepath.Dir(target))
}

func prepareError(err error) error {
	return &desk.Error{Kind: desk.Unexpected, Say: "the folder could not be prepared: " + plainCause(err), Cause: err}
}

// stage unpacks the backup into a folder that is locked from its first moment.
func stage(ctx context.Context, r Restoring, to Folder) error {
	for _, dir := range []string{to.at("keys"), to.at("register"), to.Backups(), to.Programme()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return prepareError(err)
		}
	}
	device, err := takeKeys(r.Keys, to)
	if err != nil {
		return err
	}
	var m Manifest
	if r.Damaged != "" {
		m, err = takeOver(ctx, r, to, device.Device())
	} else {
		m, err = unpackInto(r, to, device.Device())
	}
	if err != nil {
		return err
	}
	err = to.writeSettings(Settings{
		Format: settingsFormat, Home: m.Home, Epoch: epochAfter(m.Epoch, r.Options.clock()()), Locked: waits, URL: m.URL, RegisterCopies: r.RegisterCopies, BackupTo: m.BackupTo,
	})
	if err != nil {
		return prepareError(err)
	}
	return checkStaged(ctx, r, to)
}

// epochsFrom is the beginning of the count of [epochAfter].
var epochsFrom = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// epochAfter is the epoch that a restored house writes in: the second of its restore. So two restores of one backup that know nothing
// of each other, since the register of the first is lost, never write in the same places of a lane, where devices could bring neither
// back what the other wrote; and the later one is the newer history. Where the clock is behind the last epoch, as on a machine that lost
// its time, that second is added to the last within [epochsTurn].
func epochAfter(last uint32, now time.Time) uint32 {
	since := int64(now.Sub(epochsFrom) / time.Second)
	within := uint32((since%epochsTurn + epochsTurn) % epochsTurn)
	switch {
	case off("epoch") || last >= math.MaxUint32-epochsTurn:
		return last + 1
	case since > int64(last) && since < math.MaxUint32:
		return uint32(since)
	}
	return last + 1 + within
}

// epochsTurn is how many seconds are told apart by a clock that is behind: twelve days.
const epochsTurn = 1 << 20

// takeKeys copies the keys in, which no backup holds.
func takeKeys(from string, to Folder) (journal.Key, error) {
	for _, key := range []string{to.deviceKey(), to.markerKey(), to.backupKey(), to.envelopes()} {
		name := filepath.Base(key)
		raw, err := os.ReadFile(filepath.Join(from, name))
		if errors.Is(err, os.ErrNotExist) && (key == to.backupKey() || key == to.envelopes()) {
			continue // the one is kept apart from the server, on purpose; the other an older house had not, and it is said if it lacks
		}
		if err == nil {
			err = durable.Replace(key, raw)
		}
		if err != nil {
			return journal.Key{}, &desk.Error{Kind: desk.NotFound, Say: name + " cannot be read from the folder of keys: fetch it from where you keep the keys", Cause: err}
		}
	}
	if _, err := openMarkers(to.markerKey()); err != nil {
		return journal.Key{}, &desk.Error{Kind: desk.Broken, Say: "markers.key is damaged: fetch it from where you keep the keys", Cause: err}
	}
	device, err := journal.ReadKey(to.deviceKey())
	if err != nil {
		return device, &desk.Error{Kind: desk.Broken, Say: "device.key is damaged: fetch it from where you keep the keys", Cause: err}
	}
	return device, nil
}

func unpackInto(r Restoring, to Folder, device journal.Device) (m Manifest, err error) {
	identities, err := r.identities()
	if err != nil {
		return m, err
	}
	in, err := os.Open(r.File)
	if err != nil {
		return m, &desk.Error{Kind: desk.NotFound, Say: "the backup cannot be read: " + plainCause(err), Cause: err}
	}
	defer in.Close()
	db, err := os.OpenFile(to.database(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return m, prepareError(err)
	}
	take := func(found Manifest) error {
		m = found
		return m.fault(device, r.Options.clock()())
	}
	err = unpack(in, identities, device, unpacking{manifest: take, store: db, programme: to.Programme()})
	if err == nil {
		err = db.Sync()
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return m, unpackError(err)
	}
	return m, nil
}

func (r Restoring) identities() ([]age.Identity, error) {
	path := r.Identity
	if path == "" {
		path = filepath.Join(r.Keys, "backup.key")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &desk.Error{Kind: desk.NotFound, Say: "the key of the backup cannot be read: name it with --identity, or put backup.key with the other keys", Cause: err}
	}
	defer f.Close()
	identities, err := age.ParseIdentities(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, &desk.Error{Kind: desk.Broken, Say: "the key of the backup is damaged: fetch it from where you keep the keys", Cause: err}
	}
	return identities, nil
}

// fault says why a backup must not be restored.
func (m Manifest) fault(device journal.Device, now time.Time) error {
	switch {
	case m.Format != archiveFormat:
		return &desk.Error{Kind: desk.BadInput, Say: "this backup was made by another version of Willing: use that one, or a newer one"}
	case m.Home != device.String():
		return errForeign
	case m.Made.Before(now.AddDate(0, 0, -keepDays)):
		return &desk.Error{Kind: desk.BadInput, Say: fmt.Sprintf("this backup is of %s, more than 35 days ago: it would bring back people whose files had to go; take a newer one", m.Made.Format(time.DateOnly))}
	}
	return nil
}

// unpackError says in plain words why a backup cannot be restored.
func unpackError(err error) error {
	var none *age.NoIdentityMatchError
	switch {
	case desk.KindOf(err) != desk.Unexpected:
		return err
	case errors.Is(err, errForeign):
		return &desk.Error{Kind: desk.BadInput, Say: "this backup is another house's than these keys: fetch the keys that belong to it", Cause: err}
	case errors.As(err, &none):
		return &desk.Error{Kind: desk.BadInput, Say: "this backup is not encrypted to this key: name the right one with --identity", Cause: err}
	case errors.Is(err, os.ErrPermission) || isDisk(err):
		return prepareError(err)
	}
	return &desk.Error{Kind: desk.BadInput, Say: "this is no backup, or it is damaged or cut short: take another copy of it, or an older backup", Cause: err}
}

// isDisk reports whether the disk failed, and not what was read.
func isDisk(err error) bool {
	var path *os.PathError
	return errors.As(err, &path)
}

// checkStaged sees to it that the data is whole before anybody relies on it.
func checkStaged(ctx context.Context, r Restoring, folder Folder) error {
	n, err := openLocked(ctx, folder, r.Options)
	if err != nil {
		return err
	}
	if r.Damaged != "" {
		err = n.tooOld(n.now())
	}
	err = errors.Join(err, n.store.Check(ctx))
	if errors.Is(err, journal.ErrBroken) {
		err = &desk.Error{Kind: desk.BadInput, Say: "the data in this backup is damaged: take an older backup", Cause: err}
	}
	return errors.Join(err, n.Close())
}

func openLocked(ctx context.Context, folder Folder, o Options) (*Node, error) {
	o.Locked = true
	return Open(ctx, folder, o)
}
