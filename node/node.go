package node

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"sync"
	"time"

	"willing/account"
	"willing/desk"
	"willing/envelope"
	"willing/exchange/meet"
	"willing/journal"
	"willing/lists"
	"willing/recognise"
	"willing/store/sqlite"
)

// Node is an open data folder.
type Node struct {
	Desk     *desk.Desk
	Folder   Folder
	Settings Settings

	store     store
	register  *registerOf
	markers   *recognise.Book
	envelopes *envelope.Keys // what is for headquarters alone; a device only closes
	gone      []uint16       // generations of marker keys that the register says were let go
	lock      *os.File
	now       func() time.Time
	kept      folderKept
	device    journal.Key
	chance    io.Reader
	address   string // where this node is served, for whoever joins
	site      Site   // how its pages are served, once they are
	meets     *meet.Node
	program   string            // what this program is called
	letIn     sync.Mutex        // guards accounts and lists
	accounts  *account.Accounts // once somebody asked for them
	lists     *lists.Lists      // once somebody asked for them
	daily     daily
	syncing   sync.Mutex    // one exchange that this node begins at a time
	opened    chan struct{} // closed once the house shows something: at once, unless it was restored
	bringing  sync.Mutex    // one device at a time unlocks
	touch     *touch        // of a device: keeps it in touch while it is served
	beside    *besides      // of a device whose pages are served: meets other laptops
}

// Options change how a folder is opened. The zero value serves.
type Options struct {
	Now     func() time.Time // the demo's simulated days; the wall clock if nil
	Rand    io.Reader        // the demo's repeatable ids and salts; the system's random source if nil
	Patient time.Duration    // how long to wait for another process to let go of the folder
	Locked  bool             // open a locked house too, to verify or to unlock it

	Say func(string) // tells whoever waits that an opening takes long; nil: nobody

	Program    string                 // what the program is called, for headquarters to show of a device; "" says nothing
	KeyFile    string                 // of a device: what opens its sealed data, if it is not where it was made
	Passphrase func() (string, error) // or the passphrase; nil if nobody can be asked

	begins bool // there are no data yet
}

func (o Options) clock() func() time.Time {
	if o.Now != nil {
		return o.Now
	}
	return time.Now
}

func (o Options) chance() io.Reader {
	if o.Rand != nil {
		return o.Rand
	}
	return rand.Reader
}

// ErrOwned says that another process owns the folder: reach it through its socket.
var ErrOwned = errors.New("another process owns this folder")

// Open opens a data folder. It returns an error wrapping [ErrOwned] while another process has it, and
// one of kind Locked if the house was restored and no newer register was read yet.
func Open(ctx context.Context, folder Folder, o Options) (*Node, error) {
	n, err := take(ctx, folder, o)
	if err != nil {
		return nil, err
	}
	if err := n.open(ctx, o); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	beThrifty()
	beAtHand()
	return n, nil
}

// take reads the settings and takes the lock.
func take(ctx context.Context, folder Folder, o Options) (*Node, error) {
	settings, err := folder.ReadSettings()
	if err != nil {
		return nil, err
	}
	if settings.Locked != "" && !o.Locked {
		return nil, lockedBy(settings)
	}
	lock, err := waitForLock(ctx, folder, o.Patient)
	if err != nil {
		return nil, err
	}
	return &Node{Folder: folder, Settings: settings, lock: lock, opened: make(chan struct{})}, nil
}

// waitForLock asks again every 20 ms for as long as the caller is patient.
func waitForLock(ctx context.Context, folder Folder, patient time.Duration) (*os.File, error) {
	end := time.Now().Add(patient)
	for {
		lock, ok, err := tryLock(folder.lock())
		switch {
		case err != nil:
			return nil, &desk.Error{Kind: desk.Unexpected, Say: "the folder cannot be locked", Cause: err}
		case ok:
			return lock, nil
		case time.Now().After(end):
			return nil, &desk.Error{Kind: desk.Unexpected, Say: "another process of Willing owns this folder and does not answer: try again when it has ended", Cause: ErrOwned}
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (n *Node) open(ctx context.Context, o Options) error {
	n.now, n.chance = o.clock(), o.chance()
	var under []byte // the key of a device's data
	if f := n.Settings.Field; f != nil && f.Sealed {
		var err error
		if under, err = unseal(n.Folder, f, o); err != nil {
			return err
		}
	}
	device, err := n.openKeys(under)
	if err != nil {
		return err
	}
	if err := cmp.Or(n.openEnvelopes(), n.Folder.mendProgramme(), n.openRegister()); err != nil {
		return err
	}
	if !o.begins && !exists(n.Folder.database()) {
		return &desk.Error{Kind: desk.Broken, Say: "willing.db is missing, and no empty one was put in its place: put it back, or " + n.Settings.otherwise()}
	}
	if n.store, err = openStore(n.Folder, n.Settings, under, o); err != nil {
		return err
	}
	home, err := journal.ParseDevice(n.Settings.Home)
	if err != nil {
		return &desk.Error{Kind: desk.Broken, Say: "node.json names no house", Cause: err}
	}
	n.device = device
	if n.Settings.Field != nil {
		n.touch = newTouch(n)
	}
	n.Desk, err = desk.Open(ctx, desk.Config{
		Store: n.store, Device: device, Home: home, Epoch: n.Settings.Epoch, Matcher: &recognise.Matcher{}, Markers: n.markers, Keys: n.markerKeys(),
		Register: n.register, Envelopes: n.envelopes, Now: n.now, Rand: o.chance(), Say: o.Say,
	})
	if err != nil {
		return n.brokenStore(err)
	}
	n.meets = meet.New(n.Desk, beside{n})
	n.program = o.Program
	n.meets.Runs(n.program)
	if n.Settings.Field != nil {
		close(n.opened)
		if err := n.meets.Opened(ctx); err != nil {
			return n.brokenStore(err)
		}
		return n.brokenStore(cmp.Or(n.keepProgramme(ctx), n.followProgramme(ctx)))
	}
	if last, err := n.Desk.LastEpoch(ctx); err != nil {
		return n.brokenStore(err)
	} else if last > n.Settings.Epoch {
		return &desk.Error{Kind: desk.Broken, Say: "node.json is older than the data: put the newest one back, or restore a backup into a new folder"}
	}
	if n.Settings.Locked == "" {
		close(n.opened)
	} else {
		return nil // what the register says is applied when it is unlocked
	}
	if _, err = n.Desk.Agree(ctx, desk.Acting{}); err != nil {
		return n.brokenStore(err)
	}
	return n.keyEnvelopes(ctx)
}

// openKeys reads the keys. At headquarters the device is the home of the house; elsewhere it is another.
func (n *Node) openKeys(under []byte) (journal.Key, error) {
	device, err := n.ownKey(under)
	if err != nil {
		return device, err
	}
	if (device.Device().String() == n.Settings.Home) == (n.Settings.Field != nil) {
		return device, &desk.Error{Kind: desk.Broken, Say: "keys/device.key is another house's: put the right one back from where you keep the keys"}
	}
	if n.markers, err = openMarkers(n.Folder.markerKey()); err != nil {
		return device, &desk.Error{Kind: desk.Broken, Say: "keys/markers.key cannot be read: put it back from where you keep the keys", Cause: err}
	}
	return device, nil
}

// ownKey reads this node's own key: at headquarters as it lies there, on a device sealed, and what lay open beside it goes.
func (n *Node) ownKey(under []byte) (journal.Key, error) {
	if under != nil {
		device, err := unsealDevice(n.Folder, under)
		if err == nil {
			err = closeUp(n.Folder)
		}
		return device, err
	}
	device, err := journal.ReadKey(n.Folder.deviceKey())
	if err != nil {
		return device, &desk.Error{Kind: desk.Broken, Say: "keys/device.key cannot be read: put it back from where you keep the keys", Cause: err}
	}
	return device, nil
}

// brokenStore says what to do about data that cannot be read.
func (n *Node) brokenStore(err error) error {
	switch kind := desk.KindOf(err); {
	case !errors.Is(err, journal.ErrBroken) || kind != desk.Unexpected && kind != desk.Broken:
		return err
	case kind == desk.Broken: // the desk says what it stumbled over, in its own words
		return n.Settings.damage("willing.db is damaged: what was written in it cannot be read, so the house does not open and nothing else can be checked", err)
	}
	return n.Settings.damage("willing.db is damaged", err)
}

// damage names the file that is damaged; what is wrong says it where it is the database.
func (s Settings) damage(what string, err error) error {
	if journal.Full(err) {
		return noRoomToOpen(err)
	}
	if errors.Is(err, sqlite.ErrNewer) {
		return &desk.Error{Kind: desk.Broken, Say: "this data folder was written by a newer version of Willing: use that one. Nothing is damaged or lost, and the files were left as they are", Cause: err}
	}
	if log := (*sqlite.LogDamage)(nil); errors.As(err, &log) {
		say := log.Error() + ". The files of the data folder were left as they are: put that one back as it was when the program last ran, with the others of that moment, or " + s.otherwise()
		if s.Field == nil {
			say += "; if there is no newer one, `willing restore --damaged` takes over all that stands before the damage"
		}
		return &desk.Error{Kind: desk.Broken, Say: say, Cause: err}
	}
	return &desk.Error{Kind: desk.Broken, Say: what + "; it was left as it is: " + s.otherwise(), Cause: err}
}

// noRoomToOpen says so where even opening asks for room.
func noRoomToOpen(err error) error {
	return &desk.Error{Kind: desk.Unexpected, Say: "there is no room left on the disk where this data folder lies, so it cannot be opened. Nothing is damaged or lost: leave its files as they are, and make room there", Cause: err}
}

// otherwise is what helps where the data cannot be had back: a device has no backup but headquarters.
func (s Settings) otherwise() string {
	if s.Field == nil {
		return "restore a backup into a new folder"
	}
	return "have the device enrolled anew into a new folder, and take from headquarters what it has. What had not been sent stands in these files alone: keep them"
}

// Close lets go of the folder.
func (n *Node) Close() error {
	if n.beside != nil {
		n.beside.Stop()
	}
	errs := []error{n.lists.Close()}
	if n.store != nil {
		errs = append(errs, n.store.Close())
	}
	if n.lock != nil {
		errs = append(errs, n.lock.Close())
	}
	return errors.Join(errs...)
}

// Markers is how many do-not-contact markers the node holds.
func (n *Node) Markers() int { return n.markers.Count() }

// View reads the journal as it lies in the store, for checks and measurements.
func (n *Node) View(ctx context.Context, fn func(journal.Reader) error) error {
	return n.store.View(ctx, fn)
}
