package desk

import (
	"bytes"
	"context"
	"encoding/binary"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// bucketNews holds, on a device, whose way ended while it was away from headquarters, until the team has read
// it. Key: territory, 0, first record of the person. Value: Unix ms, when it was heard of here. It is no view, is never
// exchanged, and goes with the person.
const bucketNews journal.Bucket = "news"

// News is one of a team's own people whom it must not approach any more, because of something that it did not
// write down itself.
type News struct {
	Person casebook.ID `json:"person"`
	Name   string      `json:"name,omitempty"` // as the team knew them
	No     bool        `json:"no"`             // the person said no; otherwise nothing tells why
	At     time.Time   `json:"at"`             // when it was heard of here
}

func newsKey(territory string, person casebook.ID) []byte {
	return append(append([]byte(territory), 0), person[:]...)
}

// noteNews compares a person before and after something came in from elsewhere. Only whom somebody of us has
// talked with is news. A device that has not met headquarters yet was nowhere away: its first load brings the talk before what came of
// it, often long ago. Refusals come before all of that, so one that comes later is news even then.
func (t *turn) noteNews(before, after []*Row) error {
	if t.d.AtHome() || !t.receiving {
		return nil
	}
	m, err := meetingAt(t.w)
	if err != nil {
		return err
	}
	open := func(row *Row) bool { return row.Reached && !row.closed() }
	for _, now := range after {
		was := slices.IndexFunc(before, func(row *Row) bool { return row.Person == now.Person })
		key := newsKey(now.Territory, now.Person)
		switch {
		case now.Hidden || now.Stage == casebook.StageErased || !now.closed():
			if err := t.w.Delete(bucketNews, key); err != nil {
				return err
			}
		case was >= 0 && open(before[was]) && (m.Level != 0 || !endsUnasked(now.Stage)):
			if err := t.w.Put(bucketNews, key, binary.BigEndian.AppendUint64(nil, uint64(t.now.UnixMilli()))); err != nil {
				return err
			}
		}
	}
	return nil
}

// endsUnasked reports whether a way ended without a refusal: in time, by a decision of ours, or for a while.
func endsUnasked(s casebook.Stage) bool {
	return s == casebook.StageLapsed || s == casebook.StageNotTaken || s == casebook.StageNotNow
}

// News lists, to a team on its own device, whose way ended while it was away; the newest last.
func (d *Desk) News(ctx context.Context, by Acting) (out []News, err error) {
	err = d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.Meet, ""); err != nil {
			return err
		}
		who, _ := d.who(by.Who)
		entries, failed := r.Scan(bucketNews, nil, nil)
		for key, value := range entries {
			territory, person, ok := newsOf(key)
			if !ok || !access.Decide(who, access.SeePeople, territory) {
				continue
			}
			one, err := d.news(r, person, value)
			if err != nil {
				return err
			}
			if one != nil {
				out = append(out, *one)
			}
		}
		return failed()
	})
	slices.SortStableFunc(out, func(a, b News) int { return a.At.Compare(b.At) })
	return out, err
}

func newsOf(key []byte) (territory string, person casebook.ID, ok bool) {
	if len(key) <= idSize {
		return "", person, false
	}
	cut := len(key) - idSize
	return string(bytes.TrimSuffix(key[:cut], []byte{0})), casebook.ID(key[cut:]), true
}

func (d *Desk) news(r journal.Reader, person casebook.ID, value []byte) (*News, error) {
	row, err := rowAt(r, person)
	if err != nil || row == nil || row.Hidden || row.Stage == casebook.StageErased || len(value) != 8 {
		return nil, err
	}
	at := time.UnixMilli(int64(binary.BigEndian.Uint64(value))).UTC()
	return &News{Person: person, Name: row.Name, No: row.Ending == casebook.EndedNo, At: at}, nil
}

// ReadNews forgets the news of the territories of whoever acts: the team has read them.
func (d *Desk) ReadNews(ctx context.Context, by Acting) error {
	return d.act(ctx, by, access.Meet, func(t *turn) error {
		who, _ := t.d.who(by.Who)
		var read [][]byte
		entries, failed := t.w.Scan(bucketNews, nil, nil)
		for key := range entries {
			if territory, _, ok := newsOf(key); ok && access.Decide(who, access.SeePeople, territory) {
				read = append(read, bytes.Clone(key))
			}
		}
		if err := failed(); err != nil {
			return err
		}
		for _, key := range read {
			if err := t.w.Delete(bucketNews, key); err != nil {
				return err
			}
		}
		return nil
	})
}
