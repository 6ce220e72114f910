package demo

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"

	"willing/casebook"
	"willing/desk"
	"willing/node"
)

// Field is what came of the laptop that went where there is no network.
type Field struct {
	Folder   string `json:"folder"`   // the laptop's own
	KeyFile  string `json:"keyfile"`  // that opens it
	Received int    `json:"received"` // commits, when it joined
	Met      int    `json:"met"`      // people, while it was dark
	Unsent   int    `json:"unsent"`   // commits that it came back with
	Sent     int    `json:"sent"`     // of them, in one exchange
	Heard    int    `json:"heard"`    // commits of others that came with that exchange
	Days     int    `json:"days"`     // that it was dark
}

const (
	leaves, returns = 64, 69 // days of the story
	metInTheDark    = 3
)

// field lets a second node join in a folder of its own, go dark, work, and come back.
func (p *play) field(ctx context.Context, _ string) (err error) {
	people, err := p.people(ctx, desk.Query{Territory: "IT", Stage: casebook.StageNoted})
	if err != nil || len(people) < metInTheDark+2 {
		return errors.Join(err, errors.New("the story needs a few people who are still to be met in Italy"))
	}
	laptop, err := p.joins(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, laptop.Close()) }()
	home := p.desk
	p.desk = laptop.Desk // from here on the team works on what it carries
	working := p.worksInTheDark(ctx, people)
	p.desk = home
	if working != nil {
		return fmt.Errorf("on the laptop: %w", working)
	}
	if err := p.desk.Stop(ctx, p.as("nadia"), people[len(people)-1].Person); err != nil {
		return err
	}
	p.tell("At headquarters, meanwhile, one whom the laptop carries asks to be left alone. The team cannot know.")
	return p.comesHome(ctx, laptop, people[len(people)-1].Person)
}

// joins enrols a laptop for the Europe team, for Italy alone, and lets it fetch what it may hold.
func (p *play) joins(ctx context.Context) (*node.Node, error) {
	p.day(leaves, "The Europe team takes a laptop into the Ligurian hills, where there is no network.")
	f := &p.result.Field
	f.Folder, f.KeyFile = laptopIn(p.Dir)
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], p.Seed+1)
	options := node.Options{Now: p.clock.Now, Rand: rand.NewChaCha8(seed), KeyFile: f.KeyFile}
	e, err := p.node.Enrol(ctx, p.as("admin"), []casebook.ID{p.cast["ana"].Who, p.cast["miguel"].Who}, []string{"IT"}, "")
	if err != nil {
		return nil, err
	}
	admit := func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		answer, err := p.node.Admit(ctx, request)
		return io.NopCloser(bytes.NewReader(answer)), err
	}
	if err := node.Join(ctx, node.Folder(f.Folder), node.Joining{Code: e.Code, KeyFile: f.KeyFile}, admit, options); err != nil {
		return nil, err
	}
	laptop, err := node.Open(ctx, node.Folder(f.Folder), options)
	if err != nil {
		return nil, err
	}
	out, err := laptop.Sync(ctx, p.line)
	f.Received = out.Received
	p.tell("A code read out by a coordinator lets it in. It fetches %d commits: Italy's people and the house's own, and nobody else.", out.Received)
	return laptop, errors.Join(err, problem(out))
}

// line is headquarters' end of the line, without the wire.
func (p *play) line(ctx context.Context, request []byte) (io.ReadCloser, error) {
	var answer bytes.Buffer
	err := p.node.Answer(ctx, bytes.NewReader(request), &answer)
	return io.NopCloser(&answer), err
}

func problem(out node.Synced) error {
	if out.Problem != "" {
		return fmt.Errorf("headquarters gave nothing: %s", out.Problem)
	}
	return nil
}

// worksInTheDark meets people with the laptop alone: checked against what it carries, told, and asked the next day.
func (p *play) worksInTheDark(ctx context.Context, people []desk.Row) error {
	f := &p.result.Field
	p.day(leaves+1, "Dark. Everybody is checked against the list that the laptop carries, and told from it.")
	told := p.firstDay(ctx, people[:len(people)-1], metInTheDark)
	if told.err != nil {
		return told.err
	}
	if err := p.secondDay(ctx, told.people, leaves+2); err != nil {
		return err
	}
	known, err := p.desk.Knowledge(ctx)
	if err != nil {
		return err
	}
	f.Met, f.Unsent = told.talks, known.Unsent
	p.tell("%d first talks, %d told, %d asked; %d yes, %d no. %d commits wait on the laptop, each signed and on its disk.",
		told.talks, len(told.people), told.asked(), told.count("yes"), told.count("no"), known.Unsent)
	return nil
}

// comesHome exchanges, and looks whether both know the same.
func (p *play) comesHome(ctx context.Context, laptop *node.Node, left casebook.ID) error {
	f := &p.result.Field
	f.Days = returns - leaves
	p.day(returns, "A line again, after %d days.", f.Days)
	out, err := laptop.Sync(ctx, p.line)
	if err = errors.Join(err, problem(out)); err != nil {
		return err
	}
	f.Sent, f.Heard = out.Sent, out.Received
	known, err := laptop.Desk.Knowledge(ctx)
	if err != nil {
		return err
	}
	if known.Unsent != 0 || out.Sent != f.Unsent {
		return fmt.Errorf("%d commits waited, %d were sent, %d still wait", f.Unsent, out.Sent, known.Unsent)
	}
	if err := p.agree(ctx, laptop.Desk, left); err != nil {
		return err
	}
	p.tell("One exchange brings all %d home and %d back. Both fold them to the same: who asked to be left alone is so on the laptop too.", out.Sent, out.Received)
	return p.decidesLate(ctx)
}

// agree fails unless a laptop and headquarters say the same of everybody in Italy, and somebody is left alone on both.
func (p *play) agree(ctx context.Context, laptop *desk.Desk, left casebook.ID) error {
	here, err := p.people(ctx, desk.Query{Territory: "IT"})
	if err != nil {
		return err
	}
	for _, row := range here {
		person, err := p.desk.Show(ctx, p.as("nadia"), row.Person)
		if err != nil {
			return err
		}
		// Of somebody whom two offices noted, each in its own country, the laptop carries Italy's record alone.
		home, err1 := p.reads(ctx, p.desk, person.Records)
		there, err2 := p.reads(ctx, laptop, person.Records)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		if home != there || row.Person == left && there != casebook.StageAsk {
			return fmt.Errorf("of somebody the scout reads %q at headquarters and %q on the laptop", home, there)
		}
	}
	return nil
}

// reads is what the scout reads of somebody on a node: nothing, of whom it is not theirs to see.
func (p *play) reads(ctx context.Context, on *desk.Desk, records []casebook.ID) (casebook.Stage, error) {
	for _, record := range records {
		shown, err := on.Show(ctx, p.as("ana"), record)
		if desk.KindOf(err) == desk.NotFound {
			continue
		}
		if err != nil {
			return "", err
		}
		return shown.Stage, nil
	}
	return "", nil
}
