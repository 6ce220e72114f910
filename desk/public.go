package desk

import (
	"context"
	"encoding/hex"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// The public page has no sign-in. Whoever knows a phone number or holds a receipt's code can say stop there;
// it is a hold of a stranger: at once, for every team, and lifted by the person only, by their link, their
// receipt, or before two people outside every team. Whether a number is known here, nobody learns: the answer
// is the same, and so is the work.

// mostNumbers bounds the ways in which one number may be meant, with one country's code or another's.
const mostNumbers = 8

// StopByPhone leaves everybody alone who is reached by one of some numbers, ways to read one that was typed,
// as E.164. A number that nobody here has leaves a marker of itself: a weak one, so it stops nobody by itself,
// and lets a named person look should the number ever come in (G01). Callers limit the rate.
func (d *Desk) StopByPhone(ctx context.Context, numbers []string) error {
	if len(numbers) == 0 || len(numbers) > mostNumbers {
		return fail(BadInput, "give one telephone number")
	}
	return d.act(ctx, Acting{}, "", func(t *turn) error {
		var records []casebook.ID
		keys := d.Matcher.Keys(casebook.Particulars{Phones: numbers})
		found, err := d.sharing(t.w, keys, nil)
		if err != nil {
			return err
		}
		for _, record := range found {
			theirs, err := d.keysOf(t.w, record)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(keys, func(k Key) bool { return theirs[k] }) {
				records = append(records, record)
			}
		}
		marker, err := d.Markers.Make(keys, d.areas("", d.Matcher.Lands(casebook.Particulars{Phones: numbers})), EntryRefusal, t.now.Year(), int(t.now.Month()))
		if err != nil {
			return fail(BadInput, "this is no telephone number")
		}
		return t.stopAll(records, marker, d.Markers.Check(keys))
	})
}

// stopAll holds some records. If there are none, it does the same work, and keeps the marker if there is none
// like it yet.
func (t *turn) stopAll(records []casebook.ID, marker []byte, met []Hit) error {
	var notes []Entry
	wrote := false
	for _, record := range records {
		stopped, err := t.stopAsked(record)
		if err != nil {
			return err
		}
		wrote = wrote || stopped
	}
	if wrote {
		return nil
	}
	if len(records) == 0 && len(met) == 0 {
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
		return t.stopAll(records, nil, []Hit{{}})
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
