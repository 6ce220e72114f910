package desk

import (
	"context"
	"encoding/binary"

	"willing/journal"
)

// viewsVersion is of the views that this program makes. It is raised whenever the same log gives other rows, or they
// lie elsewhere, so that nobody reads old ones in silence.
//
//	1  until November 2026 (no number was kept)
//	2  dates by when headquarters heard at the latest; holds end when their day has begun everywhere
//	3  rows say for which position of headquarters' lane they wait
//	4  what needs a look is listed by its own day
//	5  rows say what comes next with somebody, by the rules that judge an offer
//	6  keys are made of stated and proven birth dates too
//	7  rows say since when they speak of what comes next
//	8  and since when of all that time alone changes
//	9  what lies in quarantine and was decided about needs no look
//	10 'told again', 'waits' and 'two versions' are listed by their own days; a 'not now' that was taken back leaves people
//	   where they were
//	11 rows wake when what was told for the doctor goes
//	12 nobody has a shorter law than the one they were told (docs/decisions/0067)
//	13 rows say since when a yes waits of somebody who was too young to be asked
//	14 what comes next names at once a link that opens nothing
//	15 what an author saw is told by its hash, and not by a number that a restore gave to something else
//	16 a proof of age that was set right makes nobody a child
//	17 nobody decides about somebody erased; a clock that ran ahead makes no answer late
//	18 a request for an erasure waits for nothing, and nobody on a device decides what was decided elsewhere
//	19 a device neither lists nor counts those of whom it has headers alone
//	20 a colleague, a team and a list are nobody whom we meet; nobody buries by many notes what others noted
//	21 nobody who may be under 18 by a date on record is somebody to go to unasked
//	22 a name or a town in another alphabet is found in Latin letters
//	23 somebody of whom an erasure was asked is hidden since then
//	24 a device that was turned away stays so, whatever it is granted later
const viewsVersion = 24

// viewsKey is a key of bucketNoted: the version of the views in this store, as a number (8).
var viewsKey = []byte("views")

// freshen makes the views anew if another version of the program made them. Say tells people that it takes a while.
func (d *Desk) freshen(ctx context.Context) error {
	var made uint64
	empty := true
	err := d.see(ctx, func(r journal.Reader) error {
		raw, err := r.Get(bucketNoted, viewsKey)
		if len(raw) == 8 {
			made = binary.BigEndian.Uint64(raw)
		}
		if err != nil || made == viewsVersion {
			return err
		}
		for _, err := range journal.Heads(r) {
			empty = false
			return err
		}
		return nil
	})
	if err != nil || made == viewsVersion {
		return err
	}
	if !empty {
		if d.Say != nil {
			d.Say("another version of Willing made the lists in this folder: they are made anew from the log")
		}
		if _, err := d.RepairViews(ctx); err != nil {
			return err
		}
	}
	return storeError(d.Store.Update(ctx, func(w journal.Writer) error {
		return w.Put(bucketNoted, viewsKey, binary.BigEndian.AppendUint64(nil, viewsVersion))
	}))
}
