package web

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"willing/casebook"
)

// A name that somebody looks for stands in no address: it would stay in the browser's history and in what a proxy notes. It
// is sent in a form and lies in a cookie of this browser, under a number drawn at random, and the address of the list has that
// number alone. So the way back, a page opened again and the next page work as ever, and without a script.

// Searched is what somebody looked for: words, and where the page before ended.
type Searched struct {
	Text  string `json:"t"`
	After string `json:"a,omitempty"`
}

// keptSearch is one of the last searches of a browser.
type keptSearch struct {
	Number string      `json:"n"`
	Who    casebook.ID `json:"w"`
	Searched
}

const (
	searchCookie = "searches"
	searchesMost = 3000 // bytes of the cookie
	searchesKept = time.Hour
)

// KeepSearch keeps what was looked for in the browser, and gives the number under which [Page.Search] finds it again.
func (p *Page) KeepSearch(s Searched) (number string, err error) {
	raw := make([]byte, 10)
	if _, err := p.Rand.Read(raw); err != nil {
		return "", err
	}
	number = strings.ToLower(base32.StdEncoding.EncodeToString(raw))
	all := append(p.searches(), keptSearch{number, p.Visitor.Who, s})
	for {
		text, err := json.Marshal(all)
		if err != nil {
			return "", err
		}
		value := base64.RawURLEncoding.EncodeToString(text)
		if len(value) <= searchesMost || len(all) == 1 {
			p.setSearches(value, searchesKept)
			return number, nil
		}
		all = all[1:]
	}
}

// Search is what this visitor looked for under a number; false if the browser has it no more.
func (p *Page) Search(number string) (Searched, bool) {
	all := p.searches()
	i := slices.IndexFunc(all, func(s keptSearch) bool { return s.Number == number && s.Who == p.Visitor.Who })
	if i < 0 {
		return Searched{}, false
	}
	return all[i].Searched, true
}

// ForgetSearches leaves nothing of them in the browser.
func (p *Page) ForgetSearches() { p.setSearches("", -time.Second) }

func (p *Page) searches() (all []keptSearch) {
	cookie, err := p.R.Cookie(searchCookie)
	if err != nil {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil || json.Unmarshal(text, &all) != nil {
		return nil
	}
	return all
}

func (p *Page) setSearches(value string, lasts time.Duration) {
	http.SetCookie(p.W, &http.Cookie{
		Name: searchCookie, Value: value, Path: "/people", HttpOnly: true, Secure: strings.HasPrefix(p.Origin(), "https:"), SameSite: http.SameSiteStrictMode, MaxAge: int(lasts / time.Second),
	})
}
