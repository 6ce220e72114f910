package simexchange_test

import (
	"fmt"

	"willing/exchange/simexchange"
)

// A season is drawn from its seed and lived; what broke an invariant would come back, shrunk to a short story.
func Example() {
	plan := simexchange.Draw(3)
	if failure := simexchange.Run(plan); failure != nil {
		fmt.Println(simexchange.Shrink(failure).Tell())
	}
	fmt.Println("every invariant held")
	// Output: every invariant held
}
