package team

import (
	"willing/casebook"
	"willing/programme"
	"willing/web"
)

// folder is the programme in force; never nil.
func folder(p *web.Page) *programme.Folder {
	if p.Programme != nil {
		if f := p.Programme(); f != nil {
			return f
		}
	}
	return &programme.Folder{}
}

// word is what the programme calls something, in the language of the page; else is said if it has no word.
func word(p *web.Page, key, otherwise string) string {
	return wordIn(p, p.Lang, key, otherwise)
}

func wordIn(p *web.Page, lang, key, otherwise string) string {
	for _, lang := range []string{lang, "en"} {
		if w := folder(p).Words[lang][key]; w != "" {
			return w
		}
	}
	return otherwise
}

func roleName(p *web.Page, role string) string { return word(p, "roles."+role+".name", role) }

func placeName(p *web.Page, territory string) string {
	return word(p, "territories."+territory, territory)
}

// settings is the programme as the log has it.
func settings(p *web.Page) (out casebook.Programme) {
	p.Desk.House(func(h *casebook.House) {
		if in := h.Programme(h.Pos); in != nil {
			out = *in
		}
	})
	return out
}
