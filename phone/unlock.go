package phone

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"willing/casebook"
	"willing/journal"
	"willing/web"
)

// colleague is somebody who could unlock here.
type colleague struct {
	ID   casebook.ID
	Name string
	Team bool // of a team of the visitor's
}

// unlocking is what the page shows at which somebody opens their own key: the bytes to be signed, as at
// headquarters (decision 0016).
type unlocking struct {
	Pair       bool
	After      string
	Minutes    int
	Colleagues []colleague
	Who        casebook.ID // zero: to be chosen
	Name       string
	From       int64 // Unix seconds
	Message    string
	Challenge  string
	RP         string // "" if nobody's passkey could sign
}

// Until is when an unlocking that begins now would end.
func (u unlocking) Until() time.Time {
	return time.Unix(u.From, 0).Add(time.Duration(u.Minutes) * time.Minute)
}

func (in *inside) minutes() int {
	most := journal.MaxSession / 60
	in.desk.House(func(h *casebook.House) {
		if p := h.Programme(h.Pos); p != nil && p.Limits.PairMinutes > 0 {
			most = min(most, p.Limits.PairMinutes)
		}
	})
	return most
}

func (in *inside) unlocking(w *web.Page) (unlocking, error) {
	u := unlocking{Pair: w.Ticked("pair"), After: onwards(w, ""), Minutes: in.minutes(), From: w.Now().Unix()}
	if u.Colleagues = in.colleagues(w.Visitor.Who); !u.Pair {
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
	message := journal.SessionBytes(journal.ID(u.Who), key.Public(), u.From, u.until(u.From))
	challenge := sha256.Sum256(message)
	u.Message, u.Challenge = text64.EncodeToString(message), text64.EncodeToString(challenge[:])
	if slices.ContainsFunc(in.keysOf(u.Who), func(k casebook.EnrolledKey) bool { return k.Alg == journal.WebAuthn }) {
		u.RP = in.phone.Host
	}
	return u, nil
}

func (u unlocking) until(from int64) int64 { return from + int64(u.Minutes)*60 }

func (in *inside) keysOf(who casebook.ID) (keys []casebook.EnrolledKey) {
	in.desk.House(func(h *casebook.House) { keys = h.KeysOf(who) })
	return keys
}

// holders are the people whose phone this is.
func (in *inside) holders() (out []colleague) {
	grant, _, _ := in.desk.Grant(in.meets.Name())
	in.desk.House(func(h *casebook.House) {
		for _, id := range grant.People {
			if s, ok := h.StaffAt(id, h.Pos); ok && !s.Left {
				out = append(out, colleague{id, s.Name, true})
			}
		}
	})
	return out
}

// colleagues are all who work here, those of the visitor's teams first.
func (in *inside) colleagues(who casebook.ID) (out []colleague) {
	in.desk.House(func(h *casebook.House) {
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

func (in *inside) open(w *web.Page, data unlocking) error {
	from, err := strconv.ParseInt(w.Value("from"), 10, 64)
	if err != nil {
		return ErrWrong
	}
	s := journal.Session{Alg: journal.Ed25519, From: from, Until: data.until(from)}
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
func (in *inside) byAssertion(w *web.Page, data unlocking, s journal.Session) error {
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
