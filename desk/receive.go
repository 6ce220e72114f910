package desk

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Received says what became of commits from another device.
type Received struct {
	Added   int `json:"added"`
	Known   int `json:"known"`
	Forks   int `json:"forks"`
	Refused int `json:"refused"`       // broken, or not signed by their device
	Gaps    int `json:"gaps"`          // an earlier commit is missing
	Own     int `json:"own,omitempty"` // written by this very device and not known to it: it was restored or cloned
}

// Receive takes in commits that another device wrote. Nothing is thrown away: what breaks a rule is
// kept without effect, and listed. Headquarters notes what it has, so that periods run from now.
func (d *Desk) Receive(ctx context.Context, by Acting, commits []journal.Commit) (Received, error) {
	return d.receive(ctx, by, access.Receive, journal.Device{}, commits)
}

func (d *Desk) receive(ctx context.Context, by Acting, action access.Action, from journal.Device, commits []journal.Commit) (Received, error) {
	var out Received
	checked := make([]checkedCommit, 0, len(commits))
	for _, c := range commits {
		verdict, err := journal.Verify(c)
		if err != nil || !verdict.Device {
			out.Refused++
			continue
		}
		checked = append(checked, checkedCommit{c, badProofs(verdict)})
	}
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
		if !t.d.AtHome() {
			return nil // only headquarters says what it has
		}
		return t.confirm(heads, out.Forks)
	})
	return out, err
}

type checkedCommit struct {
	commit journal.Commit
	proofs proofs
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
		_, known, err := journal.Find(t.w, c.commit.Hash())
		if err != nil || known {
			out.Known++
			return err
		}
		if err := t.alarm(AlarmRewound, t.from); err != nil {
			return err
		}
		if h.Epoch >= t.d.Epoch {
			out.Refused++ // what it writes now, it has; what it wrote before it was restored, others may bring back
			return nil
		}
	}
	before, err := journal.HeadOf(t.w, h.Lane())
	if err != nil {
		return err
	}
	if before.Seq > 0 {
		if last, ok, err := journal.Get(t.w, before.Hash); err != nil {
			return err
		} else if ok && last.Header.Seen.Seq > h.Seen.Seq {
			c.proofs.FellBack = true
		}
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
		out.Known++
		t.took(h) // content that was withheld may have come
		return t.noteLacking(c.commit.Hash())
	case journal.Fork:
		out.Forks++
		c.proofs.Branch = &branch{Pos: t.d.control.pos + 1, At: t.now.UnixMilli()} // where confirm notes it
	default:
		out.Added++
		heads[h.Lane()] = h.Seq
	}
	if t.d.AtHome() && h.Device != t.d.Home && refusesSomebody(h) {
		if err := t.alarm(AlarmRefusals, h.Device); err != nil {
			return err
		}
	}
	if h.Device == t.d.Device.Device() {
		out.Own++
	}
	if h.Device == t.d.Home && h.Scope == journal.Control {
		if err := t.follow(c.commit); err != nil {
			return err
		}
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

// bar takes the content out of a commit about somebody who was erased here, before it touches the disk. It
// returns how many bodies are barred from coming again.
func (t *turn) bar(c *journal.Commit) (bodies int, err error) {
	subject := casebook.ID(c.Header.Subject)
	if subject.IsZero() {
		return 0, nil
	}
	erased, asked := t.erased[subject]
	if !asked {
		if erased, err = t.erasedRecord(subject); err != nil {
			return 0, err
		}
		t.erased[subject] = erased // nobody erases meanwhile
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
	if !c.proofs.empty() {
		raw, err := journal.Marshal(c.proofs)
		if err != nil {
			return err
		}
		if err := t.w.Put(bucketProofs, hash[:], raw); err != nil {
			return err
		}
	}
	if err := t.noteWitnessed(c.commit, c.proofs.Bad); err != nil {
		return err
	}
	t.d.clock, _ = journal.Receive(t.d.clock, c.commit.Header.Clock, t.now)
	t.took(c.commit.Header)
	return nil
}

func (t *turn) took(h journal.Header) {
	subject := casebook.ID(h.Subject)
	if subject.IsZero() {
		return
	}
	if !slices.Contains(t.touched, subject) {
		t.touched = append(t.touched, subject)
	}
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
