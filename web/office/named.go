package office

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"willing/locale"
	"willing/programme"
	"willing/web"
)

// place is what people call a territory: by the programme's word, a country by its name in their language, a
// named area by its id in words.
func place(p *web.Page, territory string) string {
	if name := p.Folder().Words[p.Lang]["territories."+territory]; name != "" {
		return name
	}
	if name := country(p, territory); name != territory {
		return name
	}
	if name := p.Place(territory); name != territory {
		return name
	}
	words := strings.Split(territory, "-")
	for i, w := range words {
		if len(w) > 1 {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

// country is the name of a country (ISO 3166-1) in the language of the page; what is no country stands as it is.
func country(p *web.Page, code string) string {
	if region, err := language.ParseRegion(code); err == nil && len(code) == 2 && code == strings.ToUpper(code) {
		if name := regions(p.Lang).Name(region); name != "" {
			return name
		}
	}
	return code
}

// tongue is the name of a language (BCP 47) in the language of the page; what is no language stands as it is.
func tongue(p *web.Page, code string) string {
	if tag, err := language.Parse(code); err == nil {
		if name := tongues(p.Lang).Name(tag); name != "" {
			return name
		}
	}
	return code
}

func regions(lang string) display.Namer {
	if lang == "fr" {
		return display.French.Regions()
	}
	return display.English.Regions()
}

func tongues(lang string) display.Namer {
	if lang == "fr" {
		return display.French.Tags()
	}
	return display.English.Tags()
}

// countries and languages are every country and every language with a code of two letters, in the order of their
// names. They are made once for each language of these pages.
var (
	countries = perLanguage(func(p *web.Page, code string) (string, bool) {
		code = strings.ToUpper(code)
		return code, programme.Country(code)
	}, country)
	languages = perLanguage(func(p *web.Page, code string) (string, bool) {
		base, err := language.ParseBase(code)
		return code, err == nil && base.String() == code
	}, tongue)
)

func perLanguage(known func(*web.Page, string) (string, bool), name func(*web.Page, string) string) map[string]func() []option {
	out := map[string]func() []option{}
	for _, lang := range locale.Offices {
		out[lang] = sync.OnceValue(func() []option {
			p := &web.Page{Lang: lang}
			var all []option
			for a := 'a'; a <= 'z'; a++ {
				for b := 'a'; b <= 'z'; b++ {
					if code, ok := known(p, string([]rune{a, b})); ok && name(p, code) != code {
						all = append(all, option{code, name(p, code)})
					}
				}
			}
			order := collate.New(language.Make(lang))
			slices.SortFunc(all, func(a, b option) int { return order.CompareString(a.Label, b.Label) })
			return all
		})
	}
	return out
}

// choicesFor are the choices of a field that is chosen and not typed; nil for the others. A value that is none of
// them (a rare language) is one choice more, so that nothing is lost by saving the form.
func choicesFor(p *web.Page, field, value string) []option {
	var all []option
	switch field {
	case "country":
		all = countries[p.Lang]()
	case "language":
		all = languages[p.Lang]()
	default:
		return nil
	}
	if value != "" && !offered(all, value) {
		all = append([]option{{value, sayField(p, field, value)}}, all...)
	}
	return all
}

// sayField says a particular as people read it: a date in full, a country and a language by name.
func sayField(p *web.Page, field, value string) string {
	switch field {
	case "born":
		if d, ok := date(value); ok {
			return p.Date(d)
		}
	case "country":
		return country(p, value)
	case "language":
		return tongue(p, value)
	}
	return value
}

// day is a date as a form asks for it, in parts of which all but the year may be left out.
type day struct {
	Year, Month, Day string
	About            bool
}

// inParts takes a date apart that is written as 2001-05-09, 2001-05, 2001 or "about 2001".
func inParts(value string) day {
	var d day
	value, d.About = strings.CutPrefix(value, "about ")
	parts := strings.SplitN(value, "-", 3)
	for i, part := range parts {
		*[]*string{&d.Year, &d.Month, &d.Day}[i] = strings.TrimLeft(part, "0")
	}
	return d
}

// typedDate is a date as its form sends it, in parts or in one piece, written as 2001-05-09 and so on. What is no
// date comes back as it was typed.
func typedDate(p *web.Page, field string) string {
	if whole := p.Value(field); whole != "" {
		return whole
	}
	year, month, day := p.Value(field+"-year"), p.Value(field+"-month"), p.Value(field+"-day")
	out := year
	for _, part := range []string{month, day} {
		if part == "" && out == year {
			continue
		}
		if len(part) == 1 {
			part = "0" + part
		}
		out += "-" + part
	}
	if p.Ticked(field+"-about") && out != "" {
		out = "about " + out
	}
	return out
}

// typedIn is what a form sends of one field.
func typedIn(p *web.Page, field string) string {
	if field == "born" || field == "seen" {
		return typedDate(p, field)
	}
	return p.Value(field)
}

// formName is what the programme calls an interview or a test: by its word, else by the form's own title.
func formName(p *web.Page, id string) string {
	title := id
	for _, in := range p.Folder().Instruments {
		if in.ID == id && in.Form != nil && in.Form.Title != "" {
			title = in.Form.Title
		}
	}
	return p.Word("instruments."+id, title)
}
