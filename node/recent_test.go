package node_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// totp is what an authenticator shows (RFC 6238).
func totp(t *testing.T, secret string, now time.Time) string {
	t.Helper()
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	mac := hmac.New(sha1.New, raw)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(now.Unix()/30)))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[len(sum)-1]&15:])&0x7fffffff%1000000)
}

// TestAFoundCookieKeepsNothing: whoever has the cookie of a session makes no token, password or passkey with it that is still there
// when its owner has ended that session, and takes none of the owner's away.
func TestAFoundCookieKeepsNothing(t *testing.T) {
	h := nodetest.New(t)
	b := newBrowser(t, open(t, h, node.Site{}, false))
	b.do("POST", linkFor(t, h, "cora"), nil)
	_, page := b.do("GET", "/me/password", nil)
	value := func(of string) string {
		t.Helper()
		found := regexp.MustCompile(of).FindStringSubmatch(page)
		if found == nil {
			t.Fatalf("no %s:\n%s", of, page)
		}
		return found[1]
	}
	nonce, secret := value(`name="nonce" value="([^"]+)"`), value(`class="code">([A-Z2-7]+)<`)
	_, codes := b.do("POST", "/me/password", url.Values{"nonce": {nonce}, "password": {"correct horse battery"}, "code": {totp(t, secret, h.Now())}})
	_, me := b.do("GET", "/me", nil)
	if !strings.Contains(me, "/me/password/forget") {
		t.Fatalf("no password was set:\n%s", codes)
	}
	h.Pass(16 * time.Minute)
	for path, form := range map[string]url.Values{
		"/me/tokens":          {"title": {"kept"}, "scope": {"write"}, "days": {"365"}},
		"/me/password":        {"nonce": {nonce}, "password": {"another horse battery"}, "code": {totp(t, secret, h.Now())}},
		"/me/password/forget": {}, "/me/passkeys": {"answer": {"{}"}}, "/me/passkeys/remove": {"id": {"AAAA"}},
	} {
		if a, page := b.do("POST", path, form); a.StatusCode != http.StatusForbidden || strings.Contains(page, "willing_") {
			t.Errorf("%s: %d, long after they signed in", path, a.StatusCode)
		}
	}
	if _, me = b.do("GET", "/me", nil); !strings.Contains(me, "/me/password/forget") || strings.Contains(me, "kept") {
		t.Error("the account has changed")
	}
	b.do("POST", "/signout", nil)
	b.do("POST", "/signin", url.Values{"name": {"cora"}, "password": {"correct horse battery"}, "code": {totp(t, secret, h.Now())}})
	if a, page := b.do("POST", "/me/tokens", url.Values{"title": {"a program"}, "scope": {"read"}, "days": {"7"}}); a.StatusCode != http.StatusOK || !strings.Contains(page, "willing_") {
		t.Errorf("no token for whoever has just signed in: %d", a.StatusCode)
	}
}

// TestNobodyRecoversAnAccountWithSomebodyMadeUp: an administrator admits a colleague alone and opens their first link; the two words
// would then be one person's.
func TestNobodyRecoversAnAccountWithSomebodyMadeUp(t *testing.T) {
	h := nodetest.New(t)
	handler := open(t, h, node.Site{}, false)
	made, err := h.Desk().AddStaff(t.Context(), h.As("admin"), casebook.Staff{Name: "eve", Hats: []string{casebook.Coordinator}})
	if err != nil {
		t.Fatal(err)
	}
	sara := newBrowser(t, handler)
	sara.do("POST", linkFor(t, h, "sara"), nil)
	path, err := h.Node.LetIn(t.Context(), h.As("admin"), made, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	recover := "/staff/" + h.As("sara").Who.String() + "/recover"
	for _, link := range []string{path, linkFor(t, h, "admin")} {
		b := newBrowser(t, handler)
		b.do("POST", link, nil)
		if a, page := b.do("POST", recover, nil); a.StatusCode != http.StatusConflict || strings.Contains(page, "/signin/link/") {
			t.Errorf("without a key of their own: %d", a.StatusCode)
		}
	}
	if a, _ := sara.do("GET", "/me", nil); a.StatusCode != http.StatusOK {
		t.Errorf("she is not in any more: %d", a.StatusCode)
	}
	eve := h.As("admin")
	eve.Who, eve.Signer = made, journal.ServerSigner(h.Desk().Device)
	eve.With = []desk.Acting{h.As("admin")}
	if path, err := h.Node.LetIn(t.Context(), eve, h.As("sara").Who, time.Hour); err == nil {
		t.Errorf("a program got %d letters of a link", len(path))
	}
	if err := h.Desk().DeclareTie(t.Context(), h.As("cora"), casebook.Tie{A: h.As("cora").Who, B: h.As("admin").Who, Kind: "kin"}); err != nil {
		t.Fatal(err)
	}
	if path, err := h.Node.LetIn(t.Context(), h.As("admin", "cora"), h.As("sara").Who, time.Hour); err == nil {
		t.Errorf("two who are close got %d letters of a link", len(path))
	}
}

// TestHatsAreNotTakenBackUnknowingly: whoever opened somebody's page before others gave them a hat does not take it from them by saving.
func TestHatsAreNotTakenBackUnknowingly(t *testing.T) {
	h := nodetest.New(t)
	b := newBrowser(t, open(t, h, node.Site{}, false))
	b.do("POST", linkFor(t, h, "admin"), nil)
	member := "/staff/" + h.As("tom").Who.String()
	_, page := b.do("GET", member, nil)
	found := regexp.MustCompile(`name="had" value="([0-9a-f]+)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("it does not say what it was opened on:\n%s", page)
	}
	for i, hats := range [][]string{{"trainer", "safeguarding"}, {"trainer", "auditor"}} {
		a, page := b.do("POST", member+"/hats", url.Values{"hat": hats, "had": {found[1]}})
		if want := []int{http.StatusSeeOther, http.StatusUnprocessableEntity}[i]; a.StatusCode != want {
			t.Errorf("%v: %d, want %d\n%s", hats, a.StatusCode, want, page)
		}
	}
	h.Desk().House(func(house *casebook.House) {
		if now, _ := house.StaffAt(h.As("tom").Who, house.Pos); slices.Contains(now.Hats, "auditor") || !slices.Contains(now.Hats, "safeguarding") {
			t.Errorf("the hats: %v", now.Hats)
		}
	})
}
