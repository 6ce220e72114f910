package account

import (
	"errors"
	"testing"
	"time"
)

func TestRecoveryTakesTwoOthers(t *testing.T) {
	g := newGate(t)
	ctx := t.Context()
	session := g.signsIn(nadia)
	g.hasPassword(nadia, "seven grey seals")
	token, err := g.NewToken(ctx, nadia, "script", []string{Read}, time.Hour)
	g.must(err)
	old, err := g.NewLink(ctx, nadia, LinkFor)
	g.must(err)
	_, err = g.Recover(ctx, nadia, nadia)
	g.is(err, ErrBad)
	for range 2 { // one person's word, however often, is one
		link, err := g.Recover(ctx, nadia, tom)
		g.must(err)
		if link != "" {
			t.Fatal("one person alone took an account over")
		}
	}
	if by, err := g.FirstWord(ctx, nadia); by != tom || err != nil || !g.isIn(session) {
		t.Fatal("nothing ends before the second person's word")
	}
	link, err := g.Recover(ctx, nadia, sam)
	g.must(err)
	if has, _, err := g.HasPassword(ctx, nadia); has || err != nil || g.isIn(session) {
		t.Fatal("what let in before still does")
	}
	_, err = g.Token(ctx, token)
	g.is(err, ErrGone)
	_, _, err = g.UseLink(ctx, old)
	g.is(err, ErrGone)
	_, who, err := g.UseLink(ctx, link)
	g.must(err)
	told, err := g.Recovered(ctx, nadia)
	if who != nadia || err != nil || told.First != tom || told.Second != sam {
		t.Fatalf("%+v, %v", told, err)
	}
}

func TestTheFirstWordDoesNotStandForEver(t *testing.T) {
	g := newGate(t)
	_, err := g.Recover(t.Context(), nadia, tom)
	g.must(err)
	g.now = g.now.Add(recoverFor + time.Second)
	link, err := g.Recover(t.Context(), nadia, sam)
	if g.must(err); link != "" {
		t.Fatal("a word of yesterday counts today")
	}
}

func TestAPINGuardsALink(t *testing.T) {
	g := newGate(t)
	ctx := t.Context()
	g.must(g.CheckPIN(ctx, "door", "", "192.0.2.1")) // nobody set one
	g.is(g.SetPIN(ctx, "door", "12"), ErrBad)
	g.is(g.SetPIN(ctx, "door", "12a4"), ErrBad)
	g.must(g.SetPIN(ctx, "door", "4711"))
	if mark, err := g.PINMark(ctx, "door"); mark == "" || err != nil {
		t.Fatal("it asks for none")
	}
	for range perPIN.tries {
		g.is(g.CheckPIN(ctx, "door", "0000", "192.0.2.1"), ErrWrong)
	}
	g.is(g.CheckPIN(ctx, "door", "4711", "192.0.2.1"), ErrWait)
	g.now = g.now.Add(perPIN.per)
	g.must(g.CheckPIN(ctx, "door", "4711", "192.0.2.1"))
	for range shutAfter { // a patient guesser
		g.is(g.CheckPIN(ctx, "door", "0000", "192.0.2.9"), ErrWrong)
		g.now = g.now.Add(perPIN.per)
	}
	tries, began := 0, g.now
	for g.now.Sub(began) < 30*24*time.Hour {
		if err := g.CheckPIN(ctx, "door", "0000", "192.0.2.9"); !errors.Is(err, ErrWait) {
			tries++
		}
		g.now = g.now.Add(perPIN.per)
	}
	if tries > 40 {
		t.Errorf("a guesser has %d tries a month", tries)
	}
	g.is(g.CheckPIN(ctx, "door", "4711", "192.0.2.1"), ErrWait)
	g.now = g.now.Add(shutMost) // it passes with time
	g.must(g.CheckPIN(ctx, "door", "4711", "192.0.2.1"))
	g.must(g.SetPIN(ctx, "door", "0815"))
	g.must(g.CheckPIN(ctx, "door", "0815", "192.0.2.1"))
}

func TestAFormIsKeptForItsBrowserAlone(t *testing.T) {
	g := newGate(t)
	ctx := t.Context()
	f := Form{Path: "/people/x/remark", Fields: map[string][]string{"text": {"said she would ring"}}}
	key, name, err := g.KeepForm(ctx, "", "192.0.2.1", f)
	g.must(err)
	back, err := g.Kept(ctx, key, name)
	if g.must(err); back.Path != f.Path || back.Fields["text"][0] != f.Fields["text"][0] {
		t.Fatalf("%+v", back)
	}
	other, _, err := g.draw()
	g.must(err)
	_, err = g.Kept(ctx, other, name)
	g.is(err, ErrGone)
	_, err = g.Kept(ctx, "", name)
	g.is(err, ErrGone)
	g.now = g.now.Add(KeptFor + time.Second)
	_, err = g.Kept(ctx, key, name)
	g.is(err, ErrGone)
}

func TestNoFloodOfFormsFillsTheDisk(t *testing.T) {
	g := newGate(t)
	big := Form{Path: "/", Fields: map[string][]string{"text": {string(make([]byte, mostKept+1))}}}
	_, _, err := g.KeepForm(t.Context(), "", "192.0.2.1", big)
	g.is(err, ErrBad)
	for range perKept.tries {
		_, _, err := g.KeepForm(t.Context(), "", "192.0.2.1", Form{Path: "/"})
		g.must(err)
	}
	_, _, err = g.KeepForm(t.Context(), "", "192.0.2.1", Form{Path: "/"})
	g.is(err, ErrWait)
}

func TestAKeyWaitsForTwo(t *testing.T) {
	g := newGate(t)
	ctx := t.Context()
	g.is(g.AskEnrolment(ctx, nadia, "rsa", make([]byte, 32)), ErrBad)
	g.is(g.AskEnrolment(ctx, nadia, "webauthn", make([]byte, 32)), ErrBad)
	for i := range mostWaiting {
		g.must(g.AskEnrolment(ctx, nadia, "ed25519", append(make([]byte, 31), byte(i))))
	}
	g.is(g.AskEnrolment(ctx, nadia, "ed25519", append(make([]byte, 31), 99)), ErrBad)
	all, err := g.Waiting(ctx)
	g.must(err)
	g.must(g.SayYes(ctx, all[0], tom))
	e, err := g.Enrolment(ctx, all[0].Name())
	if g.must(err); e.First != tom || e.Who != nadia {
		t.Fatalf("%+v", e)
	}
	g.must(g.DropEnrolment(ctx, e))
	_, err = g.Enrolment(ctx, e.Name())
	g.is(err, ErrGone)
}
