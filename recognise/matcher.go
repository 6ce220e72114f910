package recognise

import (
	"slices"
	"strings"
	"sync"

	"willing/casebook"
	"willing/desk"
	"willing/linkage"
)

// Matcher puts package linkage behind the desk's question 'seen before?'. It remembers the keys that it
// made last, since the same person is asked about several times in a row. The zero value is ready.
type Matcher struct {
	mu          sync.Mutex
	young, aged map[string][]desk.Key
}

// Forget implements [desk.Matcher].
func (m *Matcher) Forget() {
	m.mu.Lock()
	m.young, m.aged = nil, nil
	m.mu.Unlock()
	linkage.Forget()
}

// matcherKeeps bounds how many people's keys one of the two generations remembers.
const matcherKeeps = 2048

// Keys implements [desk.Matcher].
func (m *Matcher) Keys(p casebook.Particulars) []desk.Key {
	name := fingerprint(p)
	m.mu.Lock()
	keys, ok := m.young[name]
	if !ok {
		keys, ok = m.aged[name]
	}
	m.mu.Unlock()
	if !ok {
		keys = makeKeys(p)
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.young == nil || len(m.young) >= matcherKeeps {
			m.young, m.aged = map[string][]desk.Key{}, m.young
		}
		m.young[name] = keys
	}
	return slices.Clip(keys)
}

// fingerprint tells apart what makes keys.
func fingerprint(p casebook.Particulars) string {
	parts := append([]string{p.Family, p.Given, p.Full, p.Latin, p.Born.String(), p.Town, p.Country, ""}, p.Phones...)
	return strings.Join(append(append(parts, ""), p.Emails...), "\x00")
}

func makeKeys(p casebook.Particulars) []desk.Key {
	keys := linkage.Keys(particulars(p))
	out := make([]desk.Key, 0, len(keys))
	for _, k := range keys {
		out = append(out, desk.Key{
			Kind: k.Kind.String(), Strong: k.Strength == linkage.Strong, Value: k.Value, Near: near(k),
			Indexed: k.Kind != linkage.PhoneName && k.Kind != linkage.EmailName,
		})
	}
	return out
}

// near is a key's value without the name, where one place or one date has several ways to write it.
func near(k linkage.Key) string {
	if end := strings.LastIndexByte(k.Value, '|'); k.Kind == linkage.BirthName || k.Kind == linkage.PlaceName {
		return k.Value[:max(end, 0)]
	}
	return k.Value
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
func (m *Matcher) Words(p casebook.Particulars) []string {
	words := strings.Fields(linkage.Normalise(strings.Join([]string{p.Family, p.Given, p.Full, p.Latin, p.Town}, " ")))
	for _, w := range slices.Clone(words) {
		words = append(words, linkage.Heard(w)...)
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// Fold implements [desk.Matcher].
func (m *Matcher) Fold(query string) [][]string {
	words := strings.Fields(linkage.Normalise(query))
	out := make([][]string, len(words))
	for i, w := range words {
		out[i] = linkage.Alike(w)
	}
	return out
}

// Lands implements [desk.Matcher].
func (m *Matcher) Lands(p casebook.Particulars) []string {
	var out []string
	if country := strings.ToUpper(strings.TrimSpace(p.Country)); len(country) == 2 {
		out = append(out, country)
	}
	for _, phone := range p.Phones {
		out = append(out, calledIn(phone)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
