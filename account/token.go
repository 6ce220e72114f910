package account

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// Scopes that a token for programs can have: to read, to write, or one of the administrator's own.
const (
	Read  = "read"
	Write = "write"
)

// LongestToken is how long a token may be good (our decision).
const LongestToken = 366 * 24 * time.Hour

// TokenPrefix begins every token, so that whoever finds one in a file knows what it is.
const TokenPrefix = "willing_"

// Token lets a program act as somebody, with no key but the server's.
type Token struct {
	Who    casebook.ID
	Title  string // what its owner calls it
	Scopes []string
	Made   int64 // Unix seconds
	Until  int64 // Unix seconds
	Epoch  uint32
	Own    *Unlock // their own key acts, if they opened a session for the token
	Pair   *Unlock // the other half of the pair, who opened one beside
	Shut   int64   // Unix seconds: no session that began at or before this moment opens anything
	By     string  `cbor:",omitempty"` // the name of the token that made it, with which it ends; "" if a person did

	Name string `cbor:"-"` // for ending it from a list: opens nothing
}

// May reports whether the token has a scope. Whoever may write may read.
func (t *Token) May(scope string) bool {
	return slices.Contains(t.Scopes, scope) || scope == Read && slices.Contains(t.Scopes, Write)
}

// NewToken makes a token; its text is shown once.
func (a *Accounts) NewToken(ctx context.Context, who casebook.ID, title string, scopes []string, lasts time.Duration) (string, error) {
	return a.newToken(ctx, Token{Who: who, Title: title, Scopes: scopes}, lasts)
}

// NewTokenBy makes a token for a program that has one: it is good no longer, and ends with it. So whoever finds a token
// keeps nothing of it once it is over.
func (a *Accounts) NewTokenBy(ctx context.Context, by *Token, title string, scopes []string, lasts time.Duration) (string, error) {
	left := time.Unix(by.Until, 0).Sub(a.Now())
	return a.newToken(ctx, Token{Who: by.Who, Title: title, Scopes: scopes, By: by.Name}, min(lasts, left))
}

func (a *Accounts) newToken(ctx context.Context, t Token, lasts time.Duration) (string, error) {
	if t.Title == "" || len(t.Title) > 100 || lasts <= 0 || lasts > LongestToken || len(t.Scopes) == 0 {
		return "", fmt.Errorf("%w: a token has a title, scopes and an end within a year", ErrBad)
	}
	for _, s := range t.Scopes {
		if s != Read && s != Write {
			return "", fmt.Errorf("%w: there is no such scope", ErrBad)
		}
	}
	secret, hash, err := a.draw()
	if err != nil {
		return "", err
	}
	now := a.Now()
	t.Made, t.Until, t.Epoch = now.Unix(), now.Add(lasts).Unix(), a.Epoch
	return TokenPrefix + secret, a.Store.Update(ctx, func(w journal.Writer) error {
		if here, err := a.hasToken(w, t.Who, t.By); err != nil || !here {
			return cmp.Or(err, ErrGone)
		}
		return put(w, bucketTokens, hash, &t)
	})
}

// hasToken reports whether somebody has a token of this name; "" is nobody's, and always there.
func (a *Accounts) hasToken(r journal.Reader, who casebook.ID, name string) (here bool, err error) {
	if name == "" {
		return true, nil
	}
	err = a.eachToken(r, func(_ []byte, t Token) { here = here || t.Who == who && t.Name == name })
	return here, err
}

// Token says whose a token is, and what for. It returns [ErrGone] for one that ended or never was.
func (a *Accounts) Token(ctx context.Context, text string) (*Token, error) {
	var t Token
	found := false
	secret, ours := bytes.CutPrefix([]byte(text), []byte(TokenPrefix))
	hash := hashOf(string(secret))
	if !ours || hash == nil {
		return nil, ErrGone
	}
	err := a.Store.View(ctx, func(r journal.Reader) (err error) {
		found, err = get(r, bucketTokens, hash, &t)
		return err
	})
	if err == nil && (!found || t.Epoch != a.Epoch || a.Now().Unix() > t.Until) {
		return nil, ErrGone
	}
	t.Name = nameOf(hash)
	return &t, err
}

// Tokens lists somebody's tokens that are still good.
func (a *Accounts) Tokens(ctx context.Context, who casebook.ID) ([]Token, error) {
	var out []Token
	err := a.Store.View(ctx, func(r journal.Reader) error {
		return a.eachToken(r, func(_ []byte, t Token) {
			if t.Who == who && t.Epoch == a.Epoch && a.Now().Unix() <= t.Until {
				out = append(out, t)
			}
		})
	})
	return out, err
}

// EndToken ends one of somebody's tokens by its name in the list, and those that were made with it; name "" ends all of them.
func (a *Accounts) EndToken(ctx context.Context, who casebook.ID, name string) error {
	return a.Store.Update(ctx, func(w journal.Writer) error { return a.endTokens(w, who, name) })
}

func (a *Accounts) endTokens(w journal.Writer, who casebook.ID, name string) error {
	gone, by := map[string][]byte{}, map[string]string{} // by names
	err := a.eachToken(w, func(key []byte, t Token) {
		if t.Who == who {
			gone[t.Name], by[t.Name] = bytes.Clone(key), t.By
		}
	})
	for one, key := range gone {
		of := one
		for name != "" && of != name && of != "" {
			of = by[of]
		}
		if err == nil && (name == "" || of == name) {
			err = w.Delete(bucketTokens, key)
		}
	}
	return err
}

func (a *Accounts) eachToken(r journal.Reader, fn func(key []byte, t Token)) error {
	entries, failed := r.Scan(bucketTokens, nil, nil)
	for key, raw := range entries {
		var t Token
		if err := journal.Unmarshal(raw, &t); err != nil {
			return err
		}
		t.Name = nameOf(key)
		fn(key, t)
	}
	return failed()
}
