// Command sim lives seasons of exchange, one for each seed, and tells those in which an invariant did not hold,
// shrunk to a short story: see package exchange/simexchange. `make sim SEEDS=10000` runs it.
package main

import (
	"flag"
	"fmt"
	"os"

	"willing/exchange/simexchange"
)

func main() {
	n := flag.Int("seeds", 200, "how many seeds")
	first := flag.Uint64("first", 1, "the first seed")
	flag.Parse()
	report, failed, _ := simexchange.Seeds(*first, *n, func(f *simexchange.Failure) { fmt.Println(f.Tell()) })
	fmt.Println(report)
	if failed > 0 {
		os.Exit(1)
	}
}
