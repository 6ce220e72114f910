package locale

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Languages lists the languages of pages that teams and people see, English first.
var Languages = []string{"en", "fr", "es", "it", "pt", "ar"}

// Offices lists the languages of headquarters' pages.
var Offices = []string{"en", "fr"}

// Words are all sentences of all languages. They are safe for concurrent use. A language is read when it is first
// spoken: a phone speaks one, and starts sooner so.
type Words struct {
	tongues map[string]func() tongue
}

// tongue is one language's sentences.
type tongue struct {
	speaker *i18n.Localizer
	keys    map[string]bool
}

// Load finds the built-in messages.
func Load() (*Words, error) {
	entries, err := files.ReadDir("messages")
	if err != nil {
		return nil, err
	}
	names := map[string][]string{}
	for _, e := range entries {
		_, rest, _ := strings.Cut(e.Name(), ".")
		lang := strings.TrimSuffix(rest, ".json")
		names[lang] = append(names[lang], path.Join("messages", e.Name()))
	}
	w := &Words{tongues: map[string]func() tongue{}}
	for lang, files := range names {
		w.tongues[lang] = sync.OnceValue(func() tongue { return read(lang, files) })
	}
	return w, nil
}

// read reads a language. Its files are built in: one that is no JSON panics, when the language is first spoken.
func read(lang string, names []string) tongue {
	bundle := i18n.NewBundle(language.MustParse(lang))
	bundle.RegisterUnmarshalFunc("json", func(data []byte, v any) error { return json.Unmarshal(bound(lang, data), v) })
	t := tongue{keys: map[string]bool{}}
	for _, name := range names {
		file, err := bundle.LoadMessageFileFS(files, name)
		if err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		for _, m := range file.Messages {
			t.keys[m.ID] = true
		}
	}
	t.speaker = i18n.NewLocalizer(bundle, lang)
	return t
}

// bound binds French marks to the word that they belong to, so that none begins a line. No mark of JSON stands behind a space.
func bound(lang string, data []byte) []byte {
	if lang != "fr" {
		return data
	}
	return []byte(french.Replace(string(data)))
}

var french = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", "« ", "«\u00a0", " »", "\u00a0»")

// of is a language that has a key: the one that was asked for, or English.
func (w *Words) of(lang, key string) tongue {
	if tongue := w.tongues[lang]; tongue != nil {
		if t := tongue(); t.keys[key] {
			return t
		}
	}
	return w.tongues["en"]()
}

// Has reports whether a language has a key of its own.
func (w *Words) Has(lang, key string) bool {
	tongue := w.tongues[lang]
	return tongue != nil && tongue().keys[key]
}

// Say returns the sentence of a key. The arguments are pairs of a placeholder's name and its value; the
// one named "count" also chooses the plural form and is written as the language writes numbers, and a number of "days", "hours" or "minutes" is said with its unit. A key that the language lacks is said in English, and
// one that nobody has as the key itself.
func (w *Words) Say(lang, key string, args ...any) string {
	config := &i18n.LocalizeConfig{MessageID: key}
	if len(args) > 1 {
		data := make(map[string]any, len(args)/2)
		for i := 0; i+1 < len(args); i += 2 {
			name := fmt.Sprint(args[i])
			data[name] = args[i+1]
			switch name {
			case "count":
				config.PluralCount = args[i+1]
				if n, ok := args[i+1].(int); ok {
					data[name] = Number(lang, n)
				}
			case "days", "hours", "minutes":
				data[name] = w.Say(lang, "count."+name, "count", args[i+1])
			}
		}
		config.TemplateData = data
	}
	said, err := w.of(lang, key).speaker.Localize(config)
	if said == "" && err != nil {
		return key
	}
	if base, _, _ := strings.Cut(lang, "-"); base == "it" {
		return elided.Replace(said)
	}
	return said
}

// elided writes an Italian article as it is said before the two days of a month that begin with a vowel: dall’8, l’11.
var elided = strings.NewReplacer(
	"il 8 ", "l’8 ", "il 11 ", "l’11 ", "Il 8 ", "L’8 ", "Il 11 ", "L’11 ", "al 8 ", "all’8 ", "al 11 ", "all’11 ",
	"Al 8 ", "All’8 ", "Al 11 ", "All’11 ", "el 8 ", "ell’8 ", "el 11 ", "ell’11 ",
)

// Dir is the direction in which a language is written: "ltr" or "rtl".
func Dir(lang string) string {
	if lang == "ar" || strings.HasPrefix(lang, "ar-") {
		return "rtl"
	}
	return "ltr"
}

// Own is what a language calls itself.
func Own(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	return cmp.Or(own[lang], own[base], lang)
}

// own holds the languages of the pages, and others in which a programme may write its texts.
var own = map[string]string{
	"en": "English", "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português", "ar": "العربية",
	"am": "አማርኛ", "bg": "Български", "bn": "বাংলা", "bs": "Bosanski", "ca": "Català", "cs": "Čeština", "cy": "Cymraeg", "da": "Dansk", "de": "Deutsch",
	"el": "Ελληνικά", "et": "Eesti", "eu": "Euskara", "fa": "فارسی", "fi": "Suomi", "ga": "Gaeilge", "gl": "Galego", "he": "עברית", "hi": "हिन्दी",
	"hr": "Hrvatski", "hu": "Magyar", "id": "Indonesia", "is": "Íslenska", "ja": "日本語", "ko": "한국어", "ku": "Kurdî", "lt": "Lietuvių",
	"lv": "Latviešu", "mk": "Македонски", "ms": "Melayu", "mt": "Malti", "nb": "Norsk bokmål", "nl": "Nederlands", "nn": "Norsk nynorsk", "no": "Norsk",
	"pl": "Polski", "ps": "پښتو", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina", "so": "Soomaali", "sq": "Shqip",
	"sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "th": "ไทย", "ti": "ትግርኛ", "tl": "Tagalog", "tr": "Türkçe",
	"uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "zh": "中文",
}

// Lacking is the first language that somebody asks for, if it is none of the offered ones; "" if it is one, or nothing is known of
// what they ask for.
func Lacking(offered []string, wishes ...string) string {
	for _, wish := range wishes {
		tag, err := language.Parse(wish)
		if err != nil || tag == language.Und {
			continue
		}
		base, _ := tag.Base()
		if slices.Contains(offered, base.String()) {
			return ""
		}
		return base.String()
	}
	return ""
}

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
