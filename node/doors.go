package node

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/web/office"
)

// doors stand between the staff pages and the accounts.
type doors struct {
	accounts *account.Accounts
	mail     Mail
	words    *locale.Words
	log      *slog.Logger
	node     *Node
	origin   string // what browsers call this house, if that is set: a request's own word is not mailed then
}

// explained turns what accounts say into an error of the house; the key names what pages say of what cannot be taken.
func explained(err error, key string) error {
	switch {
	case errors.Is(err, account.ErrBad), errors.Is(err, account.ErrWrong):
		return &desk.Error{Kind: desk.BadInput, Key: key, Say: err.Error(), Cause: err}
	case errors.Is(err, account.ErrGone):
		return &desk.Error{Kind: desk.NotFound, Say: "this is not here any more", Cause: err}
	}
	return err
}

// Standing says how somebody gets in.
func (d doors) Standing(ctx context.Context, who casebook.ID) (s office.Standing, err error) {
	var errs [5]error
	s.Entered, errs[0] = d.accounts.Entered(ctx, who)
	s.Mail, errs[1] = d.accounts.Mail(ctx, who)
	s.Password, _, errs[2] = d.accounts.HasPassword(ctx, who)
	s.First, errs[3] = d.accounts.FirstWord(ctx, who)
	passkeys, err := d.accounts.Passkeys(ctx, who)
	s.Passkeys, errs[4] = len(passkeys), err
	return s, errors.Join(errs[:]...)
}

// SetMail keeps where somebody's links are sent.
func (d doors) SetMail(ctx context.Context, who casebook.ID, address string) error {
	return explained(d.accounts.SetMail(ctx, who, address), "mail")
}

// Link makes a one-time link for somebody who never signed in, and sends it if there is a way.
func (d doors) Link(ctx context.Context, who casebook.ID, site string) (office.Handed, error) {
	entered, err := d.accounts.Entered(ctx, who)
	if err != nil {
		return office.Handed{}, err
	}
	if entered {
		return office.Handed{}, &desk.Error{Kind: desk.NotAllowed, Key: "entered", Say: "they have signed in before: two people let them in again"}
	}
	token, err := d.accounts.NewLink(ctx, who, account.LinkFor)
	if err != nil {
		return office.Handed{}, err
	}
	return d.handOver(ctx, who, site, token)
}

// Recover gives one person's word that somebody may come in again.
func (d doors) Recover(ctx context.Context, who casebook.ID, by desk.Acting, site string) (office.Handed, error) {
	first, err := d.accounts.FirstWord(ctx, who)
	if err != nil {
		return office.Handed{}, err
	}
	if err := d.node.recovers(by, first); err != nil {
		return office.Handed{}, err
	}
	token, err := d.accounts.Recover(ctx, who, by.Who)
	if err != nil || token == "" {
		return office.Handed{}, explained(err, "two-others")
	}
	return d.handOver(ctx, who, site, token)
}

// handOver sends a link by mail; one that cannot be sent is shown, to be handed over.
func (d doors) handOver(ctx context.Context, who casebook.ID, site, token string) (office.Handed, error) {
	if d.origin != "" {
		site = d.origin
	}
	out := office.Handed{Link: site + linkPath + token}
	address, err := d.accounts.Mail(ctx, who)
	if err != nil || address == "" || !d.mail.usable() {
		return out, err
	}
	lang, err := d.accounts.Language(ctx, who)
	if err != nil {
		return out, err
	}
	text := d.words.Say(lang, "signin.mail.text") + "\n\n" + out.Link + "\n"
	out.Why = d.mail.sendOr(ctx, d.log, address, d.words.Say(lang, "signin.mail.subject"), text)
	out.Sent = out.Why == ""
	return out, nil
}

// linkPath is where a one-time link is opened.
const linkPath = "/signin/link/"

// ShutOut ends everything that lets somebody in.
func (d doors) ShutOut(ctx context.Context, who casebook.ID) error {
	return d.accounts.ShutOut(ctx, who)
}

// Waiting lists the keys that wait to be enrolled.
func (d doors) Waiting(ctx context.Context) (out []office.WaitingKey, err error) {
	all, err := d.accounts.Waiting(ctx)
	for _, e := range all {
		out = append(out, office.WaitingKey{
			Name: e.Name(), Who: e.Who, Key: casebook.EnrolledKey{Alg: e.Alg, Key: e.Key}, Made: time.Unix(e.Made, 0), First: e.First,
		})
	}
	return out, err
}

// SayYes keeps the first person's yes to a key that waits.
func (d doors) SayYes(ctx context.Context, name string, by casebook.ID) error {
	e, err := d.accounts.Enrolment(ctx, name)
	if err != nil {
		return explained(err, "reload")
	}
	return d.accounts.SayYes(ctx, e, by)
}

// Drop forgets a key that waited.
func (d doors) Drop(ctx context.Context, name string) error {
	e, err := d.accounts.Enrolment(ctx, name)
	if err != nil {
		return explained(err, "reload")
	}
	return d.accounts.DropEnrolment(ctx, e)
}
