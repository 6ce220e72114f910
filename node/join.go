package node

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/programme"
	"willing/store/sqlite"
)

// Enrolment is a code with which one device may join.
type Enrolment = desk.Enrolment

// invitation is what headquarters keeps of an enrolment until it is used.
type invitation struct {
	Code   string        `json:"code"`
	By     casebook.ID   `json:"by"`
	People []casebook.ID `json:"people"`
	Scopes []string      `json:"scopes"`
	Until  int64         `json:"until"`   // unix seconds, of the grant
	Over   int64         `json:"expires"` // unix seconds, of the code
	Epoch  uint32        `json:"epoch"`   // in which it was drawn: a restore brings no code back
}

// bucketInvited holds invitations. Key: the code's digest.
const bucketInvited journal.Bucket = "invited"

const (
	codeTime   = time.Hour
	grantTime  = 90 * 24 * time.Hour     // a grant outlives the longest trip (field.md)
	defaultURL = "http://localhost:8080" // where `willing serve` listens by itself
	codeSize   = 10                      // bytes: 80 bits, 16 letters and digits
)

var codeText = base32.NewEncoding("abcdefghijkmnpqrstuvwxyz23456789").WithPadding(base32.NoPadding)

// Enrol prepares that one device joins, for some people and territories. Whoever enrols signs for it now;
// the device's key is not known before it joins, so headquarters then writes the grant in their name.
func (n *Node) Enrol(ctx context.Context, by desk.Acting, people []casebook.ID, territories []string, url string) (Enrolment, error) {
	if !n.Desk.AtHome() {
		return Enrolment{}, &desk.Error{Kind: desk.NotAllowed, Say: "headquarters enrols devices, and nobody else"}
	}
	if !n.Desk.May(by, access.AdmitDevices, "") {
		return Enrolment{}, desk.MayNot(access.AdmitDevices)
	}
	if err := n.knowsTerritories(territories); err != nil {
		return Enrolment{}, err
	}
	if len(people) == 0 {
		people = []casebook.ID{by.Who}
	}
	drawn := make([]byte, codeSize)
	if _, err := io.ReadFull(n.chance, drawn); err != nil {
		return Enrolment{}, err
	}
	if url == "" {
		url = n.address
	}
	if url == "" {
		url = defaultURL
	}
	out := Enrolment{Code: codeText.EncodeToString(drawn), URL: url, People: people, Until: n.now().Add(grantTime).UTC()}
	for _, t := range territories {
		out.Scopes = append(out.Scopes, string(journal.TerritoryScope(t)))
	}
	return out, n.invite(ctx, invitation{out.Code, by.Who, people, out.Scopes, out.Until.Unix(), n.now().Add(codeTime).Unix(), n.Settings.Epoch})
}

// invite keeps an invitation until a device proves its code, and throws away those that serve nobody any more.
func (n *Node) invite(ctx context.Context, i invitation) error {
	raw, err := json.Marshal(i)
	if err != nil {
		return err
	}
	key := sha256.Sum256([]byte(i.Code))
	return n.store.Update(ctx, func(w journal.Writer) error {
		return errors.Join(n.sweepInvitations(w), w.Put(bucketInvited, key[:], raw))
	})
}

func (n *Node) sweepInvitations(w journal.Writer) error {
	var over [][]byte
	entries, failed := w.Scan(bucketInvited, nil, nil)
	for k, value := range entries {
		var i invitation
		if json.Unmarshal(value, &i) != nil || !n.serves(i) {
			over = append(over, bytes.Clone(k))
		}
	}
	for _, key := range over {
		if err := w.Delete(bucketInvited, key); err != nil {
			return err
		}
	}
	return failed()
}

// serves reports whether a device may still come with a code. One that was drawn before a restore serves no more: what used it may have
// been lost.
func (n *Node) serves(i invitation) bool {
	return n.now().Unix() <= i.Over && (i.Epoch == n.Settings.Epoch || off("join.epoch"))
}

func (n *Node) knowsTerritories(territories []string) error {
	var missing bool
	n.Desk.House(func(h *casebook.House) {
		p := h.Programme(h.Pos)
		for _, t := range territories {
			missing = missing || p == nil || !slices.ContainsFunc(p.Territories, func(x casebook.Territory) bool { return x.ID == t })
		}
	})
	if missing || len(territories) == 0 {
		return &desk.Error{Kind: desk.BadInput, Say: "name territories of the programme, with --scope"}
	}
	return nil
}

// Admit answers a device that proves a code: which house this is, and, once it signs for it with the key that it brings, with its grant.
func (n *Node) Admit(ctx context.Context, raw []byte) ([]byte, error) {
	var asked meet.Joining
	if err := json.Unmarshal(raw, &asked); err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "this is no request to join", Cause: err}
	}
	switch {
	case asked.Version < meet.JoinVersion:
		return nil, &desk.Error{Kind: desk.NotAllowed, Say: "this device's program is older than headquarters': bring it up to date, and join with the same code"}
	case asked.Signature == nil:
		return n.ask(ctx, asked)
	case !asked.Signed(n.Desk.Home) && !off("join.signed"):
		return nil, &desk.Error{Kind: desk.NotAllowed, Say: "this device does not hold the key that it brings, or means another house"}
	}
	return n.grants(ctx, asked)
}

// ask tells a device that proves a code which house knows it. The code serves as before.
func (n *Node) ask(ctx context.Context, asked meet.Joining) (answer []byte, err error) {
	err = n.store.View(ctx, func(r journal.Reader) error {
		_, found, err := n.invited(r, asked)
		if err != nil {
			return err
		}
		answer, err = json.Marshal(meet.Ask(found.Code, n.Desk.Home, asked.Device))
		return err
	})
	return answer, err
}

// grants writes the grant of a device.
func (n *Node) grants(ctx context.Context, asked meet.Joining) ([]byte, error) {
	used, err := n.claim(ctx, asked)
	if err != nil {
		return nil, err
	}
	by := desk.Acting{Who: used.By, Signer: journal.ServerSigner(n.device)}
	grant := casebook.DeviceGrant{Device: asked.Device[:], People: used.People, Scopes: used.Scopes, NotAfter: used.Until}
	if err := n.Desk.AdmitDevice(ctx, by, grant); err != nil {
		if again := n.invite(ctx, used); again != nil {
			return nil, &desk.Error{Kind: desk.Unexpected, Say: "nobody was let in, and the code serves no more: have another one made", Cause: fmt.Errorf("%v; %v", err, again)} // not that the code serves still
		}
		return nil, err // nobody was let in
	}
	// It is in, and nothing depends on this: where there is no room for it, the device is shown as a device.
	_ = n.store.Update(ctx, func(w journal.Writer) error { return meet.NoteKind(w, asked.Device, asked.Kind) })
	out := meet.Joined{Home: n.Desk.Home, Holder: used.People[0]}
	if out.Programme, err = n.zipProgramme(); err != nil {
		return nil, err
	}
	out.Prove(used.Code, asked.Device)
	return json.Marshal(out)
}

// claim takes the invitation whose code a device proves, so that of several that come with it at once one gets it.
func (n *Node) claim(ctx context.Context, asked meet.Joining) (used invitation, err error) {
	err = n.store.Update(ctx, func(w journal.Writer) error {
		var key []byte
		if key, used, err = n.invited(w, asked); err != nil {
			return err
		}
		return w.Delete(bucketInvited, key)
	})
	return used, err
}

// invited finds the invitation whose code a device proves.
func (n *Node) invited(r journal.Reader, asked meet.Joining) (key []byte, found invitation, err error) {
	entries, failed := r.Scan(bucketInvited, nil, nil)
	for k, value := range entries {
		var i invitation
		if json.Unmarshal(value, &i) != nil || !n.serves(i) {
			continue
		}
		if asked.Proves(i.Code) {
			key, found = bytes.Clone(k), i
		}
	}
	if err = failed(); err == nil && key == nil {
		err = &desk.Error{Kind: desk.NotAllowed, Say: "this code does not serve: it is over, was used, was misread, or was made before headquarters was restored; a coordinator makes a new one"}
	}
	return key, found, err
}

func (n *Node) zipProgramme() ([]byte, error) {
	files, err := readProgramme(os.DirFS(n.Folder.Programme()))
	if err != nil {
		return nil, err
	}
	return programme.Zip(files)
}

// Joining says how a device joins a house.
type Joining struct {
	URL     string
	Code    string
	KeyFile string // where the key is written that opens this device for whom it was enrolled
	// Passphrase seals the data, if one is given; otherwise the key file does.
	Passphrase string
}

// Join makes a node of a house in an empty or missing folder. post carries the request to headquarters. What
// was made is taken away again if it fails; a coordinator then makes another code.
func Join(ctx context.Context, folder Folder, j Joining, post Line, o Options) (err error) {
	if err := mustBeEmpty(folder); err != nil {
		return err
	}
	if j.KeyFile == "" || exists(j.KeyFile) {
		return &desk.Error{Kind: desk.BadInput, Say: "name a new file for the key of this device, with --keyfile; one that is there is never overwritten"}
	}
	if j.Passphrase != "" && len([]rune(j.Passphrase)) < leastPassphrase {
		return &desk.Error{Kind: desk.BadInput, Say: "a passphrase has twelve letters at least, better four words: whoever finds the laptop may guess as long as they like"}
	}
	device, err := journal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	house, err := meet.Join(ctx, j.Code, device, meet.Laptop, post)
	if err != nil {
		return err
	}
	undo := undoFor(folder)
	defer func() {
		if err != nil {
			err = errors.Join(err, undo.all())
		}
	}()
	if err := settle(folder, j, device, house, o.clock()(), undo); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the folder could not be prepared: " + plainCause(err), Cause: err}
	}
	return nil
}

// settle makes the folder's files.
func settle(folder Folder, j Joining, device journal.Key, house meet.Joined, now time.Time, undo *undoing) error {
	folderOf, err := unzip(house.Programme)
	if err != nil {
		return err
	}
	for _, dir := range []string{string(folder), folder.at("keys"), folder.at("register")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	own, err := journal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	own.Holder = journal.ID(house.Holder)
	settings := Settings{
		Format: settingsFormat, Home: house.Home.String(), Epoch: 1,
		Field: &Field{URL: j.URL, Holder: house.Holder.String(), Key: own.Device().String(), KeyFile: absolute(j.KeyFile), Sealed: true},
	}
	for _, step := range []func() error{
		func() error { return newMarkerKey(folder.markerKey(), now) },
		func() error { return copyProgramme(folder.Programme(), folderOf) },
		func() error { return beginRegister(folder, house.Home, nil, now, undo) },
		func() error { return sealNew(folder, device, own, j.Passphrase) },
		folder.beginData, // if they are missing later, they are missed
		func() error { return undo.file(j.KeyFile, journal.WriteKey(j.KeyFile, own)) },
		func() error { return folder.writeSettings(settings) }, // what makes it a node comes last: before, nothing is there that a killed process could shut
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Opens turns the key that this device made when it joined into a signer for its holder: the device vouches
// for them, so that what they write counts as by somebody who has only a password, and witnesses no yes. Once that
// key is enrolled, it is their own and signs by itself.
func (n *Node) Opens(who casebook.ID, key journal.Key) (journal.Signer, bool) {
	f := n.Settings.Field
	if f == nil || f.Key != key.Device().String() || f.Holder != who.String() {
		return nil, false
	}
	own := false
	n.Desk.House(func(h *casebook.House) { own = h.HoldsKey(who, string(key.Public()), h.Pos) })
	if own {
		return nil, false
	}
	return journal.ServerSigner(n.device), true
}

// Headquarters is where this device meets headquarters; "" at headquarters.
func (n *Node) Headquarters() string {
	if n.Settings.Field == nil {
		return ""
	}
	return n.Settings.Field.URL
}

// Name is this node's device.
func (n *Node) Name() journal.Device { return n.device.Device() }

// beginData makes data without anything in them.
func (f Folder) beginData() error {
	s, err := sqlite.Open(f.database())
	if err != nil {
		return err
	}
	return s.Close()
}
