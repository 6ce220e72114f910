package casebook_test

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
)

// T is what a story needs of a test; the mutation test hands in one that only records.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

type storyOf struct {
	gate, name string
	tell       func(t T, w *world)
}

var stories []storyOf

// story registers a story under its gate: the honest way works, a shortcut has no effect.
func story(gate, name string, tell func(t T, w *world)) bool {
	stories = append(stories, storyOf{gate, name, tell})
	return true
}

func TestStories(t *testing.T) {
	for _, s := range stories {
		t.Run(s.gate+" "+s.name, func(t *testing.T) { s.tell(t, newWorld(t)) })
	}
}

// world is a lifeboat service with its people, its clock and its headquarters.
type world struct {
	t                    T
	now                  time.Time
	still                bool // the clock does not move
	count, stamp         uint64
	house                *casebook.House
	control              []*casebook.Commit
	people               []*person
	meeting              casebook.ID
	limits               casebook.Limits
	ada, cora, tess, sol *staff // administrator, coordinator, trainer, safeguarding lead
	sam, mia             *staff // scout and mentor of the northern team
	otto, max            *staff // scout and mentor of the southern team
	hq, phone, laptop    *device
	north, south         casebook.ID
	text                 casebook.Ref // of crew, in force
	version              int
	shoreAge             int // that the role asks for
}

type staff struct {
	name string
	id   casebook.ID
	key  string
}

func (s *staff) proof() casebook.Proof {
	return casebook.Proof{Who: s.id, Key: s.key, Alg: "ed25519", Signed: true}
}

// device is a phone, a laptop or headquarters itself; offline it knows what it knew when it last met headquarters.
type device struct {
	id      casebook.Device
	home    bool
	offline bool
	seen    uint64
	seq     map[string]uint64
	known   map[casebook.Hash]bool
	skew    time.Duration // how wrong its clock is
}

func (w *world) random() (out [32]byte) {
	w.count++
	return sha256.Sum256(binary.BigEndian.AppendUint64([]byte("willing story"), w.count))
}

func (w *world) id() casebook.ID {
	r := w.random()
	return casebook.ID(r[:16])
}

func (w *world) key() string {
	r := w.random()
	return string(r[:])
}

func newWorld(t T) *world {
	w := &world{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), house: casebook.NewHouse(), limits: casebook.DefaultLimits(), shoreAge: 16}
	w.hq, w.phone, w.laptop = w.device(), w.device(), w.device()
	w.hq.home = true
	w.meeting = w.id()
	w.ada = &staff{"Ada", w.id(), w.key()}
	w.decree(w.ada, casebook.ID{}, casebook.HouseFounded, &casebook.Founding{Organisation: "Lifeboats", Admin: w.ada.id, Name: "Ada", Alg: "ed25519", Key: []byte(w.ada.key)})
	w.cora = w.hire("Cora", casebook.Coordinator)
	for _, d := range []*device{w.phone, w.laptop} {
		w.grant(d)
	}
	w.tess, w.sol = w.hire("Tess", casebook.Trainer), w.hire("Sol", casebook.Safeguarding)
	w.sam, w.mia = w.hire("Sam", casebook.Scout), w.hire("Mia", casebook.Mentor)
	w.otto, w.max = w.hire("Otto", casebook.Scout), w.hire("Max", casebook.Mentor)
	w.north, w.south = w.id(), w.id()
	w.decree(w.cora, w.north, casebook.TeamFormed, &casebook.Team{Name: "North", Members: []casebook.ID{w.sam.id, w.mia.id}})
	w.decree(w.cora, w.south, casebook.TeamFormed, &casebook.Team{Name: "South", Members: []casebook.ID{w.otto.id, w.max.id}})
	w.publish()
	w.newText(false)
	return w
}

func (w *world) device() *device {
	return &device{id: casebook.Device(w.random()), seq: map[string]uint64{}, known: map[casebook.Hash]bool{}}
}

// grant admits a device to the territories of the stories.
func (w *world) grant(d *device) {
	w.must(w.decree(w.ada, casebook.ID{}, casebook.DeviceGranted, &casebook.DeviceGrant{Device: d.id[:], Scopes: []string{"IT", "FR"}}))
}

// publish puts the settings in w.limits in force.
func (w *world) publish() []casebook.Lack {
	version := 1
	if p := w.house.Programme(w.house.Pos); p != nil {
		version = p.Version + 1
	}
	return w.decree(w.cora, casebook.ID{}, casebook.ProgrammePublished, &casebook.Programme{
		ID: "sea-rescue", Version: version, Name: "Sea rescue", Languages: []string{"en"}, Limits: w.limits,
		Roles: []casebook.Role{{ID: "crew", MinimumAge: 18, Hazardous: true}, {ID: "shore", MinimumAge: w.shoreAge}},
		Instruments: []casebook.Instrument{
			{ID: "first-interview", Stage: "interview"}, {ID: "health", Stage: casebook.AfterYes},
		},
	})
}

// fullText is a text without a fault.
func fullText(language string) casebook.DisclosureText {
	t := casebook.DisclosureText{Language: language, Title: "Crew", Cost: "Cold water, hard nights, no pay.", Sections: map[string]string{}}
	for _, s := range casebook.Sections {
		t.Sections[s] = "Plain words about " + s + "."
	}
	return t
}

// newText has Tess write and Cora approve the next version for crew and shore.
func (w *world) newText(material bool) {
	w.version++
	for _, role := range []string{"shore", "crew"} {
		p := w.propose(w.tess, role, w.version, fullText("en"))
		ref, lacks := w.approve(w.cora, role, w.version, material, p)
		w.must(lacks)
		w.text = ref
	}
}

func (w *world) propose(by *staff, role string, version int, texts ...casebook.DisclosureText) casebook.Ref {
	w.decree(by, casebook.ID{}, casebook.DisclosureProposed, &casebook.Proposal{Role: role, Version: version, Texts: texts})
	return casebook.Ref{Commit: w.control[len(w.control)-1].Hash}
}

func (w *world) approve(by *staff, role string, version int, material bool, proposal casebook.Ref) (casebook.Ref, []casebook.Lack) {
	c := w.decreed(by, casebook.ID{}, casebook.DisclosureApproved, &casebook.Approval{Role: role, Version: version, Material: material})
	c.Refs = []casebook.Ref{proposal}
	return casebook.Ref{Commit: c.Hash}, w.apply(c)
}

func (w *world) must(lacks []casebook.Lack) {
	if len(lacks) > 0 {
		w.t.Fatalf("headquarters could not: %v", lacks)
	}
}

func (w *world) hire(name string, hats ...string) *staff {
	s := &staff{name, w.id(), w.key()}
	w.must(w.decree(w.ada, s.id, casebook.StaffAdded, &casebook.Staff{Name: name, Hats: hats}))
	second := w.cora
	if second == nil {
		second = s
	}
	w.must(w.enrol(s.id, s.key, second))
	return s
}

func (w *world) enrol(who casebook.ID, key string, second *staff) []casebook.Lack {
	c := w.decreed(w.ada, who, casebook.KeyEnrolled, &casebook.EnrolledKey{Alg: "ed25519", Key: []byte(key)})
	c.Witnesses = []casebook.Proof{second.proof()}
	return w.apply(c)
}

func (w *world) tie(a, b casebook.ID) {
	w.must(w.decree(w.cora, casebook.ID{}, casebook.TieDeclared, &casebook.Tie{A: a, B: b, Kind: "partner"}))
}

// decreed is a control commit that is not applied yet.
func (w *world) decreed(by *staff, subject casebook.ID, eventType string, body any) *casebook.Commit {
	e := casebook.Event{Type: eventType, Body: body}
	w.now = w.now.Add(time.Minute)
	return &casebook.Commit{
		Hash: w.random(), Device: w.hq.id, Scope: "control", Seq: w.house.Pos + 1, At: w.now, Home: true, Seen: w.house.Pos,
		Actor: by.proof(), Subject: subject, Effects: casebook.EffectsOf(e), Events: []casebook.Event{e},
	}
}

func (w *world) decree(by *staff, subject casebook.ID, eventType string, body any) []casebook.Lack {
	return w.apply(w.decreed(by, subject, eventType, body))
}

func (w *world) apply(c *casebook.Commit) []casebook.Lack {
	w.control = append(w.control, c)
	return w.house.Apply(c)
}

// houseAt is the house as a device that has applied pos knows it.
func (w *world) houseAt(pos uint64) *casebook.House {
	if pos == w.house.Pos {
		return w.house
	}
	h := casebook.NewHouse()
	for _, c := range w.control {
		if c.Seq <= pos {
			h.Apply(c)
		}
	}
	return h
}

// Days lets time pass; what comes after is another meeting.
func (w *world) Days(n int) { w.Later(time.Duration(n) * 24 * time.Hour) }

// Later lets time pass; what comes after is another meeting.
func (w *world) Later(d time.Duration) { w.now, w.meeting = w.now.Add(d), w.id() }

// receive is headquarters noting that a commit has come.
func (w *world) receive(c *casebook.Commit) {
	if !c.Home && c.Arrived.IsZero() {
		w.decree(w.ada, casebook.ID{}, casebook.LanesReceived, &casebook.Arrivals{})
		c.Arrived, c.ArrivedPos = w.now, w.house.Pos
	}
}

// Leaves takes a device out of reach; Meets brings it back: each learns what the other has.
func (w *world) Leaves(d *device) {
	w.Meets(d)
	d.offline = true
}

func (w *world) Meets(d *device) {
	d.offline = false
	for _, p := range w.people {
		for _, c := range p.commits {
			if c.Device == d.id {
				w.receive(c)
			}
		}
	}
	d.seen = w.house.Pos
	for _, p := range w.people {
		for _, c := range p.commits {
			d.known[c.Hash] = true
		}
	}
}

// person is somebody the service may ask.
type person struct {
	w       *world
	id      casebook.ID
	commits []*casebook.Commit
	linkKey string
	role    string
}

func (w *world) Person() *person {
	p := &person{w: w, id: w.id(), role: "crew"}
	w.people = append(w.people, p)
	return p
}

// act is one commit in the making.
type act struct {
	p        *person
	dev      *device
	c        *casebook.Commit
	refs     []casebook.Ref
	refsSet  bool
	claimed  bool
	forgings []func(c *casebook.Commit)
}

func (p *person) by(proof casebook.Proof) *act {
	return &act{p: p, dev: p.w.phone, c: &casebook.Commit{Subject: p.id, Actor: proof}}
}

// As begins an act of a member of staff on the team's phone.
func (p *person) As(s *staff) *act { return p.by(s.proof()) }

// Self begins an act of the person, without a key.
func (p *person) Self() *act { return p.by(casebook.Proof{Who: p.id}) }

// Anonymous begins an act that nobody signs.
func (p *person) Anonymous() *act { return p.by(casebook.Proof{}) }

// Holding begins an act of whoever holds a key and says they are the person.
func (p *person) Holding(key string) *act {
	return p.by(casebook.Proof{Who: p.id, Key: key, Alg: "ed25519", Signed: true})
}

func (a *act) With(people ...*staff) *act {
	for _, s := range people {
		a.c.Witnesses = append(a.c.Witnesses, s.proof())
	}
	return a
}

func (a *act) On(d *device) *act { a.dev = d; return a }

// Naming sets the facts that the act relies on, instead of those that an honest program would name.
func (a *act) Naming(dids ...did) *act {
	a.refsSet = true
	for _, d := range dids {
		a.refs = append(a.refs, d.ref)
	}
	return a
}

// Claiming sets the effects in the header, instead of what the event causes.
func (a *act) Claiming(effects ...casebook.Effect) *act {
	a.c.Effects, a.claimed = effects, true
	return a
}

// Forging changes the commit by hand before it is written.
func (a *act) Forging(change func(c *casebook.Commit)) *act {
	a.forgings = append(a.forgings, change)
	return a
}

// Does writes the commit.
func (a *act) Does(eventType string, body any) did {
	w, p, d, c := a.p.w, a.p, a.dev, a.c
	if !w.still {
		w.now = w.now.Add(time.Minute)
	}
	if !d.offline {
		d.seen = w.house.Pos
	}
	c.Events = append(c.Events, casebook.Event{Type: eventType, Body: body})
	if !a.claimed {
		c.Effects = casebook.EffectsOf(c.Events[0])
	}
	if !a.refsSet {
		a.refs = p.known(d).Relies(eventType, p.role)
	}
	c.Hash, c.Device, c.Home, c.Seen, c.Refs, c.At = w.random(), d.id, d.home, d.seen, a.refs, w.now.Add(d.skew)
	c.Scope = "IT"
	if slices.ContainsFunc(c.Effects, func(e casebook.Effect) bool { return e != casebook.Consent && e != casebook.Relay }) {
		c.Scope = "control"
	}
	w.stamp++
	c.Clock = w.stamp
	d.seq[c.Scope]++
	c.Seq = d.seq[c.Scope]
	if d.home && c.Scope == "control" {
		c.Seq = w.house.Pos + 1
	}
	for _, change := range a.forgings {
		change(c)
	}
	if c.Home && c.Scope == "control" {
		w.apply(c)
	}
	p.commits = append(p.commits, c)
	d.known[c.Hash] = true
	if !d.offline {
		w.receive(c)
	}
	return did{p, casebook.Ref{Commit: c.Hash}, c}
}

// known is the person's state as a device knows it.
func (p *person) known(d *device) *casebook.State {
	commits := p.commits
	if d.offline {
		commits = slices.DeleteFunc(slices.Clone(commits), func(c *casebook.Commit) bool { return !d.known[c.Hash] })
	}
	return casebook.Fold(p.w.houseAt(d.seen), commits, p.w.now)
}

// State is the person's state as headquarters knows it.
func (p *person) State() *casebook.State { return casebook.Fold(p.w.house, p.commits, p.w.now) }

// did is something that was done.
type did struct {
	p   *person
	ref casebook.Ref
	c   *casebook.Commit
}

func (d did) fact() *casebook.Fact {
	for _, f := range d.p.State().Facts {
		if f.Ref == d.ref {
			return f
		}
	}
	d.p.w.t.Fatalf("the event is not in the file")
	return nil
}

func (d did) is(want casebook.Standing, key string) did {
	d.p.w.t.Helper()
	f := d.fact()
	var keys []string
	for _, l := range f.Lacks {
		keys = append(keys, l.Key)
	}
	if f.Standing != want || key != "" && !slices.Contains(keys, key) {
		d.p.w.t.Errorf("%s is %s [%s]; want %s %s", f.Type, f.Standing, strings.Join(keys, " "), want, key)
	}
	return d
}

func (d did) Counts() did              { d.p.w.t.Helper(); return d.is(casebook.Counts, "") }
func (d did) Fails(key string) did     { d.p.w.t.Helper(); return d.is(casebook.Irregular, key) }
func (d did) Overruled(key string) did { d.p.w.t.Helper(); return d.is(casebook.Overruled, key) }
func (d did) Waits() did               { d.p.w.t.Helper(); return d.is(casebook.Pending, "") }
