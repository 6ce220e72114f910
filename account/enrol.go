package account

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// Enrolment is a public key whose owner asks that it may sign for them. It takes two people to enrol it;
// what the first of them said waits here for the second.
type Enrolment struct {
	Who   casebook.ID // whose key it is
	Alg   string
	Key   []byte
	Made  int64       // Unix seconds
	First casebook.ID // who has said yes to it; zero: nobody yet
}

// mostWaiting bounds how many keys of one person wait.
const mostWaiting = 10

// Name is the enrolment's in a path.
func (e Enrolment) Name() string {
	sum := sha256.Sum256(e.Key)
	return nameOf(sum[:])
}

// AskEnrolment lets a key wait.
func (a *Accounts) AskEnrolment(ctx context.Context, who casebook.ID, alg string, key []byte) error {
	sum := sha256.Sum256(key)
	e := Enrolment{Who: who, Alg: alg, Key: key, Made: a.Now().Unix()}
	size := map[string]int{journal.Ed25519: 32, journal.WebAuthn: 65}[alg]
	if size == 0 || len(key) != size {
		return fmt.Errorf("%w: this is no public key", ErrBad)
	}
	return a.Store.Update(ctx, func(w journal.Writer) error {
		own, err := a.waiting(w, func(x Enrolment) bool { return x.Who == who })
		if err != nil {
			return err
		}
		if len(own) >= mostWaiting {
			return fmt.Errorf("%w: too many of your keys wait already", ErrBad)
		}
		var there Enrolment
		if found, err := get(w, bucketEnrolments, sum[:], &there); found || err != nil {
			return err
		}
		return put(w, bucketEnrolments, sum[:], &e)
	})
}

// Waiting lists the keys that wait to be enrolled, the oldest first.
func (a *Accounts) Waiting(ctx context.Context) (out []Enrolment, err error) {
	err = a.Store.View(ctx, func(r journal.Reader) error {
		out, err = a.waiting(r, func(Enrolment) bool { return true })
		return err
	})
	slices.SortFunc(out, func(x, y Enrolment) int { return int(x.Made - y.Made) })
	return out, err
}

func (a *Accounts) waiting(r journal.Reader, want func(Enrolment) bool) (out []Enrolment, err error) {
	entries, failed := r.Scan(bucketEnrolments, nil, nil)
	for _, raw := range entries {
		var e Enrolment
		if err := journal.Unmarshal(raw, &e); err != nil {
			return nil, err
		}
		e.Key = bytes.Clone(e.Key)
		if want(e) {
			out = append(out, e)
		}
	}
	return out, failed()
}

// Enrolment finds a key that waits by its name. It returns [ErrGone] if none does.
func (a *Accounts) Enrolment(ctx context.Context, name string) (Enrolment, error) {
	all, err := a.Waiting(ctx)
	for _, e := range all {
		if e.Name() == name {
			return e, err
		}
	}
	if err == nil {
		err = ErrGone
	}
	return Enrolment{}, err
}

// SayYes keeps the first person's yes to a key that waits.
func (a *Accounts) SayYes(ctx context.Context, e Enrolment, by casebook.ID) error {
	sum := sha256.Sum256(e.Key)
	e.First = by
	return a.Store.Update(ctx, func(w journal.Writer) error { return put(w, bucketEnrolments, sum[:], &e) })
}

// DropEnrolment forgets a key that waited: it is enrolled, or nobody wants it.
func (a *Accounts) DropEnrolment(ctx context.Context, e Enrolment) error {
	sum := sha256.Sum256(e.Key)
	return a.Store.Update(ctx, func(w journal.Writer) error { return w.Delete(bucketEnrolments, sum[:]) })
}
