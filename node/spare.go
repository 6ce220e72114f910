package node

import (
	"os"
	"runtime"
	"sync"
)

// beAtHand lets one goroutine more run than there are processors, once for this process. A sync of the log needs no
// processor, but Go counts whoever waits for it among those that run until it has lasted for some while; with two
// processors half of the work would stand still meanwhile.
var beAtHand = sync.OnceFunc(func() {
	if os.Getenv("GOMAXPROCS") == "" { // somebody has set it, and knows why
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
})
