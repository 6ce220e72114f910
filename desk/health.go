package desk

import (
	"context"
	"encoding/binary"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// What a person told for the doctor is theirs: they see it, correct it and take it back. It is read by whoever prepares
// the examination, and the person learns who did. What has ended goes from every node (G03, G27).

// ForDoctor is what somebody told for the doctor with one form.
type ForDoctor struct {
	Instrument string            `json:"instrument"`
	Answers    map[string]string `json:"answers"` // by the names of the questions
	At         time.Time         `json:"at"`
	By         string            `json:"by"`                // see [NameOf]
	Earlier    bool              `json:"earlier,omitempty"` // the same form was answered again later, where nobody can say that it was they who did
}

// toldFor lists what stands, newest first. All reading of such answers goes through here.
func (d *Desk) toldFor(s *casebook.State) []ForDoctor {
	out := []ForDoctor{}
	for _, f := range slices.Backward(s.ForDoctor()) {
		b := d.opened(f).Body.(*casebook.Form)
		again := slices.ContainsFunc(out, func(later ForDoctor) bool { return later.Instrument == b.Instrument })
		out = append(out, ForDoctor{b.Instrument, b.Answers, f.Commit.At.UTC(), NameOf(d.house, f.Commit), again})
	}
	return out
}

// Health shows what a person told for the doctor to whoever prepares the examination: a trainer or a coordinator. The
// person reads that they did.
func (d *Desk) Health(ctx context.Context, by Acting, record casebook.ID) ([]ForDoctor, error) {
	var out []ForDoctor
	var person casebook.ID
	noted := true
	err := d.see(ctx, func(r journal.Reader) error {
		s, who, err := d.within(r, by, record)
		if err != nil {
			return err
		}
		if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden || !(casebook.Viewer{Hats: who.Hats}).NeedsHealth() {
			return nobody()
		}
		person, out = s.Records[0], d.toldFor(s)
		noted = len(out) == 0 || d.lookedToday(r, person, by.Who, LookedAtHealth)
		return nil
	})
	if err == nil && !noted {
		d.looked(ctx, person, by.Who, LookedAtHealth)
	}
	return out, err
}

// OwnHealth gives a person what they told for the doctor, by the key of their link: not by one that somebody of ours has
// seen, who could read it there.
func (d *Desk) OwnHealth(ctx context.Context, by Acting) ([]ForDoctor, error) {
	var out []ForDoctor
	err := d.see(ctx, func(r journal.Reader) error {
		s, link, err := d.behindKey(r, by.Signer.Public())
		if err != nil {
			return err
		}
		if s.Stage != casebook.StageHidden && !link.SeenByStaff {
			out = d.toldFor(s)
		}
		return nil
	})
	return out, err
}

// TakeBack ends what a person told for the doctor with a form: nobody reads it any more, and it goes some days later. The
// person does it, with the key of their link or on the phone turned round; or whoever may read it writes it down for them.
func (d *Desk) TakeBack(ctx context.Context, by Acting, record casebook.ID, instrument string) error {
	by = by.doing("take-back", nil, record, instrument)
	return d.act(ctx, by, by.trying(access.Meet, record), func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if err != nil {
			return err
		}
		refs := append(s.Relies(casebook.FormTakenBack, ""), formsOf(s, instrument)...)
		return t.write(s, entry{subject: record, scope: scopeOf(s), unnamed: !t.by.acts(record), refs: refs,
			events: []casebook.Event{{Type: casebook.FormTakenBack, Body: &casebook.Blank{}}}})
	})
}

// formsOf names what stands of a form for the doctor.
func formsOf(s *casebook.State, instrument string) (out []casebook.Ref) {
	for _, f := range s.ForDoctor() {
		if f.Body.(*casebook.Form).Instrument == instrument {
			out = append(out, f.Ref)
		}
	}
	return out
}

// eraseSpent takes away the content of what was told for the doctor and has ended, once its time has come: here, as every
// other node does for itself.
func (t *turn) eraseSpent(s *casebook.State) error {
	went := false
	for _, x := range s.Spent {
		if x.Due.IsZero() || t.now.Before(x.Due) {
			continue
		}
		hash := journal.Hash(x.Ref.Commit)
		if err := firstOf(journal.EraseBody(t.w, journal.Ref{Commit: hash, Event: x.Ref.Event}), t.noteLacking(hash)); err != nil {
			return failFrom(Unexpected, err, "the content could not be erased; nobody reads it, and it is tried again")
		}
		went = true
	}
	if !went {
		return nil
	}
	return t.w.Put(bucketNoted, scrubOwed, binary.BigEndian.AppendUint64(nil, t.d.clock))
}
