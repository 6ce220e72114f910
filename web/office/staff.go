package office

import (
	"context"
	"slices"
	"strings"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// Doors are what lets the staff in: package account stands behind it.
type Doors interface {
	Standing(ctx context.Context, who casebook.ID) (Standing, error)
	SetMail(ctx context.Context, who casebook.ID, mail string) error
	// Link makes a one-time link for somebody who never signed in. site is this house's address.
	Link(ctx context.Context, who casebook.ID, site string) (Handed, error)
	// Recover gives one person's word, with their own key, that somebody may come in again; with the second's, a link comes back.
	Recover(ctx context.Context, who casebook.ID, by desk.Acting, site string) (Handed, error)
	// ShutOut ends every session, link, token, passkey and password of somebody.
	ShutOut(ctx context.Context, who casebook.ID) error
	Waiting(ctx context.Context) ([]WaitingKey, error)
	SayYes(ctx context.Context, name string, by casebook.ID) error
	Drop(ctx context.Context, name string) error
}

// Standing is how somebody gets in.
type Standing struct {
	Entered  bool // has signed in once: from then on it takes two to hand them a link
	Mail     string
	Passkeys int
	Password bool
	First    casebook.ID // whose word that they may come in again waits for a second
}

// Handed is a one-time link to be handed over.
type Handed struct {
	Link string // "" while a second person's word is missing
	Sent bool   // by mail
	Why  string // it could not be sent: "settings", "unreachable", "silent", "untrusted", "sign-in", "later" or "refused"
}

// WaitingKey is a public key that waits to be enrolled.
type WaitingKey struct {
	Name  string // in paths
	Who   casebook.ID
	Key   casebook.EnrolledKey
	Made  time.Time
	First casebook.ID // who has said yes to it; zero: nobody yet
}

func staffRoutes(d Doors) []web.Route {
	open := []web.Route{{Pattern: "GET " + web.RightsPath, Handle: rights}}
	if d == nil {
		return open
	}
	s := staffPages{d}
	return append(open, []web.Route{
		{Pattern: "GET /staff", Action: access.RevokeKeys, Handle: s.list},
		{Pattern: "GET /staff/ties", Action: access.ManageTeams, Handle: ties},
		{Pattern: "POST /staff/ties", Action: access.ManageTeams, Handle: tie},
		{Pattern: "GET /staff/ties/{a}/{b}", Action: access.EndTies, Handle: askTieEnd},
		{Pattern: "POST /staff/ties/{a}/{b}", Action: access.EndTies, Handle: endTie},
		{Pattern: "GET /staff/new", Action: access.ManageStaff, Handle: s.newcomer},
		{Pattern: "POST /staff/new", Action: access.ManageStaff, Handle: s.admit},
		{Pattern: "POST /staff/keys/{key}/enrol", Form: "/staff", Action: access.RevokeKeys, Handle: s.enrol},
		{Pattern: "POST /staff/keys/{key}/drop", Form: "/staff", Action: access.RevokeKeys, Handle: s.drop},
		{Pattern: "GET /staff/{id}", Action: access.RevokeKeys, Handle: s.ofEver(s.show)},
		{Pattern: "POST /staff/{id}/hats", Form: "/staff/{id}", Action: access.ManageStaff, Handle: s.of(s.hats)},
		{Pattern: "POST /staff/{id}/mail", Form: "/staff/{id}", Action: access.ManageStaff, Handle: s.of(s.mail)},
		{Pattern: "GET /staff/{id}/leave", Action: access.ManageStaff, Handle: s.of(s.askLeave)},
		{Pattern: "POST /staff/{id}/leave", Form: "/staff/{id}/leave", Action: access.ManageStaff, Handle: s.of(s.leave)},
		{Pattern: "POST /staff/{id}/link", Form: "/staff/{id}", Action: access.ManageStaff, Handle: s.of(s.link)},
		{Pattern: "POST /staff/{id}/recover", Form: "/staff/{id}", Action: access.RevokeKeys, Handle: s.of(s.recover)},
		{Pattern: "POST /staff/{id}/revoke", Form: "/staff/{id}", Action: access.RevokeKeys, Handle: s.ofEver(s.revoke)},
	}...)
}

type staffPages struct{ doors Doors }

// staffRow is one member of staff in the list.
type staffRow struct {
	ID      casebook.ID
	Name    string
	Hats    []string
	Keys    int
	Entered bool
}

// waitingRow is a key that waits, in words.
type waitingRow struct {
	WaitingKey
	Owner, By string
	Mine      bool // the visitor has said yes already
}

// staffList is the page of all who work here.
type staffList struct {
	Staff   []staffRow
	Left    []staffRow // who left, and whose keys are still in force
	Bare    []string   // hats that nobody wears
	Waiting []waitingRow
	Alone   bool // nobody else could sign for a key: one suffices
}

func (s staffPages) list(p *web.Page) error { return s.listAgain(p, nil) }

// listAgain shows all who work here with what went wrong, if anything did.
func (s staffPages) listAgain(p *web.Page, wrong error) error {
	data, err := s.listed(p)
	if err != nil {
		return err
	}
	return p.Retry(wrong, views, "staff", data)
}

func (s staffPages) listed(p *web.Page) (*staffList, error) {
	data := &staffList{}
	var names map[casebook.ID]string
	p.Desk.House(func(h *casebook.House) {
		names = staffNames(h)
		data.Bare, data.Alone = h.BareHats(), !h.SecondEnroller(p.Visitor.Who)
		for id, m := range h.StaffNow() {
			data.Staff = append(data.Staff, staffRow{ID: id, Name: m.Name, Hats: inOrder(m.Hats), Keys: len(h.KeysOf(id))})
		}
		for id, m := range h.LeftWithKeys() {
			data.Left = append(data.Left, staffRow{ID: id, Name: m.Name, Keys: len(h.KeysOf(id))})
		}
	})
	byName := func(a, b staffRow) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(data.Staff, byName)
	slices.SortFunc(data.Left, byName)
	for i := range data.Staff {
		standing, err := s.doors.Standing(p.R.Context(), data.Staff[i].ID)
		if err != nil {
			return nil, err
		}
		data.Staff[i].Entered = standing.Entered
	}
	waiting, err := s.doors.Waiting(p.R.Context())
	for _, w := range waiting {
		if names[w.Who] != "" {
			data.Waiting = append(data.Waiting, waitingRow{w, names[w.Who], names[w.First], w.First == p.Visitor.Who})
		}
	}
	return data, err
}

func staffNames(h *casebook.House) map[casebook.ID]string {
	out := map[casebook.ID]string{}
	for id, s := range h.StaffNow() {
		out[id] = s.Name
	}
	return out
}

// inOrder puts hats into the order in which people read them.
func inOrder(hats []string) []string {
	return slices.DeleteFunc(slices.Clone(casebook.Hats), func(hat string) bool { return !slices.Contains(hats, hat) })
}
