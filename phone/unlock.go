package phone

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"willing/casebook"
	"willing/journal"
	"willing/web"
)

// unlocking is the page at which somebody opens their own key, as at headquarters.
func (in *inside) unlocking(w *web.Page) (web.Unlocking, error) {
	u := web.NewUnlocking(w, onwards(w, ""))
	if u.Pair {
		in.desk.House(func(h *casebook.House) { u.Colleagues = web.Halves(h, w.Visitor.Who, u.After) })
	} else {
		u.Colleagues = in.holders()
	}
	chosen := w.Value("who")
	for _, c := range u.Colleagues {
		if c.ID.String() == chosen || !u.Pair && len(u.Colleagues) == 1 {
			u.Who, u.Name = c.ID, c.Name
		}
	}
	if u.Who.IsZero() {
		return u, nil
	}
	key, _, err := in.guard.prepare(u.Who, u.From)
	if err != nil {
		return u, err
	}
	u.Signs(key.Public())
	if slices.ContainsFunc(in.keysOf(u.Who), func(k casebook.EnrolledKey) bool { return k.Alg == journal.WebAuthn }) {
		u.RP = in.phone.Host
	}
	return u, nil
}

func (in *inside) keysOf(who casebook.ID) (keys []casebook.EnrolledKey) {
	in.desk.House(func(h *casebook.House) { keys = h.KeysOf(who) })
	return keys
}

// holders are the people whose phone this is.
func (in *inside) holders() (out []web.Colleague) {
	grant, _, _ := in.desk.Grant(in.meets.Name())
	in.desk.House(func(h *casebook.House) {
		for _, id := range grant.People {
			if s, ok := h.StaffAt(id, h.Pos); ok && !s.Left {
				out = append(out, web.Colleague{ID: id, Name: s.Name, Team: true})
			}
		}
	})
	return out
}

func (in *inside) showUnlock(w *web.Page) error {
	data, err := in.unlocking(w)
	if err != nil {
		return err
	}
	return w.OK(views, "unlock", data)
}

// unlock takes the signature.
func (in *inside) unlock(w *web.Page) error {
	data, err := in.unlocking(w)
	if err != nil {
		return err
	}
	if data.Who.IsZero() {
		w.Problem("who", w.T("signin.unlock.choose"))
		return w.Show(http.StatusUnprocessableEntity, views, "unlock", data)
	}
	switch err := in.open(w, data); {
	case errors.Is(err, ErrWrong):
		w.Problem("", w.T("signin.unlock.failed"))
		return w.Show(http.StatusForbidden, views, "unlock", data)
	case err != nil:
		return err
	}
	return w.See(onwards(w, "/team"))
}

func (in *inside) open(w *web.Page, data web.Unlocking) error {
	from, err := strconv.ParseInt(w.Value("from"), 10, 64)
	if err != nil {
		return ErrWrong
	}
	s := journal.Session{Alg: journal.Ed25519, From: from, Until: data.Ends(from)}
	if w.Value("client") != "" {
		return in.byAssertion(w, data, s)
	}
	if s.Key, err = text64.DecodeString(w.Value("key")); err != nil {
		return ErrWrong
	}
	if s.Sig, err = text64.DecodeString(w.Value("sig")); err != nil {
		return ErrWrong
	}
	if !slices.ContainsFunc(in.keysOf(data.Who), func(k casebook.EnrolledKey) bool { return string(k.Key) == string(s.Key) }) {
		return ErrWrong
	}
	return in.guard.open(data.Who, s, data.Pair)
}

// byAssertion takes a passkey's answer. Which of somebody's enrolled passkeys signed, the phone finds by trying:
// their names are known at headquarters alone.
func (in *inside) byAssertion(w *web.Page, data web.Unlocking, s journal.Session) error {
	var parts [3][]byte
	for i, field := range []string{"authenticator", "client", "sig"} {
		raw, err := text64.DecodeString(w.Value(field))
		if err != nil {
			return ErrWrong
		}
		parts[i] = raw
	}
	s.Alg, s.Sig = journal.WebAuthn, journal.WebAuthnSignature(parts[0], parts[1], parts[2])
	for _, k := range in.keysOf(data.Who) {
		if k.Alg != journal.WebAuthn {
			continue
		}
		s.Key = k.Key
		if err := in.guard.open(data.Who, s, data.Pair); !errors.Is(err, ErrWrong) {
			return err
		}
	}
	return ErrWrong
}

// putAway closes what was unlocked: the other half's alone, or both.
func (in *inside) putAway(w *web.Page) error {
	if err := in.guard.putAway(w.R.Context(), w.Ticked("pair")); err != nil {
		return err
	}
	return w.See(onwards(w, "/team"))
}
