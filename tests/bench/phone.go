package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/phone/app"
)

// fullCases is how many people a phone carries who were met, told, asked and answered (P6).
const fullCases = 2000

// pocket is a headquarters with full cases, and a phone in a browser that carries them all (P6).
type pocket struct {
	*bench
	hq            *node.Node
	admin         desk.Acting
	scout, mentor desk.Acting
	ahead         atomic.Int64 // how far its clock is from today's, in nanoseconds
}

// onAPhone measures P6: see tests/browser/p6.mjs, which drives the browser. It has a house of its own.
func (b *bench) onAPhone(ctx context.Context) (err error) {
	if why := noBrowser(); why != "" {
		fmt.Printf("  P6 was not measured: %s\n", why)
		return nil
	}
	p, err := b.fullHouse(ctx, "phone")
	if err != nil {
		return err
	}
	return errors.Join(p.drive(ctx), p.hq.Close())
}

// fullHouse makes a headquarters with full cases.
func (b *bench) fullHouse(ctx context.Context, name string) (*pocket, error) {
	p := &pocket{bench: b}
	p.ahead.Store(int64(-72 * time.Hour))
	var err error
	p.admin, p.hq, err = founded(ctx, node.Folder(p.dir+"/"+name+"-hq"), p.dir+"/examples/sea-rescue", p.dir+"/"+name+"-admin.key", node.Options{Now: p.now})
	if err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{p.staff, p.meetEverybody, p.askEverybody} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, p.hq.Close())
		}
	}
	p.ahead.Store(0)
	return p, nil
}

// noBrowser says what is missing for a measurement in a browser; "" if nothing is.
func noBrowser() string {
	switch _, err := os.Stat("tests/browser/node_modules/playwright-core"); {
	case !app.Built():
		return "the phone's program is not built in (make phone)"
	case err != nil:
		return "the browser tests are not installed (cd tests/browser && npm ci)"
	}
	if _, err := exec.LookPath("node"); err != nil {
		return "there is no node"
	}
	return ""
}

func (p *pocket) now() time.Time { return time.Now().Add(time.Duration(p.ahead.Load())) }

// staff admits a scout and a mentor, and forms their team.
func (p *pocket) staff(ctx context.Context) (err error) {
	admit := func(by desk.Acting, name, hat string) (a desk.Acting, err error) {
		if a.Who, err = p.hq.Desk.AddStaff(ctx, p.admin, casebook.Staff{Name: name, Hats: []string{hat}}); err != nil {
			return a, err
		}
		key, err := journal.NewKey(rand.Reader)
		if err != nil {
			return a, err
		}
		a.Signer = key
		return a, p.hq.Desk.EnrolKey(ctx, by, a.Who, casebook.EnrolledKey{Alg: key.Alg(), Key: key.Public()})
	}
	second, err := admit(p.admin, "coordinator", casebook.Coordinator)
	if err != nil {
		return err
	}
	both := p.admin
	both.With = []desk.Acting{second}
	if p.scout, err = admit(both, "scout", casebook.Scout); err != nil {
		return err
	}
	if p.mentor, err = admit(both, "mentor", casebook.Mentor); err != nil {
		return err
	}
	if err := p.hq.Desk.Approve(ctx, second, "crew", 1, true); err != nil {
		return err
	}
	_, err = p.hq.Desk.FormTeam(ctx, p.admin, casebook.ID{}, casebook.Team{Name: "team", Territories: places, Members: []casebook.ID{p.scout.Who, p.mentor.Who}})
	return err
}

// pair is the scout and the mentor together.
func (p *pocket) pair() desk.Acting {
	out := p.scout
	out.With = []desk.Acting{p.mentor}
	return out
}

// meetEverybody is the first meeting of each: talk, age, interview, test, telling, the four points.
func (p *pocket) meetEverybody(ctx context.Context) error {
	var rows []desk.LeadRow
	for i := range fullCases * 11 / 10 { // some are held back
		rows = append(rows, someone(70_000_000+i))
	}
	if _, err := p.hq.Desk.ImportLeads(ctx, p.admin, rows); err != nil {
		return err
	}
	people, err := p.hq.Desk.List(ctx, p.admin, desk.Query{Stage: casebook.StageNoted, Limit: 2 * fullCases})
	if err != nil {
		return err
	}
	met := 0
	for _, row := range people.Rows {
		if met == fullCases {
			break
		}
		checked, err := p.hq.Desk.Approach(ctx, p.pair(), row.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no", Cold: true})
		if !checked.Clear || desk.KindOf(err) == desk.Held {
			continue
		}
		if err == nil {
			err = p.tell(ctx, row.Person)
		}
		if err != nil {
			return err
		}
		met++
	}
	if met < fullCases {
		return fmt.Errorf("only %d people could be met", met)
	}
	return nil
}

func (p *pocket) tell(ctx context.Context, person casebook.ID) error {
	d := p.hq.Desk
	told := desk.Telling{Delivered: casebook.Delivered{Role: "crew", Language: "en", Understands: true, Cost: "aloud", Full: "paper"}}
	for _, step := range []func() error{
		func() error {
			return d.Age(ctx, p.scout, person, casebook.Age{Born: casebook.Date{Year: 1981, Month: 5, Day: 3}})
		},
		func() error {
			return d.Interview(ctx, p.scout, person, casebook.Form{Instrument: "first-interview", Answers: twelve})
		},
		func() error { return d.Assess(ctx, p.mentor, person, casebook.Form{Instrument: "swim-test"}) },
		func() error { return d.Tell(ctx, p.scout, person, told) },
		func() error {
			return d.Understand(ctx, p.mentor, person, casebook.Understanding{Heard: casebook.Points})
		},
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// askEverybody is the second meeting, a day later: the question and a yes.
func (p *pocket) askEverybody(ctx context.Context) error {
	p.ahead.Store(int64(-24 * time.Hour))
	people, err := p.hq.Desk.List(ctx, p.admin, desk.Query{Stage: casebook.StageUnderstood, Limit: 2 * fullCases})
	if err != nil {
		return err
	}
	if len(people.Rows) < fullCases {
		return fmt.Errorf("only %d people could be asked", len(people.Rows))
	}
	for _, row := range people.Rows {
		if err := p.hq.Desk.Offer(ctx, p.pair(), row.Person, casebook.Offer{Role: "crew"}); err != nil {
			return err
		}
		slip, err := journal.NewKey(rand.Reader)
		if err != nil {
			return err
		}
		yes := desk.Answering{Answer: casebook.Answer{Answer: "yes", Method: "turned", Receipt: slip.Public()}}
		if _, err := p.hq.Desk.Answer(ctx, p.pair(), row.Person, yes); err != nil {
			return err
		}
	}
	return nil
}

// drive serves the house and lets a browser install, load and use the phone.
func (p *pocket) drive(ctx context.Context) (err error) {
	pages, err := p.hq.Pages(ctx, node.Site{})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- node.ServeHTTP(running, listener, pages, false) }()
	defer func() {
		stop()
		err = errors.Join(err, <-ended)
	}()
	url := fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	e, err := p.hq.Enrol(ctx, p.admin, []casebook.ID{p.scout.Who, p.mentor.Who}, places, url)
	if err != nil {
		return err
	}
	script, err := filepath.Abs("tests/browser/p6.mjs")
	if err != nil {
		return err
	}
	browser := exec.CommandContext(ctx, "node", script, url, e.Code, p.dir+"/phone")
	browser.Stderr = os.Stderr
	said, err := browser.Output()
	if err != nil {
		return fmt.Errorf("tests/browser/p6.mjs: %w", err)
	}
	return p.note(string(said))
}

// figure is one line of what the browser's script prints.
type figure struct {
	Name  string  `json:"name"`
	Bar   string  `json:"bar"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

func (p *pocket) note(said string) error {
	for line := range strings.Lines(said) {
		var f figure
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			return fmt.Errorf("tests/browser/p6.mjs said what is no figure: %w", err)
		}
		p.table.add(f.Name, f.Bar, p.sizes[once], f.Value, f.Unit)
	}
	return nil
}
