package intake

import (
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// headingLanguages are those in which headings, months, countries and languages are recognised.
var headingLanguages = []language.Tag{
	language.English, language.French, language.Spanish, language.Italian, language.Portuguese, language.Dutch, language.Arabic,
}

// countryNames maps the names of all countries in headingLanguages (Unicode CLDR) to their ISO 3166-1 codes.
var countryNames = sync.OnceValue(func() map[string]string {
	table := map[string]string{"usa": "US", "uk": "GB", "u s a": "US", "england": "GB", "holland": "NL"}
	for code := range phonenumbers.GetSupportedRegions() {
		region, err := language.ParseRegion(code)
		if err != nil {
			continue
		}
		for _, tag := range headingLanguages {
			table[plainKey(display.Regions(tag).Name(region))] = code
		}
	}
	return table
})

// CountryCode gives the ISO 3166-1 code of a country written as a code of two letters or by its name in English, French,
// Spanish, Italian, Portuguese, Dutch or Arabic; "" when it is none.
func CountryCode(text string) string {
	text = strings.TrimSpace(text)
	if len(text) == 2 {
		code := strings.ToUpper(text)
		if phonenumbers.GetSupportedRegions()[code] {
			return code
		}
		if code == "UK" {
			return "GB"
		}
	}
	if text == "" {
		return ""
	}
	return countryNames()[plainKey(text)]
}

// languageNames maps the names of the languages with a code of two letters in headingLanguages to that code.
var languageNames = sync.OnceValue(func() map[string]string {
	table := map[string]string{}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			code := string(a) + string(b)
			base, err := language.ParseBase(code)
			if err != nil || base.String() != code {
				continue
			}
			tag := language.Make(code)
			table[plainKey(display.Self.Name(tag))] = code
			for _, in := range headingLanguages {
				table[plainKey(display.Languages(in).Name(tag))] = code
			}
		}
	}
	delete(table, "")
	return table
})

// LanguageCode gives the ISO 639-1 code of a language written as a code or by its name, also cut short with a full stop
// ("Néerl."); "" when it is none or several.
func LanguageCode(text string) string {
	key := plainKey(text)
	if len(key) == 2 {
		if base, err := language.ParseBase(key); err == nil {
			return base.String()
		}
	}
	if key == "" {
		return ""
	}
	if code, ok := languageNames()[key]; ok || !strings.HasSuffix(strings.TrimSpace(text), ".") || len(key) < 3 {
		return code
	}
	found := ""
	for name, code := range languageNames() {
		if strings.HasPrefix(name, key) && found != code {
			if found != "" {
				return ""
			}
			found = code
		}
	}
	return found
}

// brazilStates are the 27 federative units. Five of them are also codes of countries, so that in a Brazilian file "PA" is Pará
// while "IT", which is no state, is Italy.
var brazilStates = words("AC AL AP AM BA CE DF ES GO MA MT MS MG PA PB PR PE PI RJ RN RS RO RR SC SP SE TO")

// regionCountry gives the country that somebody wrote into a Brazilian column of states for want of a better one.
func regionCountry(fileCountry, region string) string {
	region = strings.ToUpper(region)
	if fileCountry != "BR" || len(region) != 2 || brazilStates[region] {
		return ""
	}
	return CountryCode(region)
}
