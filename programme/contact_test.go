package programme

import "testing"

func TestAContactIsTappedWhereItIsOneAddressOrOneNumber(t *testing.T) {
	for contact, want := range map[string][2]string{
		"ask@harbour-advice.example":        {"ask@harbour-advice.example", ""},
		"+44 (0)20 7946-0018":               {"", "+442079460018"},
		"+39 010 555 0101":                  {"", "+390105550101"},
		"ask@one.example, +39 010 555 0101": {},
		"ask@one.example?body=hello":        {},
		"a@b@one.example":                   {},
		"010 555 0101":                      {},
		"https://advice.example":            {},
		"the harbour office, weekdays":      {},
		"":                                  {},
	} {
		body := OutsideBody{Contact: contact}
		if got := [2]string{body.Mail(), body.Phone()}; got != want {
			t.Errorf("%q: %q", contact, got)
		}
	}
}
