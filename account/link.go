package account

import (
	"context"
	"time"

	"willing/casebook"
	"willing/journal"
)

// LinkFor is how long a one-time link is good (our decision).
const LinkFor = 24 * time.Hour

// link lets one person in, once.
type link struct {
	Who   casebook.ID
	Until int64 // Unix seconds
	Epoch uint32
}

// NewLink makes a one-time link for somebody; only its hash is kept. Whoever hands it over sees it once.
func (a *Accounts) NewLink(ctx context.Context, who casebook.ID, lasts time.Duration) (token string, err error) {
	err = a.Store.Update(ctx, func(w journal.Writer) error { token, err = a.newLink(w, who, lasts); return err })
	return token, err
}

func (a *Accounts) newLink(w journal.Writer, who casebook.ID, lasts time.Duration) (token string, err error) {
	token, hash, err := a.draw()
	if err != nil {
		return "", err
	}
	return token, put(w, bucketLinks, hash, &link{Who: who, Until: a.Now().Add(lasts).Unix(), Epoch: a.Epoch})
}

// endLinks ends every link of somebody.
func (a *Accounts) endLinks(w journal.Writer, who casebook.ID) error {
	_, err := sweep(w, bucketLinks, func(raw []byte) (bool, error) {
		var l link
		err := journal.Unmarshal(raw, &l)
		return l.Who == who, err
	})
	return err
}

// UseLink signs in whom the link was made for, and uses it up. It returns [ErrGone] for one that was used,
// has ended or never was.
func (a *Accounts) UseLink(ctx context.Context, token string) (session string, who casebook.ID, err error) {
	err = a.Store.Update(ctx, func(w journal.Writer) error {
		hash := hashOf(token)
		var l link
		found, err := get(w, bucketLinks, hash, &l)
		if err != nil {
			return err
		}
		if !found || l.Epoch != a.Epoch || a.Now().Unix() > l.Until {
			return ErrGone
		}
		if err := w.Delete(bucketLinks, hash); err != nil {
			return err
		}
		who = l.Who
		m, err := readMember(w, who)
		if err != nil {
			return err
		}
		m.Entered = true
		if err := put(w, bucketMembers, who[:], &m); err != nil {
			return err
		}
		session, err = a.begin(w, who, "link")
		return err
	})
	return session, who, err
}
