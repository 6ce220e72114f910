package person

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
)

// placeCookie remembers where somebody paused.
const placeCookie = "place"

// parts are the parts of a text in the order in which they are told, the cost page first.
var parts = append([]string{"cost"}, casebook.Sections...)

// reading is one part of the text.
type reading struct {
	Text                     casebook.DisclosureText
	ID, Heading, Body        string
	Number, Of               int
	Back, On                 string // addresses; On of the last part leads to the question
	NoReturn                 bool   // here it becomes hard to turn back
	Version                  int
	Contents                 []content
	NotInLanguage, NoSuchYet bool
}

// content is one line of the contents.
type content struct {
	Heading, Path string
	Here          bool
}

// text is the text they were told, in the language of the page if it has that language; else the one in force.
func (o *own) text() (t casebook.DisclosureText, version int, ok bool) {
	role, version := "", 0
	if n := len(o.Texts); n > 0 {
		role, version = o.Texts[n-1].Role, o.Texts[n-1].Version
		t, ok = o.Texts[n-1].DisclosureText, true
	}
	o.Desk.House(func(h *casebook.House) {
		if now := h.Programme(h.Pos); role == "" && now != nil && len(now.Roles) > 0 {
			role = now.Roles[0].ID
		}
		for _, text := range h.Texts() {
			if text.Role != role || version != 0 && text.Version != version {
				continue
			}
			for _, in := range slices.Concat(text.In(o.Lang), text.Texts) {
				if in.Language == o.Lang || !ok {
					t, ok = in, true
					break
				}
			}
			if version == 0 {
				version = text.Version
			}
		}
	})
	return t, version, ok
}

// resume goes on where somebody paused.
func resume(o *own) error {
	n := 1
	if c, err := o.R.Cookie(placeCookie); err == nil {
		if kept, err := strconv.Atoi(c.Value); err == nil && kept >= 1 && kept <= len(parts) {
			n = kept
		}
	}
	return o.See(o.At("/read/" + strconv.Itoa(n)))
}

func read(o *own) error {
	n, err := strconv.Atoi(o.R.PathValue("part"))
	if err != nil || n < 1 || n > len(parts) {
		return &desk.Error{Kind: desk.NotFound, Say: "there is no such part"}
	}
	text, version, ok := o.text()
	page := reading{Text: text, ID: parts[n-1], Number: n, Of: len(parts), Version: version, NoSuchYet: !ok, NoReturn: parts[n-1] == "no-return",
		NotInLanguage: ok && text.Language != o.Lang}
	page.Heading, page.Body = text.Headings[page.ID], text.Sections[page.ID]
	if page.ID == "cost" {
		page.Body = text.Cost
	}
	if n > 1 {
		page.Back = o.At("/read/" + strconv.Itoa(n-1))
	}
	page.On = o.At("/answer")
	if n < len(parts) {
		page.On = o.At("/read/" + strconv.Itoa(n+1))
	}
	for i, id := range parts {
		page.Contents = append(page.Contents, content{text.Headings[id], o.At("/read/" + strconv.Itoa(i+1)), i == n-1})
	}
	http.SetCookie(o.W, o.cookie(placeCookie, strconv.Itoa(n), 90*24*time.Hour))
	return o.show("read", page)
}

// againPage shows what changed since the text that the person relied on (G16).
type againPage struct {
	Changes []change
	Summary string
	Version int
	Told    bool // somebody of ours has told them the new text
}

// toldAnew reports whether somebody of ours told the person the text that has changed.
func (o *own) toldAnew() bool {
	return o.Changed != nil && slices.ContainsFunc(o.Texts, func(t desk.ExportedText) bool { return t.Role == o.Changed.Role && t.Version == o.Changed.Version })
}

// change is one part that reads differently now.
type change struct{ Heading, Before, Now string }

// before is the text to which the person said yes, in the language of the new one if it exists in it.
func (o *own) before() (out casebook.DisclosureText) {
	o.Desk.House(func(h *casebook.House) {
		for _, t := range h.Texts() {
			if o.Yes == nil || t.Role != o.Yes.Role || t.Version != o.Yes.Version {
				continue
			}
			for _, in := range append(t.In(o.Changed.Language), t.Texts...) {
				out = in
				return
			}
		}
	})
	return out
}

func again(o *own) error {
	if o.Changed == nil {
		return o.See(o.At(""))
	}
	now := o.Changed
	page := againPage{Version: now.Version, Told: o.toldAnew()}
	old := o.before()
	o.Desk.House(func(h *casebook.House) {
		for _, text := range h.Texts() {
			if text.Role == now.Role && text.Version == now.Version {
				page.Summary = text.Change
			}
		}
	})
	for _, id := range parts {
		before, after := old.Sections[id], now.Sections[id]
		if id == "cost" {
			before, after = old.Cost, now.Cost
		}
		if before != after {
			page.Changes = append(page.Changes, change{now.Headings[id], before, after})
		}
	}
	return o.show("again", page)
}

// help is what anybody may have, whatever they answered, without joining: what the text says of it (G27).
func help(o *own) error {
	text, _, _ := o.text()
	return o.show("help", text)
}
