package account

import (
	"context"
	"crypto/sha256"
	"fmt"

	"willing/journal"
)

// pin protects one private link.
type pin struct {
	Hash  string
	Wrong int // since it was last right
}

// lockAfter is how many wrong PINs lock a private link until the person is given a new one (our decision:
// one in a thousand for a PIN of four digits).
const lockAfter = 10

// SetPIN protects a private link by a PIN of 4 to 12 digits; "" takes it away. door is the link's public
// half, as it stands in the path.
func (a *Accounts) SetPIN(ctx context.Context, door, typed string) error {
	key := sha256.Sum256([]byte(door))
	if typed == "" {
		return a.Store.Update(ctx, func(w journal.Writer) error { return w.Delete(bucketPINs, key[:]) })
	}
	if len(typed) < 4 || len(typed) > 12 {
		return fmt.Errorf("%w: a PIN has 4 to 12 digits", ErrBad)
	}
	for _, r := range typed {
		if r < '0' || r > '9' {
			return fmt.Errorf("%w: a PIN has 4 to 12 digits", ErrBad)
		}
	}
	kept, err := a.hash(typed)
	if err != nil {
		return err
	}
	return a.Store.Update(ctx, func(w journal.Writer) error { return put(w, bucketPINs, key[:], &pin{Hash: kept}) })
}

// HasPIN reports whether a private link asks for a PIN.
func (a *Accounts) HasPIN(ctx context.Context, door string) (has bool, err error) {
	key := sha256.Sum256([]byte(door))
	err = a.Store.View(ctx, func(r journal.Reader) error {
		var p pin
		has, err = get(r, bucketPINs, key[:], &p)
		return err
	})
	return has, err
}

// CheckPIN tries a PIN. It returns [ErrWrong], [ErrWait] after five wrong ones in a quarter of an hour, and
// [ErrGone] once the link is locked.
func (a *Accounts) CheckPIN(ctx context.Context, door, typed, address string) error {
	key := sha256.Sum256([]byte(door))
	var p pin
	found := false
	err := a.Store.View(ctx, func(r journal.Reader) (err error) {
		if err = a.spent(r, perAddress, address); err == nil {
			err = a.spent(r, perPIN, door)
		}
		if err == nil {
			found, err = get(r, bucketPINs, key[:], &p)
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case !found:
		return nil
	case p.Wrong >= lockAfter:
		return ErrGone
	}
	right, _ := fits(p.Hash, typed)
	return a.noteTry(ctx, key[:], door, address, right)
}

func (a *Accounts) noteTry(ctx context.Context, key []byte, door, address string, right bool) error {
	err := a.Store.Update(ctx, func(w journal.Writer) error {
		var p pin
		if found, err := get(w, bucketPINs, key, &p); err != nil || !found {
			return err
		}
		if right {
			p.Wrong = 0
			return put(w, bucketPINs, key, &p)
		}
		p.Wrong++
		if err := a.count(w, perPIN, door); err != nil {
			return err
		}
		if err := a.count(w, perAddress, address); err != nil {
			return err
		}
		return put(w, bucketPINs, key, &p)
	})
	if err == nil && !right {
		return ErrWrong
	}
	return err
}
