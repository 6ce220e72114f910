package account

import (
	"context"
	"errors"
	"fmt"
	"io"
	netmail "net/mail"
	"time"

	"willing/casebook"
	"willing/journal"
)

// The ways in which letting somebody in fails. None says who exists.
var (
	// ErrWrong says that what was given fits nobody.
	ErrWrong = errors.New("these do not fit together")
	// ErrGone says that a link, session or token was used, has ended or never was.
	ErrGone = errors.New("this is no longer good")
	// ErrWait says that there were too many tries: wait.
	ErrWait = errors.New("there were too many tries: wait a little")
	// ErrStale says that somebody signed in too long ago for what outlives their session.
	ErrStale = errors.New("sign in again first")
	// ErrBad says that something cannot be taken as it is; what wraps it says why.
	ErrBad = errors.New("this cannot be taken")
)

// Config is all that accounts stand on.
type Config struct {
	Store journal.Store
	Epoch uint32 // of the node; what was made in another one has ended
	Now   func() time.Time
	Rand  io.Reader
}

// Accounts keeps the accounts of one node. It is safe for concurrent use, also by several servers that
// share one store.
type Accounts struct {
	Config
	secret []byte // 32 bytes of this node, for challenges
}

// The buckets. None is a view, so nothing but this package makes or mends them.
const (
	bucketSecret     journal.Bucket = "account-secret"     // "1" → 32 random bytes
	bucketMembers    journal.Bucket = "account-members"    // id → member
	bucketSessions   journal.Bucket = "account-sessions"   // SHA-256 of the cookie's token → session
	bucketLinks      journal.Bucket = "account-links"      // SHA-256 of the link's token → link
	bucketTokens     journal.Bucket = "account-tokens"     // SHA-256 of the token → token
	bucketRecoveries journal.Bucket = "account-recoveries" // id → the first person's word
	bucketPINs       journal.Bucket = "account-pins"       // SHA-256 of a private link's public half → pin
	bucketKept       journal.Bucket = "account-kept"       // SHA-256 of a form's name → form, sealed
	bucketUsed       journal.Bucket = "account-used"       // challenge that was answered → until when it is remembered
	bucketEnrolments journal.Bucket = "account-enrolments" // SHA-256 of a public key → who waits to have it enrolled
	bucketTries      journal.Bucket = "account-tries"      // slot → tries
)

// Open stands ready. It draws the node's secret if there is none yet.
func Open(ctx context.Context, c Config) (*Accounts, error) {
	a := &Accounts{Config: c}
	err := c.Store.Update(ctx, func(w journal.Writer) error {
		have, err := w.Get(bucketSecret, []byte("1"))
		if err != nil || len(have) == secretSize {
			a.secret = append(a.secret, have...)
			return err
		}
		a.secret = make([]byte, secretSize)
		if _, err := io.ReadFull(c.Rand, a.secret); err != nil {
			return err
		}
		return w.Put(bucketSecret, []byte("1"), a.secret)
	})
	return a, err
}

// member is what the node keeps of one member of staff.
type member struct {
	Language  string
	Mail      string // where links are sent; "" for nowhere
	Entered   bool   // has signed in once
	Passkeys  []Passkey
	Password  string   // argon2id; "" for none
	TOTP      []byte   // secret of the authenticator
	Step      uint64   // of the last code that was used
	Recovery  [][]byte // SHA-256 of each recovery code that is left
	Recovered Recovery
}

func readMember(r journal.Reader, who casebook.ID) (member, error) {
	var m member
	_, err := get(r, bucketMembers, who[:], &m)
	return m, err
}

// change reads a member, lets fn change it, and keeps it.
func (a *Accounts) change(ctx context.Context, who casebook.ID, fn func(*member) error) error {
	return a.Store.Update(ctx, func(w journal.Writer) error {
		m, err := readMember(w, who)
		if err == nil {
			err = fn(&m)
		}
		if err != nil {
			return err
		}
		return put(w, bucketMembers, who[:], &m)
	})
}

// get reads what lies under a key; found is false if nothing does.
func get(r journal.Reader, b journal.Bucket, key []byte, into any) (found bool, err error) {
	if len(key) == 0 {
		return false, nil // what was to be hashed was no token
	}
	raw, err := r.Get(b, key)
	if err != nil || raw == nil {
		return false, err
	}
	return true, journal.Unmarshal(raw, into)
}

func put(w journal.Writer, b journal.Bucket, key []byte, value any) error {
	raw, err := journal.Marshal(value)
	if err != nil {
		return err
	}
	return w.Put(b, key, raw)
}

// Language is what somebody chose; "" leaves it to their browser.
func (a *Accounts) Language(ctx context.Context, who casebook.ID) (string, error) {
	var m member
	err := a.Store.View(ctx, func(r journal.Reader) (err error) { m, err = readMember(r, who); return err })
	return m.Language, err
}

// SetLanguage keeps the language that somebody chose.
func (a *Accounts) SetLanguage(ctx context.Context, who casebook.ID, language string) error {
	if len(language) > 8 {
		return fmt.Errorf("%w: no language", ErrBad)
	}
	return a.change(ctx, who, func(m *member) error { m.Language = language; return nil })
}

// Mail is where somebody's links are sent; "" for nowhere.
func (a *Accounts) Mail(ctx context.Context, who casebook.ID) (string, error) {
	var m member
	err := a.Store.View(ctx, func(r journal.Reader) (err error) { m, err = readMember(r, who); return err })
	return m.Mail, err
}

// SetMail keeps where somebody's links are sent.
func (a *Accounts) SetMail(ctx context.Context, who casebook.ID, mail string) error {
	if mail != "" {
		at, err := netmail.ParseAddress(mail)
		if err != nil || at.Address != mail || len(mail) > 254 {
			return fmt.Errorf("%w: this is no mail address", ErrBad)
		}
	}
	return a.change(ctx, who, func(m *member) error { m.Mail = mail; return nil })
}

// HasPassword reports whether somebody signs in with a password, and how many recovery codes are left.
func (a *Accounts) HasPassword(ctx context.Context, who casebook.ID) (has bool, recovery int, err error) {
	var m member
	err = a.Store.View(ctx, func(r journal.Reader) (err error) { m, err = readMember(r, who); return err })
	return m.Password != "", len(m.Recovery), err
}
