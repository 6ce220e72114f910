package node

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"willing/desk"
	"willing/durable"
)

// Folder is the path of a data folder.
type Folder string

func (f Folder) at(parts ...string) string {
	return filepath.Join(append([]string{string(f)}, parts...)...)
}

// Paths inside a data folder.
func (f Folder) database() string     { return f.at("willing.db") }
func (f Folder) settings() string     { return f.at("node.json") }
func (f Folder) deviceKey() string    { return f.at("keys", "device.key") }
func (f Folder) sealedDevice() string { return f.at("keys", "device.sealed") }
func (f Folder) markerKey() string    { return f.at("keys", "markers.key") }
func (f Folder) backupKey() string    { return f.at("keys", "backup.key") }
func (f Folder) envelopes() string    { return f.at("keys", "envelopes.key") }
func (f Folder) storeKey() string     { return f.at("keys", "store.key") }
func (f Folder) register() string     { return f.at("register", "register.jsonl") }
func (f Folder) lock() string         { return f.at("lock") }
func (f Folder) lastBackup() string   { return f.at("last-backup.json") }
func (f Folder) uploads() string      { return f.at("uploads") }

// newProgramme is a programme folder that is about to take the place of the other, and oldProgramme the other while
// it does.
func (f Folder) newProgramme() string { return f.at("programme.new") }
func (f Folder) oldProgramme() string { return f.at("programme.old") }

func (f Folder) peers() string { return f.at("peers.json") }

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
	Brought        []string `json:"brought,omitempty"`         // devices that brought a restored house all that they had
	URL            string   `json:"url,omitempty"`             // where browsers find the house, as whoever founded it says
	RegisterCopies []string `json:"register_copies,omitempty"` // files that every entry of the register is also written to
	BackupTo       string   `json:"backup_to,omitempty"`       // age recipient of backups
	Field          *Field   `json:"field,omitempty"`           // of a device that is not headquarters
	Risk           *Risk    `json:"accepted_risk,omitempty"`   // a restored house was opened without a newer register
	Check          string   `json:"check"`                     // of all the above: see sum
}

// Field is what a device knows of its place in the house.
type Field struct {
	URL    string `json:"url"`    // where headquarters is met
	Holder string `json:"holder"` // id of the member of staff whose key file the device made
	Key    string `json:"key"`    // the public half of that key, text form: it opens this device alone
	// KeyFile is where that key file was made. If it still lies there, the data are opened without being asked for it.
	KeyFile string `json:"key_file,omitempty"`
	Sealed  bool   `json:"sealed,omitempty"` // the data lie sealed under keys/store.key
}

// Risk is what somebody took upon them in writing.
type Risk struct {
	Text string `json:"text"`
	By   string `json:"by"` // the id of the administrator
	At   string `json:"at"` // RFC 3339
}

// sum is a check over everything else that node.json says: a changed digit of the epoch, or a lost word
// that keeps the house locked, must not pass unseen.
func (s Settings) sum() string {
	s.Check = ""
	raw, _ := json.Marshal(s) // strings, numbers and lists of them always have a JSON form
	hash := sha256.Sum256(raw)
	return hex.EncodeToString(hash[:8])
}

const settingsFormat = 1

// ReadSettings reads node.json.
func (f Folder) ReadSettings() (Settings, error) {
	var s Settings
	raw, err := os.ReadFile(f.settings())
	if _, there := os.Stat(f.database()); errors.Is(err, os.ErrNotExist) && there == nil {
		return s, &desk.Error{Kind: desk.Broken, Say: "node.json is missing beside willing.db: put it back, or restore a backup into a new folder. If a joining was broken off here, before anything was written: delete this folder and the key file, and join again with another code", Cause: err}
	}
	if errors.Is(err, os.ErrNotExist) {
		return s, &desk.Error{Kind: desk.NotFound, Say: "there is no house in this folder: name the right one with --dir DIR, make one with `willing init --dir DIR`, or on a laptop join one with `willing join URL --dir DIR`", Cause: err}
	}
	if err != nil {
		return s, &desk.Error{Kind: desk.Unexpected, Say: "node.json cannot be read", Cause: err}
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if err := in.Decode(&s); err != nil && s.Format > settingsFormat {
		return s, &desk.Error{Kind: desk.Broken, Say: "this folder was made by a newer version of Willing: use that one", Cause: err}
	} else if err != nil || s.Home == "" || s.Check != s.sum() || !bytes.Equal(raw, s.text()) {
		return s, &desk.Error{Kind: desk.Broken, Say: "node.json is damaged, or was edited by hand: put the former one back, or restore a backup into a new folder", Cause: err}
	}
	if s.Format != settingsFormat {
		return s, &desk.Error{Kind: desk.Broken, Say: "this folder was made by another version of Willing: use that one, or a newer one"}
	}
	return s, nil
}

// writeSettings replaces node.json durably: the old one, or the new one, never half of it.
func (f Folder) writeSettings(s Settings) error {
	s.Check = s.sum()
	return durable.Replace(f.settings(), s.text())
}

// text is the one way in which node.json is written.
func (s Settings) text() []byte {
	raw, _ := json.MarshalIndent(s, "", "  ") // strings, numbers and lists of them always have a JSON form
	return append(raw, '\n')
}
