package bundle_test

import (
	"bytes"
	"fmt"
	"strings"

	"willing/bundle"
	"willing/journal"
)

// Only the device that a bundle is for reads more than its first lines.
func Example() {
	for _, seed := range []string{"the device that it is for, truly", "some other device altogether, so"} {
		reader, err := journal.NewKey(strings.NewReader(seed))
		if err != nil {
			fmt.Println(err)
			return
		}
		to, err := journal.NewKey(strings.NewReader("the device that it is for, truly"))
		if err != nil {
			fmt.Println(err)
			return
		}
		file, err := bundle.Seal(bundle.About{For: to.Device()}, []byte("a head"), nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		_, message, err := bundle.Open(bytes.NewReader(file), reader)
		fmt.Println(message != nil, err)
	}
	// Output:
	// true <nil>
	// false <nil>
}
