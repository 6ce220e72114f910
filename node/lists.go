package node

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
	"willing/intake"
	"willing/web/office"
)

// lists keeps uploaded lists beside the data while somebody works on them, and takes them in while nobody
// waits. Nothing of them outlives the process: the folder is emptied whenever it begins.
type lists struct {
	desk *desk.Desk
	dir  string
	now  func() time.Time
	rand io.Reader
	run  context.Context // ends with the node
	end  context.CancelFunc
	busy sync.WaitGroup

	mu   sync.Mutex
	jobs map[string]*listJob
}

// listJob is one list. Its file lies in the folder under its id.
type listJob struct {
	office.ListState
	path string
}

// listKept is how long a list stays whose page nobody opens any more (our decision).
const listKept = 24 * time.Hour

// Lists reads and takes in lists that are uploaded.
func (n *Node) Lists() (office.Lists, error) {
	if n.lists != nil {
		return n.lists, nil
	}
	dir := n.Folder.uploads()
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return nil, &desk.Error{Kind: desk.Unexpected, Say: "the folder for uploads cannot be made", Cause: err}
	}
	l := &lists{desk: n.Desk, dir: dir, now: n.now, rand: n.Desk.Rand, jobs: map[string]*listJob{}}
	l.run, l.end = context.WithCancel(context.Background())
	n.lists = l
	return l, nil
}

// close stops what is being taken in, at the end of the rows that are on their way, and forgets every file.
func (l *lists) close() error {
	if l == nil {
		return nil
	}
	l.end()
	l.busy.Wait()
	return os.RemoveAll(l.dir)
}

var listText = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Keep writes the file down.
func (l *lists) Keep(_ context.Context, by casebook.ID, name string, refusals bool, file io.Reader) (string, error) {
	l.tidy()
	raw := make([]byte, 16)
	if _, err := io.ReadFull(l.rand, raw); err != nil {
		return "", err
	}
	id := listText.EncodeToString(raw)
	job := &listJob{path: filepath.Join(l.dir, id)}
	job.ListState = office.ListState{ID: id, Name: baseName(name), Refusals: refusals, By: by, At: l.now(), Stage: office.ListKept}
	out, err := os.OpenFile(job.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, file)
	if err = errors.Join(err, out.Close()); err != nil {
		return "", errors.Join(err, os.Remove(job.path))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.jobs[id] = job
	return id, nil
}

// baseName is the last part of a file's name, as browsers of all kinds send it, short enough to show.
func baseName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	runes := []rune(strings.ToValidUTF8(name, ""))
	return string(runes[:min(len(runes), 80)])
}

// tidy forgets files that nobody works on any more.
func (l *lists) tidy() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, job := range l.jobs {
		if job.Stage != office.ListRunning && l.now().Sub(job.At) > listKept {
			_ = os.Remove(job.path) // what is left goes when the node ends
			_ = os.Remove(job.path + ".rejects")
			delete(l.jobs, id)
		}
	}
}

func (l *lists) job(id string) (*listJob, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if job := l.jobs[id]; job != nil {
		return job, nil
	}
	return nil, &desk.Error{Kind: desk.NotFound, Say: "there is no such list"}
}

// State gives a copy of what is known of a list.
func (l *lists) State(id string) (office.ListState, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if job := l.jobs[id]; job != nil {
		return job.ListState, true
	}
	return office.ListState{}, false
}

// All lists every file, the newest first.
func (l *lists) All() []office.ListState {
	l.tidy()
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []office.ListState
	for _, job := range l.jobs {
		out = append(out, job.ListState)
	}
	slices.SortFunc(out, func(a, b office.ListState) int { return b.At.Compare(a.At) })
	return out
}

// Drop forgets a file.
func (l *lists) Drop(id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if job := l.jobs[id]; job != nil && job.Stage != office.ListRunning {
		_ = os.Remove(job.path)
		_ = os.Remove(job.path + ".rejects")
		delete(l.jobs, id)
	}
}

// Rejects copies the file of rejected rows.
func (l *lists) Rejects(id string, w io.Writer) error {
	job, err := l.job(id)
	if err != nil {
		return err
	}
	file, err := os.Open(job.path + ".rejects")
	if err != nil {
		return &desk.Error{Kind: desk.NotFound, Say: "no row was rejected", Cause: err}
	}
	_, err = io.Copy(w, file)
	return errors.Join(err, file.Close())
}

// change notes how far a list is.
func (l *lists) change(job *listJob, fn func(*office.ListState)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fn(&job.ListState)
}

// open finds out how a file is read, in the way that somebody wants.
func (l *lists) open(job *listJob, how office.Reading) (*intake.File, error) {
	o := intake.Options{Country: how.Country, DateOrder: how.DateOrder, Today: l.now().UTC()}
	if job.Refusals {
		o.Kind = intake.Refusals
	}
	if len(how.Columns) > 0 {
		o.Mapping = strings.NewReader(mappingOf(how.Columns))
	}
	o.Progress = func(done, total int64) {
		l.change(job, func(s *office.ListState) { s.Done, s.Total = done, total })
	}
	file, err := intake.Open(job.path, o)
	if err != nil {
		return nil, badList(err)
	}
	return file, nil
}

// mappingOf writes columns as a mapping file. Fields that nobody knows are refused when it is read.
func mappingOf(columns map[string]string) string {
	var b strings.Builder
	b.WriteString("columns:\n")
	letters := make([]string, 0, len(columns))
	for letter := range columns {
		letters = append(letters, letter)
	}
	slices.Sort(letters)
	for _, letter := range letters {
		b.WriteString("  " + quoted(letter) + ": " + quoted(columns[letter]) + "\n")
	}
	return b.String()
}

// quoted leaves nothing of a text that YAML could read.
func quoted(s string) string {
	return `"` + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' {
			return r
		}
		return -1
	}, s) + `"`
}

// badList says what is wrong with a file; the words of package intake repeat nothing of what it holds.
func badList(err error) error {
	var file *intake.FileError
	if errors.As(err, &file) {
		return &desk.Error{Kind: desk.BadInput, Say: file.Error(), Cause: err}
	}
	return err
}
