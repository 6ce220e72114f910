package simexchange

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// Verb is what somebody does.
type Verb string

// What people do, what machines do, and what befalls them.
const (
	Note    Verb = "note somebody"
	Walk    Verb = "take the next step with somebody"
	Yes     Verb = "yes"
	No      Verb = "no"
	Stop    Verb = "stop"
	Edit    Verb = "correct a file"
	Erase   Verb = "ask for erasure"
	Reopen  Verb = "come back"
	Import  Verb = "take in a list"
	Newer   Verb = "a newer program writes"
	Sync    Verb = "meet headquarters"
	Meet    Verb = "meet another device"
	Write   Verb = "write a stick"
	Carry   Verb = "a courier brings a stick"
	Replay  Verb = "an old request comes again"
	Pass    Verb = "time passes"
	Tidy    Verb = "do what time asks for"
	Move    Verb = "move somebody"
	Grant   Verb = "change a grant"
	Revoke  Verb = "turn a device away"
	Backup  Verb = "make a backup"
	Restore Verb = "restore the backup"
	Clone   Verb = "the disk is copied into a second machine"
	Evict   Verb = "the store is evicted"
	Skew    Verb = "set the clock wrong"
)

var verbs = map[Verb]func(*world, *node, Step) error{
	Note: note, Import: imports, Walk: about(walk), Yes: about(yes), No: about(no), Stop: about(stop), Edit: about(edit), Erase: about(erase), Reopen: about(reopen), Newer: about(newer),
}

func init() {
	for v, do := range map[Verb]func(*world, *node, Step) error{
		Sync: syncs, Meet: peers, Write: writes, Carry: carries, Replay: replays, Pass: passes, Tidy: tidies, Move: atHome(moves), Grant: grants, Revoke: revokes,
		Backup: backs, Restore: restores, Clone: clones, Evict: evicts, Skew: skews,
	} {
		verbs[v] = do
	}
}

var ctx = context.Background()

// about finds the person of a step.
func about(do func(*world, *node, *person, Step) error) func(*world, *node, Step) error {
	return func(w *world, n *node, s Step) error {
		if len(w.people) == 0 {
			return nil
		}
		return do(w, n, w.people[s.Whom%len(w.people)], s)
	}
}

func atHome(do func(*world, *node, *person, Step) error) func(*world, *node, Step) error {
	return func(w *world, _ *node, s Step) error {
		if err := w.nodes[0].up(); err != nil {
			return err
		}
		return about(do)(w, w.nodes[0], s)
	}
}

// as is somebody of the staff, and who witnesses.
func (w *world) as(name string, with ...string) desk.Acting {
	by := w.staff[name]
	for _, other := range with {
		by.With = append(by.With, w.staff[other])
	}
	return by
}

func note(w *world, n *node, s Step) error {
	p := &person{canary: fmt.Sprintf("canary%dx%dq", w.plan.Seed, s.ID), phone: fmt.Sprintf("+3933%08d", s.ID)}
	territory := territories[s.N%3]
	if g, _, ok := n.desk.Grant(n.key.Device()); ok && len(g.Scopes) > 0 {
		territory = g.Scopes[s.N%uint64(len(g.Scopes))][2:]
	}
	out, err := n.desk.Lead(ctx, w.as("cora"), desk.LeadRow{
		Lead:        casebook.Lead{Territory: territory, Place: "Livorno", Source: "harbour talk"},
		Particulars: casebook.Particulars{Given: p.canary, Family: "Rossi", Phones: []string{p.phone}},
	})
	if err == nil && !out.Person.IsZero() {
		p.id = out.Person
		w.people = append(w.people, p)
	}
	return err
}

// listed is how many rows a list has: more than one frame holds.
const listed = 80

// imports takes in a list of people of whom nothing more is heard, so that there is much to send.
func imports(w *world, n *node, s Step) error {
	grant, _, ok := n.desk.Grant(n.key.Device())
	if !ok || len(grant.Scopes) == 0 {
		return nil
	}
	var rows []desk.LeadRow
	for i := range listed {
		name := fmt.Sprintf("listed%dx%d", s.ID, i)
		rows = append(rows, desk.LeadRow{
			Row: i, Lead: casebook.Lead{Territory: grant.Scopes[0][2:], Source: "list"}, Particulars: casebook.Particulars{Given: name, Family: name},
		})
	}
	_, err := n.desk.ImportLeads(ctx, w.as("admin"), rows)
	return err
}

// mostStages is how far one walk goes at most.
const mostStages = 6

// wholeEvery says of how many walks one has days between its steps, so that it gets as far as a yes that takes effect.
const wholeEvery = 4

// walk takes a person from stage to stage, for as long as the law lets it.
func walk(w *world, n *node, p *person, s Step) error {
	for range mostStages {
		if s.N%wholeEvery == 0 { // the law wants another meeting for some of it
			w.now = w.now.Add(25 * time.Hour)
			w.tally.count(wholeWay, true)
		}
		rows, err := n.rows()
		if err != nil {
			return err
		}
		if err := w.next(n, p, s, rows[p.id].Stage); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) next(n *node, p *person, s Step, stage casebook.Stage) error {
	d := n.desk
	switch stage {
	case casebook.StageNoted:
		_, err := d.Approach(ctx, w.as("ana"), p.id, casebook.Approach{Outcome: "talked", SpokenBefore: "no", Note: p.canary})
		if err != nil {
			return err
		}
		return d.Age(ctx, w.as("ana"), p.id, casebook.Age{Born: casebook.Date{Year: 1990, Month: 5, Day: 17}})
	case casebook.StageApproached:
		told := casebook.Delivered{Role: "crew", Language: "it", Understands: true, Cost: "aloud", Full: "link"}
		if !n.home() && s.N%2 == 0 { // a link that a device makes opens once headquarters has heard of it
			told.Full = "paper"
		}
		return d.Tell(ctx, w.as("ana", "ben"), p.id, desk.Telling{Delivered: told})
	case casebook.StageTold:
		return errors.Join(w.link(n, p, s), d.Understand(ctx, w.as("ben"), p.id, casebook.Understanding{Heard: casebook.Points}))
	case casebook.StageUnderstood:
		return d.Offer(ctx, w.as("ana", "ben"), p.id, casebook.Offer{Role: "crew"})
	case casebook.StageOffered:
		return yes(w, n, p, s)
	case casebook.StageProvisional:
		if p.linked {
			if err := w.declares(n, p); err != nil {
				return err
			}
		}
		return d.Call(ctx, w.as("sara"), p.id, casebook.Call{Reached: true, Alone: true, ToldCost: true, FeltFree: true, Contact: "third"})
	}
	return nil
}

func (w *world) link(n *node, p *person, s Step) error {
	if p.linked {
		return nil
	}
	key, err := journal.NewKey(source(w.plan.Seed, 11, uint64(s.ID)))
	if err != nil {
		return err
	}
	key.Holder = journal.ID(p.id)
	if err := n.desk.Link(ctx, w.as("cora"), p.id, key.Public(), nil, false); err != nil {
		return err
	}
	p.link, p.linked = key, true
	return nil
}

func yes(_ *world, n *node, p *person, _ Step) error {
	if !p.linked {
		return nil
	}
	_, err := n.desk.Answer(ctx, desk.Acting{}, p.id, desk.Answering{Answer: casebook.Answer{Answer: "yes", Method: "own", NoWish: true, Language: "it"}, Link: p.link})
	p.yes = p.yes || err == nil
	return err
}

func no(w *world, n *node, p *person, s Step) error {
	if !p.linked {
		return stop(w, n, p, s)
	}
	_, err := n.desk.Answer(ctx, desk.Acting{}, p.id, desk.Answering{Answer: casebook.Answer{Answer: "no", Method: "own", NoWish: true, Language: "it"}, Link: p.link})
	return err
}

func stop(w *world, n *node, p *person, _ Step) error { return n.desk.Stop(ctx, w.as("ana"), p.id) }

func edit(w *world, n *node, p *person, s Step) error {
	return n.desk.Correct(ctx, w.as("ana"), p.id, casebook.Particulars{Given: p.canary, Family: "Rossi", Town: fmt.Sprint(p.canary, "town", s.ID)}, nil)
}

// erase asks for erasure: the person by their link, or two of the staff for them.
func erase(w *world, n *node, p *person, _ Step) error {
	p.asked = true // even if it is not acknowledged
	if p.linked {
		return n.desk.AskErasure(ctx, desk.Acting{}, p.id, p.link)
	}
	if err := n.desk.AskErasure(ctx, w.as("cora"), p.id, nil); err != nil {
		return err
	}
	return n.desk.ConfirmErasure(ctx, w.as("sara"), p.id, nil)
}

func reopen(w *world, n *node, p *person, _ Step) error {
	p.reopened = true // even if it is not acknowledged
	return n.desk.Reopen(ctx, w.as("dora", "sara"), p.id, nil)
}

// newerType is an event that this program does not know.
const newerType = "choir.sung"

// newer writes, as a later version of the program would: an event of an unknown type, with some effect.
func newer(w *world, n *node, p *person, s Step) error {
	rows, err := n.rows()
	grant, _, _ := n.desk.Grant(n.key.Device())
	if err != nil || !slices.Contains(grant.Scopes, string(journal.TerritoryScope(rows[p.id].Territory))) {
		return err
	}
	effects := [][]journal.Effect{nil, {journal.Refuse}, {journal.Hold}, {journal.Consent}, {journal.Reopen}, {journal.Erase}}[s.N%6]
	scope := journal.TerritoryScope(territories[s.N>>8%3])
	if g, _, ok := n.desk.Grant(n.key.Device()); ok && len(g.Scopes) > 0 {
		scope = journal.Scope(g.Scopes[0])
	}
	if slices.ContainsFunc(effects, journal.Effect.ControlOnly) {
		scope = journal.Control
	}
	if n.home() {
		return nil // headquarters is the last to learn
	}
	draft := journal.Draft{Scope: scope, Subject: journal.ID(p.id), Effects: effects, Events: []journal.Event{{Type: newerType, Body: map[string]any{"song": p.canary}}}}
	prepared, err := journal.Prepare(draft, n)
	if err != nil {
		return err
	}
	lane := journal.Lane{Device: n.key.Device(), Epoch: n.beside.epoch, Scope: scope}
	var c journal.Commit
	err = n.view(func(r journal.Reader) error {
		head, err := journal.HeadOf(r, lane)
		if err != nil {
			return err
		}
		head.Lane = lane
		c, err = prepared.Seal(n.key, head, journal.Tick(head.Clock, n.now()))
		return err
	})
	if err != nil {
		return err
	}
	_, err = n.desk.Take(ctx, n.key.Device(), desk.Verify([]journal.Commit{c}))
	return err
}
