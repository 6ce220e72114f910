package cli

import (
	"context"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

type keyCmd struct {
	New    keyNewCmd    `cmd:"" help:"Make a key of one's own: needs no house."`
	Enrol  keyEnrolCmd  `cmd:"" help:"Bind a key to a member of staff: two people sign."`
	Revoke keyRevokeCmd `cmd:"" help:"End a key, at once."`
}

type keyNewCmd struct {
	File string `arg:"" help:"The key file to be written; it must not exist."`
}

func (keyNewCmd) alone() bool { return true }

// Run makes a key and prints its public half, which is what others need.
func (c *keyNewCmd) Run(j *job) error {
	key, err := j.newKey("FILE", c.File, casebook.ID{})
	if err != nil {
		return err
	}
	public := key.Device().String()
	return j.show(map[string]string{"public": public, "keyfile": j.path(c.File)}, func(p *page) {
		p.line("%s", public)
		p.line("This is the public half: have it enrolled. Keep the file to yourself, and a copy of it elsewhere.")
	})
}

type keyEnrolCmd struct {
	Name string `arg:"" help:"The member of staff."`
	Key  string `arg:"" help:"The public half as 'willing key new' printed it, or the key file."`
}

// Run enrols a key.
func (c *keyEnrolCmd) Run(j *job) error {
	return changeKey(j, c.Name, c.Key, (*desk.Desk).EnrolKey, "enrolled")
}

type keyRevokeCmd struct {
	Name string `arg:""`
	Key  string `arg:"" help:"Its public half, or the key file."`
}

// Run revokes a key.
func (c *keyRevokeCmd) Run(j *job) error {
	return changeKey(j, c.Name, c.Key, (*desk.Desk).RevokeKey, "revoked")
}

// holderNamed finds the member of staff whose key it is: of two of one name, of whom one left, the one who holds it.
func holderNamed(d *desk.Desk, name string, key journal.Device) (id casebook.ID, err error) {
	d.House(func(h *casebook.House) {
		for left, s := range h.LeftWithKeys() {
			if s.Name == name && h.HoldsKey(left, string(key[:]), h.Pos) {
				id = left
			}
		}
	})
	if !id.IsZero() {
		return id, nil
	}
	return d.Named(name)
}

type keyUse func(*desk.Desk, context.Context, desk.Acting, casebook.ID, casebook.EnrolledKey) error

func changeKey(j *job, name, typed string, use keyUse, done string) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	public, err := j.publicKey(typed)
	if err != nil {
		return err
	}
	who, err := holderNamed(j.desk(), name, public)
	if err != nil {
		return err
	}
	if err := use(j.desk(), j.ctx, by, who, casebook.EnrolledKey{Alg: journal.Ed25519, Key: public[:]}); err != nil {
		return err
	}
	return j.show(map[string]any{"id": who, "name": name, "public": public.String(), done: true}, func(p *page) {
		p.line("%s: key %s", name, done)
	})
}

// publicKey reads the public half of a key as it was printed, or takes it from a key file.
func (j *job) publicKey(typed string) (journal.Device, error) {
	if public, err := journal.ParseDevice(typed); err == nil {
		return public, nil
	}
	key, err := j.key("KEY", typed)
	return key.Device(), err
}
