package lists

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"willing/casebook"
	"willing/durable"
)

// job is one list. Up to four files lie in the folder under its id: what was uploaded; behind ".json" how far it is;
// behind ".rejects" the rows that were not taken in; behind ".towns" a list of towns to find places by. The one behind ".json" is replaced whole, after the rows that
// it speaks of are in the log, so what it says was done was done.
type job struct {
	State
	place
	path string
	size int64 // of what was uploaded, without towns
	near int64 // of the towns
}

// place is where an import that was broken off goes on.
type place struct {
	Batch casebook.ID `json:"batch"` // of the leads
	Row   int         `json:"row"`   // the last one that is dealt with; 0: from the beginning
	Bytes int64       `json:"bytes"` // of the file of rejects until there
}

// saved is how a job lies in its file.
type saved struct {
	State State `json:"state"`
	Place place `json:"place"`
}

func (j *job) rejects() string { return j.path + ".rejects" }
func (j *job) note() string    { return j.path + ".json" }
func (j *job) towns() string   { return j.path + ".towns" }

// copy is what others may look at while the job goes on.
func (j *job) copy() State {
	out := j.State
	out.Result.Held, out.Result.Rejected = slices.Clone(out.Result.Held), slices.Clone(out.Result.Rejected)
	out.Result.Changes = slices.Clone(out.Result.Changes)
	return out
}

// fill writes down what was uploaded: at most a number of bytes.
func (j *job) fill(file io.Reader, most int64) error {
	out, err := os.OpenFile(j.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if j.size, err = io.Copy(out, file); err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	if j.size > most {
		return ErrFull
	}
	return j.save()
}

// save writes down how far the job is: the state before, or this one, never half of it.
func (j *job) save() error {
	raw, err := json.Marshal(saved{j.State, j.place})
	if err != nil {
		return err
	}
	return durable.Replace(j.note(), raw)
}

// remove takes all files of the job away.
func (j *job) remove() error {
	var errs []error
	for _, path := range []string{j.note(), j.note() + ".new", j.path, j.rejects(), j.towns(), j.towns() + ".new"} {
		if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// load reads the folder. What is not whole, since the process ended while it came in, goes.
func (l *Lists) load() error {
	if err := os.MkdirAll(l.Dir, 0o700); err != nil {
		return err
	}
	entries, err := os.ReadDir(l.Dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		id, _, _ := strings.Cut(e.Name(), ".")
		if l.jobs[id] != nil {
			continue
		}
		j := &job{path: filepath.Join(l.Dir, id)}
		if !j.read(id) {
			if err := j.remove(); err != nil {
				return err
			}
			continue
		}
		l.jobs[id] = j
	}
	return nil
}

// read finds a job in its files.
func (j *job) read(id string) bool {
	raw, err := os.ReadFile(j.note())
	about, missing := os.Stat(j.path)
	var s saved
	if err != nil || missing != nil || json.Unmarshal(raw, &s) != nil || s.State.ID != id {
		return false
	}
	j.State, j.place, j.size = s.State, s.Place, about.Size()
	if near, err := os.Stat(j.towns()); err == nil {
		j.near = near.Size()
	}
	if j.Towns = j.Towns && j.near > 0; j.Stage == Running {
		j.Stage = Stopped
	}
	return true
}
