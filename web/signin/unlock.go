package signin

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"willing/account"
	"willing/casebook"
	"willing/journal"
	"willing/web"
)

// unlocking is what the page to unlock at shows.
type unlocking struct {
	web.Unlocking
	Turn int // of the session: changes when something is put away
}

func (d *door) unlocking(p *web.Page) (unlocking, error) {
	u := unlocking{Unlocking: web.NewUnlocking(p, onwards(p))}
	u.Who, u.Name = p.Visitor.Who, p.Visitor.Name
	if u.Pair {
		u.Who, u.Name = casebook.ID{}, ""
		p.Desk.House(func(h *casebook.House) { u.Colleagues = web.Halves(h, p.Visitor.Who, u.After) })
		for _, c := range u.Colleagues {
			if c.ID.String() == p.Value("who") {
				u.Who, u.Name = c.ID, c.Name
			}
		}
	}
	if u.Who.IsZero() {
		return u, nil
	}
	s, err := d.accounts.Session(p.R.Context(), token(p.R))
	if err != nil {
		return u, err
	}
	u.Turn = s.Turn
	key, err := account.Key(token(p.R), u.Who, u.From, u.Turn)
	if err != nil {
		return u, err
	}
	u.Signs(key.Public())
	if u.Passkeys, err = d.enrolledPasskeys(p, u.Who); u.Passkeys != "" {
		u.RP = host(d.guard.origin(p.R))
	}
	return u, err
}

// enrolledPasskeys names those passkeys of somebody whose key the log knows as theirs.
func (d *door) enrolledPasskeys(p *web.Page, who casebook.ID) (string, error) {
	all, err := d.accounts.Passkeys(p.R.Context(), who)
	var names []string
	for _, k := range all {
		if d.enrolled(who, k.Key) {
			names = append(names, text64.EncodeToString(k.ID))
		}
	}
	return strings.Join(names, " "), err
}

func (d *door) enrolled(who casebook.ID, key []byte) (ok bool) {
	d.guard.Desk.House(func(h *casebook.House) { ok = h.HoldsKey(who, string(key), h.Pos) })
	return ok
}

// showUnlock asks for a signature of one's own key, or for who is the other half of the pair.
func (d *door) showUnlock(p *web.Page) error {
	data, err := d.unlocking(p)
	if err != nil {
		return err
	}
	return p.OK(views, "unlock", data)
}

// unlock takes the signature.
func (d *door) unlock(p *web.Page) error {
	data, err := d.unlocking(p)
	if err != nil {
		return err
	}
	if data.Who.IsZero() {
		p.Problem("who", p.T("signin.unlock.choose"))
		return p.Show(422, views, "unlock", data)
	}
	if err := d.open(p, data); errors.Is(err, account.ErrWrong) { // a sound signature, of a key that is not enrolled for them
		p.Problem("", p.T("signin.unlock.not-theirs"))
		return p.Show(http.StatusForbidden, views, "unlock", data)
	} else if err != nil {
		return sorry(p, err, "", "unlock", data)
	}
	if data.After != "" {
		return p.See(data.After)
	}
	return p.See(home(p, p.Visitor))
}

func (d *door) open(p *web.Page, data unlocking) error {
	from, err := strconv.ParseInt(p.Value("from"), 10, 64)
	if err != nil {
		return account.ErrBad
	}
	s := journal.Session{Alg: journal.Ed25519, From: from, Until: data.Ends(from)}
	if p.Value("credential") != "" {
		s.Alg = journal.WebAuthn
		s.Key, s.Sig, err = d.assertion(p, data.Who)
	} else {
		var keyErr, sigErr error
		s.Key, keyErr = text64.DecodeString(p.Value("key"))
		s.Sig, sigErr = text64.DecodeString(p.Value("sig"))
		if keyErr != nil || sigErr != nil {
			err = account.ErrBad
		}
	}
	if err != nil {
		return err
	}
	if !d.enrolled(data.Who, s.Key) {
		return fmt.Errorf("%w: the key is not enrolled", account.ErrWrong)
	}
	return d.accounts.Open(p.R.Context(), token(p.R), account.Unlock{Who: data.Who, Turn: data.Turn, Session: s}, data.Pair)
}

func (d *door) assertion(p *web.Page, who casebook.ID) (key, sig []byte, err error) {
	var x account.Assertion
	var wrong []error
	for field, into := range map[string]*[]byte{"credential": &x.ID, "authenticator": &x.AuthenticatorData, "client": &x.ClientData, "sig": &x.Signature} {
		raw, err := text64.DecodeString(p.Value(field))
		*into, wrong = raw, append(wrong, err)
	}
	if errors.Join(wrong...) != nil {
		return nil, nil, account.ErrBad
	}
	return d.accounts.Sign(p.R.Context(), who, d.guard.origin(p.R), x)
}

// putAway closes what was unlocked: the other half's alone, or both.
func (d *door) putAway(p *web.Page) error {
	if err := d.accounts.PutAway(p.R.Context(), token(p.R), p.Ticked("pair")); err != nil {
		return err
	}
	if after := onwards(p); after != "" {
		return p.See(after)
	}
	return p.See(home(p, p.Visitor))
}
