package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// AnswerAgain lets a person correct an answer that they have just given: on the phone turned round, until it is
// handed back (G09). A no or a 'not now' is taken back first, with the key of the receipt that came with it, as
// only the person can (G11); the log keeps every answer. A no needs no key.
func (d *Desk) AnswerAgain(ctx context.Context, by Acting, record casebook.ID, in Answering, receipt journal.Signer) (*casebook.Receipt, error) {
	var out *casebook.Receipt
	action := access.LeaveAlone
	if in.Answer.Answer == "yes" {
		action = access.Ask
	}
	err := d.act(ctx, by.doing("answer again", &out, record, in.Answer), action, func(t *turn) error {
		again, err := t.takeBack(record, in.Answer.Answer, receipt)
		if err != nil {
			return err
		}
		out, err = t.answer(record, &in.Answer, again...)
		return err
	})
	return out, err
}

// takeBack undoes what an earlier answer did, so that another can take its place: a no or a 'not now' is reopened, and a
// yes is named by the 'not now' that replaces it. It gives what the new answer has to name.
func (t *turn) takeBack(record casebook.ID, answer string, receipt journal.Signer) ([]casebook.Ref, error) {
	if answer == "no" {
		return nil, nil
	}
	s, err := t.d.state(t.w, record, t.now)
	if err != nil {
		return nil, err
	}
	if t.seesLittle() && t.elsewhere(s) {
		return nil, nobody()
	}
	if s.Yes != nil && answer == "not-now" {
		return []casebook.Ref{s.Yes.Answer}, nil
	}
	if !s.Alone || receipt == nil {
		return nil, nil
	}
	own := Own(record, receipt)
	c, err := t.append(entry{subject: record, actor: &own, refs: s.Relies(casebook.PersonReopened, ""),
		events: []casebook.Event{{Type: casebook.PersonReopened, Body: &casebook.Reopening{How: "receipt"}}}})
	if err != nil {
		return nil, err
	}
	return []casebook.Ref{{Commit: c.Hash}}, nil
}
