package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// AsideCommit is a commit in quarantine: written by a device that was turned away, beyond its cut. It has no
// effect until a person takes it up, but for a refusal or a request for erasure in it.
type AsideCommit struct {
	Commit    casebook.Hash `json:"commit"`
	Device    string        `json:"device"`
	At        time.Time     `json:"at"`      // by the device's clock
	Arrived   time.Time     `json:"arrived"` // here
	Types     []string      `json:"types"`
	Record    casebook.ID   `json:"record,omitzero"`
	Name      string        `json:"name,omitempty"` // what the person is called
	Territory string        `json:"territory,omitempty"`
	By        string        `json:"by"`       // who is said to have written it, as [NameOf] says
	Refuses   bool          `json:"refuses"`  // it leaves the person alone
	Erases    bool          `json:"erases"`   // it asks for an erasure
	Verdict   string        `json:"verdict"`  // what was decided: counts, void, stays; "" if nothing was
	Deciders  []string      `json:"deciders"` // and by whom
	Own       bool          `json:"own"`      // whoever looks had a hand in it, so somebody else decides
	Says      AsideSays     `json:"says,omitzero"`

	hidden bool // the person is hidden or erased: nothing of them is said
}

// AsideSays is what an entry in quarantine says, as far as somebody needs it to decide: nothing that was told in an interview or for the
// doctor, and nothing of how anybody behaved.
type AsideSays struct {
	Name   string        `json:"name,omitempty"`   // that it notes
	Answer string        `json:"answer,omitempty"` // yes, no or not-now
	Covers string        `json:"covers,omitempty"` // what a no covers
	Until  casebook.Date `json:"until,omitzero"`   // of a not-now
	Born   casebook.Date `json:"born,omitzero"`    // as stated or proven
}

func saysOf(c *casebook.Commit) (out AsideSays) {
	for _, e := range c.Events {
		switch body := e.Body.(type) {
		case *casebook.Particulars:
			if nameIn(body) {
				out.Name = displayName(*body)
			}
		case *casebook.Answer:
			out.Answer, out.Covers, out.Until = body.Answer, body.Covers, body.Until
		case *casebook.Age:
			out.Born = body.Born
		}
	}
	return out
}

func nameIn(p *casebook.Particulars) bool {
	return p.Full != "" || p.Given != "" || p.Family != "" || p.Latin != ""
}

// nameNoted names whoever has no name that counts as the same entries call them, the newest of these.
func nameNoted(all []AsideCommit) {
	names, at := map[casebook.ID]string{}, map[casebook.ID]time.Time{}
	for _, one := range all {
		if one.Says.Name != "" && !one.At.Before(at[one.Record]) {
			names[one.Record], at[one.Record] = one.Says.Name, one.At
		}
	}
	for i := range all {
		one := &all[i]
		if name := names[one.Record]; name != "" && !one.hidden && (one.Name == "" || one.Name == noName) {
			one.Name = name
		}
	}
}

// mostAside bounds how many commits one page shows.
const mostAside = 200

// Quarantine lists what one device wrote beyond its cut: first what nobody has decided about, of that what has effect even so,
// then the newest.
func (d *Desk) Quarantine(ctx context.Context, by Acting, device journal.Device) (out []AsideCommit, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.AdmitDevices, ""); err != nil {
			return err
		}
		return d.eachAside(r, device, func(e journal.Entry, c *casebook.Commit) error {
			one, err := d.asideCommit(r, by.Who, e, c)
			out = append(out, one)
			return err
		})
	})
	nameNoted(out)
	slices.SortStableFunc(out, func(a, b AsideCommit) int {
		return cmp.Or(cmp.Compare(min(len(a.Verdict), 1), min(len(b.Verdict), 1)), cmp.Compare(b.weight(), a.weight()), b.Arrived.Compare(a.Arrived), b.At.Compare(a.At))
	})
	return out[:min(len(out), mostAside)], err
}

// weight is 1 for what has effect from quarantine.
func (c AsideCommit) weight() int {
	if c.Refuses || c.Erases {
		return 1
	}
	return 0
}

// saysPurged reports whether a commit says of its device that it holds nothing of somebody any more, and does nothing else. That is
// so whatever became of its grant: nobody has to decide about it.
func saysPurged(h journal.Header) bool {
	return !slices.ContainsFunc(h.Types, func(t string) bool { return t != casebook.ContentPurged }) &&
		!slices.ContainsFunc(h.Effects, func(e journal.Effect) bool { return e != journal.Relay })
}

// eachAside walks over the commits in quarantine of a device that was turned away, but for its word that it purged.
func (d *Desk) eachAside(r journal.Reader, device journal.Device, fn func(journal.Entry, *casebook.Commit) error) error {
	now, ok := d.house.DeviceNow(casebook.Device(device))
	if !ok || !now.Revoked {
		return nil
	}
	look := func(e journal.Entry) error {
		if saysPurged(e.Commit.Header) {
			return nil
		}
		if c := d.decode(e.Commit, proofs{}); d.house.Aside(c) {
			return fn(e, c)
		}
		return nil
	}
	for h, err := range journal.Heads(r) {
		if err != nil {
			return journalBroken(err)
		}
		if h.Lane.Device != device {
			continue
		}
		for e, err := range journal.LaneCommits(r, h.Lane, cutOf(now.Grant.Cuts, h.Lane)+1) {
			if err != nil {
				return journalBroken(err)
			}
			if err := look(e); err != nil {
				return err
			}
		}
	}
	for e, err := range journal.Forks(r) {
		if err != nil {
			return journalBroken(err)
		}
		if e.Commit.Header.Device == device {
			if err := look(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// cutOf is up to which commit of a lane a revocation lets count; 0 if it names none.
func cutOf(cuts []casebook.Head, lane journal.Lane) uint64 {
	for _, c := range cuts {
		if c.Epoch == lane.Epoch && c.Scope == string(lane.Scope) {
			return c.Seq
		}
	}
	return 0
}

func (d *Desk) asideCommit(r journal.Reader, looks casebook.ID, e journal.Entry, c *casebook.Commit) (AsideCommit, error) {
	h := e.Commit.Header
	out := AsideCommit{
		Commit: c.Hash, Device: h.Device.String(), At: c.At, Arrived: time.UnixMilli(e.Arrived).UTC(), Types: h.Types, Record: c.Subject,
		By: NameOf(d.house, c), Refuses: slices.Contains(h.Effects, journal.Refuse) || slices.Contains(h.Effects, journal.Hold),
		Erases: slices.Contains(h.Effects, journal.Erase), Own: handIn(c, looks), Deciders: []string{},
	}
	verdict, deciders := d.house.AsideOf(c.Hash)
	out.Verdict = verdict
	for _, id := range deciders {
		out.Deciders = append(out.Deciders, d.nameNow(id))
	}
	if c.Subject.IsZero() {
		return out, nil
	}
	records, err := cluster(r, c.Subject)
	if err != nil {
		return out, err
	}
	row, err := rowAt(r, records[0])
	if row != nil {
		out.Territory = row.Territory
		out.hidden = row.Hidden || row.Stage == casebook.StageErased
		if !out.hidden {
			out.Name = row.Name
		}
	}
	if err == nil && !out.hidden {
		out.Says = saysOf(c)
	}
	return out, err
}

func handIn(c *casebook.Commit, who casebook.ID) bool {
	return c.Actor.Who == who || slices.ContainsFunc(c.Witnesses, func(w casebook.Proof) bool { return w.Who == who })
}

// MostJudged bounds how many commits one decision is about.
const MostJudged = 100

// JudgeAside decides about commits in quarantine: they count, they are void, or they stay aside. That a refusal
// or an erasure is void takes two people outside every team of the person's.
func (d *Desk) JudgeAside(ctx context.Context, by Acting, commits []casebook.Hash, verdict, reason string) error {
	if len(commits) == 0 || len(commits) > MostJudged {
		return failOnPage("entries", BadInput, "choose the entries that you decide about: at least one, and 100 at most")
	}
	return d.act(ctx, by.doing("judge aside", nil, commits, verdict, reason), access.Judge, func(t *turn) error {
		for _, hash := range commits {
			e, ok, err := journal.Find(t.w, journal.Hash(hash))
			if err != nil {
				return journalBroken(err)
			}
			if !ok || !t.d.house.Aside(t.d.decode(e.Commit, proofs{})) {
				return fail(NotFound, "there is no such entry in quarantine: load the page anew")
			}
			if handIn(t.d.decode(e.Commit, proofs{}), by.Who) {
				return failOnPage("own-entry", NotAllowed, "somebody else decides about what you wrote yourself")
			}
			body := &casebook.Aside{Commit: hash[:], Record: casebook.ID(e.Commit.Header.Subject), Verdict: verdict, Reason: reason}
			if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.AsideJudged, Body: body}}}); err != nil {
				return err
			}
			if !body.Record.IsZero() {
				t.touched.add(body.Record)
			}
		}
		return nil
	})
}
