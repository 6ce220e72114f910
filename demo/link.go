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

// newcomers are people whom the office in Liguria notices last, one after the other until one is asked.
var newcomers = []casebook.Particulars{
	{Given: "Ilaria", Family: "Fontanarossa", Born: casebook.Date{Year: 1997, Month: 5, Day: 14}, Town: "Camogli", Country: "IT", Language: "it"},
	{Given: "Tommaso", Family: "Schiaffino", Born: casebook.Date{Year: 1994, Month: 2, Day: 9}, Town: "Recco", Country: "IT", Language: "it"},
	{Given: "Noemi", Family: "Olcese", Born: casebook.Date{Year: 1999, Month: 10, Day: 30}, Town: "Sori", Country: "IT", Language: "it"},
}

// sleepsOnIt leaves one offer open, with the person's own link, for whoever looks at the house afterwards.
func (p *play) sleepsOnIt(ctx context.Context) error {
	p.day(81, "Somebody in Italy is told, with a private link, and asked the next day. They want to sleep on it.")
	for _, who := range newcomers {
		lead := casebook.Lead{Source: "Circolo velico Torre Lunga", Ground: "Ha dato una mano al corso di soccorso in mare",
			SeenOn: casebook.Date{Year: 2026, Month: 11, Day: 19}, Territory: "IT", Place: who.Town, Language: "it"}
		noted, err := p.desk.Lead(ctx, p.as("nadia"), desk.LeadRow{Row: 1, Lead: lead, Particulars: who})
		if err != nil || noted.Became != desk.BecameLead {
			return errors.Join(err, errors.New("somebody new could not be noted"))
		}
		if done, err := p.asked(ctx, desk.Row{Person: noted.Person, Territory: "IT"}); done || err != nil {
			return err
		}
	}
	return errors.New("nobody was asked")
}

// asked goes the whole way with somebody, up to an open offer; done is false if a gate holds it.
func (p *play) asked(ctx context.Context, row desk.Row) (done bool, err error) {
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
	if err := p.desk.Link(ctx, p.as("nadia"), row.Person, l.key.Public(), l.door(), false); err != nil { // headquarters sends it
		return false, err
	}
	if err := p.desk.Understand(ctx, p.as(team.mentor), row.Person, casebook.Understanding{Heard: casebook.Points}); err != nil {
		return false, err
	}
	p.clock.until(82, 9)
	err = p.desk.Offer(ctx, p.as(team.scout, team.mentor), row.Person, casebook.Offer{Role: "crew"})
	if desk.KindOf(err) == desk.Held {
		return false, nil // too young
	}
	p.result.Person = l.path()
	return err == nil, err
}
