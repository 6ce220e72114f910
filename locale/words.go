package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Languages lists the languages of pages that teams and people see, English first.
var Languages = []string{"en", "fr", "es", "it", "pt", "ar"}

// Offices lists the languages of headquarters' pages.
var Offices = []string{"en", "fr"}

//go:embed messages/*.json
var files embed.FS

// Words are all sentences of all languages. They are safe for concurrent use.
type Words struct {
	speak map[string]*i18n.Localizer
	keys  map[string]map[string]bool // language → keys
}

// Load reads the built-in messages. It fails only if one of them is no JSON.
func Load() (*Words, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	w := &Words{speak: map[string]*i18n.Localizer{}, keys: map[string]map[string]bool{}}
	entries, err := files.ReadDir("messages")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		file, err := bundle.LoadMessageFileFS(files, path.Join("messages", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("messages/%s: %w", e.Name(), err)
		}
		lang := file.Tag.String()
		if w.keys[lang] == nil {
			w.keys[lang] = map[string]bool{}
		}
		for _, m := range file.Messages {
			w.keys[lang][m.ID] = true
		}
	}
	for lang := range w.keys {
		w.speak[lang] = i18n.NewLocalizer(bundle, lang, "en")
	}
	return w, nil
}

// Has reports whether a language has a key of its own.
func (w *Words) Has(lang, key string) bool { return w.keys[lang][key] }

// Say returns the sentence of a key. The arguments are pairs of a placeholder's name and its value; the
// one named "count" also chooses the plural form. A key that the language lacks is said in English, and
// one that nobody has as the key itself.
func (w *Words) Say(lang, key string, args ...any) string {
	speaker := w.speak[lang]
	if speaker == nil {
		speaker = w.speak["en"]
	}
	config := &i18n.LocalizeConfig{MessageID: key}
	if len(args) > 1 {
		data := make(map[string]any, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			name := fmt.Sprint(args[i])
			data[name] = args[i+1]
			if name == "count" {
				config.PluralCount = args[i+1]
			}
		}
		config.TemplateData = data
	}
	said, err := speaker.Localize(config)
	if said == "" && err != nil {
		return key
	}
	return said
}

// Dir is the direction in which a language is written: "ltr" or "rtl".
func Dir(lang string) string {
	if lang == "ar" || strings.HasPrefix(lang, "ar-") {
		return "rtl"
	}
	return "ltr"
}

// Own is what a language calls itself.
func Own(lang string) string {
	if name, ok := own[lang]; ok {
		return name
	}
	return lang
}

var own = map[string]string{"en": "English", "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português", "ar": "العربية"}

// Choose picks one of the offered languages by what somebody asked for, in order: plain codes or the
// value of an Accept-Language header. The first of the offered ones serves whoever asked for none of them.
func Choose(offered []string, wishes ...string) string {
	for _, wish := range wishes {
		tags, _, err := language.ParseAcceptLanguage(wish)
		if err != nil {
			continue
		}
		for _, tag := range tags {
			base, _ := tag.Base()
			if slices.Contains(offered, base.String()) {
				return base.String()
			}
		}
	}
	return offered[0]
}
