package phone

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/web"
)

// guard tells who looks: whose phone it is, with their own key if they opened it, and the other half of the pair.
type guard struct {
	in *inside

	mu  sync.Mutex
	now unlocked
}

var (
	_ web.Guard  = (*guard)(nil)
	_ web.Locker = (*guard)(nil)
)

// unlocked is whose own keys have opened this phone. The keys that act for them grow out of the secret, and lie
// nowhere.
type unlocked struct {
	Secret []byte  `json:"secret"`
	Turn   int     `json:"turn"` // rises when something is put away, so that what was signed before opens nothing again
	Own    *opened `json:"own,omitempty"`
	Pair   *opened `json:"pair,omitempty"`
}

// opened is a session that somebody's own key has signed.
type opened struct {
	Who     casebook.ID     `json:"who"`
	Turn    int             `json:"turn"`
	Session journal.Session `json:"session"`
}

// key is the key that acts in a session.
func (u unlocked) key(who casebook.ID, from int64, turn int) (journal.Key, error) {
	mac := hmac.New(sha256.New, u.Secret)
	mac.Write([]byte("willing/phone/session/1"))
	mac.Write(who[:])
	mac.Write(binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, uint64(from)), uint64(turn)))
	key, err := journal.NewKey(bytes.NewReader(mac.Sum(nil)))
	key.Holder = journal.ID(who)
	return key, err
}

// Visitor implements [web.Guard]. Before the first load the phone knows nobody.
func (g *guard) Visitor(*http.Request) (*web.Visitor, error) {
	g.mu.Lock()
	now := g.now
	g.mu.Unlock()
	who := g.in.own.Holder
	if now.Own != nil {
		if _, until := g.acting(now, now.Own); !until.IsZero() {
			who = now.Own.Who
		}
	}
	v := g.visitor(who)
	if v == nil {
		return nil, nil
	}
	v.Acting = desk.Acting{Who: who, Signer: journal.ServerSigner(g.in.desk.Device)}
	if by, until := g.acting(now, now.Own); !until.IsZero() {
		v.Acting, v.Unlocked = by, until
	}
	if by, until := g.acting(now, now.Pair); !until.IsZero() && by.Who != v.Who {
		v.Pair, v.PairUntil = &by, until
		if half := g.visitor(by.Who); half != nil {
			v.PairName = half.Name
		}
	}
	return v, nil
}

// visitor is a member of staff as the log has them; nil for somebody who left, or is not known here.
func (g *guard) visitor(who casebook.ID) *web.Visitor { return web.NewVisitor(g.in.desk, who) }

// acting is who acts in a session, and until when; the zero time if it is over.
func (g *guard) acting(now unlocked, o *opened) (by desk.Acting, until time.Time) {
	if o == nil {
		return by, until
	}
	key, err := now.key(o.Who, o.Session.From, o.Turn)
	if err != nil {
		return by, until
	}
	by = desk.Acting{Who: o.Who, Signer: key, Session: &o.Session}
	if !g.in.desk.Holds(by) {
		return desk.Acting{}, until
	}
	return by, time.Unix(o.Session.Until, 0)
}

// Keep implements [web.Guard]: there is nobody to sign in on a phone.
func (g *guard) Keep(http.ResponseWriter, *http.Request) (string, error) { return "/", nil }

// Door implements [web.Guard]: who is not known here waits for the first load.
func (g *guard) Door(after string) string {
	return "/first?" + url.Values{"after": {after}}.Encode()
}

// Lock implements [web.Locker].
func (g *guard) Lock(r *http.Request) error { return g.putAway(r.Context(), false) }

// putAway closes the pair's half alone, or both.
func (g *guard) putAway(_ context.Context, pairAlone bool) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now
	now.Pair = nil
	now.Turn++
	if !pairAlone {
		now.Own = nil
	}
	return g.write(now)
}

// forget puts everybody's key away when the phone is opened anew: it had been locked or closed, and what opens it may be known
// to two (G07). A worker that the browser ended goes on without coming here.
func (g *guard) forget() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.now.Own == nil && g.now.Pair == nil || off("forget keys") {
		return nil
	}
	g.now = unlocked{} // with the secret that they grew out of
	return g.in.drawer.disk.Apply(nil, []string{unlockedRecord})
}

func (g *guard) write(now unlocked) error {
	if err := g.in.drawer.write(unlockedRecord, now); err != nil {
		return err
	}
	g.now = now
	return nil
}

// prepare returns the key that would act for somebody from a moment on, and the turn.
func (g *guard) prepare(who casebook.ID, from int64) (key journal.Key, turn int, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.now.Secret) == 0 {
		now := g.now
		now.Secret = make([]byte, secretSize)
		if _, err := io.ReadFull(g.in.phone.Rand, now.Secret); err != nil {
			return key, 0, err
		}
		if err := g.write(now); err != nil {
			return key, 0, err
		}
	}
	key, err = g.now.key(who, from, g.now.Turn)
	return key, g.now.Turn, err
}

// slack is how long somebody may take between the page that asks for a signature and the signature.
const slack = 10 * time.Minute

// open takes a session that somebody's own key has signed.
func (g *guard) open(who casebook.ID, s journal.Session, pair bool) error {
	key, turn, err := g.prepare(who, s.From)
	if err != nil {
		return err
	}
	at := g.in.phone.Now()
	if !s.Opens(journal.ID(who), key.Alg(), key.Public(), at) || at.Sub(time.Unix(s.From, 0)) > slack {
		return fmt.Errorf("%w: the signature does not fit, or came too late", ErrWrong)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now
	if turn != now.Turn {
		return fmt.Errorf("%w: it was put away meanwhile", ErrWrong)
	}
	o := &opened{Who: who, Turn: turn, Session: s}
	if pair {
		now.Pair = o
	} else {
		now.Own = o
	}
	return g.write(now)
}
