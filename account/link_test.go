package account

import (
	"strings"
	"testing"
	"time"

	"willing/journal"
)

func TestALinkLetsInOnceAndNotForEver(t *testing.T) {
	g := newGate(t)
	link, err := g.NewLink(t.Context(), nadia, LinkFor)
	g.must(err)
	late, err := g.NewLink(t.Context(), nadia, LinkFor)
	g.must(err)
	token, who, err := g.UseLink(t.Context(), link)
	g.must(err)
	if who != nadia || !g.isIn(token) {
		t.Fatal("the link lets nobody in")
	}
	_, _, err = g.UseLink(t.Context(), link)
	g.is(err, ErrGone)
	g.now = g.now.Add(LinkFor + time.Second)
	_, _, err = g.UseLink(t.Context(), late)
	g.is(err, ErrGone)
}

func TestTheStoreHoldsNoSecretInPlain(t *testing.T) {
	g := newGate(t)
	link, err := g.NewLink(t.Context(), nadia, LinkFor)
	g.must(err)
	token, err := g.NewToken(t.Context(), nadia, "script", []string{Write}, time.Hour)
	g.must(err)
	secrets := []string{link, string(rawOf(link)), strings.TrimPrefix(token, TokenPrefix), g.signsIn(nadia), "correct horse battery"}
	g.hasPassword(nadia, "correct horse battery")
	g.must(g.SetPIN(t.Context(), "door", "4711"))
	secrets = append(secrets, "4711")
	g.must(g.Store.View(t.Context(), func(r journal.Reader) error {
		for _, b := range []journal.Bucket{bucketMembers, bucketSessions, bucketLinks, bucketTokens, bucketPINs} {
			entries, failed := r.Scan(b, nil, nil)
			for key, value := range entries {
				for _, s := range secrets {
					if strings.Contains(string(key)+string(value), s) {
						t.Errorf("%s holds a secret", b)
					}
				}
			}
			if err := failed(); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestATokenHasScopesAndAnEnd(t *testing.T) {
	g := newGate(t)
	text, err := g.NewToken(t.Context(), nadia, "script", []string{Read}, time.Hour)
	g.must(err)
	token, err := g.Token(t.Context(), text)
	g.must(err)
	if token.Who != nadia || !token.May(Read) || token.May(Write) {
		t.Fatalf("%+v", token)
	}
	g.must(g.EndToken(t.Context(), tom, token.Name))
	_, err = g.Token(t.Context(), text)
	g.must(err)
	g.now = g.now.Add(time.Hour + time.Second)
	_, err = g.Token(t.Context(), text)
	g.is(err, ErrGone)
	_, err = g.NewToken(t.Context(), nadia, "script", []string{"everything"}, time.Hour)
	g.is(err, ErrBad)
	_, err = g.NewToken(t.Context(), nadia, "script", []string{Read}, 2*LongestToken)
	g.is(err, ErrBad)
}

func TestWhatHasEndedIsTidiedAway(t *testing.T) {
	g := newGate(t)
	g.signsIn(nadia)
	_, err := g.NewLink(t.Context(), nadia, LinkFor)
	g.must(err)
	_, _, err = g.KeepForm(t.Context(), "", "192.0.2.1", Form{Path: "/calls"})
	g.must(err)
	n, err := g.Tidy(t.Context())
	g.must(err)
	if n != 0 {
		t.Fatalf("%d were tidied away too early", n)
	}
	g.now = g.now.Add(30 * 24 * time.Hour)
	if n, err = g.Tidy(t.Context()); err != nil || n != 4 { // and the tries that keeping a form has counted
		t.Fatalf("%d were tidied away, %v", n, err)
	}
}
