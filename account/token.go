package account

import (
	"bytes"
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

	Name string `cbor:"-"` // for ending it from a list: opens nothing
}

// May reports whether the token has a scope. Whoever may write may read.
func (t *Token) May(scope string) bool {
	return slices.Contains(t.Scopes, scope) || scope == Read && slices.Contains(t.Scopes, Write)
}

// NewToken makes a token; its text is shown once.
func (a *Accounts) NewToken(ctx context.Context, who casebook.ID, title string, scopes []string, lasts time.Duration) (string, error) {
	if title == "" || len(title) > 100 || lasts <= 0 || lasts > LongestToken || len(scopes) == 0 {
		return "", fmt.Errorf("%w: a token has a title, scopes and an end within a year", ErrBad)
	}
	for _, s := range scopes {
		if s != Read && s != Write {
			return "", fmt.Errorf("%w: there is no such scope", ErrBad)
		}
	}
	secret, hash, err := a.draw()
	if err != nil {
		return "", err
	}
	now := a.Now()
	t := Token{Who: who, Title: title, Scopes: scopes, Made: now.Unix(), Until: now.Add(lasts).Unix(), Epoch: a.Epoch}
	return TokenPrefix + secret, a.Store.Update(ctx, func(w journal.Writer) error { return put(w, bucketTokens, hash, &t) })
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

// EndToken ends one of somebody's tokens by its name in the list; name "" ends all of them.
func (a *Accounts) EndToken(ctx context.Context, who casebook.ID, name string) error {
	return a.Store.Update(ctx, func(w journal.Writer) error { return a.endTokens(w, who, name) })
}

func (a *Accounts) endTokens(w journal.Writer, who casebook.ID, name string) error {
	var gone [][]byte
	err := a.eachToken(w, func(key []byte, t Token) {
		if t.Who == who && (name == "" || name == t.Name) {
			gone = append(gone, bytes.Clone(key))
		}
	})
	for _, key := range gone {
		if err == nil {
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
