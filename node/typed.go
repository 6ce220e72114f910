package node

import "willing/intake"

// Typed reads what people type, as package intake reads it in lists.
type Typed struct{}

// Phones gives the numbers in E.164.
func (Typed) Phones(typed, country string) (numbers []string, ok bool) {
	for _, phone := range intake.ParsePhones(typed, country) {
		if phone.E164 == "" {
			return nil, false
		}
		numbers = append(numbers, phone.E164)
	}
	return numbers, len(numbers) > 0
}

// Emails gives the addresses.
func (Typed) Emails(typed string) (addresses []string, ok bool) { return intake.ParseEmails(typed) }

// Country gives the code of a country.
func (Typed) Country(typed string) string { return intake.CountryCode(typed) }

// Language gives the code of a language.
func (Typed) Language(typed string) string { return intake.LanguageCode(typed) }
