package desk

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode"

	"willing/casebook"
	"willing/journal"
)

// The public page has no sign-in. Whoever knows a phone number or holds a receipt's code can say stop there;
// it is a hold of a stranger: at once, for every team, and lifted by the person only, by their link, their
// receipt, or before two people outside every team. Whether a number is known here, nobody learns: the answer
// is the same, and so is the work.

// mostNumbers bounds the ways in which one number may be meant, with one country's code or another's.
const mostNumbers = 256

// FewestTyped is how many digits a number has of which nobody says where it belongs: with fewer it is one in some country or
// other, and half a number everywhere else.
const FewestTyped = 7

// Digits counts the digits of what was typed.
func Digits(s string) (n int) {
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// What somebody types as a number is so long at most, in bytes, and in so many pieces: each is tried in every country.
const (
	mostTyped  = 200
	mostPieces = 4
)

// errNumber says that what was typed is no number, or could be too many.
var errNumber = &Error{Kind: BadInput, Say: "this is no telephone number: write it with + and the country's code"}

// ReadNumbers reads what somebody typed as every number that it may be: each where there are several, and one that names
// no country as one of each in which the programme works, of an area as of a country. read gives one as E.164, or "".
// What is too much to try it refuses whole. Of two pieces of which one is no number the other counts: that is how an extension is written.
func ReadNumbers(p *casebook.Programme, typed, country string, read func(typed, country string) string) ([]string, error) {
	var out []string
	pieces := strings.FieldsFunc(typed[:min(len(typed), mostTyped+1)], func(r rune) bool { return strings.ContainsRune("/;,|\n", r) })
	if len(typed) > mostTyped || len(pieces) > mostPieces {
		return nil, errNumber
	}
	for _, piece := range pieces {
		countries := []string{country}
		if country == "" && !strings.HasPrefix(strings.TrimSpace(piece), "+") && p != nil && Digits(piece) >= FewestTyped {
			for _, t := range p.Territories {
				countries = append(countries, t.Countries...)
			}
		}
		for _, c := range countries {
			// Many write the zero of their own country in brackets behind the code: +39 (0)333 ….
			for _, way := range slices.Compact([]string{piece, strings.ReplaceAll(piece, "(0)", "")}) {
				if number := read(way, c); number != "" && !slices.Contains(out, number) {
					out = append(out, number)
				}
			}
		}
	}
	if len(out) == 0 || len(out) > mostNumbers {
		return nil, errNumber
	}
	return out, nil
}

// StopByPhone leaves everybody alone who is reached by one of some numbers, ways to read one that was typed,
// as E.164. A number that nobody here has leaves a marker of itself, also beside one that somebody has: a weak one, so it
// stops nobody by itself, and lets a named person look should the number ever come in (G01). Callers limit the rate.
func (d *Desk) StopByPhone(ctx context.Context, numbers []string) error {
	if len(numbers) == 0 || len(numbers) > mostNumbers {
		return errNumber
	}
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		var records []casebook.ID
		var nobodys []string
		for _, number := range numbers {
			keys := d.Matcher.Keys(casebook.Particulars{Phones: []string{number}})
			if len(keys) == 0 {
				return errNumber
			}
			found, err := t.reachedBy(keys)
			if err != nil {
				return err
			}
			if records = append(records, found...); len(found) == 0 && len(d.Markers.Check(keys)) == 0 {
				nobodys = append(nobodys, number)
			}
		}
		markers, err := d.markNumbers(nobodys, t.now)
		if err != nil {
			return err
		}
		return t.stopAll(records, markers)
	})
}

// reachedBy lists the records that have one of some keys.
func (t *turn) reachedBy(keys []Key) (records []casebook.ID, err error) {
	found, err := t.d.sharing(t.w, keys, nil)
	if err != nil {
		return nil, err
	}
	for _, record := range found {
		theirs, err := t.d.keysOf(t.w, record)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(keys, func(k Key) bool { return theirs[k] }) {
			records = append(records, record)
		}
	}
	return records, nil
}

// numbersAtOnce is how many numbers one marker bears: no more are looked at of one person.
const numbersAtOnce = 8

// markNumbers makes the markers of numbers that nobody here has.
func (d *Desk) markNumbers(numbers []string, now time.Time) (markers [][]byte, err error) {
	for some := range slices.Chunk(numbers, numbersAtOnce) {
		p := casebook.Particulars{Phones: some}
		marker, err := d.Markers.Make(d.Matcher.Keys(p), d.areas("", d.Matcher.Lands(p)), EntryRefusal, now.Year(), int(now.Month()))
		if err != nil {
			return nil, errNumber
		}
		markers = append(markers, marker)
	}
	return markers, nil
}

// stopAll holds some records, and keeps some markers. Where neither writes anything, it does the same work.
func (t *turn) stopAll(records []casebook.ID, markers [][]byte) error {
	wrote := false
	for _, record := range records {
		stopped, err := t.stopAsked(record)
		if err != nil {
			return err
		}
		wrote = wrote || stopped
	}
	if wrote && len(markers) == 0 {
		return nil
	}
	var notes []Entry
	for _, marker := range markers {
		id, err := t.d.newID()
		if err != nil {
			return err
		}
		notes = append(notes, Entry{Kind: EntryStop, ID: id, Marker: marker})
	}
	_, err := t.append(entry{actor: itself, notes: notes, events: []casebook.Event{{Type: casebook.StopAsked, Body: &casebook.Blank{}}}})
	return err
}

// stopAsked holds one record, unless such a stop stands already.
func (t *turn) stopAsked(record casebook.ID) (bool, error) {
	s, err := t.known(record)
	if err != nil || s == nil || s.Stage == casebook.StageErased || s.Asked(t.now) {
		return false, err
	}
	_, err = t.append(entry{subject: record, actor: itself, notes: []Entry{{Kind: EntryStop, ID: record}},
		events: []casebook.Event{{Type: casebook.StopAsked, Body: &casebook.Blank{}}}})
	return err == nil, err
}

// StopByCode leaves whoever gave the answer alone to which a receipt's code belongs. An unknown code is
// answered alike.
func (d *Desk) StopByCode(ctx context.Context, code string) error {
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		var records []casebook.ID
		answers, err := answersBy(t.w, code)
		if err != nil {
			return err
		}
		for _, c := range answers {
			records = append(records, casebook.ID(c.Header.Subject))
		}
		return t.stopAll(records, nil)
	})
}

// What a receipt's holder learns of their answer.
const (
	ArrivedHere = "recorded"
	NotYetHere  = "not yet here"
)

// Arrived says whether the answer to which a receipt's code belongs is here. It says nothing else, and needs
// no sign-in.
func (d *Desk) Arrived(ctx context.Context, code string) (string, error) {
	out := NotYetHere
	err := d.see(ctx, func(r journal.Reader) error {
		answers, err := answersBy(r, code)
		if len(answers) > 0 {
			out = ArrivedHere
		}
		return err
	})
	return out, err
}

// answersBy finds the answers to which a receipt's code belongs: one, or none.
func answersBy(r journal.Reader, code string) ([]journal.Commit, error) {
	prefix, err := hex.DecodeString(code)
	if err != nil || len(prefix) != codeSize {
		return nil, fail(BadInput, "a receipt's code has 16 digits and letters from a to f")
	}
	hashes, err := journal.Beginning(r, prefix)
	if err != nil {
		return nil, journalBroken(err)
	}
	var out []journal.Commit
	for _, hash := range hashes {
		c, _, err := journal.Get(r, hash)
		if err != nil {
			return nil, journalBroken(err)
		}
		if slices.Contains(c.Header.Types, casebook.AnswerGiven) {
			out = append(out, c)
		}
	}
	return out, nil
}
