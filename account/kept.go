package account

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"willing/casebook"
	"willing/journal"
)

// A half-filled form that came in without a session is kept for an hour (our decision), sealed under a key
// that only the browser has, and not too many of them.
const (
	KeptFor   = time.Hour
	mostKept  = 64 << 10 // bytes of one
	mostForms = 500      // of them all
)

// Form is a half-filled form.
type Form struct {
	Path   string              // where it was going
	Page   string              // where it stands; "" if that is not known
	Fields map[string][]string // what was written
	Owner  string              // whose it is: [Accounts.Owner]. Nobody else sees it
}

// Owner is a word for somebody that only this node can make, and that tells nobody who they are. Their browser keeps
// it when the session has ended, so that a form that comes in then is theirs and nobody else's.
func (a *Accounts) Owner(who casebook.ID) string {
	tag := hmac.New(sha256.New, derive(a.secret, "willing/owner/1"))
	tag.Write(who[:])
	return base64.RawURLEncoding.EncodeToString(tag.Sum(nil))
}

// Owns reports whether a form is somebody's.
func (a *Accounts) Owns(who casebook.ID, f Form) bool {
	return hmac.Equal([]byte(f.Owner), []byte(a.Owner(who)))
}

// keptForm is how it lies in the store.
type keptForm struct {
	Until int64
	Seal  []byte
}

// KeepForm puts a form aside. key is what the browser's cookie holds, "" for a browser without one; the key
// to give it, and the name of the form, come back. The form is only there again with both.
func (a *Accounts) KeepForm(ctx context.Context, key, address string, f Form) (newKey, name string, err error) {
	if rawOf(key) == nil {
		if key, _, err = a.draw(); err != nil {
			return "", "", err
		}
	}
	name, hash, err := a.draw()
	if err != nil {
		return "", "", err
	}
	plain, err := journal.Marshal(&f)
	if err != nil || len(plain) > mostKept {
		return "", "", ErrBad
	}
	seal, err := chacha20poly1305.NewX(derive(rawOf(key), "willing/kept/1"))
	if err != nil {
		return "", "", err
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	if _, err := io.ReadFull(a.Rand, nonce); err != nil {
		return "", "", err
	}
	k := keptForm{Until: a.Now().Add(KeptFor).Unix(), Seal: seal.Seal(nonce, nonce, plain, hash)}
	return key, name, a.Store.Update(ctx, func(w journal.Writer) error {
		if err := a.use(w, perKept, address); err != nil {
			return err
		}
		if n, err := countAll(w, bucketKept, mostForms); err != nil || n >= mostForms {
			return ErrWait
		}
		return put(w, bucketKept, hash, &k)
	})
}

func countAll(r journal.Reader, b journal.Bucket, most int) (n int, err error) {
	entries, failed := r.Scan(b, nil, nil)
	for range entries {
		if n++; n >= most {
			break
		}
	}
	return n, failed()
}

// Kept reads a form that was put aside in this browser. It returns [ErrGone] for any other.
func (a *Accounts) Kept(ctx context.Context, key, name string) (Form, error) {
	var f Form
	var k keptForm
	hash := hashOf(name)
	found := false
	err := a.Store.View(ctx, func(r journal.Reader) (err error) { found, err = get(r, bucketKept, hash, &k); return err })
	if err != nil {
		return f, err
	}
	if !found || a.Now().Unix() > k.Until || rawOf(key) == nil || len(k.Seal) < chacha20poly1305.NonceSizeX {
		return f, ErrGone
	}
	seal, err := chacha20poly1305.NewX(derive(rawOf(key), "willing/kept/1"))
	if err != nil {
		return f, err
	}
	plain, err := seal.Open(nil, k.Seal[:chacha20poly1305.NonceSizeX], k.Seal[chacha20poly1305.NonceSizeX:], hash)
	if err != nil {
		return f, ErrGone
	}
	return f, journal.Unmarshal(plain, &f)
}

// DropKept forgets a form that was put aside: it was saved, or nobody wants it.
func (a *Accounts) DropKept(ctx context.Context, name string) error {
	hash := hashOf(name)
	if hash == nil {
		return nil
	}
	return a.Store.Update(ctx, func(w journal.Writer) error { return w.Delete(bucketKept, hash) })
}
