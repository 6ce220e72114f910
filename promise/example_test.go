//go:build js

package promise_test

import (
	"fmt"
	"syscall/js"

	"willing/promise"
)

func Example() {
	kept, err := promise.Await(js.Global().Get("Promise").Call("resolve", promise.Array([]byte("kept"))))
	fmt.Println(string(promise.Bytes(kept)), err)
	// Output: kept <nil>
}
