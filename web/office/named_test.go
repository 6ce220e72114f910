package office

import "testing"

// TestNoCountryStandsTwice: codes of countries that are no more, or that are none, are offered to nobody.
func TestNoCountryStandsTwice(t *testing.T) {
	for lang, list := range countries {
		seen := map[string]string{}
		for _, o := range list() {
			if was, ok := seen[o.Label]; ok {
				t.Errorf("%s: %s and %s are both %s", lang, was, o.Value, o.Label)
			}
			seen[o.Label] = o.Value
		}
		if seen["France"] != "FR" || len(seen) < 200 {
			t.Errorf("%s: %d countries, France is %q", lang, len(seen), seen["France"])
		}
	}
}
