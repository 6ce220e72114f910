package account

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"willing/casebook"
	"willing/journal"
)

// Unlock lets a session's key act for somebody: the journal's session, signed by that person's own key.
type Unlock struct {
	Who     casebook.ID
	Turn    int // the session's when it was opened
	Session journal.Session
}

// Until is when it ends.
func (u *Unlock) Until() time.Time { return time.Unix(u.Session.Until, 0) }

// slack is how long somebody may take between the page that asks for a signature and the signature.
const slack = 10 * time.Minute

// Key is the key that acts in a session opened at a moment (Unix seconds), in the session's turn. It is made
// of the cookie's token, so no file keeps it: whoever has the store and not the cookie cannot act.
func Key(token string, who casebook.ID, from int64, turn int) (journal.Key, error) {
	raw := rawOf(token)
	if raw == nil {
		return journal.Key{}, ErrGone
	}
	seed := derive(raw, "willing/unlock/1", who[:], binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(from)), uint64(turn)))
	key, err := made.of(seed)
	key.Holder = journal.ID(who)
	return key, err
}

// Open keeps what somebody's own key has signed for this browser. pair says that they are the other half
// of the pair and not the one who signed in. Whether that own key is theirs in the law's eyes is not
// known here: the caller asks before and the desk asks at every act.
func (a *Accounts) Open(ctx context.Context, token string, u Unlock, pair bool) error {
	key, err := Key(token, u.Who, u.Session.From, u.Turn)
	if err != nil {
		return err
	}
	now := a.Now()
	if !u.Session.Opens(journal.ID(u.Who), key.Alg(), key.Public(), now) || now.Sub(time.Unix(u.Session.From, 0)) > slack {
		return fmt.Errorf("%w: the signature does not fit, or came too late", ErrWrong)
	}
	return a.inSession(ctx, token, func(s *Session) error {
		switch {
		case u.Turn != s.Turn:
			return fmt.Errorf("%w: it was put away meanwhile", ErrGone)
		case pair && u.Who == s.Who, !pair && u.Who != s.Who:
			return fmt.Errorf("%w: each unlocks with their own key", ErrWrong)
		case pair:
			s.Pair = &u
		default:
			s.Own = &u
		}
		return nil
	})
}

// PutAway closes what was unlocked: the pair's half alone, or all of it.
func (a *Accounts) PutAway(ctx context.Context, token string, pairAlone bool) error {
	return a.inSession(ctx, token, func(s *Session) error {
		s.Pair = nil
		s.Turn++ // so no signature made before opens anything again
		if !pairAlone {
			s.Own = nil
		}
		return nil
	})
}
