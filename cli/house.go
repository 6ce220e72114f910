package cli

import (
	"errors"
	"time"

	"willing/desk"
	"willing/node"
)

const (
	patience = 200 * time.Millisecond // of one try to take the folder
	tries    = 50                     // so a command waits ten seconds for another one to end
)

// run gives a command the house it needs: the one that is open here, the one that another process
// serves, or its own.
func (j *job) run(c command) error {
	if by, ok := c.(alone); ok && by.alone() {
		return c.Run(j)
	}
	if by, ok := c.(looker); ok && by.looks() && j.globals.As == "" {
		return c.Run(j)
	}
	if j.node != nil {
		if err := j.tidy(c); err != nil {
			return err
		}
		return c.Run(j)
	}
	folder, err := j.folder()
	if err != nil {
		return err
	}
	for range tries {
		code, answered, err := forward(j.ctx, folder, j.args, j.std)
		if err != nil {
			return err
		}
		if answered {
			return exitedWith(code)
		}
		err = j.runOwn(c, folder)
		if !errors.Is(err, node.ErrOwned) {
			return err
		}
	}
	return fail(desk.Unexpected, "another command has this folder for a long time: wait until it has ended, or let `willing serve` run, which answers many at once")
}

// runOwn opens the folder for this command alone.
func (j *job) runOwn(c command, folder node.Folder) (err error) {
	_, lockedToo := c.(inspector)
	o := j.options()
	o.Locked = lockedToo
	j.node, err = node.Open(j.ctx, folder, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.node.Close()); j.node = nil }()
	if err := j.tidy(c); err != nil {
		return err
	}
	return c.Run(j)
}

// inspector is a command that looks at a house as it is, even at a locked or damaged one.
type inspector interface{ inspects() }

// tidy does what time asks for before a command looks: a yes takes effect, an erasure is executed.
func (j *job) tidy(c command) error {
	if _, ok := c.(inspector); ok {
		return nil
	}
	if by, ok := c.(looker); ok && by.looks() {
		return nil
	}
	_, err := j.desk().Tidy(j.ctx)
	return err
}

// looker is a command that may only look at a file: by itself, or, for whoever says who they are, beside what the house
// knows.
type looker interface{ looks() bool }

// exitedWith is the end of a command that ran elsewhere and said everything there.
func exitedWith(code int) error {
	if code == 0 {
		return nil
	}
	for kind, c := range exitCodes {
		if c == code {
			return told{kind}
		}
	}
	return told{desk.Unexpected}
}
