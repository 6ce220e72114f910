package register

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"willing/durable"
)

// Register is an open register. It is safe for concurrent use. One process at a time owns the files.
type Register struct {
	mu     sync.Mutex
	paths  []string // the register, and then its copies
	size   int64    // of each of them
	head   string   // sum of the last line
	failed error    // an addition failed and could not be taken back: open the register anew
}

// Open reads the register at path, and makes an empty one if there is none. Additions also go to copies.
// Whichever of the files has the most lines is right, and the others are brought up to it. It returns an
// error wrapping [ErrBroken], with the line's number, if a line was changed, or if one file says what
// another does not.
func Open(path string, copies ...string) (*Register, error) {
	return OpenReading(func(Entry) error { return nil }, path, copies...)
}

// OpenReading is [Open], and hands each entry to fn on the way, oldest first: a long register is read once.
func OpenReading(fn func(Entry) error, path string, copies ...string) (*Register, error) {
	r := &Register{paths: append([]string{path}, copies...)}
	found := make([]extent, len(r.paths))
	newest := 0
	for i, p := range r.paths {
		var err error
		if i == 0 {
			found[i], err = walk(p, extent{}, fn)
		} else {
			found[i], err = walk(p, extent{}, func(Entry) error { return nil })
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, r.blame(i, plain(err))
		}
		if found[i].size > found[newest].size {
			newest = i
		}
	}
	if newest > 0 {
		if _, err := walk(r.paths[newest], found[0], fn); err != nil {
			return nil, r.blame(newest, plain(err))
		}
	}
	for i := range r.paths {
		if err := r.level(i, found[i], newest, found[newest]); err != nil {
			return nil, r.blame(i, plain(err))
		}
	}
	r.size, r.head = found[newest].size, found[newest].head
	return r, nil
}

// level brings a file up to the newest, if it says the same as far as it goes. Each line's sum covers all before
// it, so the last one tells.
func (r *Register) level(i int, has extent, newest int, all extent) error {
	head, err := headAt(r.paths[newest], has.size)
	if err != nil {
		return err
	}
	if head != has.head {
		return fmt.Errorf("%w: it says what the others do not", ErrBroken)
	}
	if has.size == all.size && has.whole {
		return nil
	}
	text, err := os.ReadFile(r.paths[newest])
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return err
	}
	return durable.Replace(r.paths[i], text[:all.size])
}

// blame says which of the files an error is about. Their paths may name somebody.
func (r *Register) blame(i int, err error) error {
	if i == 0 {
		return err
	}
	return fmt.Errorf("copy %d of the register: %w", i, err)
}

func plain(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// Append adds entries. It returns after they are durable in the register and in every copy. If it fails,
// they are taken back everywhere; if even that fails, nothing can be added until the register is opened
// anew, and they may stand there.
func (r *Register) Append(entries ...Entry) error {
	if len(entries) == 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed != nil {
		return r.failed
	}
	var text []byte
	head := r.head
	for _, e := range entries {
		var err error
		if text, head, err = write(text, e, head); err != nil {
			return err
		}
	}
	for i, path := range r.paths {
		if err := add(path, text, r.size); err != nil {
			return errors.Join(r.blame(i, plain(err)), r.takeBack(r.paths[:i+1]))
		}
	}
	r.size, r.head = r.size+int64(len(text)), head
	return nil
}

// takeBack cuts an addition that failed off the files it reached.
func (r *Register) takeBack(paths []string) error {
	for _, p := range paths {
		if err := os.Truncate(p, r.size); err != nil && !errors.Is(err, fs.ErrNotExist) {
			r.failed = fmt.Errorf("the register must be opened anew: %w", plain(err))
		}
	}
	return r.failed
}

// Head is the sum of the last line, "" if there is none: what others note, so that a newer register can be
// told from an older one.
func (r *Register) Head() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.head
}

// Each hands all entries to fn, oldest first, while nothing is added.
func (r *Register) Each(fn func(Entry) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, err := walk(r.paths[0], extent{}, fn)
	return plain(err)
}

// ErrOlder says that a register does not hold a line that somebody noted: it is older than they are, or
// another house's.
var ErrOlder = errors.New("the register is older, or another house's")

// Since returns the entries after the line with this sum (all, for ""), and the sum of the last line. It
// reads the file, unless nothing was added since. If there is no such line, it fails with [ErrOlder].
func (r *Register) Since(head string) (entries []Entry, last string, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if head == r.head && head != "" {
		return nil, head, nil
	}
	c, err := load(r.paths[0])
	if err != nil {
		return nil, "", err
	}
	entries, ok := c.since(head)
	if !ok {
		return nil, "", ErrOlder
	}
	return entries, c.head(), nil
}

func (c *content) since(head string) ([]Entry, bool) {
	if head == "" {
		return c.entries, true
	}
	i := slices.Index(c.sums, head)
	return c.entries[i+1:], i >= 0
}

// Read returns the entries of a register file without opening it, and the sum of its last line. It fails
// as [Open] does.
func Read(path string) (entries []Entry, head string, err error) {
	c, err := load(path)
	return c.entries, c.head(), err
}

// Follows reports whether a line with this sum stands somewhere in the register: then the register is
// at least as new as whoever noted the sum. Every register follows "".
func Follows(path, head string) (bool, error) {
	c, err := load(path)
	if err != nil {
		return false, err
	}
	_, ok := c.since(head)
	return ok, nil
}

func load(path string) (content, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return content{}, plain(err)
	}
	return parse(raw)
}

// add writes text at the end of a file that is size bytes long, durably.
func add(path string, text []byte, size int64) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	stat, err := f.Stat()
	if err == nil && stat.Size() != size {
		err = fmt.Errorf("%w: somebody else has written to it", ErrBroken)
	}
	if err == nil {
		_, err = f.WriteAt(text, size)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
