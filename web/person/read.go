package person

import (
	"net/http"
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
)

// placeCookie remembers where somebody paused.
const placeCookie = "place"

// parts are the parts of a text in the order in which they are told.
var parts = desk.TextParts

// reading is one part of the text.
type reading struct {
	Text                     casebook.DisclosureText
	ID, Heading, Body        string
	Number, Of               int
	Back, On                 string // addresses; On of the last part leads to the question, if one waits
	Last                     bool   // nothing comes after it
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
func (o *own) text() (desk.ExportedText, bool) { return o.Desk.TextFor(o.Visit, o.Lang) }

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
	text, ok := o.text()
	page := reading{Text: text.DisclosureText, ID: parts[n-1], Number: n, Of: len(parts), Version: text.Version, NoSuchYet: !ok, NoReturn: parts[n-1] == "no-return",
		NotInLanguage: ok && text.Language != o.Lang}
	page.Heading, page.Body = text.Headings[page.ID], desk.PartOf(text.DisclosureText, page.ID)
	if n > 1 {
		page.Back = o.At("/read/" + strconv.Itoa(n-1))
	}
	switch {
	case n < len(parts):
		page.On = o.At("/read/" + strconv.Itoa(n+1))
	case o.Asked() != "":
		page.On, page.Last = o.At("/answer"), true
	default:
		page.On, page.Last = o.At(""), true
	}
	for i, id := range parts {
		page.Contents = append(page.Contents, content{text.Headings[id], o.At("/read/" + strconv.Itoa(i+1)), i == n-1})
	}
	http.SetCookie(o.W, o.cookie(placeCookie, strconv.Itoa(n), 90*24*time.Hour))
	return o.show("read", page)
}

// again shows what changed since the text that the person relied on (G16).
func again(o *own) error {
	changes := o.Desk.ChangesFor(o.Visit)
	if changes == nil {
		return o.See(o.At(""))
	}
	return o.show("again", changes)
}

// help is what anybody may have, whatever they answered, without joining: what the text says of it (G27).
func help(o *own) error {
	text, _ := o.text()
	return o.show("help", text.DisclosureText)
}
