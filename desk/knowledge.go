package desk

import (
	"bytes"
	"context"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// A device away from headquarters knows of refusals, grants and texts what it knew when they met last, and has
// written what nobody else has. Both are said wherever it matters, in plain sentences and in days.

// bucketMeeting holds one entry, what a device remembers of its last meeting with headquarters. It is no view,
// and never exchanged.
const bucketMeeting journal.Bucket = "meeting"

var lastMeeting = []byte("last")

// meeting is how far headquarters said that it has each lane, and since when this device was level with it.
type meeting struct {
	Level int64 // unix ms by this device's clock; 0: never
	Has   []casebook.Head
	Away  bool // headquarters said that it turned this device away

	Handed int64           // unix ms, when a file for headquarters was last written here; 0: never
	File   []casebook.Head // how far that file holds this device's own lanes
}

// Knowledge says how far a node knows what others wrote, and others what it wrote.
type Knowledge struct {
	AtHome  bool      `json:"at_home"`        // this is headquarters: nothing is older than now
	Met     time.Time `json:"met,omitzero"`   // when it was level with headquarters last; zero: never
	Days    int       `json:"days"`           // how many whole days ago that was; of no use if Met is zero
	Unsent  int       `json:"unsent"`         // commits of this device that headquarters has not said it has
	Waiting int       `json:"waiting"`        // commits that headquarters has for this device and that are not here
	Until   time.Time `json:"until,omitzero"` // when its grant ends
	Left    int       `json:"left"`           // whole days until then
	Over    bool      `json:"over"`           // its grant is over, or it was turned away: it is locked

	Ahead time.Time `json:"ahead,omitzero"` // up to when what it writes is stamped, if its clock once ran well ahead of what it is now

	Filed  int       `json:"filed,omitempty"`  // of Unsent: handed out in a file for headquarters, and not confirmed yet
	FileAt time.Time `json:"file_at,omitzero"` // when that file was written; zero if Filed is 0
	Forms  int       `json:"forms,omitempty"`  // pieces of a newer version of the programme that are not here yet; the earlier one serves
	Unfit  bool      `json:"unfit,omitempty"`  // that version is here, and this program finds a fault in it; the earlier one serves

	// List is when the list of refusals that it carries was the newest, zero: it never had one; ListDays is how many
	// whole days ago that was, or when it was level last if it never had one.
	List     time.Time `json:"list,omitzero"`
	ListDays int       `json:"list_days"`

	Doubts []Doubt `json:"doubts"` // what devices found wrong with headquarters
}

// Old reports whether what is known here is so old that the age must be said aloud: a day or more.
func (k Knowledge) Old() bool {
	return !k.AtHome && (k.Met.IsZero() || k.List.IsZero() || k.Days > 0 || k.ListDays > 0)
}

// Ends reports whether the grant ends within a week, so that somebody sees to a new one.
func (k Knowledge) Ends() bool { return !k.AtHome && !k.Over && !k.Until.IsZero() && k.Left < 7 }

// Knowledge says how old what this node knows is. It writes nothing and asks for no right: it says nothing of
// any person.
func (d *Desk) Knowledge(ctx context.Context) (Knowledge, error) {
	var out Knowledge
	err := d.see(ctx, func(r journal.Reader) (err error) {
		out, err = d.knowledge(r)
		return err
	})
	return out, err
}

func (d *Desk) knowledge(r journal.Reader) (Knowledge, error) {
	if d.AtHome() {
		return Knowledge{AtHome: true}, nil
	}
	out := Knowledge{Over: d.over()}
	now := d.Now()
	if g, ok := d.house.DeviceNow(casebook.Device(d.Device.Device())); ok && g.Grant.NotAfter != 0 {
		out.Until = time.Unix(g.Grant.NotAfter, 0).UTC()
		out.Left = max(0, wholeDays(now, out.Until))
	}
	if stamp := journal.Moment(d.clock); stamp.Sub(now) > aheadAfter {
		out.Ahead = stamp
	}
	m, err := meetingAt(r)
	if err != nil {
		return out, err
	}
	if out.Doubts, err = DoubtsAt(r, d.Device.Device()); err != nil {
		return out, err
	}
	if met := d.levelSince(m); !met.IsZero() {
		out.Met, out.Days = met, max(0, wholeDays(met, now))
	}
	lacking, err := d.lackingFiled(r, casebook.MostFiled)
	if err != nil {
		return out, err
	}
	filed := d.house.Filed()
	out.Forms, out.Unfit = len(lacking), filed != nil && d.unfit.Load() == filed
	a, err := aboutList(r)
	if err != nil {
		return out, err
	}
	if out.ListDays = out.Days; a.Level != 0 {
		out.List = earlierThan(time.UnixMilli(a.Level).UTC(), now)
		out.ListDays = max(0, wholeDays(out.List, now))
	}
	return out, d.lacking(r, m, &out)
}

func wholeDays(from, to time.Time) int { return int(to.Sub(from) / (24 * time.Hour)) }

func meetingAt(r journal.Reader) (m meeting, err error) {
	raw, err := r.Get(bucketMeeting, lastMeeting)
	if err == nil && raw != nil {
		err = journal.Unmarshal(raw, &m)
	}
	return m, err
}

// levelSince is when this device was level with headquarters last, or what it has from headquarters by way of
// others was written; zero: never. A time to come is no time.
func (d *Desk) levelSince(m meeting) time.Time {
	met := d.house.At
	if level := time.UnixMilli(m.Level).UTC(); m.Level != 0 && level.After(met) {
		met = level
	}
	if now := d.Now(); met.After(now) {
		return now
	}
	return met
}

// lacking counts what headquarters and this device lack of each other, as far as headquarters has said.
func (d *Desk) lacking(r journal.Reader, m meeting, k *Knowledge) error {
	here, there, file := map[journal.Lane]uint64{}, seqs(m.Has), seqs(m.File)
	for h, err := range journal.Heads(r) {
		if err != nil {
			return journalBroken(err)
		}
		here[h.Lane] = h.Seq
		if h.Lane.Device == d.Device.Device() {
			if err := d.unsent(r, h, there[h.Lane], file[h.Lane], k); err != nil {
				return err
			}
		}
	}
	for lane, seq := range there {
		if lane.Device != d.Device.Device() {
			k.Waiting += int(seq - min(seq, here[lane]))
		}
	}
	if k.Filed > 0 {
		k.FileAt = time.UnixMilli(m.Handed).UTC()
	}
	return nil
}

// unsent counts what headquarters has not said it has of a lane of this device, and how much of that lies in a file. Of a device that was
// turned away its own word that somebody's content is gone from it is no work that anybody waits for.
func (d *Desk) unsent(r journal.Reader, h journal.Head, there, file uint64, k *Knowledge) error {
	if !d.turnedAway() {
		k.Unsent += int(h.Seq - min(h.Seq, there))
		in := min(h.Seq, file)
		k.Filed += int(in - min(in, there))
		return nil
	}
	for e, err := range journal.LaneCommits(r, h.Lane, there+1) {
		if err != nil {
			return journalBroken(err)
		}
		if saysPurged(e.Commit.Header) {
			continue
		}
		k.Unsent++
		if e.Commit.Header.Seq <= file {
			k.Filed++
		}
	}
	return nil
}

func seqs(heads []casebook.Head) map[journal.Lane]uint64 {
	out := map[journal.Lane]uint64{}
	for _, h := range heads {
		out[journal.Lane{Device: journal.Device(h.Device), Epoch: h.Epoch, Scope: journal.Scope(h.Scope)}] = h.Seq
	}
	return out
}

func headsOf(seqs map[journal.Lane]uint64) (out []casebook.Head) {
	for lane, seq := range seqs {
		out = append(out, casebook.Head{Device: lane.Device[:], Epoch: lane.Epoch, Scope: string(lane.Scope), Seq: seq})
	}
	sortHeads(out)
	return out
}

// NoteFile remembers that this device's own lanes were handed out, as far as this, in a file for headquarters. Whether it
// arrives, headquarters alone says.
func (d *Desk) NoteFile(ctx context.Context, upTo map[journal.Lane]uint64) error {
	return d.changeMeeting(ctx, func(_ journal.Reader, m *meeting) error {
		own := map[journal.Lane]uint64{}
		for lane, seq := range upTo {
			if lane.Device == d.Device.Device() {
				own[lane] = seq
			}
		}
		m.Handed, m.File = d.Now().UnixMilli(), headsOf(own)
		return nil
	})
}

func (d *Desk) changeMeeting(ctx context.Context, change func(r journal.Reader, m *meeting) error) error {
	return storeError(d.Store.Update(ctx, func(w journal.Writer) error {
		m, err := meetingAt(w)
		if err != nil {
			return err
		}
		before, err := journal.Marshal(m)
		if err == nil {
			err = change(w, &m)
		}
		if err != nil {
			return err
		}
		raw, err := journal.Marshal(m)
		if err != nil || bytes.Equal(raw, before) { // a line that broke before anything was said writes nothing
			return err
		}
		return w.Put(bucketMeeting, lastMeeting, raw)
	}))
}

// Heard is what a device learned of headquarters when they met.
type Heard struct {
	Has   map[journal.Lane]uint64 // how far headquarters said that it has each lane; nil if it did not
	Level time.Time               // since when the two are level, by this device's clock; zero if the line broke before
	Away  bool                    // headquarters turned this device away
	Mute  bool                    // headquarters has not said yet whether it did
}

// NoteMeeting remembers a meeting with headquarters, as well as it went.
func (d *Desk) NoteMeeting(ctx context.Context, met Heard) error {
	err := d.noteMeeting(ctx, met)
	if err == nil && !met.Mute {
		d.mu.Lock()
		d.away = met.Away
		d.mu.Unlock()
	}
	return err
}

func (d *Desk) noteMeeting(ctx context.Context, met Heard) error {
	return d.changeMeeting(ctx, func(_ journal.Reader, m *meeting) error {
		if !met.Mute {
			m.Away = met.Away
		}
		if met.Has != nil {
			m.Has = headsOf(met.Has)
		}
		if !met.Level.IsZero() {
			m.Level = max(m.Level, met.Level.UnixMilli())
		}
		return nil
	})
}

// over reports whether this device may show nothing any more: its grant is over, by its own clock or, if that
// was set back, by the newest time of headquarters that it knows; or it was turned away. What it wrote stays
// and can still be sent, and whoever holds it can still record a stop. The caller holds the house still.
func (d *Desk) over() bool {
	if d.AtHome() {
		return false
	}
	now, ok := d.house.DeviceNow(casebook.Device(d.Device.Device()))
	if !ok {
		return false // it has only just joined, and knows nothing yet
	}
	end := now.Grant.NotAfter
	return d.away || now.Revoked || end != 0 && (d.Now().Unix() > end || d.house.At.Unix() > end)
}

// TurnedAway reports whether headquarters turned this device away. Only headquarters itself, on a line, can say
// otherwise: a file may be of before.
func (d *Desk) TurnedAway() bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return !off("turned") && d.turnedAway()
}

// turnedAway is the same for a caller who holds the house still.
func (d *Desk) turnedAway() bool {
	now, ok := d.house.DeviceNow(casebook.Device(d.Device.Device()))
	return !d.AtHome() && (d.away || ok && now.Revoked)
}

// stillOpen lists what a locked device can do: the safe direction.
func stillOpen(a access.Action) bool { return a == access.LeaveAlone }

// locked is the answer of a device whose grant is over.
func locked() error {
	return fail(NotAllowed, "this device's time is over, or it was turned away, so it shows nothing: what was written is kept and can be sent, and a stop can be recorded; headquarters gives it more time, or has it enrolled anew")
}
