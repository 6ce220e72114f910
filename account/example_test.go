package account_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/store/memory"
)

// A one-time link signs in once.
func Example() {
	ctx := context.Background()
	accounts, err := account.Open(ctx, account.Config{Store: memory.New(), Epoch: 1, Now: time.Now, Rand: rand.Reader})
	if err != nil {
		fmt.Println(err)
		return
	}
	link, err := accounts.NewLink(ctx, casebook.ID{1}, account.LinkFor)
	if err != nil {
		fmt.Println(err)
		return
	}
	token, who, err := accounts.UseLink(ctx, link)
	fmt.Println(len(token), who == casebook.ID{1}, err)
	_, _, err = accounts.UseLink(ctx, link)
	fmt.Println(errors.Is(err, account.ErrGone))
	// Output:
	// 43 true <nil>
	// true
}
