package meet_test

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"willing/desk"
	"willing/exchange/meet"
)

// A laptop meets headquarters over a line that is a function call.
func Example() {
	var hq, laptop *desk.Desk    // opened elsewhere, each on its own store
	var outside, own meet.Keeper // what each keeps beside its store

	home := meet.New(hq, outside)
	line := func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		var answer bytes.Buffer
		err := home.Answer(ctx, bytes.NewReader(request), &answer)
		return io.NopCloser(&answer), err
	}
	out, err := meet.New(laptop, own).Sync(context.Background(), line)
	fmt.Println(out.Sent, out.Received, err)
}
