package lists

import (
	"errors"
	"io"
	"os"

	"willing/desk"
)

// errComing says that nothing about how a list is read can change while it comes in.
var errComing = &desk.Error{Kind: desk.BadInput, Key: "list-coming", Say: "this list is coming in, or was broken off: let it go on, or look at it anew when it is done"}

// KeepTowns puts a list of towns beside a list of people to meet, in the place of one that is there: it says in which country a
// town lies where a row does not. A file that is none is refused ([ErrTowns]), and the one before stays.
func (l *Lists) KeepTowns(id string, file io.Reader) error {
	j, err := l.job(id)
	if err != nil {
		return err
	}
	room, ok := l.room()
	if !ok {
		room = 0
	}
	out, err := os.OpenFile(j.towns()+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	most := min(room+j.near, mostTownsFed)
	size, err := io.Copy(out, io.LimitReader(file, most+1))
	switch {
	case err != nil:
	case size > most:
		err = ErrFull
	default:
		if err = errors.Join(out.Sync(), seek(out, 0)); err == nil {
			_, err = ReadTowns(out)
		}
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return errors.Join(err, os.Remove(j.towns()+".new"))
	}
	return l.beside(j, false, func() error {
		j.Towns, j.near = true, size
		return os.Rename(j.towns()+".new", j.towns())
	})
}

// DropTowns takes the list of towns away.
func (l *Lists) DropTowns(id string) error {
	j, err := l.job(id)
	if err != nil {
		return err
	}
	return l.beside(j, false, func() error {
		if !j.Towns {
			return nil
		}
		j.Towns, j.near = false, 0
		return os.Remove(j.towns())
	})
}

// Want notes how somebody wants to read a list next, so that no address has to say it.
func (l *Lists) Want(id string, how Reading) error {
	j, err := l.job(id)
	if err != nil {
		return err
	}
	return l.beside(j, true, func() error { j.Wanted = &how; return nil })
}

// beside changes what stands beside a list that is not coming in; one that was broken off goes on as it was begun.
func (l *Lists) beside(j *job, stopped bool, change func() error) (err error) {
	l.change(j, func(s *State) {
		if s.Stage == Running || s.Stage == Stopped && !stopped {
			err = errComing
			return
		}
		if err = change(); err == nil {
			s.At = l.Now().UTC()
			err = j.save()
		}
	})
	return err
}

// townsOf reads the list of towns beside a list; nil if there is none.
func (l *Lists) townsOf(j *job) (Towns, error) {
	if state, _ := l.State(j.ID); !state.Towns || j.Refusals {
		return nil, nil
	}
	file, err := os.Open(j.towns())
	if err != nil {
		return nil, badTowns(err)
	}
	defer file.Close()
	return ReadTowns(file)
}
