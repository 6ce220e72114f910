package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// episodes are the single stories after the tours: somebody leaves, somebody is erased, somebody comes
// back, a modified client tries to write a yes, and somebody sleeps on an offer.
func (p *play) episodes(ctx context.Context, _ string) error {
	agreed, err := p.people(ctx, desk.Query{Stage: casebook.StageEffective})
	if err != nil {
		return err
	}
	refused, err := p.people(ctx, desk.Query{Stage: casebook.StageLeftAlone})
	if err != nil {
		return err
	}
	if len(agreed) < 4 || len(refused) == 0 {
		return errors.New("the story needs a few people who agreed and one who refused")
	}
	for _, episode := range []func() error{
		func() error { return p.leaves(ctx, agreed) },
		func() error { return p.isErased(ctx, agreed) },
		func() error { return p.comesBack(ctx, refused) },
		func() error { return p.modifiedClient(ctx) },
		func() error { return p.leavesSomeToDo(ctx) },
		func() error { return p.sleepsOnIt(ctx) },
		func() error { return p.leavesSomeToDecide(ctx) },
	} {
		if err := episode(); err != nil {
			return err
		}
	}
	return nil
}

// withLink finds somebody who has a private link.
func (p *play) withLink(people []desk.Row) (desk.Row, journal.Key, bool) {
	for _, row := range people {
		if l, ok := p.links[row.Person]; ok {
			return row, l.key, true
		}
	}
	return desk.Row{}, journal.Key{}, false
}

func (p *play) leaves(ctx context.Context, agreed []desk.Row) error {
	p.day(74, "Somebody who had agreed opens the private link and leaves: one step, no reason.")
	row, key, ok := p.withLink(agreed)
	if !ok {
		return errors.New("nobody who agreed has a link")
	}
	delete(p.links, row.Person)
	return p.desk.Withdraw(ctx, desk.Acting{}, row.Person, key)
}

func (p *play) isErased(ctx context.Context, agreed []desk.Row) error {
	p.day(75, "Somebody asks that everything held about them goes. It is hidden at once.")
	row, key, ok := p.withLink(agreed)
	if !ok {
		return errors.New("nobody else who agreed has a link")
	}
	if err := p.desk.AskErasure(ctx, desk.Acting{}, row.Person, key); err != nil {
		return err
	}
	p.clock.until(79, 8)
	n, err := p.desk.Tidy(ctx)
	if err != nil {
		return err
	}
	if n != 1 {
		return fmt.Errorf("%d people were erased, not one", n)
	}
	p.tell("Three days later it is gone from every file; what stays is a marker that says nothing.")
	return nil
}

// comesBack lets somebody who said no return, with the receipt's key, and go the whole way again.
func (p *play) comesBack(ctx context.Context, refused []desk.Row) error {
	for _, row := range refused {
		key, ok := p.slips[row.Person]
		if !ok {
			continue
		}
		p.day(80, "Somebody who said no comes back, with the receipt. Nobody had asked.")
		if err := p.desk.Reopen(ctx, desk.Acting{}, row.Person, key); err != nil {
			return err
		}
		team := p.teamFor(row.Territory)
		if _, err := p.desk.Approach(ctx, p.as(team.scout, team.mentor), row.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no"}); err != nil {
			return err
		}
		if err := p.desk.Tell(ctx, p.as(team.scout), row.Person, p.telling(row.Person, row.Territory)); err != nil {
			return err
		}
		p.tell("They are told the whole of it again, with the corrected text.")
		return nil
	}
	return errors.New("nobody who refused has a receipt")
}

// modifiedClient hands in a commit that claims a yes nobody was asked for. It is kept, listed, and has
// no effect.
func (p *play) modifiedClient(ctx context.Context) error {
	p.day(81, "A modified program hands in a yes for somebody who was never told anything.")
	untouched, err := p.people(ctx, desk.Query{Territory: "IT", Stage: casebook.StageNoted, Limit: 1})
	if err != nil || len(untouched) == 0 {
		return errors.Join(err, errors.New("nobody is left to meet in Italy"))
	}
	victim := untouched[0].Person
	device, err := journal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	prepared, err := journal.Prepare(journal.Draft{
		Scope: journal.TerritoryScope("IT"), Subject: journal.ID(victim), Actor: journal.ID(victim), Effects: []journal.Effect{journal.Consent},
		Events: []journal.Event{{Type: casebook.AnswerGiven, Body: &casebook.Answer{Answer: "yes", Method: "own", NoWish: true}}},
	}, rand.Reader)
	if err != nil {
		return err
	}
	if err := prepared.SignActor(journal.ID(victim), device, nil); err != nil {
		return err
	}
	forged, err := prepared.Seal(device, journal.Head{Lane: journal.Lane{Device: device.Device(), Epoch: 1, Scope: journal.TerritoryScope("IT")}}, journal.Tick(0, p.clock.Now()))
	if err != nil {
		return err
	}
	if _, err := p.desk.Receive(ctx, p.as("nadia"), []journal.Commit{forged}); err != nil {
		return err
	}
	person, err := p.desk.Show(ctx, p.as("nadia"), victim)
	if err != nil {
		return err
	}
	if person.Yes != nil {
		return errors.New("a forged yes took effect")
	}
	for _, f := range person.Facts {
		if f.Standing == casebook.Irregular {
			p.tell("It stays in the log, listed as 'needs a look', without effect: %s", f.Lacks[0].Say)
		}
	}
	return nil
}
