package simexchange

import (
	"cmp"
	"slices"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
)

// node is one machine with what lies on its disk and beside it.
type node struct {
	w     *world
	index int
	key   journal.Key
	chance
	disk   *disk
	beside *beside
	book   *register
	desk   *desk.Desk
	meets  *meet.Node
	skew   time.Duration
	gone   bool // for good
	backup *backup

	noticed uint64               // the last arrival that the world has seen
	refused map[casebook.ID]bool // who was shown here as left alone for good
	erased  map[casebook.ID]bool // of whom nothing may be left here
	waits   map[casebook.ID]bool // erased by headquarters, as this node knows, and purged with its next exchange
}

// backup is a copy of a node.
type backup struct {
	disk    []byte
	epoch   uint32
	peers   []byte
	entries []desk.Entry
	noticed uint64
	refused map[casebook.ID]bool
}

func newNode(w *world, index int, key journal.Key) *node {
	n := &node{w: w, index: index, key: key}
	n.put(&backup{disk: newDisk().copied(), epoch: 1})
	return n
}

// put lays a copy on the node's disk. What was shown here since then, nobody here knows any more.
func (n *node) put(b *backup) {
	n.disk = diskOf(b.disk)
	n.beside = &beside{epoch: b.epoch, peers: b.peers, d: n.disk}
	n.book = &register{entries: slices.Clone(b.entries), d: n.disk}
	n.noticed, n.refused = b.noticed, clone(b.refused)
	n.erased, n.waits = map[casebook.ID]bool{}, map[casebook.ID]bool{}
	n.desk, n.meets = nil, nil
}

func (n *node) copied() *backup {
	return &backup{n.disk.copied(), n.beside.epoch, n.beside.peers, slices.Clone(n.book.entries), n.noticed, clone(n.refused)}
}

func clone(m map[casebook.ID]bool) map[casebook.ID]bool {
	out := map[casebook.ID]bool{}
	for k, v := range m {
		out[k] = v
	}
	return out
}

func (n *node) home() bool { return n.index == 0 }

func (n *node) now() time.Time { return n.w.now.Add(n.skew) }

// up starts the machine if it does not run.
func (n *node) up() error {
	if n.desk != nil && !n.disk.stopped {
		return nil
	}
	n.disk.stopped = false
	n.disk.arm(None, 0)
	if err := n.open(); err != nil {
		return err
	}
	if !n.home() {
		return n.meets.Opened(ctx)
	}
	_, err := n.desk.Agree(ctx, desk.Acting{})
	return cmp.Or(err, n.desk.KeyEnvelopes(ctx, envelopesTo(n.w.keys)))
}

// open gives the machine its desk.
func (n *node) open() error {
	m := &markers{kept: map[casebook.ID][][]byte{}}
	if err := desk.Replay(m, n.book.entries); err != nil {
		return err
	}
	var err error
	n.desk, err = desk.Open(ctx, desk.Config{
		Store: n.disk, Device: n.key, Home: n.w.homeKey.Device(), Epoch: n.beside.epoch, Matcher: matcher{}, Markers: m, Register: n.book, Envelopes: envelopes{w: n.w, open: n.home()}, Now: n.now, Rand: &n.chance,
	})
	if err != nil {
		return err
	}
	n.meets = meet.New(n.desk, n.beside)
	n.meets.EarlyFrom(1 + n.w.plan.Seed%6) // a season is short: else nobody ever came early
	return nil
}

// view reads the node's store.
func (n *node) view(fn func(r journal.Reader) error) error {
	return n.disk.Store.View(ctx, fn)
}

// rows are what the node shows of people, by record.
func (n *node) rows() (map[casebook.ID]desk.Row, error) {
	out := map[casebook.ID]desk.Row{}
	err := n.view(func(r journal.Reader) error {
		entries, failed := r.Scan("people", nil, nil)
		for _, value := range entries {
			var row desk.Row
			if err := journal.Unmarshal(value, &row); err != nil {
				return err
			}
			for _, id := range row.Records {
				out[id] = row
			}
		}
		return failed()
	})
	return out, err
}

// entries are all commits that the node has, oldest arrival first, and behind them those that came early.
func (n *node) entries() (out []journal.Entry, err error) {
	err = n.view(func(r journal.Reader) error {
		for e, err := range journal.ByArrival(r, 1) {
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		for e, err := range journal.EarlyCommits(r) {
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		return nil
	})
	return out, err
}
