package team

import (
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
	"time"

	"willing/casebook"
	"willing/web"
)

// kept is the receipt of an answer that was given on the phone turned round, with its key, until the phone is handed back:
// the key stands in no address and in no log, so a cookie has it, and each page that needs it can be opened again.
type kept struct {
	Seed     string
	Given    *casebook.Receipt
	Unwanted bool // the person wants none (G14)
	Day      bool // of a 'not now': it has a day
}

const receiptCookie = "turned-receipt"

// keep keeps it for one person.
func (k *kept) keep(p *web.Page, id casebook.ID) error {
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	p.KeepWhileTurned(receiptCookie, id.String()+"."+base64.RawURLEncoding.EncodeToString(text))
	return nil
}

// unkeep throws it away.
func unkeep(p *web.Page) { p.KeepWhileTurned(receiptCookie, "") }

// keptFor is what is kept for a person, or nil.
func keptFor(p *web.Page, id casebook.ID) *kept {
	c, err := p.R.Cookie(receiptCookie)
	if err != nil {
		return nil
	}
	whose, text, _ := strings.Cut(c.Value, ".")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || whose != id.String() {
		return nil
	}
	out := &kept{}
	if json.Unmarshal(raw, out) != nil || out.Given == nil || !known(out.Given.Answer) {
		return nil
	}
	if _, err := receiptKey(out.Seed); err != nil {
		return nil
	}
	return out
}

func known(answer string) bool { return answer == "yes" || answer == "no" || answer == "not-now" }

// receiptPage is what the person may keep of an answer.
type receiptPage struct {
	*turnedPage
	Given    *casebook.Receipt
	On       time.Time
	Key      string       // the seed of the receipt's key, in groups of letters
	File     template.URL // the receipt for programs
	Proven   bool         // the receipt opens the way back
	Unwanted bool         // the person wants none (G14)

	AskNumber bool // there is a number to keep: the second question follows (G15)
}

// receipt shows it, as often as the person wants until they hand the phone back.
func receipt(p *web.Page, t *turnedPage) error {
	if t.Kept == nil {
		return p.See(t.Path)
	}
	given := t.Kept.Given
	page := receiptPage{turnedPage: t, Given: given, Key: grouped(t.Kept.Seed), Unwanted: t.Kept.Unwanted}
	page.On, _ = time.Parse(time.RFC3339, given.At) // what the desk wrote
	// Of whoever said no, and of whoever named no day, nothing is kept that a number would serve; to ask would be to
	// ask again.
	page.AskNumber = (given.Answer == "yes" || given.Answer == "not-now" && t.Kept.Day) && !t.numbered()
	for _, f := range t.Facts {
		if b, ok := f.Body.(*casebook.Answer); ok && string(b.Receipt) == string(given.Key) {
			page.Proven = t.Proven(f.Ref)
		}
	}
	// As `willing answer --receipt` writes it, so that one tool reads both.
	content := map[string]any{"receipt": given, "person": t.ID, "key": t.Kept.Seed}
	if stop := p.StopAt(); stop != "" {
		content["stop"] = stop
	}
	file, err := json.MarshalIndent(content, "", " ")
	if err != nil {
		return err
	}
	page.File = asFile("application/json", file)
	return p.Show(http.StatusOK, views, "receipt", page)
}

// numbered reports whether the second question was answered.
func (t *turnedPage) numbered() bool {
	f, _ := last[casebook.Permission](t.subject, casebook.PermissionGiven)
	return f != nil
}
