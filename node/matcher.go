package node

import (
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/linkage"
)

// matcher puts package linkage behind the desk's question 'seen before?'.
type matcher struct{}

// Keys implements [desk.Matcher].
func (matcher) Keys(p casebook.Particulars) []desk.Key {
	var out []desk.Key
	for _, k := range linkage.Keys(particulars(p)) {
		out = append(out, desk.Key{Kind: k.Kind.String(), Strong: k.Strength == linkage.Strong, Value: k.Value, Indexed: k.Kind != linkage.PhoneName && k.Kind != linkage.EmailName})
	}
	return out
}

func particulars(p casebook.Particulars) linkage.Particulars {
	out := linkage.Particulars{
		Family: p.Family, Given: p.Given, Full: p.Full, Latin: p.Latin, Phones: p.Phones, Emails: p.Emails, Town: p.Town, Country: p.Country,
	}
	if !p.Born.About {
		out.Born = linkage.Date{Year: p.Born.Year, Month: p.Born.Month, Day: p.Born.Day}
	}
	return out
}

// Words implements [desk.Matcher].
func (m matcher) Words(p casebook.Particulars) []string {
	words := m.Fold(strings.Join([]string{p.Family, p.Given, p.Full, p.Latin, p.Town}, " "))
	slices.Sort(words)
	return slices.Compact(words)
}

// Fold implements [desk.Matcher].
func (matcher) Fold(text string) []string {
	return strings.Fields(linkage.Normalise(text))
}
