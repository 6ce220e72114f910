package account

import (
	"context"
	"fmt"
	"time"

	"willing/casebook"
	"willing/journal"
)

// recoverFor is how long the first of two people's word stands (our decision).
const recoverFor = 24 * time.Hour

// recovery is the first person's word that somebody may come in again.
type recovery struct {
	By    casebook.ID
	Until int64 // Unix seconds
	Epoch uint32
}

// Recovery is what somebody can read of the last time that their account was recovered.
type Recovery struct {
	First, Second casebook.ID
	At            int64 // Unix seconds; 0: never
}

// Entered reports whether somebody has ever signed in. Until then one person may hand them a link; from
// then on it takes two others, or one could take an account over.
func (a *Accounts) Entered(ctx context.Context, who casebook.ID) (bool, error) {
	var m member
	err := a.Store.View(ctx, func(r journal.Reader) (err error) { m, err = readMember(r, who); return err })
	return m.Entered, err
}

// FirstWord reports whose word that somebody may come in again waits for a second; zero if nobody's.
func (a *Accounts) FirstWord(ctx context.Context, who casebook.ID) (by casebook.ID, err error) {
	err = a.Store.View(ctx, func(r journal.Reader) error { by, err = a.firstWord(r, who); return err })
	return by, err
}

func (a *Accounts) firstWord(r journal.Reader, who casebook.ID) (by casebook.ID, err error) {
	var first recovery
	found, err := get(r, bucketRecoveries, who[:], &first)
	if !found || first.Epoch != a.Epoch || a.Now().Unix() > first.Until {
		return by, err
	}
	return first.By, err
}

// Recover gives one person's word that somebody may come in again. With the second person's, every
// session, token, passkey, password and link of the account ends, and a one-time link comes back. It
// returns an empty link after the first.
func (a *Accounts) Recover(ctx context.Context, who, by casebook.ID) (link string, err error) {
	if by == who {
		return "", fmt.Errorf("%w: two other people do this", ErrBad)
	}
	err = a.Store.Update(ctx, func(w journal.Writer) error {
		first, err := a.firstWord(w, who)
		switch {
		case err != nil:
			return err
		case first.IsZero() || first == by:
			until := a.Now().Add(recoverFor).Unix()
			return put(w, bucketRecoveries, who[:], &recovery{By: by, Until: until, Epoch: a.Epoch})
		}
		if err := a.shutOut(w, who); err != nil {
			return err
		}
		m, err := readMember(w, who)
		if err != nil {
			return err
		}
		m.Recovered = Recovery{First: first, Second: by, At: a.Now().Unix()}
		if err := put(w, bucketMembers, who[:], &m); err != nil {
			return err
		}
		link, err = a.newLink(w, who, LinkFor)
		return err
	})
	return link, err
}

// ShutOut ends everything that lets somebody in: they left, or the account is in the wrong hands.
func (a *Accounts) ShutOut(ctx context.Context, who casebook.ID) error {
	return a.Store.Update(ctx, func(w journal.Writer) error { return a.shutOut(w, who) })
}

func (a *Accounts) shutOut(w journal.Writer, who casebook.ID) error {
	m, err := readMember(w, who)
	if err != nil {
		return err
	}
	m.Passkeys, m.Password, m.TOTP, m.Step, m.Recovery = nil, "", nil, 0, nil
	if err := put(w, bucketMembers, who[:], &m); err != nil {
		return err
	}
	if err := w.Delete(bucketRecoveries, who[:]); err != nil {
		return err
	}
	if err := a.endSessions(w, who, ""); err != nil {
		return err
	}
	if err := a.endTokens(w, who, ""); err != nil {
		return err
	}
	return a.endLinks(w, who)
}

// Recovered is when and by whom somebody's account was recovered last.
func (a *Accounts) Recovered(ctx context.Context, who casebook.ID) (Recovery, error) {
	var m member
	err := a.Store.View(ctx, func(r journal.Reader) (err error) { m, err = readMember(r, who); return err })
	return m.Recovered, err
}
