package web

import (
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/programme"
)

// Site is what the pages stand on. Package node fills it in.
type Site struct {
	Desk  *desk.Desk
	Words *locale.Words
	Guard Guard
	Now   func() time.Time
	Rand  io.Reader
	Log   *slog.Logger
	Nav   []Link                // the side navigation of headquarters
	Home  func(*Visitor) string // where somebody begins after signing in
	// File writes the zip of a person's own file for them, in a language; nil where none is given out.
	File func(w io.Writer, language string, file *desk.Exported) error

	// Line is a device's line to headquarters; nil at headquarters.
	Line Line
	// Headquarters is the address at which a laptop meets headquarters; "" where these pages are themselves served
	// from there, as a phone's are too.
	Headquarters string
	// Beside is a laptop's way to another one; nil where there is none.
	Beside Beside

	// Files are what is carried where there is no line; nil on a phone, which has a page of its own for them.
	Files Files

	// Keep is the page on which a phone is locked, and carries its files; "" where there is none.
	Keep string

	// Head is what every page has in its head besides; "" at headquarters.
	Head template.HTML
	// Warn says what a device must tell on every page of the team; nil if there never is anything.
	Warn func(*Page) []Warning

	// Programme is the folder in force: names of roles and places, forms, how to ask for the four points.
	// It may be nil, and give nil: then pages show ids instead of names.
	Programme func() *programme.Folder
	// Phone reads a telephone number as it was typed, in a country (ISO 3166-1; may be ""), and gives it as
	// E.164, or "" if it is none. If it is nil, only numbers that begin with + are read.
	Phone func(typed, country string) string

	rights bool // the page of [RightsPath] is among those that are served
}

// Warning is something about a device that somebody must see to.
type Warning struct {
	Say  string
	Path string // where it can be seen to
	Do   string // what the link there is called
}

// Link is an entry of a navigation: shown to whoever may try its action.
type Link struct {
	Path   string
	Key    string // its words
	Action access.Action
}

// Visitor is whoever looks at a page and has signed in.
type Visitor struct {
	desk.Acting        // with the key of their session, or the server's if they have none
	Name        string // as the staff list has it
	Hats        []string
	Territories []string     // of their own teams
	Language    string       // what they chose; "" leaves it to the browser
	Unlocked    time.Time    // until when their own key acts; zero if only the server signs for them
	Pair        *desk.Acting // whoever unlocked beside them, the other half of the pair
	PairName    string
	PairUntil   time.Time
}

// NewVisitor is a member of staff with the hats and teams that the log gives them now, and no key yet; nil for
// somebody who left or is not known. On a device their territories are those that it carries.
func NewVisitor(d *desk.Desk, who casebook.ID) *Visitor {
	v := named(d, who)
	if v != nil {
		v.Territories = slices.DeleteFunc(v.Territories, func(t string) bool { return !d.Carries(t) })
	}
	return v
}

func named(d *desk.Desk, who casebook.ID) (v *Visitor) {
	d.House(func(h *casebook.House) {
		s, ok := h.StaffAt(who, h.Pos)
		if !ok || s.Left {
			return
		}
		v = &Visitor{Name: s.Name, Hats: slices.Clone(s.Hats)}
		for _, team := range h.TeamsOf(who, h.Pos) {
			t, _ := h.TeamAt(team, h.Pos)
			v.Territories = append(v.Territories, t.Territories...)
		}
	})
	return v
}

// May reports whether the visitor's hats allow an action somewhere.
func (v *Visitor) May(action access.Action) bool {
	return v != nil && access.Decide(access.Who{Hats: v.Hats, Territories: v.Territories}, action, "")
}

// Wears reports whether the visitor wears one of some hats.
func (v *Visitor) Wears(hats ...string) bool {
	return v != nil && slices.ContainsFunc(hats, func(hat string) bool { return slices.Contains(v.Hats, hat) })
}

// Both is the visitor acting with the other half of the pair as witness; without one it is the visitor alone.
func (v *Visitor) Both() desk.Acting {
	by := v.Acting
	if v.Pair != nil {
		by.With = append(slices.Clone(by.With), *v.Pair)
	}
	return by
}

// Guard knows who is looking. At headquarters package account stands behind it; in a phone, the unlocked
// store.
type Guard interface {
	// Visitor says who sends a request; nil for somebody who has not signed in.
	Visitor(r *http.Request) (*Visitor, error)
	// Keep puts a form aside that came in without a session, for whoever wrote it, and
	// returns the path at which they get it again. [FormPage] says where the form stands.
	Keep(w http.ResponseWriter, r *http.Request) (path string, err error)
	// Door is the path of the page to sign in at; after is where to go on.
	Door(after string) string
}

// Keeper is a [Guard] that gives a form back which it has put aside.
type Keeper interface {
	// Kept is a form that somebody wrote in the browser that asks; nil for every other.
	Kept(r *http.Request, who casebook.ID, name string) (*KeptForm, error)
	// Drop forgets it: it was sent again, or nobody wants it.
	Drop(r *http.Request, name string) error
}

// Locker is a [Guard] that can take the keys of an unlocked pair away before their time: when the phone is
// handed back, or put away (G07).
type Locker interface {
	Lock(r *http.Request) error
}
