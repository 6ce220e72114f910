package simexchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"willing/journal"
	"willing/store/memory"
)

// errStopped is what a node sees of its disk from the moment on in which its machine stopped.
var errStopped = errors.New("the machine stopped")

// disk is a store in memory that does what disks do.
type disk struct {
	*memory.Store
	fault   Fault
	at      int  // the write at which the fault strikes
	struck  bool // it did
	stopped bool
}

func newDisk() *disk { return &disk{Store: memory.New()} }

// copied is the disk as it is now.
func (d *disk) copied() []byte {
	var out bytes.Buffer
	if err := d.Snapshot(context.Background(), &out); err != nil {
		panic(err) // memory does not fail
	}
	return out.Bytes()
}

func diskOf(copied []byte) *disk {
	s, err := memory.Load(bytes.NewReader(copied))
	if err != nil {
		panic(err)
	}
	return &disk{Store: s}
}

// arm lets the next writes go wrong; None ends that.
func (d *disk) arm(f Fault, at int) { d.fault, d.at, d.struck = f, at, false }

// View implements [journal.Store].
func (d *disk) View(ctx context.Context, fn func(journal.Reader) error) error {
	if d.stopped {
		return errStopped
	}
	return d.Store.View(ctx, fn)
}

// Update implements [journal.Store].
func (d *disk) Update(ctx context.Context, fn func(journal.Writer) error) error {
	if d.stopped {
		return errStopped
	}
	var failed error
	err := d.Store.Update(ctx, func(w journal.Writer) error {
		x := &faulty{Writer: w, d: d}
		if err := fn(x); err != nil {
			return err
		}
		failed = x.failed
		return failed
	})
	if err == nil && d.fault == CrashOnce && d.at <= 0 {
		d.stopped, d.struck = true, true
		return errStopped // it is durable, and nobody hears of it
	}
	return err
}

// faulty counts the writes of one transaction.
type faulty struct {
	journal.Writer
	d      *disk
	failed error
}

func (f *faulty) strike() error {
	d := f.d
	if d.at--; d.at > 0 || f.failed != nil {
		return f.failed
	}
	switch d.fault {
	case Crash:
		d.stopped, d.struck, f.failed = true, true, errStopped
	case Full:
		d.struck, f.failed = true, fmt.Errorf("%w: no space left", journal.ErrStore)
	}
	return f.failed
}

// Put implements [journal.Writer].
func (f *faulty) Put(b journal.Bucket, key, value []byte) error {
	if err := f.strike(); err != nil {
		return err
	}
	return f.Writer.Put(b, key, value)
}

// Delete implements [journal.Writer].
func (f *faulty) Delete(b journal.Bucket, key []byte) error {
	if err := f.strike(); err != nil {
		return err
	}
	return f.Writer.Delete(b, key)
}
