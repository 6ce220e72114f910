package node

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// Go collects garbage when the heap has doubled. A node that is busy has most of its heap in a cache and in changes on their
// way to the table, which every collection looks through again: so it collects less often, as long as the heap stays
// below roomy. One that rests collects early, and gives memory back.
const (
	roomy      = 160 << 20 // bytes of heap that a busy node may fill before it collects
	roomier    = 384 << 20 // while a device takes in what headquarters sent: seconds, on somebody's own machine
	mostOften  = 50        // per cent of what lives, for one that rests
	usual      = 100       // Go's own
	leastOften = 300
	resting    = 20 * time.Second // so long since the last collection: nothing much happens
)

var (
	ceiling atomic.Uint64 // what may be filled now
	thrifty atomic.Bool   // whether the setting is ours
)

// beThrifty begins to set how often this process collects garbage. It does so once, however many nodes are opened.
var beThrifty = sync.OnceFunc(func() {
	if set := debug.SetGCPercent(usual); set != usual { // somebody has set GOGC, and knows why
		debug.SetGCPercent(set)
		return
	}
	ceiling.Store(roomy)
	thrifty.Store(true)
	(&thrift{last: Clock()}).watch()
})

// makeRoom lets the heap fill more until done is called.
func makeRoom() (done func()) {
	room := func(bytes uint64) {
		ceiling.Store(bytes)
		if thrifty.Load() {
			debug.SetGCPercent(howOften(live(), bytes, 0))
		}
	}
	room(roomier)
	return func() { room(roomy) }
}

// thrift is told of each collection by what it leaves behind for it.
type thrift struct{ last time.Time }

func (t *thrift) watch() {
	runtime.AddCleanup(new([16]byte), func(t *thrift) {
		now := Clock()
		debug.SetGCPercent(howOften(live(), ceiling.Load(), now.Sub(t.last)))
		t.last = now
		t.watch()
	}, t)
}

// howOften is by how many per cent the heap may grow until the next collection, if it may fill so many bytes.
func howOften(live, full uint64, sinceLast time.Duration) int {
	switch {
	case sinceLast >= resting:
		return mostOften
	case live == 0 || live >= full:
		return usual
	}
	return int(min(max((full-live)*100/live, usual), leastOften))
}

// live is how much the last collection found alive, in bytes.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
