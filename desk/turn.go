package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// turn is one use case in progress, inside one transaction of the store.
type turn struct {
	d       *Desk
	w       *memo
	by      Acting
	now     time.Time
	touched touched       // records whose views must be brought up to date
	relink  bool          // a judgement may have joined or parted records
	wrote   bool          // the house may have changed
	about   []casebook.ID // whom or what its commits are about
	tallies tallies       // changes of the figures

	taken      []casebook.ID        // whose markers the register says were taken back
	erased     map[casebook.ID]bool // records that Receive has asked about: are they erased?
	confirmed  []confirmed          // parts of lanes of which headquarters says that they arrived: see turn.revise
	arrivals   []casebook.ID        // whom devices noted: see turn.arrived
	approached []casebook.ID        // whom devices went to: see turn.arrived
	everybody  bool                 // the house changed under everybody
	cameBack   bool                 // headquarters wrote it in an epoch that is over, and may have lost it: see turn.touchAhead

	receiving bool           // it takes in what others wrote
	from      journal.Device // and who brought it; zero: a person did

	agreeing bool // it does what the register says: nothing is written there
	givingUp bool // it takes content away that may be held here no longer: markers stay
}

// act runs a use case: nobody else writes meanwhile, and the caller has an answer only after all of it
// is durable.
func (d *Desk) act(ctx context.Context, by Acting, action access.Action, fn func(t *turn) error) error {
	var seen *memo
	var taken []casebook.ID
	moved := false
	err := errUnended
	defer func() { // even if fn panics: then nothing is remembered of the turn, and the house is read anew
		if seen != nil {
			seen.end(err)
		}
		if moved {
			d.settle(err)
		}
		if err != nil {
			d.putBack(taken)
		}
	}()
	err = d.Store.Update(ctx, func(w journal.Writer) error {
		d.mu.Lock()
		defer d.mu.Unlock()
		t := &turn{d: d, w: remember(w, &d.dossiers), by: by, tallies: tallies{}, now: d.Now().UTC().Truncate(time.Millisecond)}
		seen = t.w
		defer t.w.close()
		if err := d.catchUp(t.w); err != nil {
			return err
		}
		before := d.control.head.Hash
		defer func() { taken = t.taken }()
		err := t.runs(action, fn)
		if moved = d.control.head.Hash != before; moved {
			d.unsettled.Add(1)
		}
		if t.seesLittle() {
			err = neutralError(err)
		}
		return err
	})
	return storeError(err)
}

// errUnended is what a turn ended with that panicked.
var errUnended = errors.New("the turn did not end")

// runs is [turn.run]; where that fails or panics after the house may have changed, the house is read anew.
func (t *turn) runs(action access.Action, fn func(t *turn) error) error {
	err := errUnended
	defer func() { t.d.stale = t.d.stale || err != nil && t.wrote }()
	err = t.run(action, fn)
	return err
}

// run asks whether the use case may be tried, runs it, and brings the views up to date.
func (t *turn) run(action access.Action, fn func(t *turn) error) error {
	if action != "" {
		if err := t.d.allow(t.by, action, ""); err != nil {
			return err
		}
	}
	if done, err := t.repeated(); done || err != nil {
		return err
	}
	if err := fn(t); err != nil {
		return err
	}
	if err := t.finish(); err != nil {
		return err
	}
	return t.keepOutcome()
}

// settle notes that a turn which changed the house is durable, or was lost.
func (d *Desk) settle(err error) {
	if err != nil {
		d.mu.Lock()
		d.stale = true
		d.mu.Unlock()
	}
	d.unsettled.Add(-1)
}

// catchUp reads the house anew if an earlier transaction that had changed it was not stored. While one is on
// its way to the disk, whoever comes next looks for themselves whether it is still there.
func (d *Desk) catchUp(r *memo) error {
	if d.stale {
		return d.loadAnew(r)
	}
	if d.unsettled.Load() == 0 || d.control.head.Seq == 0 {
		return nil
	}
	head, err := journal.HeadOf(r, d.control.head.Lane)
	if err != nil {
		return failFrom(Broken, err, "the journal cannot be read: `willing verify` says what is damaged, and what helps")
	}
	if head.Hash == d.control.head.Hash {
		return nil
	}
	return d.loadAnew(r)
}

// loadAnew is loadHouse in a turn: when commits arrived, and where they stand, may look different after it.
func (d *Desk) loadAnew(r *memo) error {
	r.forgetAll()
	return d.loadHouse(r)
}

func (t *turn) finish() error {
	if err := t.touchAhead(); err != nil {
		return err
	}
	for _, record := range t.touched.all() {
		if err := t.refresh(record); err != nil {
			return err
		}
	}
	return t.keepTallies()
}

// see looks without writing, at one consistent moment.
func (d *Desk) see(ctx context.Context, fn func(r journal.Reader) error) error {
	return storeError(d.Store.View(ctx, func(r journal.Reader) error {
		d.mu.RLock()
		defer d.mu.RUnlock()
		return fn(r)
	}))
}

// entry is one commit about to be written.
type entry struct {
	subject casebook.ID
	scope   journal.Scope // for commits that need not go to control
	events  []casebook.Event
	refs    []casebook.Ref
	effects []casebook.Effect // beside those that the events cause
	actor   *Acting           // somebody else than who acts: the person, with the key of their link
	unnamed bool              // nobody signs as the actor: the person's own unsigned act
	notes   []Entry           // for the register, before the commit is stored: see refreshGroup for what it sees by itself
}

// append judges, signs and appends one commit. Nothing is written if the law lacks something.
func (t *turn) append(e entry) (*casebook.Commit, error) {
	e, err := t.enclosed(e)
	if err != nil {
		return nil, err
	}
	gone, err := t.gone(e)
	switch {
	case err != nil:
		return nil, err
	case gone && t.seesLittle() && !e.leaves():
		return nil, askHeadquarters()
	case gone && !t.seesLittle():
		return nil, nobody()
	}
	sealed, err := t.seal(e)
	if err != nil {
		return nil, err
	}
	if gone {
		sealed.Bodies = make([]*journal.Body, len(sealed.Bodies))
	}
	p := proofs{}
	if p.Spent, err = spent(t.w, sealed.Header, nil); err != nil {
		return nil, err
	}
	if err := t.noteFallingBack(sealed.Header, &p); err != nil {
		return nil, journalBroken(err)
	}
	c := t.d.decode(sealed, p)
	if err := t.judge(e, c); err != nil {
		return nil, err
	}
	if err := t.register(append(e.notes, t.turnsAway(e)...)...); err != nil {
		return nil, err
	}
	if err := firstOf(t.keepProofs(sealed.Hash(), p), t.noteWitnessed(sealed, nil), t.store(sealed, c)); err != nil || !gone {
		return c, err
	}
	return c, t.barBodies(sealed)
}

// gone reports whether an entry would write content about somebody who was erased here: of them nothing is
// kept any more.
func (t *turn) gone(e entry) (bool, error) {
	if e.subject.IsZero() || slices.ContainsFunc(e.events, func(ev casebook.Event) bool {
		return ev.Type == casebook.ErasureDone || ev.Type == casebook.ContentPurged
	}) {
		return false, nil
	}
	commits, err := t.d.recordCommits(t.w, e.subject)
	return slices.ContainsFunc(commits, func(c *casebook.Commit) bool {
		return c.Home && slices.ContainsFunc(c.Events, func(ev casebook.Event) bool { return ev.Type == casebook.ErasureDone })
	}), err
}

// allowed asks the law about a commit that is not written yet, and may never be.
func (t *turn) allowed(e entry) error {
	sealed, err := t.seal(e)
	if err != nil {
		return err
	}
	return t.judge(e, t.d.decode(sealed, proofs{}))
}

func (t *turn) judge(e entry, c *casebook.Commit) error {
	if c.Home && c.At.Sub(t.now) > aheadAfter { // its lane is stamped ahead of the clock: nobody grows older by that
		right := *c
		right.Arrived, c = t.now, &right
	}
	lacks := t.d.house.Ask(c)
	if !e.subject.IsZero() && slices.ContainsFunc(c.Events, func(ev casebook.Event) bool { return !casebook.IsHouseEvent(ev.Type) }) {
		before, err := t.d.personCommits(t.w, e.subject)
		if err != nil {
			return err
		}
		lacks = append(lacks, casebook.Ask(t.d.house, before, c)...)
	}
	if len(lacks) > 0 && t.seesLittle() && t.mayNotKnow(e) {
		return askHeadquarters()
	}
	if t.agreeing && c.Has(casebook.Erase) && !off("held") { // what hides somebody needs no grant: an asking holds wherever it arrives (G25)
		lacks = slices.DeleteFunc(lacks, func(l casebook.Lack) bool { return l.Key == "event.grant" })
	}
	if t.d.stampedBeyondGrant(c) && slices.Contains(casebook.Keys(lacks), "event.grant") {
		return failOnPage("beyond-grant", NotAllowed, "this device's clock once ran ahead, and what is written here would bear a time after its grant's end: only a stop can be recorded; have it enrolled anew once everything is sent")
	}
	return hold(lacks)
}

// seal builds and signs the commit on top of its lane.
func (t *turn) seal(e entry) (journal.Commit, error) {
	draft, salt := t.draft(e), t.d.Rand
	if remote, ok := t.actor(e).Signer.(*Remote); ok {
		var err error
		if salt, err = remote.pin(&draft, salt); err != nil {
			return journal.Commit{}, err
		}
	}
	prepared, err := journal.Prepare(draft, salt)
	if err != nil {
		return journal.Commit{}, unwritable(err)
	}
	if remote, ok := t.actor(e).Signer.(*Remote); ok {
		remote.Bodies = prepared.Bodies()
	}
	if err := t.sign(prepared, e); err != nil {
		return journal.Commit{}, &Error{Kind: NotAllowed, Key: "unsigned", Say: "a key could not sign", Cause: err}
	}
	lane := journal.Lane{Device: t.d.Device.Device(), Epoch: t.d.Epoch, Scope: draft.Scope}
	head, err := journal.HeadOf(t.w, lane)
	if err != nil {
		return journal.Commit{}, failFrom(Broken, err, "the journal cannot be read: `willing verify` says what is damaged, and what helps")
	}
	if head.Seq == 0 && draft.Scope == journal.Control && t.d.control.pos > 0 && t.d.AtHome() {
		head.Hash = t.d.control.head.Hash // a new epoch goes on from the last commit of the one before
	}
	t.d.clock = journal.Tick(t.d.clock, t.now)
	return prepared.Seal(t.d.Device, head, t.d.clock)
}

func (t *turn) draft(e entry) journal.Draft {
	d := journal.Draft{
		Scope: e.scope, Subject: journal.ID(e.subject),
		Seen: journal.Seen{Seq: t.d.control.pos, Hash: t.d.control.head.Hash},
	}
	effects := slices.Clone(e.effects)
	for _, ev := range e.events {
		d.Events = append(d.Events, journal.Event{Type: ev.Type, Body: ev.Body})
		for _, effect := range casebook.EffectsOf(ev) {
			if !slices.Contains(effects, effect) {
				effects = append(effects, effect)
			}
		}
	}
	slices.Sort(effects)
	for _, effect := range effects {
		d.Effects = append(d.Effects, journal.Effect(effect))
		if effect != casebook.Consent && effect != casebook.Relay {
			d.Scope = journal.Control
		}
	}
	if d.Scope == "" {
		d.Scope = journal.Control
	}
	for _, r := range e.refs {
		d.Refs = append(d.Refs, journal.Ref{Commit: journal.Hash(r.Commit), Event: r.Event})
	}
	actor := t.actor(e)
	d.Actor = journal.ID(actor.Who)
	with := t.by.With
	if e.unnamed { // the person acts; whoever is signed in witnesses
		with = append([]Acting{t.by}, with...)
	}
	for _, w := range with { // whoever stands there twice is one
		if w.Who.IsZero() {
			continue // nobody of us: a person at a page without script
		}
		if !slices.Contains(d.Witnesses, journal.ID(w.Who)) {
			d.Witnesses = append(d.Witnesses, journal.ID(w.Who))
		}
	}
	return d
}

func (t *turn) actor(e entry) Acting {
	switch {
	case e.actor != nil:
		return *e.actor
	case e.unnamed:
		return Acting{Who: e.subject}
	}
	return t.by
}

func (t *turn) sign(p *journal.Prepared, e entry) error {
	if a := t.actor(e); a.Signer != nil {
		if err := p.SignActor(journal.ID(a.Who), a.Signer, a.Session); err != nil {
			return err
		}
	}
	witnesses := t.by.With
	if e.unnamed && t.by.Signer != nil {
		witnesses = append([]Acting{t.by}, witnesses...)
	}
	for _, w := range witnesses {
		if w.Signer == nil {
			continue // named, and not signed
		}
		if err := p.SignWitness(journal.ID(w.Who), w.Signer, w.Session); err != nil {
			return err
		}
	}
	return nil
}

// store appends a sealed commit and folds it into the house if it stands in the control lane.
func (t *turn) store(sealed journal.Commit, c *casebook.Commit) error {
	t.wrote = true
	err := t.w.add(c, func() error {
		outcome, err := journal.Append(t.w, sealed, t.now.UnixMilli())
		if err == nil && outcome != journal.Added {
			return fail(Broken, "the journal did not take the commit: `willing verify` says what is damaged, and what helps")
		}
		return err
	})
	if err != nil {
		return failFrom(Broken, err, "the journal did not take the commit: `willing verify` says what is damaged, and what helps")
	}
	if err := t.nameChunks(sealed); err != nil {
		return err
	}
	if !c.Subject.IsZero() && !slices.Contains(t.about, c.Subject) {
		t.about = append(t.about, c.Subject)
	}
	h := sealed.Header
	if h.Device == t.d.Home && h.Scope == journal.Control {
		t.d.control.add(h, sealed.Hash())
		if err := t.d.control.carry(shortened(sealed)); err != nil {
			return err
		}
		t.applyControl(sealed, proofs{})
	}
	if listed, err := t.listed(c); err != nil {
		return err
	} else if listed {
		t.touched.add(c.Subject)
	}
	t.relink = t.relink || slices.ContainsFunc(c.Events, func(e casebook.Event) bool { return e.Type == casebook.MatchJudged })
	return nil
}

// listed reports whether a commit is about somebody who stands in the lists, or will: what says something of a colleague
// alone is so only if a device has taken them for somebody to meet.
func (t *turn) listed(c *casebook.Commit) (bool, error) {
	if c.Subject.IsZero() || !houseOnly(c) {
		return !c.Subject.IsZero(), nil
	}
	records, err := cluster(t.w, c.Subject)
	if err != nil {
		return false, err
	}
	row, err := rowAt(t.w, records[0])
	return row != nil, err
}

func houseOnly(c *casebook.Commit) bool {
	return !slices.ContainsFunc(c.Events, func(e casebook.Event) bool { return !casebook.IsHouseEvent(e.Type) })
}

// SayFull is what people and programs read where there was no room left to write something down.
const SayFull = "there is no room left on the disk where this house's data lie: this was not saved. What was saved before is safe. Make room there, then do it once more"

// storeError keeps our own errors and explains those of the disk.
func storeError(err error) error {
	if err == nil || KindOf(err) != Unexpected {
		return err
	}
	if journal.Full(err) {
		return failFrom(Unexpected, err, SayFull)
	}
	return failFrom(Unexpected, err, "the data could not be read or written; nothing was changed unless the message says so")
}
