package account

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"willing/casebook"
	"willing/journal"
)

// cost of argon2id. RFC 9106 recommends 64 MiB for its second choice; OWASP's least is 19 MiB. A house may
// stand on a small rented server, so it is between the two, with the passes of the RFC.
type cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

var dear = cost{Memory: 32 << 10, Passes: 3, Threads: 1}

// LeastPassword is how many characters a password has at least (NIST SP 800-63B-4: 15 where it may stand
// alone, 8 beside a second proof). Nothing else is asked of it.
const LeastPassword = 10

const longestPassword = 200

// atOnce bounds how many passwords are worked at together, and so the memory that they take.
var atOnce = make(chan struct{}, 2)

// hash works a password into its text form, with the cost beside it, so that a dearer one can come later:
// $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func hash(password string, salt []byte, c cost) string {
	atOnce <- struct{}{}
	defer func() { <-atOnce }()
	sum := argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Threads, 32)
	text := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Threads, text.EncodeToString(salt), text.EncodeToString(sum))
}

func (a *Accounts) hash(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := io.ReadFull(a.Rand, salt); err != nil {
		return "", err
	}
	return hash(password, salt, dear), nil
}

// fits reports whether a password is the one that was hashed, and whether its cost is out of date.
func fits(kept, password string) (ok, cheap bool) {
	var c cost
	var version int
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || len(password) > longestPassword {
		return false, false
	}
	_, err := fmt.Sscanf(parts[2]+"$"+parts[3], "v=%d$m=%d,t=%d,p=%d", &version, &c.Memory, &c.Passes, &c.Threads)
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || saltErr != nil || parts[1] != "argon2id" || version != argon2.Version {
		return false, false
	}
	return subtle.ConstantTimeCompare([]byte(hash(password, salt, c)), []byte(kept)) == 1, c != dear
}

// nobodys is worked at when there is no such password, so that the time taken does not tell who exists.
var nobodys = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", argon2.Version, dear.Memory, dear.Passes, dear.Threads)

// Password is what somebody typed who has no passkey here.
type Password struct {
	Name     string // as typed; whoever it is
	Password string
	Code     string // of their authenticator, or a recovery code
	Address  string // from where, for its limit
}

// SignIn signs in with a password and a code. known says whose the name is; it answers false for nobody's.
// It returns [ErrWrong] whatever does not fit, and [ErrWait] after too many tries.
func (a *Accounts) SignIn(ctx context.Context, p Password, known func(name string) (casebook.ID, bool)) (token string, who casebook.ID, err error) {
	var m member
	who, exists := known(p.Name)
	name := strings.ToLower(p.Name)
	err = a.Store.Update(ctx, func(w journal.Writer) error {
		if err := a.use(w, perAddress, p.Address); err != nil {
			return err
		}
		if err := a.use(w, perAccount, name); err != nil {
			return err
		}
		m, err = readMember(w, who)
		return err
	})
	if err != nil {
		return "", who, err
	}
	kept := m.Password
	if !exists || kept == "" {
		kept = nobodys
	}
	ok, cheap := fits(kept, p.Password)
	fresh := ""
	if ok && cheap {
		if fresh, err = a.hash(p.Password); err != nil {
			return "", who, err
		}
	}
	err = a.Store.Update(ctx, func(w journal.Writer) error {
		if ok && exists {
			token, err = a.codeFits(w, who, p.Code, fresh)
		}
		if token == "" || err != nil {
			return err
		}
		return errors.Join(a.giveBack(w, perAddress, p.Address), a.giveBack(w, perAccount, name))
	})
	if err == nil && token == "" {
		err = ErrWrong
	}
	return token, who, err
}

// codeFits begins a session if the code is right, and uses the code up. fresh is the password worked anew.
func (a *Accounts) codeFits(w journal.Writer, who casebook.ID, code, fresh string) (token string, err error) {
	m, err := readMember(w, who)
	if err != nil || !m.takeCode(code, a.Now()) {
		return "", err
	}
	if fresh != "" {
		m.Password = fresh
	}
	m.Entered = true
	if err := put(w, bucketMembers, who[:], &m); err != nil {
		return "", err
	}
	return a.begin(w, who, "password")
}

// checkPassword says why a password cannot be taken.
func checkPassword(password string) error {
	n := utf8.RuneCountInString(password)
	if n < LeastPassword || len(password) > longestPassword {
		return fmt.Errorf("%w: a password has %d characters at least", ErrBad, LeastPassword)
	}
	return nil
}
