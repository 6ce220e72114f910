package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"willing/journal"
)

// pin protects one private link.
type pin struct {
	Hash  string
	Wrong int   // since it was last right
	Shut  int64 // until when nobody tries, Unix seconds
}

// After ten wrong PINs in a row each further one shuts the link for an hour, then two, four and so on, a day at most
// (our decision): whoever guesses has about one try a day, a dozen years for four digits, and the person's own
// page is theirs again the next day. No PIN stands before a no.
const (
	shutAfter = 10
	shutFirst = time.Hour
	shutMost  = 24 * time.Hour
)

// shut is how long a link is shut after so many wrong PINs.
func shut(wrong int) time.Duration {
	if wrong < shutAfter {
		return 0
	}
	return min(shutFirst<<min(wrong-shutAfter, 8), shutMost)
}

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

// PINMark names the PIN that a private link asks for, without telling it; "" where it asks for none. What was opened by
// one PIN is not open behind the next.
func (a *Accounts) PINMark(ctx context.Context, door string) (mark string, err error) {
	key := sha256.Sum256([]byte(door))
	err = a.Store.View(ctx, func(r journal.Reader) error {
		var p pin
		found, err := get(r, bucketPINs, key[:], &p)
		if found {
			mark = hex.EncodeToString(derive(a.secret, "willing/pin-mark/1", key[:], []byte(p.Hash)))
		}
		return err
	})
	return mark, err
}

// CheckPIN tries a PIN. It returns [ErrWrong], and [ErrWait] after five wrong ones in a quarter of an hour and while
// the link is shut. A try counts as wrong until it was right, so that those that come together are no more than others.
func (a *Accounts) CheckPIN(ctx context.Context, door, typed, address string) error {
	key := sha256.Sum256([]byte(door))
	var p pin
	found := false
	err := a.Store.Update(ctx, func(w journal.Writer) (err error) {
		if found, err = get(w, bucketPINs, key[:], &p); err != nil || !found {
			return err
		}
		return a.tryPIN(w, key[:], p, door, address)
	})
	if err != nil || !found {
		return err
	}
	if right, _ := fits(p.Hash, typed); !right {
		return ErrWrong
	}
	return a.Store.Update(ctx, func(w journal.Writer) error {
		var now pin
		if found, err := get(w, bucketPINs, key[:], &now); err != nil || !found || now.Hash != p.Hash {
			return err // another PIN was set meanwhile
		}
		now.Wrong, now.Shut = 0, 0
		return errors.Join(a.giveBack(w, perPIN, door), a.giveBack(w, perAddress, address), put(w, bucketPINs, key[:], &now))
	})
}

// tryPIN uses up one try.
func (a *Accounts) tryPIN(w journal.Writer, key []byte, p pin, door, address string) error {
	if a.Now().Unix() < p.Shut {
		return ErrWait
	}
	if err := a.use(w, perAddress, address); err != nil {
		return err
	}
	if err := a.use(w, perPIN, door); err != nil {
		return err
	}
	p.Wrong++
	p.Shut = a.Now().Add(shut(p.Wrong)).Unix()
	return put(w, bucketPINs, key, &p)
}
