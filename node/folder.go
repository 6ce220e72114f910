package node

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"willing/desk"
)

// Folder is the path of a data folder.
type Folder string

func (f Folder) at(parts ...string) string {
	return filepath.Join(append([]string{string(f)}, parts...)...)
}

// Paths inside a data folder.
func (f Folder) database() string  { return f.at("willing.db") }
func (f Folder) settings() string  { return f.at("node.json") }
func (f Folder) deviceKey() string { return f.at("keys", "device.key") }
func (f Folder) markerKey() string { return f.at("keys", "markers.key") }
func (f Folder) backupKey() string { return f.at("keys", "backup.key") }
func (f Folder) register() string  { return f.at("register", "register.jsonl") }
func (f Folder) lock() string      { return f.at("lock") }

// Socket is where a running process answers the command line.
func (f Folder) Socket() string { return f.at("socket") }

// Programme is the copy of the programme folder.
func (f Folder) Programme() string { return f.at("programme") }

// Backups is where backups lie unless the operator names another place.
func (f Folder) Backups() string { return f.at("backups") }

// Settings is node.json: what must stand outside the database, so that a restored database is noticed.
type Settings struct {
	Format         int      `json:"format"`                    // 1
	Home           string   `json:"home"`                      // headquarters' device, text form
	Epoch          uint32   `json:"epoch"`                     // which this node writes in; raised by every restore
	Locked         string   `json:"locked,omitempty"`          // why a restored house shows nothing yet
	RegisterCopies []string `json:"register_copies,omitempty"` // files that every entry of the register is also written to
	BackupTo       string   `json:"backup_to,omitempty"`       // age recipient of backups
}

const settingsFormat = 1

func (f Folder) readSettings() (Settings, error) {
	var s Settings
	raw, err := os.ReadFile(f.settings())
	if errors.Is(err, os.ErrNotExist) {
		return s, &desk.Error{Kind: desk.NotFound, Say: "there is no house in this folder: make one with `willing init --dir DIR`", Cause: err}
	}
	if err != nil {
		return s, &desk.Error{Kind: desk.Unexpected, Say: "node.json cannot be read", Cause: err}
	}
	if err := json.Unmarshal(raw, &s); err != nil || s.Home == "" {
		return s, &desk.Error{Kind: desk.Broken, Say: "node.json is damaged: restore a backup into a new folder", Cause: err}
	}
	if s.Format != settingsFormat {
		return s, &desk.Error{Kind: desk.Broken, Say: "this folder was made by another version of Willing: use that one, or a newer one"}
	}
	return s, nil
}

// writeSettings replaces node.json durably: the old one, or the new one, never half of it.
func (f Folder) writeSettings(s Settings) error {
	raw, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return writeDurably(f.settings(), append(raw, '\n'))
}

func writeDurably(path string, text []byte) error {
	temporary := path + ".new"
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = file.Write(text); err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
