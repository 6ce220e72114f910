package programme

import (
	"slices"

	"golang.org/x/text/language"
)

// withdrawn are codes that x/text takes for countries and ISO 3166-1 does not, or no longer, assign.
// XK is not among them: the standard leaves it to its users, and they use it for Kosovo.
var withdrawn = []string{"AC", "AN", "CP", "CS", "DG", "FQ", "NT", "PC", "SU", "TA", "YU"}

// Country reports whether a code is that of a country, in ISO 3166-1 alpha-2.
func Country(code string) bool { return countryRemedy(code) == "" }

// countryRemedy says what to write instead; "" for an ISO 3166-1 alpha-2 code.
func countryRemedy(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || len(code) != 2 || !region.IsCountry() || slices.Contains(withdrawn, code) {
		return "write its ISO 3166-1 code in two capitals, such as IT"
	}
	if now := region.Canonicalize().String(); now != code {
		return "write " + now
	}
	if region.ISO3() == "ZZZ" {
		return "write its ISO 3166-1 code in two capitals, such as IT"
	}
	return ""
}

// languageRemedy says what to write instead; "" for a BCP 47 tag in its usual spelling.
func languageRemedy(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil || parsed == language.Und {
		return "write its BCP 47 tag, such as en or pt-BR"
	}
	if parsed.String() != tag {
		return "write " + parsed.String()
	}
	return ""
}
