package signin

import (
	"slices"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/journal"
	"willing/locale"
	"willing/web"
)

// passkeyLine is one passkey in the list.
type passkeyLine struct {
	ID         string
	Title      string
	Made, Used time.Time
	State      string // "enrolled", "waiting" or "door": only signs in
}

// myself is one's own account.
type myself struct {
	Sessions   []account.Session
	This       string // the name of the session that looks
	Passkeys   []passkeyLine
	Waiting    int // keys that wait to be enrolled
	Password   bool
	Codes      int // recovery codes left
	Tokens     []account.Token
	NewToken   string // shown once
	Recovered  account.Recovery
	First, By  string // who recovered it
	Languages  []string
	Challenge  string
	RP, UserID string
	Exclude    string
}

// me shows one's own account.
func (d *door) me(p *web.Page) error {
	data, err := d.myself(p)
	if err != nil {
		return err
	}
	return p.OK(views, "me", data)
}

// recently lets change what outlives a session whoever signed in not long ago.
func (d *door) recently(change func(*web.Page) error) func(*web.Page) error {
	return func(p *web.Page) error {
		if err := d.accounts.Recently(p.R.Context(), token(p.R)); err != nil {
			return d.meAgain(p, err)
		}
		return change(p)
	}
}

// meAgain shows the account with what went wrong.
func (d *door) meAgain(p *web.Page, wrong error) error {
	data, err := d.myself(p)
	if err != nil {
		return err
	}
	return sorry(p, wrong, "", "me", data)
}

func (d *door) myself(p *web.Page) (out myself, err error) {
	ctx, who := p.R.Context(), p.Visitor.Who
	out.Languages, out.RP, out.UserID = locale.Languages, host(d.guard.origin(p.R)), text64.EncodeToString(who[:])
	for _, step := range []func() error{
		func() (err error) { out.Sessions, err = d.accounts.Sessions(ctx, who); return err },
		func() error {
			s, err := d.accounts.Session(ctx, token(p.R))
			if err == nil {
				out.This = s.Name
			}
			return err
		},
		func() error { return d.myPasskeys(p, &out) },
		func() (err error) { out.Password, out.Codes, err = d.accounts.HasPassword(ctx, who); return err },
		func() (err error) { out.Tokens, err = d.accounts.Tokens(ctx, who); return err },
		func() (err error) { out.Recovered, err = d.accounts.Recovered(ctx, who); return err },
		func() error {
			challenge, err := d.accounts.Challenge(who)
			out.Challenge = text64.EncodeToString(challenge)
			return err
		},
	} {
		if err := step(); err != nil {
			return out, err
		}
	}
	out.First, out.By = d.nameOf(out.Recovered.First), d.nameOf(out.Recovered.Second)
	return out, nil
}

func (d *door) nameOf(who casebook.ID) (name string) {
	d.guard.Desk.House(func(h *casebook.House) {
		if s, ok := h.StaffAt(who, h.Pos); ok {
			name = s.Name
		}
	})
	return name
}

func (d *door) myPasskeys(p *web.Page, out *myself) error {
	all, err := d.accounts.Passkeys(p.R.Context(), p.Visitor.Who)
	if err != nil {
		return err
	}
	waiting, err := d.accounts.Waiting(p.R.Context())
	waiting = slices.DeleteFunc(waiting, func(e account.Enrolment) bool { return e.Who != p.Visitor.Who })
	out.Waiting = len(waiting)
	for _, k := range all {
		line := passkeyLine{ID: text64.EncodeToString(k.ID), Title: k.Title, Made: time.Unix(k.Made, 0), Used: time.Unix(k.Used, 0), State: "door"}
		switch {
		case d.enrolled(p.Visitor.Who, k.Key):
			line.State = "enrolled"
		case slices.ContainsFunc(waiting, func(e account.Enrolment) bool { return e.Alg == journal.WebAuthn && string(e.Key) == string(k.Key) }):
			line.State = "waiting"
		}
		out.Passkeys = append(out.Passkeys, line)
		out.Exclude += line.ID + " "
	}
	return err
}

// language keeps the language that somebody chose.
func (d *door) language(p *web.Page) error {
	chosen := p.Value("language")
	if chosen != "" && !slices.Contains(locale.Languages, chosen) {
		return d.meAgain(p, account.ErrBad)
	}
	if err := d.accounts.SetLanguage(p.R.Context(), p.Visitor.Who, chosen); err != nil {
		return err
	}
	return p.See("/me")
}

// endSession ends one of one's sessions, or all of them.
func (d *door) endSession(p *web.Page) error {
	if err := d.accounts.EndNamed(p.R.Context(), p.Visitor.Who, p.Value("session")); err != nil {
		return err
	}
	return p.See("/me")
}
