package node

import (
	"io"
	"slices"
	"time"

	"willing/desk"
	"willing/locale"
	"willing/ownfile"
)

// ownFiles writes people's own files in the languages that their pages speak.
func ownFiles(words *locale.Words) func(w io.Writer, language string, file *desk.Exported) error {
	return func(w io.Writer, language string, file *desk.Exported) error {
		if !slices.Contains(locale.Languages, language) {
			language = locale.Languages[0]
		}
		return ownfile.Write(w, ownfile.Words{
			Language: language, Dir: locale.Dir(language),
			Say:    func(key string, args ...any) string { return words.Say(language, key, args...) },
			Day:    func(t time.Time) string { return locale.Day(language, t) },
			Moment: func(t time.Time) string { return locale.Moment(language, t) },
		}, file)
	}
}

// WriteOwnFile writes a person's own file in a language, English if pages do not speak it.
func WriteOwnFile(w io.Writer, language string, file *desk.Exported) error {
	words, err := locale.Load()
	if err != nil {
		return err
	}
	return ownFiles(words)(w, language, file)
}
