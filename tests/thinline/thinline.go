// Package thinline is a thin line in one process: a proxy for TCP that lets bytes through as slowly, as late and
// as unreliably as the lines of the field do. It shapes in user space, since the kernels of small machines cannot.
//
// What a lost packet costs a TCP connection is that all behind it waits until it was sent again; so loss shows as
// a pause. Nothing is ever changed, left out or put in another order: TCP does not let that through.
package thinline

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Shape says how thin a line is.
type Shape struct {
	Rate  int           // bytes a second, each way, all connections together; 0: no bound
	Delay time.Duration // each way
	Loss  float64       // of packets
	Up    time.Duration // the line is there for so long,
	Down  time.Duration // and then away for so long; 0: it is always there
	Seed  uint64
}

// Thin is the line of numbers.md: 50 kbit/s and 400 ms each way.
var Thin = Shape{Rate: 50_000 / 8, Delay: 400 * time.Millisecond}

const (
	packet  = 1400             // bytes of content in a packet
	header  = 52               // bytes of IP and TCP before them, with timestamps
	resend  = 1 * time.Second  // until a lost packet is sent again
	waiting = 16               // packets that wait before the sender is held up
	dialing = 10 * time.Second // for the other side, which is near
)

// Line is a running proxy.
type Line struct {
	shape Shape
	net   string // "tcp" or "unix"
	to    string
	began time.Time
	in    net.Listener

	up, down  direction
	opened    atomic.Int64
	all       sync.WaitGroup
	ctx       context.Context
	stop      context.CancelFunc
	connected sync.Mutex // guards conns
	conns     map[net.Conn]bool
}

// direction is one way of the line, which all connections share.
type direction struct {
	bytes  atomic.Int64
	mu     sync.Mutex
	free   time.Time // when the packet before has left
	chance *rand.Rand
}

// Open lets a line lead to an address.
func Open(to string, s Shape) (*Line, error) { return open("tcp", "127.0.0.1:0", to, s) }

// Between lets a line lead from one socket in the file system, which it makes, to another: so it joins processes that have no network at
// all, each in a namespace of its own.
func Between(from, to string, s Shape) (*Line, error) { return open("unix", from, to, s) }

func open(network, from, to string, s Shape) (*Line, error) {
	in, err := net.Listen(network, from)
	if err != nil {
		return nil, err
	}
	l := &Line{shape: s, net: network, to: to, began: time.Now(), in: in, conns: map[net.Conn]bool{}}
	l.up.chance, l.down.chance = rand.New(rand.NewPCG(s.Seed, 1)), rand.New(rand.NewPCG(s.Seed, 2))
	l.ctx, l.stop = context.WithCancel(context.Background())
	l.all.Go(l.accept)
	return l, nil
}

// Address is where the line begins.
func (l *Line) Address() string { return l.in.Addr().String() }

// Counts are the bytes that went up and down, without what IP and TCP add, and the connections that were opened.
func (l *Line) Counts() (up, down, connections int64) {
	return l.up.bytes.Load(), l.down.bytes.Load(), l.opened.Load()
}

// Close breaks all connections and waits until nothing is left of the line.
func (l *Line) Close() error {
	l.stop()
	err := l.in.Close()
	l.Break()
	l.all.Wait()
	return err
}

// Break breaks all connections that there are; the line stays.
func (l *Line) Break() {
	l.connected.Lock()
	defer l.connected.Unlock()
	for c := range l.conns {
		_ = c.Close() // whoever reads from it hears of it
	}
}

func (l *Line) keep(c net.Conn) {
	l.connected.Lock()
	defer l.connected.Unlock()
	l.conns[c] = true
}

func (l *Line) accept() {
	for {
		near, err := l.in.Accept()
		if err != nil {
			return
		}
		l.opened.Add(1)
		l.keep(near)
		l.all.Go(func() { l.serve(near) })
	}
}

// serve joins a connection to one on the other side. That it is open, the other side says after a round trip.
func (l *Line) serve(near net.Conn) {
	far, err := net.DialTimeout(l.net, l.to, dialing)
	if err != nil {
		_ = near.Close() // the other side is not there
		return
	}
	l.keep(far)
	opened := time.Now().Add(2 * l.shape.Delay)
	var both sync.WaitGroup
	both.Go(func() { l.flow(&l.up, near, far, opened) })
	both.Go(func() { l.flow(&l.down, far, near, opened) })
	both.Wait()
	l.connected.Lock()
	defer l.connected.Unlock()
	delete(l.conns, near)
	delete(l.conns, far)
	_ = errors.Join(near.Close(), far.Close()) // both are done
}

// late is some bytes with the moment at which they arrive.
type late struct {
	content []byte
	at      time.Time
}

// flow carries what comes from one connection into another.
func (l *Line) flow(d *direction, from, to net.Conn, opened time.Time) {
	queue := make(chan late, waiting)
	go func() {
		defer close(queue)
		for {
			p := make([]byte, packet)
			n, err := from.Read(p)
			if n > 0 {
				select {
				case queue <- late{p[:n], l.arrival(d, n, opened)}:
				case <-l.ctx.Done():
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range queue {
		if !l.wait(p.at) {
			break
		}
		if _, err := to.Write(p.content); err != nil {
			break
		}
		d.bytes.Add(int64(len(p.content)))
	}
	if c, ok := to.(interface{ CloseWrite() error }); ok {
		_ = c.CloseWrite() // nothing more comes this way
	}
	for range queue { // until its reader has ended
		_, _ = io.Discard.Write(nil)
	}
}

// arrival says when a packet arrives that is ready now.
func (l *Line) arrival(d *direction, size int, opened time.Time) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	leaves := now
	for _, t := range []time.Time{opened, d.free} {
		if t.After(leaves) {
			leaves = t
		}
	}
	leaves = l.there(leaves)
	if l.shape.Rate > 0 {
		leaves = leaves.Add(time.Duration(size+header) * time.Second / time.Duration(l.shape.Rate))
	}
	for d.chance.Float64() < l.shape.Loss {
		leaves = l.there(leaves.Add(resend))
	}
	d.free = leaves
	return leaves.Add(l.shape.Delay)
}

// there is the first moment from t on at which the line is there.
func (l *Line) there(t time.Time) time.Time {
	if l.shape.Down == 0 {
		return t
	}
	round := l.shape.Up + l.shape.Down
	since := t.Sub(l.began) % round
	if since < l.shape.Up {
		return t
	}
	return t.Add(round - since)
}

func (l *Line) wait(until time.Time) bool {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-l.ctx.Done():
		return false
	}
}
