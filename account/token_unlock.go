package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"willing/casebook"
	"willing/journal"
)

// TokenKey is the key that acts in a session opened for a token, as [Key] is for a browser's: it is made of
// the token, so no file keeps it.
func TokenKey(token string, who casebook.ID, from int64) (journal.Key, error) {
	return Key(strings.TrimPrefix(token, TokenPrefix), who, from, 0)
}

// OpenToken keeps what somebody's own key has signed for a token, as [Accounts.Open] does for a browser.
func (a *Accounts) OpenToken(ctx context.Context, token string, u Unlock, pair bool) error {
	key, err := TokenKey(token, u.Who, u.Session.From)
	if err != nil {
		return err
	}
	now := a.Now()
	if !u.Session.Opens(journal.ID(u.Who), key.Alg(), key.Public(), now) || now.Sub(time.Unix(u.Session.From, 0)) > slack {
		return fmt.Errorf("%w: the signature does not fit, or came too late", ErrWrong)
	}
	return a.inToken(ctx, token, func(t *Token) error {
		switch {
		case u.Session.From <= t.Shut:
			return fmt.Errorf("%w: it was put away meanwhile", ErrGone)
		case pair && u.Who == t.Who, !pair && u.Who != t.Who:
			return fmt.Errorf("%w: each opens a session with their own key", ErrWrong)
		case pair:
			t.Pair = &u
		default:
			t.Own = &u
		}
		return nil
	})
}

// ShutToken closes what was opened for a token: the pair's half alone, or all of it.
func (a *Accounts) ShutToken(ctx context.Context, token string, pairAlone bool) error {
	return a.inToken(ctx, token, func(t *Token) error {
		t.Pair, t.Shut = nil, a.Now().Unix()
		if !pairAlone {
			t.Own = nil
		}
		return nil
	})
}

// inToken changes what is kept of a token.
func (a *Accounts) inToken(ctx context.Context, text string, fn func(*Token) error) error {
	hash := hashOf(strings.TrimPrefix(text, TokenPrefix))
	return a.Store.Update(ctx, func(w journal.Writer) error {
		var t Token
		found, err := get(w, bucketTokens, hash, &t)
		if err != nil {
			return err
		}
		if !found || t.Epoch != a.Epoch || a.Now().Unix() > t.Until {
			return ErrGone
		}
		if err := fn(&t); err != nil {
			return err
		}
		return put(w, bucketTokens, hash, &t)
	})
}
