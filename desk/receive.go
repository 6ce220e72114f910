package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Received says what became of commits from another device.
type Received struct {
	Added   int    `json:"added"`
	Filled  int    `json:"filled,omitempty"` // known, and content that was withheld came
	Known   int    `json:"known"`
	Forks   int    `json:"forks"`
	Refused int    `json:"refused"`         // broken, or not signed by their device
	Gaps    int    `json:"gaps"`            // an earlier commit is missing
	Early   int    `json:"early,omitempty"` // of people who come first: their lanes have not come as far
	From    string `json:"from,omitempty"`  // of a file: the device that signed what is in it
	Own     int    `json:"own,omitempty"`   // written by this very device and not known to it: it was restored or cloned
}

// Receive takes in commits that another device wrote. Nothing is thrown away: what breaks a rule is
// kept without effect, and listed. Headquarters notes what it has, so that periods run from now.
func (d *Desk) Receive(ctx context.Context, by Acting, commits []journal.Commit) (Received, error) {
	return d.receive(ctx, by, access.Receive, journal.Device{}, Verify(commits))
}

func (d *Desk) receive(ctx context.Context, by Acting, action access.Action, from journal.Device, verified *Verified) (Received, error) {
	var out Received
	checked := verified.good()
	out.Refused = len(verified.all) - len(checked)
	err := d.act(ctx, by, action, func(t *turn) error {
		heads := map[journal.Lane]uint64{}
		t.erased, t.receiving, t.from = map[casebook.ID]bool{}, true, from
		for _, c := range checked {
			if err := t.takeCommit(c, &out, heads); err != nil {
				return err
			}
		}
		if err := t.reviseAll(); err != nil {
			return err
		}
		if !t.d.AtHome() || t.d.waiting {
			return nil // only headquarters says what it has
		}
		if err := t.confirm(heads, out.Forks); err != nil {
			return err
		}
		return t.lookAtArrivals()
	})
	return out, err
}

type checkedCommit struct {
	commit journal.Commit
	proofs proofs
}

// Verified are commits whose signatures were looked at, or are being looked at.
type Verified struct {
	all  []*checkedCommit // nil for what is not its device's
	done sync.WaitGroup
}

// Verify begins to verify commits side by side, on all processors, and returns at once.
func Verify(commits []journal.Commit) *Verified {
	v := &Verified{all: make([]*checkedCommit, len(commits))}
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(commits)) {
		v.done.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(commits)); i = next.Add(1) - 1 {
				verdict, err := journal.Verify(commits[i])
				if err == nil && verdict.Device {
					v.all[i] = &checkedCommit{commits[i], badProofs(verdict)}
				}
			}
		})
	}
	return v
}

// good waits, and returns those that are their device's.
func (v *Verified) good() []checkedCommit {
	v.done.Wait()
	out := make([]checkedCommit, 0, len(v.all))
	for _, c := range v.all {
		if c != nil {
			out = append(out, *c)
		}
	}
	return out
}

func badProofs(v journal.Verdict) proofs {
	var p proofs
	if !v.Actor.Signed {
		p.Bad = append(p.Bad, 0)
	}
	for i, w := range v.Witnesses {
		if !w.Signed {
			p.Bad = append(p.Bad, i+1)
		}
	}
	return p
}

func (t *turn) takeCommit(c checkedCommit, out *Received, heads map[journal.Lane]uint64) error {
	h := c.commit.Header
	if h.Device == t.d.Home && t.d.AtHome() {
		if taken, err := t.rewound(c.commit); err != nil || !taken {
			out.Refused++
			return err
		}
	}
	if err := t.noteFallingBack(h, &c.proofs); err != nil {
		return err
	}
	barred, err := t.bar(&c.commit)
	if err != nil {
		return err
	}
	outcome, err := journal.Append(t.w, c.commit, t.now.UnixMilli())
	var gap *journal.GapError
	switch {
	case errors.As(err, &gap):
		out.Gaps++
		return nil
	case errors.Is(err, journal.ErrBroken):
		out.Refused++
		return nil
	case err != nil:
		return err
	}
	switch outcome {
	case journal.Known:
		return t.fill(c.commit, out)
	case journal.Fork:
		out.Forks++
		c.proofs.Branch = &branch{Pos: t.d.control.pos + 1, At: t.now.UnixMilli()} // where confirm notes it
	default:
		out.Added++
		heads[h.Lane()] = h.Seq
	}
	t.arrived(h)
	if t.d.AtHome() && h.Device != t.d.Home && refusesSomebody(h) {
		if err := t.alarm(AlarmRefusals, h.Device); err != nil {
			return err
		}
	}
	if err := t.hearDoubt(c.commit); err != nil {
		return err
	}
	if h.Device == t.d.Device.Device() {
		out.Own++
	}
	if h.Device == t.d.Home && h.Scope == journal.Control {
		if err := t.follow(c.commit, c.proofs); err != nil {
			return err
		}
	}
	if err := t.stray(c.commit); err != nil {
		return err
	}
	if barred > 0 {
		if err := t.barBodies(c.commit); err != nil {
			return err
		}
	}
	if slices.Contains(c.commit.Bodies, nil) && barred == 0 {
		if err := t.noteLacking(c.commit.Hash()); err != nil {
			return err
		}
	}
	return t.tookCommit(c)
}

// noteFallingBack notes whether a commit claims to know less of headquarters' lane than those before it: of a branch, those
// before it in that branch, so the order of arrival decides nothing. What that means is judged when it is read. Of what is not in that
// lane here, the number alone does not tell.
func (t *turn) noteFallingBack(h journal.Header, p *proofs) error {
	if h.Seq == 1 || t.d.surelyKnows(h) {
		return nil
	}
	before, ok, err := journal.Get(t.w, h.Prev)
	if err != nil || !ok {
		return err
	}
	noted, err := t.d.proofsOf(t.w, before)
	if err != nil {
		return err
	}
	had := before.Header.Seen
	p.FellBack = had.Seq > h.Seen.Seq
	if noted.Had != nil && t.further(*noted.Had, had) { // nobody gets behind what they knew in two steps
		had = *noted.Had
	}
	if p.FellBack || had != h.Seen && (!t.d.control.holds(h.Seen) || t.further(had, h.Seen)) {
		p.Had = &had
	}
	return nil
}

// surelyKnows reports whether a commit knew all that headquarters had written: it was written here, or it stands in that very lane. From
// elsewhere headquarters' word about what it knew is looked at like anybody's.
func (d *Desk) surelyKnows(h journal.Header) bool {
	return d.wroteHere(h) || h.Device == d.Home && h.Scope == journal.Control
}

// further reports whether somebody who had seen the one was further in headquarters' lane, as far as it is here, than by the other.
func (t *turn) further(one, other journal.Seen) bool {
	at, _ := t.d.control.seen(one, t.d.control.pos)
	than, _ := t.d.control.seen(other, t.d.control.pos)
	return at > than
}

// keepProofs puts down what is to be remembered of how a commit came in, or was written here.
func (t *turn) keepProofs(hash journal.Hash, p proofs) error {
	if p.empty() {
		return nil
	}
	raw, err := journal.Marshal(p)
	if err != nil {
		return err
	}
	return t.w.Put(bucketProofs, hash[:], raw)
}

// rewound looks at a commit that headquarters wrote and somebody brings back. One that it does not know says that it
// was restored: what it wrote before that is taken, and what claims to be of its present epoch is not.
func (t *turn) rewound(c journal.Commit) (taken bool, err error) {
	_, known, err := journal.Find(t.w, c.Hash())
	if err != nil || known {
		return known, err // its content may have been lost
	}
	if t.d.waiting { // that is what it waits for
		return c.Header.Epoch < t.d.Epoch, nil
	}
	return c.Header.Epoch < t.d.Epoch, t.alarm(AlarmRewound, t.from)
}

// fill notes that a commit came again, perhaps with content that was withheld.
func (t *turn) fill(c journal.Commit, out *Received) error {
	hash := c.Hash()
	lacked, err := t.w.Get(bucketLacking, hash[:])
	if err != nil {
		return err
	}
	if lacked == nil || !slices.ContainsFunc(c.Bodies, func(b *journal.Body) bool { return b != nil }) {
		out.Known++
		return nil
	}
	out.Filled++
	t.took(c.Header)
	t.arrived(c.Header)
	return firstOf(t.noteLacking(hash), t.nameChunks(c), t.knowRows(c))
}

// knowRows lets a device that was restored or cloned, or that gets back whom it had lost, know again which rows of
// lists it took in itself.
func (t *turn) knowRows(c journal.Commit) error {
	if c.Header.Device != t.d.Device.Device() || !slices.Contains(c.Header.Types, casebook.LeadNoted) {
		return nil
	}
	e, _, err := journal.Find(t.w, c.Hash())
	if err != nil {
		return journalBroken(err)
	}
	record := casebook.ID(c.Header.Subject)
	for _, tag := range rowTags([]*casebook.Commit{t.d.decode(e.Commit, proofs{})}, casebook.Device(c.Header.Device)) {
		if err := t.w.Put(bucketRows, tag, record[:]); err != nil {
			return err
		}
	}
	return nil
}

// bar takes the content out of a commit about somebody who was erased here, before it touches the disk. It
// returns how many bodies are barred from coming again.
func (t *turn) bar(c *journal.Commit) (bodies int, err error) {
	subject := casebook.ID(c.Header.Subject)
	if subject.IsZero() || t.d.house.Ours(subject) {
		return 0, nil
	}
	erased, asked := t.erased[subject]
	if !asked {
		if erased, err = t.erasedRecord(subject); err != nil {
			return 0, err
		}
		t.erased[subject] = erased // until headquarters' word that they are comes: see tookCommit
	}
	if !erased {
		return 0, nil
	}
	c.Bodies = make([]*journal.Body, len(c.Bodies))
	return len(c.Bodies), nil
}

// barBodies lets no content of a commit come any more.
func (t *turn) barBodies(c journal.Commit) error {
	for i := range c.Bodies {
		if err := journal.EraseBody(t.w, journal.Ref{Commit: c.Hash(), Event: uint16(i)}); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) tookCommit(c checkedCommit) error {
	hash := c.commit.Hash()
	if err := t.keepProofs(hash, c.proofs); err != nil {
		return err
	}
	if err := t.noteWitnessed(c.commit, c.proofs.Bad); err != nil {
		return err
	}
	next, ahead := journal.Receive(t.d.clock, c.commit.Header.Clock, t.now)
	t.d.clock = next
	if device := c.commit.Header.Device; ahead && t.d.AtHome() && device != t.d.Home {
		if err := t.alarm(AlarmAhead, device); err != nil {
			return err
		}
	}
	if slices.Contains(c.commit.Header.Types, casebook.ErasureDone) {
		delete(t.erased, casebook.ID(c.commit.Header.Subject))
	}
	t.took(c.commit.Header)
	return firstOf(t.nameChunks(c.commit), t.knowRows(c.commit))
}

// arrived notes whom headquarters must look up itself: a device that noted somebody, or what they are called and
// reached by, or went to them, knew a part of those who said no, and may not even have asked.
func (t *turn) arrived(h journal.Header) {
	names := func(eventType string) bool {
		return eventType == casebook.LeadNoted || eventType == casebook.ParticularsNoted
	}
	met := func(eventType string) bool {
		return slices.Contains([]string{casebook.ApproachMade, casebook.AgeStated, casebook.AgeProven}, eventType)
	}
	device := t.d.house.DevicesNow()[casebook.Device(h.Device)]
	subject := casebook.ID(h.Subject)
	if !t.d.AtHome() || h.Device == t.d.Home || device.Revoked || subject.IsZero() {
		return
	}
	if slices.ContainsFunc(h.Types, names) && !slices.Contains(t.arrivals, subject) {
		t.arrivals = append(t.arrivals, subject)
	}
	if slices.ContainsFunc(h.Types, met) && !slices.Contains(t.approached, subject) {
		t.approached = append(t.approached, subject)
	}
}

// lookAtArrivals looks up whoever devices noted, with the whole markers and the people of all teams. Whom it finds
// possibly known is set aside for a named person, as if headquarters had noted them.
func (t *turn) lookAtArrivals() error {
	for _, record := range t.arrivals {
		if err := t.refreshNow(record); err != nil { // so that those who came together meet each other
			return err
		}
		s, err := t.known(record)
		if err != nil {
			return err
		}
		if s == nil || s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
			continue
		}
		found, err := t.lookUp(s)
		if err != nil {
			return err
		}
		var events []casebook.Event
		for i := range found[:min(len(found), mostMatches)] {
			events = append(events, casebook.Event{Type: casebook.MatchFound, Body: &found[i]})
		}
		if len(events) == 0 {
			continue
		}
		if _, err := t.append(entry{subject: record, scope: scopeOf(s), actor: itself, events: events}); err != nil {
			return err
		}
	}
	return t.lookAgain(t.approached)
}

func (t *turn) took(h journal.Header) {
	subject := casebook.ID(h.Subject)
	if subject.IsZero() {
		return
	}
	t.touched.add(subject)
	t.relink = true
}

// confirm notes in the control lane what headquarters now has of each lane.
func (t *turn) confirm(heads map[journal.Lane]uint64, branches int) error {
	if len(heads) == 0 && branches == 0 {
		return nil
	}
	body := &casebook.Arrivals{}
	for lane, seq := range heads {
		body.Heads = append(body.Heads, casebook.Head{Device: lane.Device[:], Epoch: lane.Epoch, Scope: string(lane.Scope), Seq: seq})
	}
	sortHeads(body.Heads)
	_, err := t.append(entry{events: []casebook.Event{{Type: casebook.LanesReceived, Body: body}}})
	return err
}

func sortHeads(heads []casebook.Head) {
	slices.SortFunc(heads, func(a, b casebook.Head) int {
		return cmp.Or(bytes.Compare(a.Device, b.Device), cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Scope, b.Scope))
	})
}
