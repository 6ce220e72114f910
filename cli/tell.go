package cli

import (
	"encoding/base64"
	"errors"
	"os"

	"willing/casebook"
	"willing/desk"
)

type tellCmd struct {
	Person      string `arg:"" help:"An id, or its first six letters."`
	Role        string `placeholder:"ID" help:"The role; the programme's first if left out."`
	Language    string `required:"" placeholder:"CODE" help:"The language it was told in."`
	Understands bool   `default:"true" negatable:"" help:"The person understands this language."`
	Aloud       bool   `xor:"cost" required:"" help:"The cost page was read aloud."`
	Read        bool   `xor:"cost" required:"" help:"The person read the cost page."`
	Full        string `enum:"link,paper,phone" required:"" placeholder:"HOW" help:"How the whole text is in the person's hands: link, paper or phone."`
	CannotRead  bool   `help:"The person cannot read: a witness who is not the scout stands by (--with)."`

	LinkKeyfile string `xor:"link" placeholder:"FILE" help:"Make a key for the person's private link and write it here. Staff have seen such a link, and it is noted so."`
	LinkPublic  string `xor:"link" placeholder:"KEY" help:"The public half of a key that the person's own device made: staff have not seen it."`

	Interpreting interpreting `embed:""`
}

// Run records that a person was told.
func (c *tellCmd) Run(j *job) (err error) {
	by, id, err := j.actingOn(c.Person)
	if err != nil {
		return err
	}
	in := desk.Telling{Delivered: casebook.Delivered{
		Role: c.Role, Language: c.Language, Understands: c.Understands, Cost: "read", Full: c.Full, CannotRead: c.CannotRead,
		Interpreter: c.Interpreting.read(),
	}}
	if c.Aloud {
		in.Cost = "aloud"
	}
	if err := c.link(j, id, &in); err != nil {
		return err
	}
	if err := j.desk().Tell(j.ctx, by, id, in); err != nil {
		if c.LinkKeyfile != "" {
			err = errors.Join(err, os.Remove(j.path(c.LinkKeyfile)))
		}
		return err
	}
	return j.done(by, id, "told")
}

// link makes or takes the key of the person's private link.
func (c *tellCmd) link(j *job, person casebook.ID, in *desk.Telling) error {
	switch {
	case c.LinkKeyfile != "":
		key, err := j.newKey("--link-keyfile", c.LinkKeyfile, person)
		if err != nil {
			return err
		}
		in.LinkKey, in.SeenByStaff = key.Public(), true
	case c.LinkPublic != "":
		if public, err := j.publicText(c.LinkPublic); err == nil {
			in.LinkKey = public
			return nil
		}
		return fail(desk.BadInput, "--link-public: this is no public key")
	}
	return nil
}

// publicText reads a public key of 32 bytes (as `willing key new` prints it) or of 65 (base64, as
// browsers make it).
func (j *job) publicText(typed string) ([]byte, error) {
	if raw, err := base64.RawURLEncoding.DecodeString(typed); err == nil && len(raw) == 65 {
		return raw, nil
	}
	public, err := j.publicKey(typed)
	return public[:], err
}
