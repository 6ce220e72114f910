package account

import (
	"context"
	"encoding/binary"
	"io"
	"net/netip"
	"time"

	"willing/journal"
)

// A limit says how many tries there are of a kind, for one account or one address, in a time. Figures are
// our decision: a person mistypes a few times, a program tries thousands.
type limit struct {
	kind    byte
	tries   int
	per     time.Duration
	network bool // of an address, not of an account
}

var (
	perAccount = limit{'a', 10, 15 * time.Minute, false}
	perAddress = limit{'i', 50, 15 * time.Minute, true}
	perPIN     = limit{'p', 5, 15 * time.Minute, false}
	perKept    = limit{'k', 20, time.Hour, true}
	perAsking  = limit{'q', 30, time.Hour, true} // questions to the public page
	perStop    = limit{'s', 30, time.Hour, true} // and stops: whoever spends the questions of a network keeps nobody in it from saying stop
)

// network is from where an address comes, for limits: a whole network of the newer kind counts as one, since whoever
// has one address of it has them all, and an address of the older kind is the same however it is written.
func network(address string) string {
	at, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if at = at.Unmap().WithZone(""); at.Is4() {
		return at.String()
	}
	return netip.PrefixFrom(at, 64).Masked().String()
}

// tries counts in one slot.
type tries struct {
	N     int
	Since int64 // Unix seconds
}

// slot is where the tries of one account or address are counted: one of 65,536 for each kind, so that no
// flood of addresses can fill the disk. Two who share a slot share a limit; who they are is not kept.
func (a *Accounts) slot(l limit, of string) []byte {
	if l.network {
		of = network(of)
	}
	hash := derive(a.secret, "willing/tries/1", []byte{l.kind}, []byte(of))
	return []byte{l.kind, hash[0], hash[1]}
}

func (a *Accounts) tried(r journal.Reader, l limit, of string) (tries, error) {
	var t tries
	_, err := get(r, bucketTries, a.slot(l, of), &t)
	if a.Now().Unix()-t.Since >= int64(l.per/time.Second) {
		t = tries{Since: a.Now().Unix()}
	}
	return t, err
}

// spent reports whether all tries are used up. It returns [ErrWait] if so.
func (a *Accounts) spent(r journal.Reader, l limit, of string) error {
	t, err := a.tried(r, l, of)
	if err == nil && t.N >= l.tries {
		return ErrWait
	}
	return err
}

// use uses up one try of an account or an address before anything is tried, so that tries that come together are counted
// like those that come one after another. It returns [ErrWait] if there is none left.
func (a *Accounts) use(w journal.Writer, l limit, of string) error {
	if err := a.spent(w, l, of); err != nil {
		return err
	}
	return a.count(w, l, of)
}

// giveBack gives a try back that was right.
func (a *Accounts) giveBack(w journal.Writer, l limit, of string) error {
	t, err := a.tried(w, l, of)
	if err != nil || t.N == 0 {
		return err
	}
	t.N--
	return put(w, bucketTries, a.slot(l, of), &t)
}

// count uses up one try.
func (a *Accounts) count(w journal.Writer, l limit, of string) error {
	t, err := a.tried(w, l, of)
	if err != nil {
		return err
	}
	t.N++
	return put(w, bucketTries, a.slot(l, of), &t)
}

// Patience returns [ErrWait] if an address has tried too often to get in.
func (a *Accounts) Patience(ctx context.Context, address string) error {
	return a.Store.View(ctx, func(r journal.Reader) error { return a.spent(r, perAddress, address) })
}

// Failed counts a try of an address that failed.
func (a *Accounts) Failed(ctx context.Context, address string) error {
	return a.Store.Update(ctx, func(w journal.Writer) error { return a.count(w, perAddress, address) })
}

// Ask counts one question that a stranger asks of the public page, and returns [ErrWait] after too many.
func (a *Accounts) Ask(ctx context.Context, address string) error {
	return a.Store.Update(ctx, func(w journal.Writer) error { return a.use(w, perAsking, address) })
}

// The challenges of passkeys: when, chance, and a code over both, so that none needs to be kept before it
// is answered.
const (
	challengeSize = 40
	challengeFor  = 10 * time.Minute
)

func (a *Accounts) challenge(purpose string, about []byte) ([]byte, error) {
	out := binary.BigEndian.AppendUint64(nil, uint64(a.Now().Unix()))
	nonce := make([]byte, 16)
	if _, err := io.ReadFull(a.Rand, nonce); err != nil {
		return nil, err
	}
	out = append(out, nonce...)
	return append(out, derive(a.secret, purpose, about, out)[:challengeSize-24]...), nil
}

// answered reports whether a challenge is one of ours, fresh, and for this.
func (a *Accounts) answered(challenge []byte, purpose string, about []byte) bool {
	if len(challenge) != challengeSize {
		return false
	}
	made := int64(binary.BigEndian.Uint64(challenge))
	age := a.Now().Unix() - made
	return age >= 0 && age <= int64(challengeFor/time.Second) &&
		string(derive(a.secret, purpose, about, challenge[:24])[:challengeSize-24]) == string(challenge[24:])
}

// useUp keeps a challenge that was answered until its time is over, so that no answer serves twice.
func (a *Accounts) useUp(w journal.Writer, challenge []byte) error {
	key := derive(a.secret, "willing/used/1", challenge)
	var until int64
	if found, err := get(w, bucketUsed, key, &until); err != nil || found {
		if found {
			return ErrWrong
		}
		return err
	}
	return put(w, bucketUsed, key, a.Now().Add(challengeFor).Unix())
}

// Stop counts one stop that a stranger says on the public page, and returns [ErrWait] after too many.
func (a *Accounts) Stop(ctx context.Context, address string) error {
	return a.Store.Update(ctx, func(w journal.Writer) error { return a.use(w, perStop, address) })
}
