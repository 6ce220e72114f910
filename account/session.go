package account

import (
	"bytes"
	"context"
	"encoding/hex"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// How long a session lasts (our decision): without use, and at all.
const (
	Idle     = 12 * time.Hour
	Absolute = 14 * 24 * time.Hour
)

// seenEvery is how exactly the last use is kept, so that reading pages costs no writing.
const seenEvery = 5 * time.Minute

// Session is somebody signed in, in one browser.
type Session struct {
	Who   casebook.ID
	By    string // "link", "passkey", "password"
	On    string // the browser and the machine, in the two words of whoever began it: "Firefox, Android"
	Made  int64  // Unix seconds
	Seen  int64  // Unix seconds, exact to five minutes
	Epoch uint32
	Own   *Unlock // their own key acts, if it is opened
	Pair  *Unlock // the other half of the pair, who unlocked beside them
	Turn  int     // how often something was put away: what was signed in another turn opens nothing

	Name string `cbor:"-"` // for ending it from a list: 16 hexadecimal digits that open nothing
}

func (s *Session) ended(now time.Time, epoch uint32) bool {
	return s.Epoch != epoch || now.Sub(time.Unix(s.Seen, 0)) > Idle || now.Sub(time.Unix(s.Made, 0)) > Absolute
}

// Begin signs somebody in. The token is for the browser's cookie alone.
func (a *Accounts) Begin(ctx context.Context, who casebook.ID, by string) (token string, err error) {
	err = a.Store.Update(ctx, func(w journal.Writer) error { token, err = a.begin(w, who, by); return err })
	return token, err
}

func (a *Accounts) begin(w journal.Writer, who casebook.ID, by string) (token string, err error) {
	token, hash, err := a.draw()
	if err != nil {
		return "", err
	}
	now := a.Now().Unix()
	return token, put(w, bucketSessions, hash, &Session{Who: who, By: by, Made: now, Seen: now, Epoch: a.Epoch})
}

// Session says whose a cookie's token is. It returns [ErrGone] for one that has ended or never was.
func (a *Accounts) Session(ctx context.Context, token string) (*Session, error) {
	hash := hashOf(token)
	var s Session
	found := false
	err := a.Store.View(ctx, func(r journal.Reader) (err error) {
		found, err = get(r, bucketSessions, hash, &s)
		return err
	})
	now := a.Now()
	switch {
	case err != nil:
		return nil, err
	case !found || s.ended(now, a.Epoch):
		return nil, ErrGone
	}
	s.Name = nameOf(hash)
	if now.Sub(time.Unix(s.Seen, 0)) < seenEvery {
		return &s, nil
	}
	return &s, a.inSession(ctx, token, func(kept *Session) error { kept.Seen = now.Unix(); return nil })
}

// Recent is how long after signing in somebody may change what lets them in, or make a token: all of that outlives the session,
// and whoever found its cookie must not keep anything when it is ended (our decision).
const Recent = 15 * time.Minute

// Recently returns [ErrStale] if a session began too long ago for that. Whoever has only ever come by a link, and could not sign in
// again, is not asked to.
func (a *Accounts) Recently(ctx context.Context, token string) error {
	s, err := a.Session(ctx, token)
	if err != nil || a.Now().Sub(time.Unix(s.Made, 0)) <= Recent {
		return err
	}
	var m member
	err = a.Store.View(ctx, func(r journal.Reader) (err error) { m, err = readMember(r, s.Who); return err })
	if err == nil && (m.Password != "" || len(m.Passkeys) > 0) {
		err = ErrStale
	}
	return err
}

// Ended says whose a session is or was, also one that has ended and is not yet tidied away. It lets nobody in.
func (a *Accounts) Ended(ctx context.Context, token string) (*Session, error) {
	var s Session
	found := false
	err := a.Store.View(ctx, func(r journal.Reader) (err error) {
		found, err = get(r, bucketSessions, hashOf(token), &s)
		return err
	})
	if err == nil && !found {
		err = ErrGone
	}
	return &s, err
}

// inSession changes what is kept of a session.
func (a *Accounts) inSession(ctx context.Context, token string, fn func(*Session) error) error {
	return a.Store.Update(ctx, func(w journal.Writer) error {
		hash := hashOf(token)
		var s Session
		found, err := get(w, bucketSessions, hash, &s)
		if err != nil {
			return err
		}
		if !found || s.ended(a.Now(), a.Epoch) {
			return ErrGone
		}
		if err := fn(&s); err != nil {
			return err
		}
		return put(w, bucketSessions, hash, &s)
	})
}

// On notes in which browser a session is, so that its owner knows it in the list.
func (a *Accounts) On(ctx context.Context, token, browser string) error {
	return a.inSession(ctx, token, func(s *Session) error { s.On = browser; return nil })
}

// End signs out.
func (a *Accounts) End(ctx context.Context, token string) error {
	hash := hashOf(token)
	if hash == nil {
		return nil
	}
	return a.Store.Update(ctx, func(w journal.Writer) error { return w.Delete(bucketSessions, hash) })
}

// Sessions lists where somebody is signed in, the newest first.
func (a *Accounts) Sessions(ctx context.Context, who casebook.ID) ([]Session, error) {
	var out []Session
	err := a.Store.View(ctx, func(r journal.Reader) error {
		return a.eachSession(r, func(_ []byte, s Session) error {
			if s.Who == who && !s.ended(a.Now(), a.Epoch) {
				out = append(out, s)
			}
			return nil
		})
	})
	slices.SortFunc(out, func(x, y Session) int { return int(y.Made - x.Made) })
	return out, err
}

// EndNamed ends one of somebody's sessions by its name in the list; name "" ends all of them.
func (a *Accounts) EndNamed(ctx context.Context, who casebook.ID, name string) error {
	return a.Store.Update(ctx, func(w journal.Writer) error { return a.endSessions(w, who, name) })
}

func (a *Accounts) endSessions(w journal.Writer, who casebook.ID, name string) error {
	var gone [][]byte
	err := a.eachSession(w, func(key []byte, s Session) error {
		if s.Who == who && (name == "" || name == s.Name) {
			gone = append(gone, bytes.Clone(key))
		}
		return nil
	})
	for _, key := range gone {
		if err == nil {
			err = w.Delete(bucketSessions, key)
		}
	}
	return err
}

func (a *Accounts) eachSession(r journal.Reader, fn func(key []byte, s Session) error) error {
	entries, failed := r.Scan(bucketSessions, nil, nil)
	for key, raw := range entries {
		var s Session
		if err := journal.Unmarshal(raw, &s); err != nil {
			return err
		}
		s.Name = nameOf(key)
		if err := fn(key, s); err != nil {
			return err
		}
	}
	return failed()
}

func nameOf(hash []byte) string { return hex.EncodeToString(hash[:min(8, len(hash))]) }
