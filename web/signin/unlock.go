package signin

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"willing/account"
	"willing/casebook"
	"willing/journal"
	"willing/web"
)

// colleague is somebody who could unlock beside the visitor.
type colleague struct {
	ID   casebook.ID
	Name string
	Team bool // of a team of the visitor's
}

// unlocking is what the page to unlock at shows.
type unlocking struct {
	Pair       bool
	After      string
	Minutes    int
	Colleagues []colleague // to choose from, for a pair
	Who        casebook.ID // who unlocks; zero: to be chosen
	Name       string
	From       int64  // Unix seconds
	Turn       int    // of the session: changes when something is put away
	Message    string // what is signed, base64url
	Challenge  string // its SHA-256, for passkeys
	RP         string // this site, for passkeys; "" where none could be used
	Passkeys   string // names of those that may sign, base64url, parted by spaces
}

// minutes is how long an unlocking lasts: what the programme says for a pair, an hour at most.
func (d *door) minutes() int {
	most := journal.MaxSession / 60
	d.guard.Desk.House(func(h *casebook.House) {
		if p := h.Programme(h.Pos); p != nil && p.Limits.PairMinutes > 0 {
			most = min(most, p.Limits.PairMinutes)
		}
	})
	return most
}

func (d *door) until(from int64) int64 { return from + int64(d.minutes())*60 }

func (d *door) unlocking(p *web.Page) (unlocking, error) {
	u := unlocking{Pair: p.Ticked("pair"), After: onwards(p), Minutes: d.minutes(), Who: p.Visitor.Who, Name: p.Visitor.Name, From: p.Now().Unix()}
	if u.Pair {
		u.Colleagues = d.colleagues(p.Visitor.Who)
		u.Who, u.Name = casebook.ID{}, ""
		chosen := p.Value("who")
		for _, c := range u.Colleagues {
			if c.ID.String() == chosen {
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
	message := journal.SessionBytes(journal.ID(u.Who), key.Public(), u.From, d.until(u.From))
	challenge := sha256.Sum256(message)
	u.Message, u.Challenge = text64.EncodeToString(message), text64.EncodeToString(challenge[:])
	u.RP = host(d.guard.origin(p.R))
	u.Passkeys, err = d.enrolledPasskeys(p, u.Who)
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

// colleagues are all who work here, those of the visitor's teams first.
func (d *door) colleagues(who casebook.ID) (out []colleague) {
	d.guard.Desk.House(func(h *casebook.House) {
		mine := h.TeamsOf(who, h.Pos)
		for id, s := range h.StaffNow() {
			if id == who || s.Left {
				continue
			}
			shared := slices.ContainsFunc(h.TeamsOf(id, h.Pos), func(t casebook.ID) bool { return slices.Contains(mine, t) })
			out = append(out, colleague{id, s.Name, shared})
		}
	})
	slices.SortFunc(out, func(x, y colleague) int {
		if x.Team != y.Team {
			if x.Team {
				return -1
			}
			return 1
		}
		return strings.Compare(x.Name, y.Name)
	})
	return out
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
	if err := d.open(p, data); err != nil {
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
	s := journal.Session{Alg: journal.Ed25519, From: from, Until: d.until(from)}
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

// Until is when an unlocking that begins now would end.
func (u unlocking) Until() time.Time {
	return time.Unix(u.From, 0).Add(time.Duration(u.Minutes) * time.Minute)
}
