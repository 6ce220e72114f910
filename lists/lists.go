package lists

import (
	"context"
	"encoding/base32"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"willing/casebook"
	"willing/desk"
)

// Config is what the lists of a node stand on.
type Config struct {
	Desk *desk.Desk
	Dir  string // a folder of their own
	Open bool   // it lies in the clear beside data that are sealed: nothing there outlives the process
	Now  func() time.Time
	Rand io.Reader
}

// Lists keeps uploaded lists and takes them in. It is safe for concurrent use. Errors about a file are of kind
// BadInput and say what to do.
type Lists struct {
	Config
	run  context.Context // ends with the node
	end  context.CancelFunc
	busy sync.WaitGroup

	mu   sync.Mutex
	jobs map[string]*job
}

// What is kept at once, and how long after somebody last worked on it (our decisions). A day is shorter than the
// shortest time in which an erasure is executed (G25), so no upload outlives one.
const (
	mostLists = 50
	mostBytes = 512 << 20
	keptFor   = 24 * time.Hour
)

// ErrFull says that there is no room for one more list.
var ErrFull = &desk.Error{Kind: desk.BadInput, Key: "lists-full", Say: "too many lists are being worked on: forget one that nobody needs any more, or wait until tomorrow"}

// Open reads what was kept. What was coming in when the process ended has stopped, and can go on; where the folder lies in the
// clear it is gone, and feeding the file in again takes in the rest.
func Open(c Config) (*Lists, error) {
	l := &Lists{Config: c, jobs: map[string]*job{}}
	err := l.clear()
	if err == nil {
		err = l.load()
	}
	if err != nil {
		return nil, &desk.Error{Kind: desk.Unexpected, Say: "the folder for uploads cannot be read", Cause: err}
	}
	l.run, l.end = context.WithCancel(context.Background())
	return l, l.Tidy()
}

// Close stops what is coming in, at the end of the rows that are on their way. It can go on the next time.
func (l *Lists) Close() error {
	if l == nil {
		return nil
	}
	l.end()
	l.busy.Wait()
	return l.clear()
}

// clear takes everything away where it would lie in the clear.
func (l *Lists) clear() error {
	if !l.Config.Open {
		return nil
	}
	return os.RemoveAll(l.Dir)
}

var idText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Keep puts a file aside under a name that nobody can guess. It is durable when Keep returns.
func (l *Lists) Keep(by casebook.ID, name string, refusals bool, file io.Reader) (id string, err error) {
	if err := l.Tidy(); err != nil {
		return "", err
	}
	raw := make([]byte, 16)
	if _, err := io.ReadFull(l.Rand, raw); err != nil {
		return "", err
	}
	j := &job{path: filepath.Join(l.Dir, idText.EncodeToString(raw))}
	j.State = State{ID: filepath.Base(j.path), Name: baseName(name), Refusals: refusals, By: by, At: l.Now().UTC(), Stage: Kept}
	room, ok := l.room()
	if !ok {
		return "", ErrFull
	}
	if err := j.fill(io.LimitReader(file, room+1), room); err != nil {
		return "", errors.Join(err, j.remove())
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs[j.ID] = j
	return j.ID, nil
}

// room is how many bytes more may be kept.
func (l *Lists) room() (left int64, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	left = mostBytes
	for _, j := range l.jobs {
		left -= j.size + j.near
	}
	return left, left > 0 && len(l.jobs) < mostLists
}

// baseName is the last part of a file's name, as browsers of all kinds send it, short enough to show.
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	runes := []rune(strings.ToValidUTF8(name, ""))
	return string(runes[:min(len(runes), 80)])
}

func (l *Lists) job(id string) (*job, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if j := l.jobs[id]; j != nil {
		return j, nil
	}
	return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such list"}
}

// State says how far a list is.
func (l *Lists) State(id string) (State, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if j := l.jobs[id]; j != nil {
		return j.copy(), true
	}
	return State{}, false
}

// All lists every list that is kept, the newest first.
func (l *Lists) All() []State {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []State
	for _, j := range l.jobs {
		out = append(out, j.copy())
	}
	slices.SortFunc(out, func(a, b State) int { return b.At.Compare(a.At) })
	return out
}

// Drop forgets a list that is not coming in.
func (l *Lists) Drop(id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	j := l.jobs[id]
	if j == nil || j.Stage == Running {
		return nil
	}
	delete(l.jobs, id)
	return j.remove()
}

// Tidy forgets lists that nobody works on any more.
func (l *Lists) Tidy() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for id, j := range l.jobs {
		if j.Stage != Running && l.Now().Sub(j.At) > keptFor {
			delete(l.jobs, id)
			errs = append(errs, j.remove())
		}
	}
	return errors.Join(errs...)
}

// Rejects writes the rejected rows of a list that was taken in, to be put right and fed in again.
func (l *Lists) Rejects(id string, w io.Writer) error {
	j, err := l.job(id)
	if err != nil {
		return err
	}
	file, err := os.Open(j.rejects())
	if err != nil {
		return &desk.Error{Kind: desk.NotFound, Say: "no row was rejected", Cause: err}
	}
	_, err = io.Copy(w, file)
	return errors.Join(err, file.Close())
}

// change notes how far a list is.
func (l *Lists) change(j *job, fn func(*State)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fn(&j.State)
}
