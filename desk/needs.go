//go:build !js

package desk

import (
	"context"
	"encoding/binary"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Need is one list of people who need somebody.
type Need struct {
	List  string `json:"list"`            // for [Query.List]
	Count int    `json:"count"`           // how many whoever asks may see
	Over  int    `json:"over,omitempty"`  // of lists with a day: for how many it is past; at most [mostOver]
	Rows  []Row  `json:"rows,omitempty"`  // the first few
	Since int64  `json:"since,omitempty"` // what the first row sorts by, Unix ms: the day it is due, or began
}

// Needs is what needs a person now.
type Needs struct {
	Lists   []Need `json:"lists"`   // those that whoever asks may see, empty ones too
	Texts   int    `json:"texts"`   // that wait for an approver and that whoever asks may approve
	Markers int    `json:"markers"` // generations of markers at which somebody looks again, or that are about to go (G27)
	House   int    `json:"house"`   // commits of the organisation's own side that have no effect
	Pairs   int    `json:"pairs"`   // pairs against whom two outside calls spoke within a month (G28)
}

// mostOver bounds how far an overdue list is counted; there, a page says 'or more'.
const mostOver = 1000

// needsLooked bounds how many people are looked at for the first rows of a list that shows only a part of
// itself to whoever asks.
const needsLooked = 500

// Needs says what needs a person now: for each list how many there are and the first few. It reads index
// lists and kept counts only, so its cost does not grow with the number of people.
func (d *Desk) Needs(ctx context.Context, by Acting, first int) (*Needs, error) {
	var out *Needs
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.SeePeople, ""); err != nil {
			return err
		}
		who, _ := d.who(by.Who)
		sums, err := d.sumsFor(r, who)
		if err != nil {
			return err
		}
		out = &Needs{}
		for _, l := range needLists {
			if mayList(who, l.list) != nil {
				continue
			}
			need, err := d.need(r, by.Who, l.list, l.action, first)
			if err != nil {
				return err
			}
			for _, sum := range sums {
				if local(who) {
					need.Count += sum.Open.Lists[l.list]
				} else {
					need.Count += sum.Lists[l.list]
				}
			}
			out.Lists = append(out.Lists, need)
		}
		out.Texts = d.approvable(by.Who, who)
		if access.Everywhere(who, access.SeePeople) {
			out.House = len(d.house.NeedLook())
		}
		out.Markers = d.overdueMarkers(by)
		return d.countPairs(r, by, who, out)
	})
	return out, err
}

// countPairs counts the pairs that whoever asks may look at.
func (d *Desk) countPairs(r journal.Reader, by Acting, who access.Who, out *Needs) error {
	if !access.Everywhere(who, access.Judge) {
		return nil
	}
	all, err := d.wrongCalls(r)
	for _, w := range all {
		if !slices.Contains(w.Pair, by.Who) && w.worries() {
			out.Pairs++
		}
	}
	return err
}

// sumsFor reads the kept counts of all, or of the territories of whoever asks.
func (d *Desk) sumsFor(r journal.Reader, who access.Who) ([]Sum, error) {
	territories := slices.Compact(slices.Sorted(slices.Values(who.Territories)))
	if access.Everywhere(who, access.SeePeople) {
		territories = []string{""}
	}
	var out []Sum
	for _, territory := range territories {
		raw, err := r.Get(bucketTallies, tallyKey(territory))
		if err != nil {
			return nil, err
		}
		var sum Sum
		if raw != nil {
			if err := journal.Unmarshal(raw, &sum); err != nil {
				return nil, failFrom(Broken, err, "the figures cannot be read: run `willing verify --repair`")
			}
		}
		out = append(out, sum)
	}
	return out, nil
}

// need reads the first rows of one list, and how many of it are overdue.
func (d *Desk) need(r journal.Reader, asks casebook.ID, list string, action access.Action, first int) (Need, error) {
	out := Need{List: list}
	who, _ := d.who(asks)
	looked, now := 0, d.Now()
	var failed error
	err := scanList(r, list, nil, func(sort []byte, person casebook.ID) bool {
		if looked++; looked > needsLooked || len(out.Rows) == first {
			return false
		}
		row, err := rowAt(r, person)
		if err != nil {
			failed = err
			return false
		}
		if row == nil || local(who) && row.closed() || !access.Decide(who, action, whereabouts(row.Territory)) || !access.Decide(who, access.SeePeople, whereabouts(row.Territory)) {
			return true
		}
		if list == ListCall {
			if outside, err := d.outside(r, asks, person); err != nil || !outside {
				failed = err
				return err == nil
			}
		}
		if len(out.Rows) == 0 {
			out.Since = int64(binary.BigEndian.Uint64(sort))
		}
		out.Rows = append(out.Rows, *row)
		return true
	})
	if err != nil || failed != nil {
		return out, firstOf(failed, err)
	}
	if !slices.Contains([]string{ListReview, ListDelete, ListErase}, list) {
		return out, nil
	}
	err = scanList(r, list, moment(1), func(sort []byte, _ casebook.ID) bool {
		if milliseconds(sort).After(now) || out.Over == mostOver {
			return false
		}
		out.Over++
		return true
	})
	return out, err
}

// outside reports whether somebody may make the outside call to a person.
func (d *Desk) outside(r journal.Reader, who, person casebook.ID) (bool, error) {
	s, err := d.state(r, person, d.Now())
	if err != nil {
		return false, err
	}
	return s.Outside(who), nil
}

// approvable counts the texts that wait for somebody who is not their author.
func (d *Desk) approvable(id casebook.ID, who access.Who) int {
	n := 0
	if !access.Decide(who, access.Approve, "") {
		return 0
	}
	for ref := range d.house.Waiting() {
		if d.house.Author(ref) != id {
			n++
		}
	}
	return n
}
