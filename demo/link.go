package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// link is somebody's private link. What opens the page stands in its path; the secret behind the # stays
// in their browser, and its key signs for them.
type link struct {
	id, secret [16]byte
	key        journal.Key
}

func newLink() (l link, err error) {
	_, err = rand.Read(l.id[:])
	if _, more := rand.Read(l.secret[:]); err != nil || more != nil {
		return l, errors.Join(err, more)
	}
	seed := sha256.Sum256(append([]byte("willing/link/1"), l.secret[:]...))
	l.key, err = journal.NewKey(bytes.NewReader(seed[:]))
	return l, err
}

func (l link) path() string {
	text := base64.RawURLEncoding
	return "/p/" + text.EncodeToString(l.id[:]) + "#" + text.EncodeToString(l.secret[:])
}

// door is what the log knows of the half that opens the page.
func (l link) door() []byte {
	sum := sha256.Sum256(l.id[:])
	return sum[:]
}

// newcomers are people whom the office in Liguria notices last. One is asked and sleeps on it, one is told and can be
// asked, one is still to be met: for whoever looks at the house afterwards. More stand by, since some say stop at once.
// The office enters their numbers, so an outside call has one that nobody of the team gave (G28).
var newcomers = []casebook.Particulars{
	newcomer("Ilaria", "Fontanarossa", 1997, 5, 14, "Camogli", "+393475550141"), newcomer("Tommaso", "Schiaffino", 1994, 2, 9, "Recco", "+393475550142"),
	newcomer("Noemi", "Olcese", 1999, 10, 30, "Sori", "+393475550143"), newcomer("Fulvio", "Castagnola", 1991, 7, 3, "Zoagli", "+393475550144"),
	newcomer("Ortensia", "Maccarini", 1988, 12, 19, "Lavagna", "+393475550145"), newcomer("Ruggero", "Solimano", 1996, 3, 22, "Moneglia", "+393475550146"),
}

func newcomer(given, family string, year, month, day int, town, phone string) casebook.Particulars {
	return casebook.Particulars{Given: given, Family: family, Born: casebook.Date{Year: year, Month: month, Day: day}, Phones: []string{phone}, Town: town, Country: "IT", Language: "it"}
}

// leavesSomeToDo is what is left to do for whoever looks at the house afterwards: an open offer with the person's own link,
// somebody who can be asked, and somebody to meet.
func (p *play) leavesSomeToDo(ctx context.Context) error {
	p.day(81, "Two people in Italy are told. One is asked the next day, and wants to sleep on it; the other is still to be asked. A third is still to be met.")
	steps := []func(context.Context, desk.Row, string) (bool, error){p.asked, p.understands, p.noted}
	for _, who := range newcomers {
		lead := casebook.Lead{Source: "Circolo velico Torre Lunga", Ground: "Ha dato una mano al corso di soccorso in mare", Written: "it",
			SeenOn: casebook.Date{Year: 2026, Month: 11, Day: 19}, Territory: "IT", Place: who.Town, Language: "it"}
		noted, err := p.desk.Lead(ctx, p.as("nadia"), desk.LeadRow{Row: 1, Lead: lead, Particulars: who})
		if err != nil || noted.Became != desk.BecameLead {
			return errors.Join(err, errors.New("somebody new could not be noted"))
		}
		done, err := steps[0](ctx, desk.Row{Person: noted.Person, Territory: "IT"}, who.Given+" "+who.Family)
		if err != nil {
			return err
		}
		if done {
			steps = steps[1:]
		}
		if len(steps) == 0 {
			return nil
		}
	}
	return errors.New("too many newcomers said stop")
}

// noted leaves somebody to be met.
func (p *play) noted(_ context.Context, _ desk.Row, name string) (bool, error) {
	p.result.Meet = name
	return true, nil
}

// understands tells somebody, who can then be asked at the next meeting.
func (p *play) understands(ctx context.Context, row desk.Row, name string) (done bool, err error) {
	_, told, err := p.meet(ctx, row)
	if told {
		p.result.Ask = name
	}
	return told, err
}

// asked goes the whole way with somebody, up to an open offer; done is false if they say stop.
func (p *play) asked(ctx context.Context, row desk.Row, _ string) (done bool, err error) {
	team := p.teamFor(row.Territory)
	_, told, err := p.meet(ctx, row)
	if err != nil || !told {
		return false, err
	}
	l, err := newLink()
	if err != nil {
		return false, err
	}
	telling := desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: spoken[row.Territory], Understands: true, Cost: "aloud", Full: "link"}}
	if err := p.desk.Tell(ctx, p.as(team.scout), row.Person, telling); err != nil {
		return false, err
	}
	if err := p.desk.Link(ctx, p.as("nadia", "tom"), row.Person, l.key.Public(), l.door(), false); err != nil { // two outsiders hand it over
		return false, err
	}
	if err := p.desk.Understand(ctx, p.as(team.mentor), row.Person, casebook.Understanding{Heard: casebook.Points}); err != nil {
		return false, err
	}
	p.result.Person, p.sleeps = l.path(), row.Person
	return true, nil
}

// sleepsOnIt asks them, at another meeting, and leaves the offer open.
func (p *play) sleepsOnIt(ctx context.Context) error {
	p.clock.until(82, 9)
	return p.desk.Offer(ctx, p.as("ana", "miguel"), p.sleeps, casebook.Offer{Role: "crew"})
}

// household are people whom the office in Genoa notes last, each at the number of somebody whom it noted before.
var household = []casebook.Particulars{
	{Given: "Baldassarre", Family: "Olivi", Phones: []string{"+393337488888"}, Town: "Genova", Country: "IT", Language: "it"},
	{Given: "Domitilla", Family: "Vicinanza", Phones: []string{"+393476469401"}, Town: "Formigine", Country: "IT", Language: "it"},
}

// leavesSomeToDecide is what the first page shows as undecided: people who may be known already, with some days left.
func (p *play) leavesSomeToDecide(ctx context.Context) error {
	p.clock.until(82, 11)
	for _, who := range household {
		lead := casebook.Lead{Source: "Genoa office", SeenOn: casebook.Date{Year: 2026, Month: 11, Day: 20}, Territory: "IT", Place: who.Town, Language: "it"}
		noted, err := p.desk.Lead(ctx, p.as("nadia"), desk.LeadRow{Row: 1, Lead: lead, Particulars: who})
		if err != nil || noted.Became != desk.BecameSetAside {
			return errors.Join(err, errors.New("somebody at a number that is known already was not set aside"))
		}
		p.result.Undecided++
	}
	p.tell("The Genoa office notes %d more, at numbers that others gave: somebody else, or the same? They wait for Sam, who has a week.", p.result.Undecided)
	return nil
}
