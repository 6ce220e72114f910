package node

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"filippo.io/age"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/programme"
)

// Founding says how a new house begins.
type Founding struct {
	Programme      string // path of the programme folder
	Organisation   string // as the programme says, if empty
	Admin          string // the administrator's name for --as
	KeyFile        string // where the administrator's new key is written
	RegisterCopies []string
}

// Founded is what came of it.
type Founded struct {
	Admin     casebook.ID `json:"admin"`
	KeyFile   string      `json:"keyfile"`
	Programme string      `json:"programme"`
	Waiting   int         `json:"texts_waiting"` // texts that somebody other than the administrator must approve
	BareHats  []string    `json:"bare_hats"`     // hats that nobody wears yet
}

// Init makes a house in an empty or missing folder. A folder that holds anything is refused; if
// something goes wrong halfway, what was made is taken away again.
func Init(ctx context.Context, folder Folder, f Founding, o Options) (founded Founded, err error) {
	p, faults := programme.Load(os.DirFS(f.Programme))
	if p == nil || len(faults) > 0 {
		return founded, &desk.Error{Kind: desk.BadInput, Say: "the programme has faults: see `willing programme check " + f.Programme + "`"}
	}
	if entries, err := os.ReadDir(string(folder)); err == nil && len(entries) > 0 {
		return founded, &desk.Error{Kind: desk.BadInput, Say: "the folder is not empty: choose another"}
	}
	made := !exists(string(folder))
	defer func() {
		if err != nil {
			err = errors.Join(err, clear(folder, made))
		}
	}()
	key, err := prepare(folder, f)
	if err != nil {
		return founded, &desk.Error{Kind: desk.Unexpected, Say: "the folder could not be prepared: " + plainCause(err), Cause: err}
	}
	n, err := Open(ctx, folder, o)
	if err != nil {
		return founded, err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	founding := desk.Founding{Organisation: f.Organisation, Programme: p.Programme, Texts: Proposals(p), Admin: f.Admin, Key: key}
	if founding.Organisation == "" {
		founding.Organisation = p.Programme.Organisation
	}
	founded = Founded{KeyFile: f.KeyFile, Programme: p.Programme.ID, Waiting: len(founding.Texts)}
	founded.Admin, err = n.Desk.Found(ctx, founding)
	for _, hat := range p.Hats {
		if hat != casebook.Administrator && hat != casebook.Coordinator {
			founded.BareHats = append(founded.BareHats, hat)
		}
	}
	return founded, err
}

// Proposals are the texts of a programme folder as the log takes them in.
func Proposals(p *programme.Folder) []casebook.Proposal {
	var out []casebook.Proposal
	for _, d := range p.Disclosures {
		proposal := casebook.Proposal{Role: d.Role, Version: d.Version}
		for _, t := range d.Texts {
			text := t.DisclosureText
			text.Headings = t.Headings
			proposal.Texts = append(proposal.Texts, text)
		}
		out = append(out, proposal)
	}
	return out
}

// prepare makes the folder's files and writes the administrator's key.
func prepare(folder Folder, f Founding) (journal.Key, error) {
	for _, dir := range []string{string(folder), folder.at("keys"), folder.at("register"), folder.Backups()} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return journal.Key{}, err
		}
	}
	device, err := journal.NewKey(rand.Reader)
	if err != nil {
		return journal.Key{}, err
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return journal.Key{}, err
	}
	admin, err := journal.NewKey(rand.Reader)
	if err != nil {
		return journal.Key{}, err
	}
	settings := Settings{Format: settingsFormat, Home: device.Device().String(), Epoch: 1, RegisterCopies: f.RegisterCopies, BackupTo: identity.Recipient().String()}
	for _, step := range []func() error{
		func() error { return journal.WriteKey(folder.deviceKey(), device) },
		func() error { return newMarkerKey(folder.markerKey()) },
		func() error { return writeDurably(folder.backupKey(), []byte(identity.String()+"\n")) },
		func() error { return os.CopyFS(folder.Programme(), os.DirFS(f.Programme)) },
		func() error { return folder.writeSettings(settings) },
		func() error { return journal.WriteKey(f.KeyFile, admin) },
	} {
		if err := step(); err != nil {
			return admin, err
		}
	}
	return admin, nil
}

// clear takes away what a failed founding left behind.
func clear(folder Folder, whole bool) error {
	if whole {
		return os.RemoveAll(string(folder))
	}
	entries, err := os.ReadDir(string(folder))
	for _, e := range entries {
		err = errors.Join(err, os.RemoveAll(filepath.Join(string(folder), e.Name())))
	}
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// plainCause is what the system says, without the path, which may hold somebody's name.
func plainCause(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Op + ": " + path.Err.Error()
	}
	return err.Error()
}
