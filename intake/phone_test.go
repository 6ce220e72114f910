package intake

import (
	"slices"
	"testing"
)

func e164(phones []Phone) []string {
	var out []string
	for _, p := range phones {
		out = append(out, p.E164)
	}
	return out
}

func TestPhonesAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct {
		cell, country string
		want          []string
	}{
		{"0468/04.95.86", "BE", []string{"+32468049586"}},
		{"+32498227902 / 0468/43.27.07", "BE", []string{"+32498227902", "+32468432707"}},
		{"0033 261919125", "BE", []string{"+33261919125"}},
		{"001 9075550108", "US", []string{"+19075550108"}},
		{"+39349-6521910 - +39347 0830663", "IT", []string{"+393496521910", "+393470830663"}},
		{"0039 340-9297240", "ES", []string{"+393409297240"}},
		{"048 97078-9549 (cel)\n71 98014 2185", "BR", []string{"+5548970789549", "+5571980142185"}},
		{"(27) 96948-3211 / (13) 96750-4873 (rec.)", "BR", []string{"+5527969483211", "+5513967504873"}},
		{"+55 27 96895-2121; (61) 96087-1259", "BR", []string{"+5527968952121", "+5561960871259"}},
		{"+380 674 145 250 or +380 669 163 705", "US", []string{"+380674145250", "+380669163705"}},
		{"٠٠٢٠١٠٢٦٧٢١٦٠٧", "", []string{"+20102672" + "1607"}},
		{"\u202a+12025550125\u202c", "", []string{"+12025550125"}},
		{"'+12025550125", "", []string{"+12025550125"}},
		{"Tel. 06 39 98 15 16", "FR", []string{"+33639981516"}},
		{"(+33) 6 39 98 15 16", "", []string{"+33639981516"}},
		{"06 39 98 15 16", "", []string{""}},
		{"call my brother", "FR", []string{""}},
	} {
		if got := e164(ParsePhones(c.cell, c.country)); !slices.Equal(got, c.want) {
			t.Errorf("%q in %s: %q, should be %q", c.cell, c.country, got, c.want)
		}
	}
}

func TestEmailsAsPeopleWriteThem(t *testing.T) {
	got, ok := ParseEmails("Ann Reed <ann@example.org>; mailto:jo@example.net, kim@example.com")
	if !ok || !slices.Equal(got, []string{"ann@example.org", "jo@example.net", "kim@example.com"}) {
		t.Errorf("%q %v", got, ok)
	}
	for _, bad := range []string{"ann@", "@example.org", "ann at example.org", "ann@example", "a@b@c.de", "=cmd@example.org"} {
		if got, ok := ParseEmails(bad); ok || len(got) > 0 {
			t.Errorf("%q was taken for %q", bad, got)
		}
	}
}

func TestCountriesAndLanguagesByName(t *testing.T) {
	for text, want := range map[string]string{"ES": "ES", "es": "ES", "España": "ES", "Espagne": "ES", "Spanje": "ES", "إيطاليا": "IT", "Brasil": "BR", "UK": "GB", "Deutschland?": "", "XX": "", "": ""} {
		if got := CountryCode(text); got != want {
			t.Errorf("%q: %q, should be %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"FR": "fr", "Frans": "fr", "Néerl.": "nl", "português": "pt", "العربية": "ar", "ελληνικά": "el", "Klingonisch": "", "": ""} {
		if got := LanguageCode(text); got != want {
			t.Errorf("%q: %q, should be %q", text, got, want)
		}
	}
}
