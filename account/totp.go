package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" // as RFC 6238 has it, and every authenticator
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"willing/casebook"
)

// step is how long a code is good, and digits how many it has (RFC 6238, as authenticators expect them).
const (
	step   = 30
	digits = 6
)

// code is that of a moment's step: RFC 6238 with HMAC-SHA-1.
func code(secret []byte, counter uint64) string {
	mac := hmac.New(sha1.New, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, counter))
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%0*d", digits, binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1000000)
}

// stepOf finds which step's code this is, one early or late for clocks that differ; 0 if none.
func stepOf(secret []byte, typed string, now time.Time) uint64 {
	at := uint64(now.Unix() / step)
	for _, c := range []uint64{at, at - 1, at + 1} {
		if subtle.ConstantTimeCompare([]byte(code(secret, c)), []byte(typed)) == 1 {
			return c
		}
	}
	return 0
}

// takeCode uses up a code of the authenticator or a recovery code. No code serves twice.
func (m *member) takeCode(typed string, now time.Time) bool {
	typed = strings.ToLower(strings.NewReplacer(" ", "", "-", "").Replace(typed))
	if len(m.TOTP) == 0 {
		return false
	}
	if c := stepOf(m.TOTP, typed, now); c > m.Step {
		m.Step = c
		return true
	}
	sum := sha256.Sum256([]byte(typed))
	for i, kept := range m.Recovery {
		if subtle.ConstantTimeCompare(kept, sum[:]) == 1 {
			m.Recovery = append(m.Recovery[:i:i], m.Recovery[i+1:]...)
			return true
		}
	}
	return false
}

// Authenticator is what somebody's authenticator app is given. Nothing of it is kept before a code proves
// that it was taken in.
type Authenticator struct {
	Nonce  string // goes round through the form
	Secret string // base32, to be typed
	Link   string // otpauth://, for the picture
}

// Authenticator makes a new secret for the owner of a session.
func (a *Accounts) Authenticator(token, issuer, name string) (Authenticator, error) {
	nonce, _, err := a.draw()
	if err != nil {
		return Authenticator{}, err
	}
	return authenticator(token, nonce, issuer, name), nil
}

func authenticator(token, nonce, issuer, name string) Authenticator {
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(totpSecret(token, nonce))
	q := url.Values{"secret": {text}, "issuer": {issuer}}
	link := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + name, RawQuery: q.Encode()}
	return Authenticator{Nonce: nonce, Secret: text, Link: link.String()}
}

// Same is the authenticator of a form that comes back.
func (a *Accounts) Same(token, nonce, issuer, name string) Authenticator {
	return authenticator(token, nonce, issuer, name)
}

func totpSecret(token, nonce string) []byte {
	return derive(rawOf(token), "willing/totp/1", []byte(nonce))[:20]
}

// SetPassword keeps a password with the authenticator whose code is given. It returns recovery codes, which
// are shown once.
func (a *Accounts) SetPassword(ctx context.Context, who casebook.ID, token, nonce, password, typed string) (recovery []string, err error) {
	if err := checkPassword(password); err != nil {
		return nil, err
	}
	secret := totpSecret(token, nonce)
	used := stepOf(secret, strings.ReplaceAll(typed, " ", ""), a.Now())
	if rawOf(nonce) == nil || used == 0 {
		return nil, fmt.Errorf("%w: the code is not the one that the authenticator shows now", ErrWrong)
	}
	kept, err := a.hash(password)
	if err != nil {
		return nil, err
	}
	var hashes [][]byte
	for range 10 {
		text, sum, err := a.recoveryCode()
		if err != nil {
			return nil, err
		}
		recovery, hashes = append(recovery, text), append(hashes, sum)
	}
	return recovery, a.change(ctx, who, func(m *member) error {
		m.Password, m.TOTP, m.Step, m.Recovery = kept, secret, used, hashes
		return nil
	})
}

// recoveryCode draws 80 bits: four groups of four letters and digits.
func (a *Accounts) recoveryCode() (text string, sum []byte, err error) {
	raw := make([]byte, 10)
	if _, err := io.ReadFull(a.Rand, raw); err != nil {
		return "", nil, err
	}
	text = strings.ToLower(base32.StdEncoding.EncodeToString(raw))
	hash := sha256.Sum256([]byte(text))
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:], hash[:], nil
}

// ForgetPassword takes password, authenticator and recovery codes away.
func (a *Accounts) ForgetPassword(ctx context.Context, who casebook.ID) error {
	return a.change(ctx, who, func(m *member) error {
		m.Password, m.TOTP, m.Step, m.Recovery = "", nil, 0, nil
		return nil
	})
}
