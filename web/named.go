package web

import (
	"cmp"

	"willing/programme"
)

// Folder is the programme in force when the page was asked for; never nil.
func (p *Page) Folder() *programme.Folder {
	if p.folder == nil && p.Programme != nil {
		p.folder = p.Programme()
	}
	if p.folder == nil {
		p.folder = &programme.Folder{}
	}
	return p.folder
}

// Word is what the programme calls something, in the language of the page or else in English; otherwise is
// said if it has no word for it. The keys are those of its words/LANGUAGE.yaml: "roles.crew.name".
func (p *Page) Word(key, otherwise string) string {
	words := p.Folder().Words
	return cmp.Or(words[p.Lang][key], words["en"][key], otherwise)
}

// Role is the name of a role.
func (p *Page) Role(id string) string { return p.Word("roles."+id+".name", id) }

// Place is the name of a territory; "" where there is none.
func (p *Page) Place(id string) string { return p.Word("territories."+id, id) }
