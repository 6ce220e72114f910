package demo

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/examples"
	"willing/journal"
	"willing/node"
)

// Options say where and how the demo plays.
type Options struct {
	Dir  string    // an empty or missing folder
	Seed uint64    // the same seed gives the same figures
	Out  io.Writer // the story; nil for none
}

// Result is what the story came to.
type Result struct {
	Approached  int            `json:"approached"`
	Yes         int            `json:"yes"`         // at least: in effect
	YesAtMost   int            `json:"yes_at_most"` // with every answer that is still open
	No          int            `json:"no"`
	Open        int            `json:"open"`
	AfterNo     int            `json:"contacts_after_no"`
	Irregular   int            `json:"irregular"`
	Erased      int            `json:"erased"`
	HeldBack    int            `json:"held_back"`
	SetAside    int            `json:"set_aside"`
	Undecided   int            `json:"undecided"` // of those set aside, at the end
	Commits     int            `json:"commits"`
	KeyFile     string         `json:"keyfile"` // of the administrator, for --as admin
	Territories []desk.Figures `json:"territories"`
	Field       Field          `json:"field"`
	// Person is the path of the private link of somebody with an open offer.
	Person string    `json:"person"`
	Ask    string    `json:"ask"`  // who was told and understood, and can be asked
	Meet   string    `json:"meet"` // whom nobody has met yet
	Ended  time.Time `json:"-"`    // the last moment of the story, or of the house after it
}

// play is one run of the scenario.
type play struct {
	Options
	node   *node.Node
	desk   *desk.Desk
	clock  *clock
	chance *rand.Rand
	cast   map[string]desk.Acting
	links  map[casebook.ID]link        // private links of people
	slips  map[casebook.ID]journal.Key // keys of receipts
	deck   []string                    // answers yet to be given
	sleeps casebook.ID                 // who is asked last
	result Result
}

// Run plays the scenario into an empty folder and returns what it came to.
func Run(ctx context.Context, o Options) (result Result, err error) {
	p := &play{
		Options: o, clock: &clock{now: begin.Add(8 * 3600e9)}, chance: rand.New(rand.NewPCG(o.Seed, 0x77696c6c696e67)),
		cast: map[string]desk.Acting{}, links: map[casebook.ID]link{}, slips: map[casebook.ID]journal.Key{},
	}
	if p.Out == nil {
		p.Out = io.Discard
	}
	files, err := unpack()
	if err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(files)) }()
	if err := p.found(ctx, files); err != nil {
		return result, err
	}
	defer func() { err = errors.Join(err, p.node.Close()) }()
	for _, chapter := range []func(context.Context, string) error{p.prepare, p.takeIn, p.tour, p.field, p.correct, p.episodes, p.figures} {
		if err := chapter(ctx, files); err != nil {
			return p.result, err
		}
	}
	p.result.Ended = p.clock.Now()
	return p.result, p.result.Keep(p.Dir)
}

// unpack writes the example's files where package intake can open them.
func unpack() (string, error) {
	dir, err := os.MkdirTemp("", "willing-demo-")
	if err != nil {
		return "", err
	}
	sub, err := fs.Sub(examples.Files, "sea-rescue")
	if err != nil {
		return dir, err
	}
	return dir, os.CopyFS(filepath.Join(dir, "sea-rescue"), sub)
}

func (p *play) found(ctx context.Context, files string) error {
	p.result.KeyFile = adminKey(p.Dir)
	temporary := filepath.Join(files, "admin.key")
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], p.Seed)
	options := node.Options{Now: p.clock.Now, Rand: rand.NewChaCha8(seed)}
	founded, err := node.Init(ctx, node.Folder(p.Dir), node.Founding{
		Programme: filepath.Join(files, "sea-rescue"), Admin: "admin", KeyFile: temporary,
	}, options)
	if err != nil {
		return err
	}
	key, err := journal.ReadKey(temporary)
	if err != nil {
		return err
	}
	key.Holder = journal.ID(founded.Admin)
	if err := journal.WriteKey(p.result.KeyFile, key); err != nil {
		return err
	}
	if p.node, err = node.Open(ctx, node.Folder(p.Dir), options); err != nil {
		return err
	}
	p.desk = p.node.Desk
	p.cast["admin"] = desk.Acting{Who: founded.Admin, Signer: key}
	p.day(0, "A sea-rescue service begins. Its texts wait for somebody who did not write them.")
	return nil
}

// tell prints a line of the story.
func (p *play) tell(format string, args ...any) {
	fmt.Fprintf(p.Out, "  "+format+"\n", args...)
}

// day moves on to the morning of a day and prints its date.
func (p *play) day(n int, format string, args ...any) {
	p.clock.until(n, 8)
	fmt.Fprintf(p.Out, "\n%s\n", begin.AddDate(0, 0, n).Format("Monday 2 January 2006"))
	p.tell(format, args...)
}
