package phone

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"willing/exchange/meet"
	"willing/locale"
	"willing/store/paged"
)

// Browser is what a phone needs of the browser in which it lives.
type Browser interface {
	// Disk opens one of the application's databases, and makes it if there is none.
	Disk(name string) (paged.Disk, error)
	// NewKey draws the key under which everything lies, wrapped under a secret of 32 bytes.
	NewKey(secret []byte) (key paged.Sealer, wrapped []byte, err error)
	// OpenKey takes a wrapped key out again, in such a way that nobody can read it. It returns [ErrWrong] if the
	// secret is another.
	OpenKey(secret, wrapped []byte) (paged.Sealer, error)
	// Rewrap wraps the same key under another secret.
	Rewrap(secret, wrapped, other []byte) ([]byte, error)
	// Hold keeps an opened key for as long as the application stays open; nil drops it.
	Hold(key paged.Sealer) error
	// Held is the key that was kept; nil if there is none.
	Held() (paged.Sealer, error)
	// Room says how safely the browser keeps what it was given.
	Room() Room
}

// Room is how a browser keeps the application's data.
type Room struct {
	Lasting bool  // the browser promised not to throw it away when it needs room
	Used    int64 // bytes
	Most    int64 // bytes; 0 if the browser does not say
	Newer   bool  // a newer version of the application waits to take over
}

// ErrWrong says that a secret does not open the phone.
var ErrWrong = errors.New("this does not open the phone")

// Config is all that a phone stands on.
type Config struct {
	Browser Browser
	Post    func(path string) meet.Line // how headquarters is reached
	Now     func() time.Time
	Rand    io.Reader
	Host    string // of this site, as passkeys know it
	Version string // of the program
}

// Phone is the application in one browser. It is safe for concurrent use.
type Phone struct {
	Config
	words *locale.Words

	mu     sync.Mutex
	keep   paged.Disk // what must not lie in the journal's database
	about  about
	inside *inside // nil while it is locked
	wrong  tries
}

// Names of the application's databases.
const (
	keepName    = "willing-keep"
	journalName = "willing-journal"
)

// Open looks what there is: nothing yet, a locked phone, or one that was open a moment ago.
func Open(ctx context.Context, c Config) (*Phone, error) {
	words, err := locale.Load()
	if err != nil {
		return nil, err
	}
	p := &Phone{Config: c, words: words}
	if p.keep, err = c.Browser.Disk(keepName); err != nil {
		return nil, err
	}
	if p.about, err = readAbout(p.keep); err != nil || !p.about.joined() {
		return p, err
	}
	key, err := c.Browser.Held()
	if err != nil || key == nil {
		return p, err
	}
	if p.inside, err = p.enter(ctx, key); err != nil { // a key that opens nothing any more is as good as none
		return p, c.Browser.Hold(nil)
	}
	return p, nil
}

// Joined reports whether the phone is a device of a house.
func (p *Phone) Joined() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.about.joined()
}

// Lock drops the key and everything that was opened with it. What was written stays.
func (p *Phone) Lock() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lock()
}

func (p *Phone) lock() error { return errors.Join(p.Browser.Hold(nil), p.close()) }

// Close lets go of the store, for a newer version of the application. The key stays for that one.
func (p *Phone) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.close()
}

func (p *Phone) close() error {
	if p.inside == nil {
		return nil
	}
	err := p.inside.store.Close()
	p.inside = nil
	return err
}

// Door is the page at which the phone is opened, whether it is open or not: it says nothing of whose it is.
func (p *Phone) Door() http.Handler { return p.outside() }

// ServeHTTP answers a page's request. Paths begin where the application does.
func (p *Phone) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	in := p.inside
	p.mu.Unlock()
	switch {
	case in == nil:
		p.outside().ServeHTTP(w, r)
	case in.closed():
		p.screenPages(in).ServeHTTP(w, r)
	default:
		in.ServeHTTP(w, r)
	}
}
