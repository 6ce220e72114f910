package cli

import (
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

// ownOrActing reads the person's own key, or else who acts for us.
func (j *job) ownOrActing(o ownKey) (own journal.Signer, by desk.Acting, err error) {
	own, err = o.signer(j)
	if err != nil || own != nil && j.globals.As == "" {
		return own, by, err
	}
	by, err = j.acting()
	return own, by, err
}
