package account

import (
	"testing"
	"time"

	"willing/journal"
)

func TestASessionEndsWithoutUse(t *testing.T) {
	g := newGate(t)
	token := g.signsIn(nadia)
	for range 10 { // somebody who works is not sent away
		g.now = g.now.Add(Idle - time.Minute)
		if !g.isIn(token) {
			t.Fatal("ended while it was used")
		}
	}
	g.now = g.now.Add(Idle + time.Minute)
	if g.isIn(token) {
		t.Fatal("a session that nobody used goes on")
	}
}

func TestASessionEndsAtLast(t *testing.T) {
	g := newGate(t)
	token := g.signsIn(nadia)
	for range 40 {
		g.now = g.now.Add(11 * time.Hour)
		g.isIn(token)
	}
	if g.isIn(token) {
		t.Fatal("a session lasts for ever")
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	g := newGate(t)
	phone, desk, toms := g.signsIn(nadia), g.signsIn(nadia), g.signsIn(tom)
	g.must(g.On(t.Context(), phone, "Firefox, Android"))
	list, err := g.Sessions(t.Context(), nadia)
	g.must(err)
	s, err := g.Session(t.Context(), phone)
	g.must(err)
	if len(list) != 2 || s.Name == phone || s.On != "Firefox, Android" {
		t.Fatalf("%d sessions", len(list))
	}
	g.must(g.EndNamed(t.Context(), tom, s.Name)) // somebody else's is not to be ended
	if !g.isIn(phone) {
		t.Fatal("somebody else ended it")
	}
	g.must(g.EndNamed(t.Context(), nadia, s.Name))
	if g.isIn(phone) || !g.isIn(desk) {
		t.Fatal("the wrong session ended")
	}
	g.must(g.EndNamed(t.Context(), nadia, ""))
	if g.isIn(desk) || !g.isIn(toms) {
		t.Fatal("all of one person's end, and nobody else's")
	}
}

func TestARestoreEndsSessionsLinksAndTokens(t *testing.T) {
	g := newGate(t)
	session := g.signsIn(nadia)
	link, err := g.NewLink(t.Context(), nadia, LinkFor)
	g.must(err)
	token, err := g.NewToken(t.Context(), nadia, "script", []string{Read}, time.Hour)
	g.must(err)
	after := g.restored()
	if after.isIn(session) {
		t.Error("a session goes on after a restore")
	}
	_, _, err = after.UseLink(t.Context(), link)
	after.is(err, ErrGone)
	_, err = after.Token(t.Context(), token)
	after.is(err, ErrGone)
}

func TestNonsenseForATokenOpensNothing(t *testing.T) {
	g := newGate(t)
	for _, s := range []string{"", "x", "\x00", g.signsIn(nadia) + "A", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} {
		if g.isIn(s) {
			t.Errorf("%q lets somebody in", s)
		}
		_, _, err := g.UseLink(t.Context(), s)
		g.is(err, ErrGone)
		_, err = g.Token(t.Context(), TokenPrefix+s)
		g.is(err, ErrGone)
		g.must(g.End(t.Context(), s))
	}
}

// opens signs a session of somebody's own key for the browser that holds a token.
func (g *gate) opens(token string, u Unlock, own journal.Key, until time.Duration) Unlock {
	g.t.Helper()
	key, err := Key(token, u.Who, g.now.Unix(), u.Turn)
	g.must(err)
	s, err := journal.NewSession(journal.ID(u.Who), own, key.Public(), g.now.Unix(), g.now.Add(until).Unix())
	g.must(err)
	u.Session = *s
	return u
}

func TestTheOwnKeyOpensTheSession(t *testing.T) {
	g := newGate(t)
	own, err := journal.NewKey(g.Rand)
	g.must(err)
	token, other := g.signsIn(nadia), g.signsIn(nadia)
	u := g.opens(token, Unlock{Who: nadia}, own, time.Hour)
	g.is(g.Accounts.Open(t.Context(), other, u, false), ErrWrong) // signed for another browser
	g.is(g.Accounts.Open(t.Context(), token, u, true), ErrWrong)  // nobody is their own other half
	g.must(g.Accounts.Open(t.Context(), token, u, false))
	g.is(g.Accounts.Open(t.Context(), token, g.opens(token, Unlock{Who: tom}, own, time.Hour), false), ErrWrong)
	g.is(g.Accounts.Open(t.Context(), token, g.opens(token, Unlock{Who: nadia}, own, 61*time.Minute), false), ErrWrong)
	s, err := g.Session(t.Context(), token)
	g.must(err)
	if s.Own == nil || s.Pair != nil {
		t.Fatal("it is not open")
	}
}

func TestWhatWasPutAwayIsNotOpenedByAnOldSignature(t *testing.T) {
	g := newGate(t)
	own, err := journal.NewKey(g.Rand)
	g.must(err)
	token := g.signsIn(nadia)
	u := g.opens(token, Unlock{Who: tom}, own, time.Hour)
	g.must(g.Accounts.Open(t.Context(), token, u, true))
	g.must(g.PutAway(t.Context(), token, true))
	g.is(g.Accounts.Open(t.Context(), token, u, true), ErrGone)
	u.Turn = 1
	g.is(g.Accounts.Open(t.Context(), token, u, true), ErrWrong) // nor by one that claims to be of now
	u = g.opens(token, Unlock{Who: tom, Turn: 1}, own, time.Hour)
	g.must(g.Accounts.Open(t.Context(), token, u, true))
	g.now = g.now.Add(11 * time.Minute) // a signature that lay about
	g.is(g.Accounts.Open(t.Context(), token, u, true), ErrWrong)
}

// TestATokenMadeWithATokenEndsWithIt: whoever finds a token makes none with it that outlives it.
func TestATokenMadeWithATokenEndsWithIt(t *testing.T) {
	g := newGate(t)
	ctx := t.Context()
	text, err := g.NewToken(ctx, nadia, "found", []string{Write}, time.Hour)
	g.must(err)
	found, err := g.Token(ctx, text)
	g.must(err)
	child, err := g.NewTokenBy(ctx, found, "kept", []string{Write}, LongestToken)
	g.must(err)
	kept, err := g.Token(ctx, child)
	g.must(err)
	if kept.Who != nadia || kept.Until > found.Until {
		t.Errorf("it lasts %d seconds longer than the token that made it", kept.Until-found.Until)
	}
	grandchild, err := g.NewTokenBy(ctx, kept, "kept still", []string{Read}, time.Minute)
	g.must(err)
	other, err := g.NewToken(ctx, nadia, "another", []string{Read}, time.Hour)
	g.must(err)
	g.must(g.EndToken(ctx, nadia, found.Name))
	for _, text := range []string{text, child, grandchild} {
		_, err = g.Token(ctx, text)
		g.is(err, ErrGone)
	}
	_, err = g.Token(ctx, other)
	g.must(err)
	_, err = g.NewTokenBy(ctx, found, "too late", []string{Read}, time.Minute)
	g.is(err, ErrGone)
}

// TestWhatOutlivesASessionTakesARecentOne: whoever found a cookie must not keep anything when the session is ended.
func TestWhatOutlivesASessionTakesARecentOne(t *testing.T) {
	g := newGate(t)
	token := g.signsIn(nadia)
	g.must(g.Recently(t.Context(), token))
	g.now = g.now.Add(Recent + time.Second)
	g.must(g.Recently(t.Context(), token)) // she came by a link, and could not sign in again
	g.hasPassword(nadia, "seven grey seals")
	g.is(g.Recently(t.Context(), token), ErrStale)
	g.must(g.Recently(t.Context(), g.signsIn(nadia)))
	g.now = g.now.Add(Idle + time.Hour)
	g.is(g.Recently(t.Context(), token), ErrGone)
}
