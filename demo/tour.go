package demo

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// pair is a scout and a mentor who visit together.
type pair struct{ scout, mentor string }

func (p *play) teamFor(territory string) pair {
	switch territory {
	case "US", "CA":
		return pair{"kit", "dana"}
	case "south-america":
		return pair{"joao", "lia"}
	}
	return pair{"ana", "miguel"}
}

// legs are the parts of the tours: where, from which day on, and how many people were reached.
var legs = []struct {
	territory string
	day, most int
	say       string
}{
	{"BE", 4, 46, "Belgium. The Europe team begins at the coast."},
	{"US", 9, 65, "The North America team begins in Maine."},
	{"south-america", 14, 18, "The South America team is in Belém. One of the three writes every report."},
	{"FR", 20, 84, "France."},
	{"ES", 42, 56, "Spain."},
	{"IT", 60, 46, "Italy, under way."},
}

// tour meets people leg by leg: first talk, interview, test and telling on one day, asking on the next,
// the outside call two days after the yes.
func (p *play) tour(ctx context.Context, _ string) error {
	for _, leg := range legs {
		people, err := p.people(ctx, desk.Query{Territory: leg.territory, Stage: casebook.StageNoted})
		if err != nil {
			return err
		}
		p.day(leg.day, "%s", leg.say)
		told := p.firstDay(ctx, people, leg.most)
		if told.err != nil {
			return told.err
		}
		if err := p.secondDay(ctx, told.people, leg.day+1); err != nil {
			return err
		}
		p.clock.until(leg.day+3, 9)
		if err := p.calls(ctx, told.people); err != nil {
			return err
		}
		p.tell("%s: %d first talks, %d told, %d asked; %d yes, %d no, %d not now, %d stopped.",
			leg.territory, told.talks, len(told.people), told.asked(), told.count("yes"), told.count("no"), told.count("not-now"), told.stops)
		if err := p.decidesLate(ctx); err != nil {
			return err
		}
	}
	return nil
}

// decidesLate looks at those whom the look before the first talk set aside, at headquarters or on the laptop, whose list
// takes somebody now and then for whom they are not.
func (p *play) decidesLate(ctx context.Context) error {
	late, err := p.decides(ctx)
	if err == nil && late.people > 0 {
		p.tell("Left in peace, since the look before the first talk found that they may be known already: %d. Sam decides within three days.", late.people)
	}
	return err
}

// leg is what came of a leg's first day.
type leg struct {
	people []*candidate
	talks  int
	stops  int
	err    error
}

// candidate is somebody who was told and will be asked.
type candidate struct {
	row    desk.Row
	answer string // "yes", "no", "not-now" or "" if not asked yet
}

func (l leg) count(answer string) int {
	n := 0
	for _, c := range l.people {
		if c.answer == answer {
			n++
		}
	}
	return n
}

func (l leg) asked() int { return len(l.people) - l.count("") }

func (p *play) firstDay(ctx context.Context, people []desk.Row, most int) (out leg) {
	for _, row := range people {
		if out.talks == most {
			break
		}
		talked, told, err := p.meet(ctx, row)
		if err != nil {
			out.err = fmt.Errorf("meeting somebody in %s: %w", row.Territory, err)
			return out
		}
		if talked {
			out.talks++
		}
		if told {
			out.people = append(out.people, &candidate{row: row})
		} else if talked {
			out.stops++
		}
	}
	return out
}

// meet is a first talk with everything that may follow on the same day.
func (p *play) meet(ctx context.Context, row desk.Row) (talked, told bool, err error) {
	team := p.teamFor(row.Territory)
	checked, err := p.desk.Approach(ctx, p.as(team.scout, team.mentor), row.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true})
	if !checked.Clear || desk.KindOf(err) == desk.Held {
		return false, false, nil // left in peace: somebody must look first, or the person is too young
	}
	if err != nil {
		return false, false, err
	}
	if p.chance.IntN(100) < 2 {
		return true, false, p.desk.Stop(ctx, p.as(team.mentor), row.Person)
	}
	steps := []func() error{
		func() error {
			return p.desk.Age(ctx, p.as(team.scout), row.Person, casebook.Age{Born: p.born(ctx, row.Person)})
		},
		func() error {
			return p.desk.Interview(ctx, p.as(team.scout), row.Person, casebook.Form{Instrument: "first-interview"})
		},
		func() error {
			return p.desk.Assess(ctx, p.as(team.mentor), row.Person, casebook.Form{Instrument: "swim-test"})
		},
		func() error {
			return p.desk.Tell(ctx, p.as(team.scout), row.Person, p.telling(row.Person, row.Territory))
		},
		func() error {
			return p.desk.Understand(ctx, p.as(team.mentor), row.Person, casebook.Understanding{Heard: casebook.Points})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return true, false, err
		}
	}
	return true, true, nil
}

// born is what the person states: the date in the list, or, where that is partial, the whole of it. It draws
// the same chance either way: which of two lists is asked first hangs on keys that no seed repeats.
func (p *play) born(ctx context.Context, id casebook.ID) casebook.Date {
	drawn := casebook.Date{Year: 1970 + p.chance.IntN(34), Month: 1 + p.chance.IntN(12), Day: 2 + p.chance.IntN(26)}
	person, err := p.desk.Show(ctx, p.as("nadia"), id)
	if err != nil {
		return drawn
	}
	switch born := person.Particulars.Born; {
	case born.Day != 0 && !born.About:
		return born
	case born.Year != 0:
		drawn.Year = born.Year
	}
	return drawn
}

// spoken is the language in which people of a territory are told.
var spoken = map[string]string{"BE": "fr", "FR": "fr", "ES": "es", "IT": "it", "US": "en", "south-america": "pt"}

// telling hands the text over, to some by a private link.
func (p *play) telling(id casebook.ID, territory string) desk.Telling {
	out := desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: spoken[territory], Understands: true, Cost: "aloud", Full: "paper"}}
	if p.chance.IntN(4) == 0 {
		if l, err := newLink(); err == nil {
			p.links[id], out.Full, out.LinkKey = l, "link", l.key.Public()
		}
	}
	return out
}

// secondDay asks those who were told, in another meeting.
func (p *play) secondDay(ctx context.Context, people []*candidate, day int) error {
	p.clock.until(day, 10)
	for _, c := range people {
		team := p.teamFor(c.row.Territory)
		err := p.desk.Offer(ctx, p.as(team.scout, team.mentor), c.row.Person, casebook.Offer{Role: "crew"})
		if desk.KindOf(err) == desk.Held {
			continue // too young, or may be
		}
		if err != nil {
			return fmt.Errorf("asking somebody in %s: %w", c.row.Territory, err)
		}
		if err := p.answer(ctx, c); err != nil {
			return fmt.Errorf("an answer in %s: %w", c.row.Territory, err)
		}
	}
	return nil
}

// draw takes the next answer from a shuffled deck, so that every seed tells of about as many of each.
func (p *play) draw() string {
	if len(p.deck) == 0 {
		for answer, n := range map[string]int{"yes": 82, "no": 11, "not-now": 3, "": 4} {
			p.deck = append(p.deck, slices.Repeat([]string{answer}, n)...)
		}
		slices.Sort(p.deck)
		p.chance.Shuffle(len(p.deck), func(i, j int) { p.deck[i], p.deck[j] = p.deck[j], p.deck[i] })
	}
	next := p.deck[0]
	p.deck = p.deck[1:]
	return next
}

// answer is the person's own: most through the pair, on the phone turned round; some through their link.
func (p *play) answer(ctx context.Context, c *candidate) error {
	slip, err := journal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	in := desk.Answering{Answer: casebook.Answer{Method: "turned", Receipt: slip.Public()}}
	switch in.Answer.Answer = p.draw(); in.Answer.Answer {
	case "not-now":
		in.Until = casebook.Date{Year: 2027, Month: 3, Day: 1}
	case "":
		return nil // wants to sleep on it: the offer stays open
	}
	team := p.teamFor(c.row.Territory)
	if l, ok := p.links[c.row.Person]; ok {
		in.Link, in.Method = l.key, "own"
	}
	if _, err := p.desk.Answer(ctx, p.as(team.scout, team.mentor), c.row.Person, in); err != nil {
		return err
	}
	c.answer, p.slips[c.row.Person] = in.Answer.Answer, slip
	return nil
}

// calls reaches those who said yes, alone, from outside the team. Some cannot be reached yet.
func (p *play) calls(ctx context.Context, people []*candidate) error {
	for _, c := range people {
		if c.answer != "yes" || p.chance.IntN(100) < 2 {
			continue
		}
		call := casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true, Contact: "own"}
		if err := p.desk.Call(ctx, p.as("nadia"), c.row.Person, call); err != nil {
			return fmt.Errorf("an outside call: %w", err)
		}
	}
	return nil
}
