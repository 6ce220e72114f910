package account

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
)

// known is who works here, for signing in.
func known(name string) (casebook.ID, bool) {
	if name == "nadia" {
		return nadia, true
	}
	return casebook.ID{}, false
}

// hasPassword gives somebody a password; it returns the authenticator's secret and the recovery codes.
func (g *gate) hasPassword(who casebook.ID, password string) (secret []byte, codes []string) {
	g.t.Helper()
	token := g.signsIn(who)
	a, err := g.Authenticator(token, "Willing", "nadia")
	g.must(err)
	secret = totpSecret(token, a.Nonce)
	codes, err = g.SetPassword(g.t.Context(), who, token, a.Nonce, password, g.codeNow(secret))
	g.must(err)
	g.now = g.now.Add(step * time.Second)
	return secret, codes
}

func (g *gate) codeNow(secret []byte) string { return code(secret, uint64(g.now.Unix()/step)) }

// tries signs in from an address.
func (g *gate) tries(name, password, code string) error {
	g.t.Helper()
	_, who, err := g.SignIn(g.t.Context(), Password{name, password, code, "192.0.2.1"}, known)
	if err == nil && who != nadia {
		g.t.Fatal("the wrong person is in")
	}
	return err
}

func TestAPasswordNeedsItsCode(t *testing.T) {
	g := newGate(t)
	secret, _ := g.hasPassword(nadia, "seven grey seals")
	g.is(g.tries("nadia", "seven grey seals", ""), ErrWrong)
	g.is(g.tries("nadia", "seven grey seals", "000000"), ErrWrong)
	g.is(g.tries("nadia", "seven grey cats", g.codeNow(secret)), ErrWrong)
	g.is(g.tries("tom", "seven grey seals", g.codeNow(secret)), ErrWrong)
	used := g.codeNow(secret)
	g.must(g.tries("nadia", "seven grey seals", used))
	g.is(g.tries("nadia", "seven grey seals", used), ErrWrong) // no code serves twice
}

func TestARecoveryCodeServesOnce(t *testing.T) {
	g := newGate(t)
	_, codes := g.hasPassword(nadia, "seven grey seals")
	if len(codes) != 10 || len(slices.Compact(slices.Sorted(slices.Values(codes)))) != 10 {
		t.Fatalf("%d codes", len(codes))
	}
	g.must(g.tries("nadia", "seven grey seals", strings.ToUpper(codes[3])))
	g.is(g.tries("nadia", "seven grey seals", codes[3]), ErrWrong)
	_, left, err := g.HasPassword(t.Context(), nadia)
	g.must(err)
	if left != 9 {
		t.Fatalf("%d codes are left", left)
	}
}

func TestTooManyTriesMustWait(t *testing.T) {
	g := newGate(t)
	secret, _ := g.hasPassword(nadia, "seven grey seals")
	for range perAccount.tries {
		g.is(g.tries("Nadia", "guess", "000000"), ErrWrong)
	}
	g.is(g.tries("nadia", "seven grey seals", g.codeNow(secret)), ErrWait)
	second := g.restored() // another server on the same store knows of it
	second.Epoch = 1
	second.is(second.tries("nadia", "seven grey seals", g.codeNow(secret)), ErrWait)
	g.now = g.now.Add(perAccount.per)
	g.must(g.tries("nadia", "seven grey seals", g.codeNow(secret)))
}

// TestNobodyIsToldWhoExists looks at the memory that a password is worked with, since clocks waver: argon2 takes
// the same for a name that exists and for one that does not, or it was not asked.
func TestNobodyIsToldWhoExists(t *testing.T) {
	g := newGate(t)
	g.hasPassword(nadia, "seven grey seals")
	takes := func(name string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		g.is(g.tries(name, "guess of somebody", "000000"), ErrWrong)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if one, none := takes("nadia"), takes("nobody"); none < one*3/4 || one < none*3/4 {
		t.Fatalf("a name that exists takes %d bytes, one that does not %d", one, none)
	}
	if ok, _ := fits(nobodys, ""); ok {
		t.Fatal("nobody's password is one")
	}
	if hash("", make([]byte, 16), dear)[:50] != nobodys[:50] {
		t.Fatal("nobody's password costs something else than everybody's")
	}
}

func TestACheapPasswordIsWorkedAnew(t *testing.T) {
	g := newGate(t)
	secret, _ := g.hasPassword(nadia, "seven grey seals")
	old := cost{Memory: 8 << 10, Passes: 1, Threads: 1}
	g.must(g.change(t.Context(), nadia, func(m *member) error {
		m.Password = hash("seven grey seals", make([]byte, 16), old)
		return nil
	}))
	g.must(g.tries("nadia", "seven grey seals", g.codeNow(secret)))
	g.must(g.change(t.Context(), nadia, func(m *member) error {
		if ok, cheap := fits(m.Password, "seven grey seals"); !ok || cheap {
			t.Error("the password is as cheap as before")
		}
		return nil
	}))
}

func TestAShortPasswordAndAWrongCodeAreNotKept(t *testing.T) {
	g := newGate(t)
	token := g.signsIn(nadia)
	a, err := g.Authenticator(token, "Willing", "nadia")
	g.must(err)
	now := g.codeNow(totpSecret(token, a.Nonce))
	_, err = g.SetPassword(t.Context(), nadia, token, a.Nonce, "short", now)
	g.is(err, ErrBad)
	_, err = g.SetPassword(t.Context(), nadia, token, a.Nonce, "long enough for all", "000000")
	g.is(err, ErrWrong)
	_, err = g.SetPassword(t.Context(), nadia, g.signsIn(nadia), a.Nonce, "long enough for all", now)
	g.is(err, ErrWrong)
	if has, _, err := g.HasPassword(t.Context(), nadia); has || err != nil {
		t.Fatal("it is kept all the same")
	}
}

// TestCodesAreThoseOfTheStandard takes the vectors of RFC 6238, appendix B, for SHA-1, their last six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	secret := []byte("12345678901234567890")
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := code(secret, uint64(at/step)); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
		now := time.Unix(at, 0)
		if stepOf(secret, want, now) == 0 || stepOf(secret, want, now.Add(step*time.Second)) == 0 || stepOf(secret, want, now.Add(3*step*time.Second)) != 0 {
			t.Errorf("at %d: a code is good for its step, and one beside", at)
		}
	}
}
