package desk

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Config is all that a desk stands on.
type Config struct {
	Store    journal.Store
	Device   journal.DeviceKey
	Home     journal.Device // headquarters' device; the desk's own, at headquarters
	Epoch    uint32
	Matcher  Matcher
	Markers  Markers
	Keys     MarkerKeys // of the markers; nil but at headquarters
	Register Register
	// Envelopes hold what is for the doctor: every node closes them, headquarters' opens them.
	Envelopes Envelopes
	Now       func() time.Time
	Rand      io.Reader
	Say       func(string) // tells whoever waits that an opening takes long; nil: nobody
}

// Desk is the one way to the log. It is safe for concurrent use.
type Desk struct {
	Config

	mu       sync.RWMutex // guards what follows; written only inside Store.Update
	house    *casebook.House
	control  laneBase
	arrivals arrivals
	moved    map[journal.ID]bool // whom headquarters ever put into a territory
	clock    uint64
	away     bool            // headquarters turned this device away
	waiting  bool            // headquarters was restored, and takes in what devices bring: see [Desk.Wait]
	stale    bool            // a write failed after the house was touched: read it anew
	ended    map[string]bool // keys that the register calls revoked, whatever an older log says
	nobodyAt uint64          // a position of the control lane that nobody waits for any more, nor for one before it; 0: none is known
	sums     map[string]keptSum
	lines    uint64 // how often the register was added to: what was, stands there even if its turn is not stored

	dossiers  dossiers
	listings  listings
	whole     atomic.Pointer[casebook.Filing] // of which every chunk is known to be here
	unfit     atomic.Pointer[casebook.Filing] // in which this program found a fault
	unsettled atomic.Int64                    // turns that changed the house and are not durable yet
}

// Open reads the organisation's side of the log and stands ready. It returns an error of kind Broken if
// the stored control lane cannot be read.
func Open(ctx context.Context, c Config) (*Desk, error) {
	d := &Desk{Config: c, ended: map[string]bool{}}
	if c.Register != nil {
		d.endKeys(c.Register.Revoked())
	}
	err := c.Store.View(ctx, func(r journal.Reader) error {
		m, err := meetingAt(r)
		if err != nil {
			return err
		}
		d.away = m.Away
		return d.loadHouse(r)
	})
	if err != nil {
		return nil, err
	}
	if err := d.freshen(ctx); err != nil {
		return nil, err
	}
	return d, nil
}

// endKeys remembers the keys that the register calls revoked. A key that was revoked once is never enrolled
// again, so what an old copy of the data says of it is no matter.
func (d *Desk) endKeys(entries []Entry) {
	for _, e := range entries {
		if e.Kind == EntryRevoked {
			d.ended[string(e.Key)] = true
		}
	}
}

// House runs fn with the organisation's side of the log held still. fn must not keep it.
func (d *Desk) House(fn func(h *casebook.House)) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	fn(d.house)
}

// Named finds a member of staff by the name typed for --as.
func (d *Desk) Named(name string) (casebook.ID, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	id, ok := d.house.Named(name)
	if !ok {
		return id, fail(NotFound, "nobody of this name works here: see `willing staff list`")
	}
	return id, nil
}

// who returns the rights of whoever acts. The caller holds the house still.
func (d *Desk) who(id casebook.ID) (access.Who, bool) {
	s, ok := d.house.StaffAt(id, d.house.Pos)
	if !ok {
		return access.Who{}, false
	}
	w := access.Who{Hats: s.Hats}
	for _, team := range d.house.TeamsOf(id, d.house.Pos) {
		t, _ := d.house.TeamAt(team, d.house.Pos)
		w.Territories = append(w.Territories, t.Territories...)
	}
	return w, true
}

// allow is the entrance to every use case: it returns an error of kind NotAllowed unless whoever acts
// may try the action in the territory, with a key that is theirs.
func (d *Desk) allow(by Acting, action access.Action, territory string) error {
	if by.Signer == nil {
		return fail(NotAllowed, "say who acts, with --as and --keyfile")
	}
	if d.over() && !stillOpen(action) {
		return locked()
	}
	w, ok := d.who(by.Who)
	if !ok || !access.Decide(w, action, territory) {
		return MayNot(action)
	}
	for _, acting := range append([]Acting{by}, by.With...) {
		if !d.holds(acting) {
			return failOnPage("not-enrolled", NotAllowed, "this key is not enrolled for whoever acts: see `willing key enrol`")
		}
	}
	return nil
}

// holds reports whether somebody acts with a key that is theirs: their own, one that their own has opened a
// session for, or this device's for somebody who has only a password.
func (d *Desk) holds(acting Acting) bool {
	if acting.Signer == nil {
		return false
	}
	key := acting.Signer.Public()
	switch s := acting.Session; {
	case s != nil:
		if !s.Opens(journal.ID(acting.Who), acting.Signer.Alg(), key, d.Now()) {
			return false
		}
		key = s.Key
	case acting.Signer.Alg() == journal.Server:
		device := d.Device.Device()
		return bytes.Equal(key, device[:])
	}
	return !d.ended[string(key)] && d.house.HoldsKey(acting.Who, string(key), d.house.Pos)
}

// MayNot is the refusal of an action: it says who may.
func MayNot(action access.Action) error {
	everywhere, local := access.HatsFor(action)
	who := strings.Join(everywhere, ", ")
	if len(local) > 0 {
		own := strings.Join(local, ", ") + " in the territories of their own teams"
		if who != "" {
			own = "; " + own
		}
		who += own
	}
	hats := slices.DeleteFunc(slices.Clone(casebook.Hats), func(hat string) bool { return !slices.Contains(everywhere, hat) && !slices.Contains(local, hat) })
	return &Error{Kind: NotAllowed, Key: "may-not", Say: fmt.Sprintf("not allowed: %s (may: %s)", action, who), Args: map[string]string{"hats": strings.Join(hats, ", ")}}
}

// reach is allow for one person: somebody in a territory that is not theirs is nobody to whoever acts,
// and the answer does not tell that there is a record.
func (d *Desk) reach(by Acting, action access.Action, territory string) error {
	err := d.allow(by, action, whereabouts(territory))
	if err != nil && d.allow(by, action, "") == nil {
		return nobody()
	}
	return err
}

// nowhere is no territory of any team. Somebody who stands in none is headquarters' alone to reach: for
// package access, the empty territory asks about an action wherever.
const nowhere = "(nowhere)"

func whereabouts(territory string) string {
	if territory == "" {
		return nowhere
	}
	return territory
}

func nobody() error { return fail(NotFound, "there is nobody under this id") }

// May reports whether whoever acts may try an action in a territory, for pages that show what is possible.
func (d *Desk) May(by Acting, action access.Action, territory string) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.allow(by, action, territory) == nil
}
