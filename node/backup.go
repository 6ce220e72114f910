package node

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"willing/desk"
	"willing/durable"
	"willing/journal"
)

// keepDays is how long a backup may be kept and restored (field.md): longer, and people who were erased
// would come back with it.
const keepDays = 35

// BackupOptions say where a backup goes and who can read it.
type BackupOptions struct {
	To         string   // a folder that exists, or a new file that ends in .age; the folder's backups if empty
	Recipients []string // age recipients; the node's own if none
	KeepDays   int      // own backups in that folder older than this are deleted; 35 if zero, 35 at most
}

// BackedUp says what was made.
type BackedUp struct {
	File    string `json:"file"`
	Bytes   int64  `json:"bytes"`
	Commits uint64 `json:"commits"` // at least: what is written meanwhile may be in it
}

// Backup makes one encrypted file of the whole node while others read and write: the store, the copy of
// the programme, and a manifest; neither keys nor register. The file appears under its name only when it
// is whole and on the disk. Then own backups that are too old are deleted. Of a store that is damaged none is
// made: nobody could restore it, and after some weeks only such ones would be left.
func (n *Node) Backup(ctx context.Context, o BackupOptions) (BackedUp, error) {
	var out BackedUp
	if n.Settings.Field != nil {
		return out, &desk.Error{Kind: desk.NotAllowed, Say: "a device makes no backup: what was written on it is safe once headquarters has it; exchange (`willing sync`), or carry a file there (`willing bundle export --for hq`)"}
	}
	if o.KeepDays == 0 {
		o.KeepDays = keepDays
	}
	if o.KeepDays < 1 || o.KeepDays > keepDays {
		return out, &desk.Error{Kind: desk.BadInput, Say: "backups are kept for 1 to 35 days: longer, and people who were erased would come back with them"}
	}
	recipients, err := n.recipients(o.Recipients)
	if err != nil {
		return out, err
	}
	now := n.now().UTC()
	folder, name, err := n.backupName(o.To, now)
	if err != nil {
		return out, err
	}
	out.File = filepath.Join(folder, name)
	manifest, err := n.manifest(ctx, now)
	if err != nil {
		return out, err
	}
	out.Commits = manifest.Commits
	if err = n.store.Check(ctx); err == nil {
		out.Bytes, err = n.writeBackup(ctx, out.File, manifest, recipients)
	}
	switch {
	case errors.Is(err, journal.ErrBroken):
		return BackedUp{}, &desk.Error{Kind: desk.Broken, Say: "willing.db is damaged, so no backup was made of it, and the older ones were left: see `willing verify`, and restore the last one into a new folder", Cause: err}
	case errors.Is(err, journal.ErrFull):
		return BackedUp{}, &desk.Error{Kind: desk.Unexpected, Say: "no backup was made: there is no room left on the disk where this house's data lie. What was saved is safe, and the older backups were left: make room there", Cause: err}
	case err != nil && desk.KindOf(err) != desk.Unexpected:
		return BackedUp{}, err
	case err != nil:
		return BackedUp{}, &desk.Error{Kind: desk.Unexpected, Say: "the backup could not be written, and nothing of it was kept: " + plainCause(err), Cause: err}
	}
	if isFolder(o.To) || o.To == "" {
		if err := expire(folder, now, o.KeepDays); err != nil {
			return out, &desk.Error{Kind: desk.Unexpected, Say: "the backup is made, but an old one could not be deleted: " + plainCause(err), Cause: err}
		}
	}
	return out, n.noteBackup(now, out)
}

func (n *Node) recipients(names []string) ([]age.Recipient, error) {
	if len(names) == 0 && n.Settings.BackupTo != "" {
		names = []string{n.Settings.BackupTo}
	}
	recipients, err := age.ParseRecipients(strings.NewReader(strings.Join(names, "\n")))
	if err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "a backup is encrypted to age recipients (age1…): one of these is none, or none is given", Cause: err}
	}
	return recipients, nil
}

const (
	backupPrefix = "willing-"
	backupStamp  = "20060102-150405"
	backupSuffix = ".age"
	backupPart   = ".part" // while it is written
)

func isFolder(path string) bool {
	stat, err := os.Stat(path)
	return err == nil && stat.IsDir()
}

// backupName is where a backup goes. No folder is made, and no file stands in for one: the folder of a disk that is not
// connected would lie on the wrong disk, and nobody would know.
func (n *Node) backupName(to string, now time.Time) (folder, name string, err error) {
	folder, name = to, backupPrefix+now.Format(backupStamp)+backupSuffix
	switch {
	case to == "":
		if folder = n.Folder.Backups(); !isFolder(folder) {
			return "", "", &desk.Error{Kind: desk.BadInput, Say: "the folder backups is missing in the data folder: connect the disk on which it lies, or make it"}
		}
	case isFolder(to):
	case strings.HasSuffix(to, backupSuffix):
		folder, name = filepath.Split(to)
		folder = filepath.Clean(folder)
	default:
		return "", "", &desk.Error{Kind: desk.BadInput, Say: "there is no folder of this name, and no backup was made: connect the disk, or make the folder; the name of a file for it ends in .age"}
	}
	if !isFolder(folder) {
		return "", "", &desk.Error{Kind: desk.BadInput, Say: "there is no such folder to write the backup into, and no backup was made: connect the disk, or make the folder"}
	}
	if exists(filepath.Join(folder, name)) {
		return "", "", &desk.Error{Kind: desk.BadInput, Say: "there is a file of this name already, and it was left as it is: choose another name"}
	}
	return folder, name, nil
}

func (n *Node) manifest(ctx context.Context, now time.Time) (Manifest, error) {
	commits, err := n.Desk.Commits(ctx)
	return Manifest{
		Format: archiveFormat, Made: now, Home: n.Settings.Home, Epoch: n.Settings.Epoch, Register: n.register.Head(),
		Commits: uint64(commits), BackupTo: n.Settings.BackupTo, URL: n.Settings.URL,
	}, err
}

// writeBackup writes a backup beside its place and moves it there when it is whole.
func (n *Node) writeBackup(ctx context.Context, file string, m Manifest, recipients []age.Recipient) (size int64, err error) {
	part := file + backupPart
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	err = n.archive(ctx, f, m, recipients)
	if err == nil {
		err = f.Sync()
	}
	if stat, statErr := f.Stat(); statErr == nil {
		size = stat.Size()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		return 0, errors.Join(err, os.Remove(part))
	}
	return size, durable.Folder(filepath.Dir(file))
}

func (n *Node) archive(ctx context.Context, w io.Writer, m Manifest, recipients []age.Recipient) error {
	a, err := newArchiver(w, recipients, m.Made)
	if err != nil {
		return err
	}
	content, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := a.add(manifestName, content); err != nil {
		return err
	}
	if err := a.folder(n.Folder.Programme(), programmeName); err != nil {
		return err
	}
	if err := n.store.Snapshot(ctx, a); err != nil {
		return err
	}
	return a.seal(n.Desk.Device)
}

// expire deletes the backups in a folder that are older than some days, by their names, and what a backup
// that was cut short has left a day ago.
func expire(folder string, now time.Time, days int) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var errs []error
	for _, e := range entries {
		name, unfinished := strings.CutSuffix(e.Name(), backupPart)
		stamp, own := strings.CutPrefix(name, backupPrefix)
		stamp, ended := strings.CutSuffix(stamp, backupSuffix)
		made, err := time.Parse(backupStamp, stamp)
		old := made.Before(now.AddDate(0, 0, -days)) || unfinished && made.Before(now.AddDate(0, 0, -1))
		if own && ended && err == nil && e.Type().IsRegular() && old {
			errs = append(errs, os.Remove(filepath.Join(folder, e.Name())))
		}
	}
	return errors.Join(errs...)
}

// LastBackup is what last-backup.json says: when a backup last worked.
type LastBackup struct {
	Made    time.Time `json:"made"`
	File    string    `json:"file"`
	Bytes   int64     `json:"bytes"`
	Commits uint64    `json:"commits"`
}

func (n *Node) noteBackup(made time.Time, b BackedUp) error {
	raw, err := json.MarshalIndent(LastBackup{made, b.File, b.Bytes, b.Commits}, "", "  ")
	if err != nil {
		return err
	}
	if err := durable.Replace(n.Folder.lastBackup(), append(raw, '\n')); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the backup is made, but last-backup.json could not be written: " + plainCause(err), Cause: err}
	}
	return nil
}

// LastBackup says when a backup last worked; ok is false if none ever did.
func (n *Node) LastBackup() (last LastBackup, ok bool) {
	raw, err := os.ReadFile(n.Folder.lastBackup())
	return last, err == nil && json.Unmarshal(raw, &last) == nil
}
