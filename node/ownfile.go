package node

import (
	"io"

	"willing/casebook"
	"willing/desk"
	"willing/locale"
	"willing/ownfile"
)

// ownFiles writes people's own files for pages, and calls things as the pages do. Where a language lacks the
// words of headquarters, they are English, as the headings are.
func ownFiles(words *locale.Words) func(w io.Writer, language string, file *desk.Exported) error {
	return func(w io.Writer, language string, file *desk.Exported) error {
		say := func(kind, what string) string { return words.Say(language, "office."+kind+"."+what) }
		return ownfile.Write(w, ownfile.Words{
			Event:    func(eventType string) string { return say("event", eventType) },
			Standing: func(s casebook.Standing) string { return say("standing", string(s)) },
			Stage:    func(s casebook.Stage) string { return say("stage", string(s)) },
		}, file)
	}
}
