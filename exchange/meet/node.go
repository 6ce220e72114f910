package meet

import (
	"context"
	"encoding/binary"
	"io"
	"sync"
	"sync/atomic"

	"willing/desk"
	"willing/exchange"
	"willing/journal"
)

// Keeper keeps what a node must know and cannot have in its store, since a copy of the store must not bring it
// back.
type Keeper interface {
	// Peers is what is remembered of other nodes, by the text form of their device; empty if it was lost.
	Peers() map[string]exchange.Peer
	// KeepPeers replaces it. It returns when that is durable.
	KeepPeers(map[string]exchange.Peer) error
	// Epoch is the epoch in which this device writes.
	Epoch() uint32
	// BeginEpoch replaces it. It returns when that is durable.
	BeginEpoch(epoch uint32) error
}

// Node is one node as it meets others. It is safe for concurrent use, but for [Node.Sync]: one at a time.
type Node struct {
	desk    *desk.Desk
	keep    Keeper
	answers answering
	locked  atomic.Pointer[Brought]
	early   uint64
	program string
}

// Runs says what this node calls its program, for headquarters to show.
func (n *Node) Runs(program string) { n.program = program }

// muchLacking is how many commits a device must lack before people who come first go early to it: some minutes of a
// thin line.
const muchLacking = 2000

// EarlyFrom says how many commits a device must lack before people who come first go early to it.
func (n *Node) EarlyFrom(lacking uint64) { n.early = lacking }

// at is what this node shows to the exchange at one moment of its store.
func (n *Node) at(r journal.Reader) exchange.View {
	v := At(n.desk, r)
	v.Early = n.early
	return v
}

// Brought hears that a device has brought all that it has to a restored headquarters.
type Brought func(ctx context.Context, device journal.Device) error

// Lock lets headquarters take and give nothing, after it was restored; brought hears which devices have been there. Nil
// ends that.
func (n *Node) Lock(brought Brought) {
	if brought == nil {
		n.locked.Store(nil)
		return
	}
	n.locked.Store(&brought)
}

// New is a node with a desk.
func New(d *desk.Desk, k Keeper) *Node { return &Node{desk: d, keep: k, early: muchLacking} }

// Name is the node's device.
func (n *Node) Name() journal.Device { return n.desk.Device.Device() }

// Opened looks whether a device that is not headquarters goes on where it stopped. If its data knows of a later
// epoch than its keeper, that one is from an older copy: it goes on in an epoch of its own. What its register knows
// and its data does not, since the machine stopped between the two, is made good; a register that is older than the
// data keeps nobody from working.
func (n *Node) Opened(ctx context.Context) error {
	last, err := n.desk.LastEpoch(ctx)
	if err == nil && last > n.keep.Epoch() {
		_, err = n.newEpoch(ctx)
	}
	if err != nil {
		return err
	}
	return n.agree(ctx)
}

// agree makes good, on a device, what its register knows and its data does not, or the other way round, since the machine
// stopped or the disk was full between the two. Headquarters does so whenever it tidies up.
func (n *Node) agree(ctx context.Context) error {
	if n.desk.AtHome() {
		return nil
	}
	_, err := n.desk.Agree(ctx, desk.Acting{})
	if desk.KindOf(err) == desk.Broken || journal.Full(err) { // without room it still gives out what it has
		return nil
	}
	return err
}

// newEpoch lets this device write where it never wrote. Its number is drawn, so that two copies of one
// folder do not choose the same; it is durable before anything is written in it.
func (n *Node) newEpoch(ctx context.Context) (uint32, error) {
	last, err := n.desk.LastEpoch(ctx)
	if err != nil {
		return 0, err
	}
	var drawn [4]byte
	if _, err := io.ReadFull(n.desk.Rand, drawn[:]); err != nil {
		return 0, err
	}
	epoch := max(last, n.keep.Epoch()) + 1 + binary.BigEndian.Uint32(drawn[:])%epochStep
	if err := n.keep.BeginEpoch(epoch); err != nil {
		return 0, err
	}
	return epoch, n.desk.BeginEpochAt(ctx, epoch)
}

const epochStep = 1 << 12

// step runs one step of an exchange at one moment of the store.
func (n *Node) step(ctx context.Context, s exchange.State, in exchange.Input) (next exchange.State, effects []exchange.Effect, err error) {
	err = n.desk.Store.View(ctx, func(r journal.Reader) error {
		next, effects, err = exchange.Step(n.at(r), s, n.desk.Now(), in)
		return err
	})
	return next, effects, err
}

// draw makes the nonce of a message.
func (n *Node) draw() (nonce [16]byte, err error) {
	_, err = io.ReadFull(n.desk.Rand, nonce[:])
	return nonce, err
}

// answering is what the side that answers remembers between requests.
type answering struct {
	mu     sync.Mutex
	nonces [][16]byte
}

const manyNonces = 4096

// claim returns the requests that were answered before, and counts another one among them.
func (a *answering) claim(nonce [16]byte) (before [][16]byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	before = append(before, a.nonces...)
	a.nonces = append(a.nonces, nonce)
	if len(a.nonces) > manyNonces {
		a.nonces = a.nonces[len(a.nonces)-manyNonces:]
	}
	return before
}
