package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"willing/casebook"
	"willing/journal"
)

// Colleague is somebody who could unlock their key beside the visitor.
type Colleague struct {
	ID   casebook.ID
	Name string
	Team bool // of a team of the visitor's
}

// Colleagues lists all who work here but one, those of that one's teams first, each part by name.
func Colleagues(h *casebook.House, who casebook.ID) (out []Colleague) {
	mine := h.TeamsOf(who, h.Pos)
	for id, s := range h.StaffNow() {
		if id == who || s.Left {
			continue
		}
		shared := slices.ContainsFunc(h.TeamsOf(id, h.Pos), func(t casebook.ID) bool { return slices.Contains(mine, t) })
		out = append(out, Colleague{id, s.Name, shared})
	}
	slices.SortFunc(out, func(x, y Colleague) int {
		if x.Team != y.Team && x.Team {
			return -1
		}
		if x.Team != y.Team {
			return 1
		}
		return cmp.Compare(x.Name, y.Name)
	})
	return out
}

// Halves lists who could unlock beside somebody for the page that they go on to. Where a pair asks, or witnesses a yes on
// paper, it is who can be the other half by law, and is not close to the person (G07); elsewhere, where two of any hat
// stand behind something, it is everybody.
func Halves(h *casebook.House, who casebook.ID, after string) []Colleague {
	all := Colleagues(h, who)
	rest, ours := strings.CutPrefix(after, "/team")
	if !ours || strings.HasSuffix(rest, "/minor") || strings.HasSuffix(rest, "/age") {
		return all
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(rest, "/p/"), "/")
	person, err := casebook.ParseID(id)
	return slices.DeleteFunc(all, func(c Colleague) bool {
		return !h.CouldPair(who, c.ID) || err == nil && h.Tied(c.ID, person, h.Pos)
	})
}

// Unlocking is what the templates of _unlock.html show: the page on which somebody's
// own key signs a session (decision 0016), at headquarters and on a phone.
type Unlocking struct {
	Pair       bool
	After      string      // the page to go on to
	Stop       string      // where the person whom that page is about is left alone; "" if it is about nobody
	Minutes    int         // how long it lasts: what the programme says for a pair, an hour at most
	Colleagues []Colleague // to choose from
	Who        casebook.ID // who unlocks; zero: to be chosen
	Name       string
	From       int64  // Unix seconds
	Message    string // what is signed, base64url
	Challenge  string // its SHA-256, for passkeys
	RP         string // this site, for passkeys; "" where none could be used
	Passkeys   string // names of those that may sign, base64url, parted by spaces; "" for any
}

// NewUnlocking begins the page of an unlocking from now on. Whoever was sent for the other half while their own key is closed opens
// that first, and then goes on to the other half's.
func NewUnlocking(p *Page, after string) Unlocking {
	u := Unlocking{Pair: p.Ticked("pair"), After: after, Minutes: journal.MaxSession / 60, From: p.Now().Unix()}
	p.Desk.House(func(h *casebook.House) {
		if in := h.Programme(h.Pos); in != nil && in.Limits.PairMinutes > 0 {
			u.Minutes = min(u.Minutes, in.Limits.PairMinutes)
		}
		closed := p.Visitor.Unlocked.IsZero() && len(h.KeysOf(p.Visitor.Who)) > 0
		if u.Pair && closed && p.R.Method == http.MethodGet {
			u.Pair, u.After = false, unlockPath+"?"+url.Values{"pair": {"1"}, "after": {after}}.Encode()
		}
	})
	if p.Turned().IsZero() {
		u.Stop = stopOf(u.Back())
	}
	return u
}

// unlockPath is the page on which keys are opened.
const unlockPath = "/unlock"

// First reports whether the other half of the pair unlocks after this.
func (u Unlocking) First() bool { return u.Back() != u.After }

// Back is the page that this one was opened from.
func (u Unlocking) Back() string {
	if on, err := url.Parse(u.After); err == nil && on.Path == unlockPath {
		return on.Query().Get("after")
	}
	return u.After
}

// stopOf is where the person whom a page is about is left alone, in one tap (G02); "" if the page is about nobody.
func stopOf(page string) string {
	rest, ours := strings.CutPrefix(page, "/team/p/")
	id, _, _ := strings.Cut(rest, "/")
	if _, err := casebook.ParseID(id); !ours || err != nil {
		return ""
	}
	return "/team/p/" + id + "/stop"
}

// Ends is when an unlocking that began at a time would end, both in Unix seconds.
func (u Unlocking) Ends(from int64) int64 { return from + int64(u.Minutes)*60 }

// Signs fills in what somebody signs, so that a session key acts for them.
func (u *Unlocking) Signs(session []byte) {
	message := journal.SessionBytes(journal.ID(u.Who), session, u.From, u.Ends(u.From))
	challenge := sha256.Sum256(message)
	u.Message, u.Challenge = base64.RawURLEncoding.EncodeToString(message), base64.RawURLEncoding.EncodeToString(challenge[:])
}
