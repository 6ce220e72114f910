package signin_test

import (
	"fmt"

	"willing/web/signin"
)

// Whoever comes without a session is led to the door, and on from there to where they wanted to go.
func Example() {
	fmt.Println((&signin.Guard{}).Door("/people?q=ada"))
	// Output: /signin?after=%2Fpeople%3Fq%3Dada
}
