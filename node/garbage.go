package node

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// Go collects garbage when the heap has doubled. A node that is busy has most of its heap in a cache and in changes on their
// way to the table, which every collection looks through again: so it collects less often, as long as the heap stays
// below roomy. One that rests collects early, and gives memory back.
const (
	roomy      = 160 << 20 // bytes of heap that a busy node may fill before it collects
	mostOften  = 50        // per cent of what lives, for one that rests
	usual      = 100       // Go's own
	leastOften = 300
	resting    = 20 * time.Second // so long since the last collection: nothing much happens
)

// beThrifty begins to set how often this process collects garbage. It does so once, however many nodes are opened.
var beThrifty = sync.OnceFunc(func() {
	if set := debug.SetGCPercent(usual); set != usual { // somebody has set GOGC, and knows why
		debug.SetGCPercent(set)
		return
	}
	(&thrift{last: Clock()}).watch()
})

// thrift is told of each collection by what it leaves behind for it.
type thrift struct{ last time.Time }

func (t *thrift) watch() {
	runtime.AddCleanup(new([16]byte), func(t *thrift) {
		now := Clock()
		debug.SetGCPercent(howOften(live(), now.Sub(t.last)))
		t.last = now
		t.watch()
	}, t)
}

// howOften is by how many per cent the heap may grow until the next collection.
func howOften(live uint64, sinceLast time.Duration) int {
	switch {
	case sinceLast >= resting:
		return mostOften
	case live == 0 || live >= roomy:
		return usual
	}
	return int(min(max((roomy-live)*100/live, usual), leastOften))
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
