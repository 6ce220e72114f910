package linkage

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Strength says what a shared key is worth.
type Strength uint8

// Strong blocks an approach, Weak warns and asks for a look (rule G01). The
// numbers are part of stored markers and never change.
const (
	None   Strength = 0
	Weak   Strength = 1
	Strong Strength = 2
)

// String names the strength: none, weak, strong.
func (s Strength) String() string {
	switch s {
	case None:
		return "none"
	case Weak:
		return "weak"
	case Strong:
		return "strong"
	}
	return "strength " + strconv.Itoa(int(s))
}

// Kind says which particulars a key is made of.
type Kind uint8

// The kinds of keys. The numbers are part of stored markers and never change.
const (
	PhoneName Kind = 1 // strong: phone and a like name
	BirthName Kind = 2 // strong: full birth date and a like name
	EmailName Kind = 3 // strong: e-mail address and a like name
	Phone     Kind = 4 // weak: a phone, which families share
	Email     Kind = 5 // weak: an e-mail address alone
	PlaceName Kind = 6 // weak: town and the skeletons of a name
	YearName  Kind = 7 // weak: year of birth and the skeletons of a name
)

var kindNames = [...]string{
	PhoneName: "phone and name", BirthName: "birth date and name", EmailName: "e-mail and name",
	Phone: "phone", Email: "e-mail", PlaceName: "place and name", YearName: "year and name",
}

// String says in English what agrees.
func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return "kind " + strconv.Itoa(int(k))
}

// Strength tells what a key of this kind is worth; None for an unknown kind.
func (k Kind) Strength() Strength {
	switch k {
	case PhoneName, BirthName, EmailName:
		return Strong
	case Phone, Email, PlaceName, YearName:
		return Weak
	}
	return None
}

// Scheme numbers the way keys are made. It is the first part of every value:
// whoever changes a rule in this package that alters values raises it, since
// stored markers cannot be made again from their people.
const Scheme = 1

// Key is one thing that two records about one person would share. Value is
// readable personal data. Keys are comparable with ==.
type Key struct {
	Kind     Kind
	Strength Strength
	Value    string
}

// Particulars are what is known of a person, as it was typed. Every field may
// be empty. A name comes as Family and Given, or as Full (in any order, or
// "Family, Given"); Latin is a transliteration that somebody added. Phones are
// E.164 (+33639980584); others are ignored.
type Particulars struct {
	Family, Given, Full, Latin string

	Phones []string
	Emails []string

	Born Date

	Town, Country string
}

// maxContacts bounds the phones and the e-mail addresses that are looked at.
const maxContacts = 8

// Keys gives the keys of a person, sorted and without doubles. The same
// particulars give the same keys in every version with the same Scheme.
func Keys(p Particulars) []Key {
	b := builder{keys: make([]Key, 0, 32)}
	phones, emails := validPhones(p.Phones), validEmails(p.Emails)
	for _, phone := range phones {
		b.add(Phone, scheme+phone)
	}
	for _, email := range emails {
		b.add(Email, scheme+email)
	}
	for _, n := range readings(p) {
		b.addStrong(n.strong(), phones, emails, p.Born)
		b.addWeak(n, p)
	}
	return b.sorted()
}

type builder struct{ keys []Key }

// scheme begins each value.
var scheme = strconv.Itoa(Scheme) + "|"

func (b *builder) add(kind Kind, value string) {
	b.keys = append(b.keys, Key{Kind: kind, Strength: kind.Strength(), Value: value})
}

func (b *builder) addStrong(forms, phones, emails []string, born Date) {
	exact := ""
	if born.Full() {
		exact = born.exact()
	}
	for _, form := range forms {
		for _, phone := range phones {
			b.add(PhoneName, scheme+phone+"|"+form)
		}
		for _, email := range emails {
			b.add(EmailName, scheme+email+"|"+form)
		}
		if exact != "" {
			b.add(BirthName, scheme+exact+"|"+form)
		}
	}
}

func (b *builder) addWeak(n name, p Particulars) {
	if place := placeOf(p.Town); place != "" {
		for _, form := range n.weak(true) {
			b.add(PlaceName, scheme+place+"|"+form)
		}
	}
	if p.Born.Known() {
		year := strconv.Itoa(p.Born.Year)
		for _, form := range n.weak(false) {
			b.add(YearName, scheme+year+"|"+form)
		}
	}
}

func (b *builder) sorted() []Key {
	slices.SortFunc(b.keys, func(x, y Key) int {
		if x.Kind != y.Kind {
			return cmp.Compare(x.Kind, y.Kind)
		}
		return strings.Compare(x.Value, y.Value)
	})
	return slices.Compact(b.keys)
}

// placeOf is the first sound of a town. The country is no part of it: half of
// the lists leave it out.
func placeOf(town string) string { return knownPlaces.get(clipped(town), soundOfPlace) }

var knownPlaces memo[string]

func soundOfPlace(town string) string {
	var b strings.Builder
	for _, text := range strings.Fields(Normalise(town)) {
		b.WriteString(newWord(text).sounds[0])
	}
	return b.String()
}

// validPhones keeps what is E.164: a plus and 7 to 15 digits.
func validPhones(phones []string) []string {
	var out []string
	for _, p := range phones[:min(len(phones), maxContacts)] {
		digits, ok := strings.CutPrefix(strings.TrimSpace(p), "+")
		if ok && len(digits) >= 7 && len(digits) <= 15 && strings.Trim(digits, "0123456789") == "" {
			out = appendNew(out, "+"+digits)
		}
	}
	return out
}

// validEmails folds case and drops a tag (anna+boats@example.org), by which
// some people sort their mail.
func validEmails(emails []string) []string {
	var out []string
	for _, e := range emails[:min(len(emails), maxContacts)] {
		local, domain, ok := strings.Cut(strings.ToLower(strings.TrimSpace(e)), "@")
		local, _, _ = strings.Cut(local, "+")
		if ok && local != "" && domain != "" && len(local)+len(domain) < 255 && !strings.ContainsAny(local+domain, "@| \t\r\n") {
			out = appendNew(out, local+"@"+domain)
		}
	}
	return out
}
