package phone

import (
	"crypto/hmac"
	"crypto/sha256"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"sync"
	"time"

	"willing/web"
)

// screen locks the screen of an open phone by a PIN, so that a glance or a minute's loan shows nothing. It is no
// more than that: whoever copies the phone's store ignores it (field.md).
type screen struct {
	drawer drawer

	mu   sync.Mutex
	kept screenKept
	form *form // what somebody sent when the screen was locked
}

type screenKept struct {
	Salt   []byte `json:"salt,omitempty"`
	Pin    []byte `json:"pin,omitempty"`
	Wrong  int    `json:"wrong,omitempty"`
	Closed bool   `json:"closed,omitempty"`
	Took   bool   `json:"took,omitempty"` // a draft was taken since it locked
	Seen   int64  `json:"seen,omitempty"` // unix seconds of the last use, exact to half a minute
}

// form is a form that came while the screen was locked.
type form struct {
	Path   string
	Fields url.Values
}

const (
	idleTime  = 5 * time.Minute // our decision
	seenEvery = 30 * time.Second
	mostWrong = 5 // then the phone locks, and wants its passphrase
	leastPin  = 4
)

func openScreen(d drawer) (*screen, error) {
	s := &screen{drawer: d}
	return s, d.read(screenRecord, &s.kept)
}

// locked reports whether the screen is locked. A phone that is turned round is not: somebody reads.
func (s *screen) locked(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.Pin != nil && (s.kept.Closed || now.Sub(time.Unix(s.kept.Seen, 0)) > idleTime)
}

func (s *screen) set() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept.Pin != nil
}

// touch notes that somebody uses the phone.
func (s *screen) touch(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept.Pin == nil || s.kept.Closed || now.Sub(time.Unix(s.kept.Seen, 0)) < seenEvery {
		return
	}
	next := s.kept
	next.Seen = now.Unix()
	_ = s.write(next) // the screen locks a little early then
}

func (s *screen) write(next screenKept) error {
	if err := s.drawer.write(screenRecord, next); err != nil {
		return err
	}
	s.kept = next
	return nil
}

// close locks the screen at once.
func (s *screen) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.kept
	next.Closed = true
	return s.write(next)
}

// takes reports whether a draft may be kept: while the screen is locked the first alone, or whoever finds it would push out the team's.
func (s *screen) takes(now time.Time) (bool, error) {
	if !s.locked(now) {
		return true, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept.Took {
		return false, nil
	}
	next := s.kept
	next.Took = true
	return true, s.write(next)
}

// setPin chooses a PIN; "" does without one.
func (s *screen) setPin(pin string, rand io.Reader, now time.Time) error {
	next := screenKept{Seen: now.Unix()}
	if pin != "" {
		next.Salt = make([]byte, saltSize)
		if _, err := io.ReadFull(rand, next.Salt); err != nil {
			return err
		}
		next.Pin = pinHash(next.Salt, pin)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(next)
}

// try opens the screen. left is how many tries there are before the phone locks.
func (s *screen) try(pin string, now time.Time) (ok bool, left int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := s.kept
	if hmac.Equal(pinHash(next.Salt, pin), next.Pin) {
		next.Wrong, next.Closed, next.Took, next.Seen = 0, false, false, now.Unix()
		return true, mostWrong, s.write(next)
	}
	next.Wrong++
	next.Closed = true
	left = mostWrong - next.Wrong
	if left <= 0 {
		next.Wrong = 0
	}
	return false, left, s.write(next)
}

func pinHash(salt []byte, pin string) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(pin))
	return mac.Sum(nil)
}

// keepForm puts a form aside that came while the screen was locked; it is in memory alone. What a person answers on the phone
// turned round is kept for nobody: whoever knows the PIN is of the team.
func (s *screen) keepForm(r *http.Request) (kept bool) {
	f := sentForm(r)
	if f == nil || off("form") {
		return f != nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.form = f
	return true
}

// sentForm is what a request sends; nil if it is nothing to be kept.
func sentForm(r *http.Request) *form {
	if !ofTeam(r.URL.RequestURI()) || !web.ReadFields(r) {
		return nil
	}
	return &form{r.URL.RequestURI(), r.PostForm}
}

// ofTeam reports whether an address is one at which the team writes; a person's own pages are not, and neither are the phone's.
func ofTeam(address string) bool {
	u, err := url.Parse(address)
	return err == nil && pathOf(address, "") != "" && path.Clean(u.Path) == u.Path && strings.HasPrefix(u.Path, "/team/") && !strings.Contains(u.Path, "/turned")
}

// loses reports whether whoever sent something that is kept for nobody must read that it was not saved. A PIN is nothing to save.
func loses(r *http.Request) bool {
	return r.URL.Path != "/pin" && (strings.Contains(r.URL.Path, "/turned") || web.ReadFields(r))
}

func (s *screen) takeForm() *form {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.form
	s.form = nil
	return out
}
