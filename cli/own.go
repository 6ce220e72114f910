package cli

import (
	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// ownKey is the person's own key, from their link or their receipt: with it the act is theirs, signed,
// and nobody of the staff need stand by.
type ownKey struct {
	LinkKeyfile string `xor:"own" placeholder:"FILE" help:"The key of the person's own link: then it is their own, signed act."`
	Receipt     string `xor:"own" placeholder:"FILE" help:"The person's receipt: then it is their own, signed act."`
}

// signer returns the person's own key, or nil if none was given.
func (o ownKey) signer(j *job) (journal.Signer, error) {
	switch {
	case o.LinkKeyfile != "":
		return linkKey(j, o.LinkKeyfile)
	case o.Receipt != "":
		return j.receiptKey(o.Receipt)
	}
	return nil, nil
}

func linkKey(j *job, file string) (journal.Signer, error) {
	key, err := j.key("--link-keyfile", file)
	if err != nil {
		return nil, err
	}
	return key, nil
}

// ownOrActingOn is what begins a command that a person may give themselves: their own key, or else who acts for us.
func (j *job) ownOrActingOn(person string, o ownKey) (own journal.Signer, by desk.Acting, id casebook.ID, err error) {
	own, err = o.signer(j)
	if err == nil && (own == nil || j.globals.As != "") {
		by, err = j.acting()
	}
	if err == nil {
		id, err = j.desk().Find(j.ctx, by, person)
	}
	return own, by, id, err
}
