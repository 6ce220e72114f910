package node

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"filippo.io/age"

	"willing/casebook"
	"willing/desk"
	"willing/durable"
	"willing/journal"
	"willing/programme"
	"willing/register"
)

// Founding says how a new house begins.
type Founding struct {
	Programme      string // path of the programme folder
	Organisation   string // as the programme says, if empty
	Admin          string // the administrator's name for --as
	KeyFile        string // where the administrator's new key is written
	URL            string // where browsers will find the house; "" if nobody said
	RegisterCopies []string
}

// Founded is what came of it.
type Founded struct {
	Admin     casebook.ID `json:"admin"`
	KeyFile   string      `json:"keyfile"`
	Programme string      `json:"programme"`
	Waiting   int         `json:"texts_waiting"` // texts that somebody other than the administrator must approve
	BareHats  []string    `json:"bare_hats"`     // hats that nobody wears yet
	Link      string      `json:"link"`          // path of the administrator's one-time link
}

// Init makes a house in an empty or missing folder. A folder that holds anything is refused, and so is a
// key file that exists: a lost key is lost for good. If something goes wrong halfway, what was made is
// taken away again.
func Init(ctx context.Context, folder Folder, f Founding, o Options) (founded Founded, err error) {
	if err := IsProgramme(f.Programme); err != nil {
		return founded, err
	}
	p, _ := programme.Load(os.DirFS(f.Programme))
	if f.Admin == "" || f.KeyFile == "" {
		return founded, &desk.Error{Kind: desk.BadInput, Say: "say who administers the house, and where the new key is written"}
	}
	if err := MayBegin(folder); err != nil {
		return founded, err
	}
	if exists(f.KeyFile) {
		return founded, &desk.Error{Kind: desk.BadInput, Say: "the key file exists already and was left as it is: choose another name for the new key"}
	}
	if err := havePlaces(f); err != nil {
		return founded, err
	}
	undo := undoFor(folder)
	defer func() {
		if err != nil {
			err = errors.Join(err, undo.all())
		}
	}()
	key, err := prepare(folder, f, o.clock()(), undo)
	if err != nil {
		return founded, &desk.Error{Kind: desk.Unexpected, Say: "the folder could not be prepared: " + plainCause(err), Cause: err}
	}
	return found(ctx, folder, f, o, p, key)
}

// IsProgramme reports what keeps a folder from being a programme to begin with.
func IsProgramme(folder string) error {
	if !isFolder(folder) {
		return &desk.Error{Kind: desk.BadInput, Say: "there is no programme folder of this name: give one, for instance a copy of examples/sea-rescue"}
	}
	if p, faults := programme.Load(os.DirFS(folder)); p == nil || len(faults) > 0 {
		return &desk.Error{Kind: desk.BadInput, Say: "the programme has faults: see `willing programme check " + folder + "`"}
	}
	return nil
}

// MayBegin reports what keeps a folder from becoming a house's: it holds something.
func MayBegin(folder Folder) error { return mustBeEmpty(folder) }

// havePlaces looks whether the folders of files outside the house are there. They are not made: the folder
// of a disk that is not connected would lie on the wrong one.
func havePlaces(f Founding) error {
	if dir := filepath.Dir(f.KeyFile); !isFolder(dir) {
		return &desk.Error{Kind: desk.BadInput, Say: "there is no folder for the administrator's key: make it first"}
	}
	for _, c := range f.RegisterCopies {
		if err := MayCopyTo(c); err != nil {
			return err
		}
	}
	return nil
}

func found(ctx context.Context, folder Folder, f Founding, o Options, p *programme.Folder, key journal.Key) (founded Founded, err error) {
	o.begins = true
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
	if err = cmp.Or(err, n.keyEnvelopes(ctx)); err != nil {
		return founded, err
	}
	founded.Link, err = n.LetIn(ctx, desk.Acting{Who: founded.Admin, Signer: key}, founded.Admin, firstLink)
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
func prepare(folder Folder, f Founding, now time.Time, undo *undoing) (journal.Key, error) {
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
	settings := Settings{Format: settingsFormat, Home: device.Device().String(), Epoch: 1, URL: f.URL, RegisterCopies: f.RegisterCopies, BackupTo: identity.Recipient().String()}
	for _, step := range []func() error{
		func() error { return journal.WriteKey(folder.deviceKey(), device) },
		func() error { return newMarkerKey(folder.markerKey(), now) },
		func() error { _, err := newEnvelopes(folder); return err },
		func() error { return durable.Replace(folder.backupKey(), []byte(identity.String()+"\n")) },
		func() error { return copyProgramme(folder.Programme(), os.DirFS(f.Programme)) },
		func() error { return beginRegister(folder, device.Device(), f.RegisterCopies, now, undo) },
		func() error { return folder.writeSettings(settings) },
		func() error { return undo.file(f.KeyFile, journal.WriteKey(f.KeyFile, admin)) },
	} {
		if err := step(); err != nil {
			return admin, err
		}
	}
	return admin, nil
}

// beginRegister writes the register's first line.
func beginRegister(folder Folder, device journal.Device, copies []string, now time.Time, undo *undoing) error {
	r, err := register.Open(folder.register(), copies...)
	for _, c := range copies {
		_ = undo.file(c, nil) // only noted, so that it goes if founding fails
	}
	if err != nil {
		return err
	}
	return r.Append(register.Entry{Kind: entryFounded, ID: houseID(device).String(), At: now.Unix()})
}

// houseID is the name of a house in its register.
func houseID(device journal.Device) casebook.ID { return casebook.ID(device[:16]) }

func mustBeEmpty(folder Folder) error {
	entries, err := os.ReadDir(string(folder))
	if err == nil && len(entries) == 0 || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "this is not a folder that can be read: choose another", Cause: err}
	}
	say := "the folder is not empty: choose another"
	if !exists(folder.settings()) {
		say += "; there is no node.json in it: if a founding or a joining was broken off there, delete it with the key file that it may have made, and begin again (a device needs another code then)"
	}
	return &desk.Error{Kind: desk.BadInput, Say: say}
}

// undoing remembers what is to be taken away again if making a house goes wrong halfway.
type undoing struct {
	folder  Folder
	missing string // the outermost folder that did not exist; "" if all did
	files   []string
}

func undoFor(folder Folder) *undoing {
	u := &undoing{folder: folder}
	for dir := filepath.Clean(string(folder)); !exists(dir); dir = filepath.Dir(dir) {
		u.missing = dir
	}
	return u
}

// file remembers a file outside the folder that was written, unless that failed.
func (u *undoing) file(path string, err error) error {
	if err == nil {
		u.files = append(u.files, path)
	}
	return err
}

func (u *undoing) all() error {
	var errs []error
	for _, f := range u.files {
		if err := os.Remove(f); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	if u.missing != "" {
		return errors.Join(append(errs, os.RemoveAll(u.missing))...)
	}
	entries, err := os.ReadDir(string(u.folder))
	for _, e := range entries {
		errs = append(errs, os.RemoveAll(u.folder.at(e.Name())))
	}
	return errors.Join(append(errs, err)...)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
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
