package desk

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"sync"

	"willing/casebook"
	"willing/journal"
	"willing/sliver"
)

// listings remembers the lists of devices for as long as nothing changed.
type listings struct {
	mu   sync.Mutex
	made map[journal.Device]madeList
}

type madeList struct {
	stamp [sha256.Size]byte
	list  *sliver.List
}

// ListFor is what a device is to carry by its grant: nil if this is not headquarters, or the device may hold nothing.
func (d *Desk) ListFor(r journal.Reader, device journal.Device) (*sliver.List, error) {
	grant, revoked, ok := d.Grant(device)
	if !ok || revoked || !d.AtHome() || off("l") {
		return nil, nil
	}
	keys := d.Markers.Offline()
	stamp, err := d.listStamp(r, grant.Scopes, keys)
	if err != nil {
		return nil, err
	}
	d.listings.mu.Lock()
	defer d.listings.mu.Unlock()
	if have, ok := d.listings.made[device]; ok && have.stamp == stamp {
		return have.list, nil
	}
	list, err := d.list(r, grant.Scopes, keys)
	if err != nil {
		return nil, err
	}
	if d.listings.made == nil {
		d.listings.made = map[journal.Device]madeList{}
	}
	d.listings.made[device] = madeList{stamp, list}
	return list, nil
}

// listStamp is over all on which a list depends: commits change people, and lines of the register markers, also where
// the commit that a line is about found no room.
func (d *Desk) listStamp(r journal.Reader, scopes []string, keys [][]byte) (out [sha256.Size]byte, err error) {
	all := sha256.New()
	for _, s := range scopes {
		all.Write([]byte(s + "\x00"))
	}
	for _, k := range keys {
		all.Write(k)
	}
	for h, err := range journal.Heads(r) {
		if err != nil {
			return out, journalBroken(err)
		}
		all.Write(h.Hash[:])
	}
	d.mu.RLock()
	defer d.mu.RUnlock()
	all.Write(binary.BigEndian.AppendUint64(nil, d.lines))
	return [sha256.Size]byte(all.Sum(nil)), nil
}

// listing is one list being made.
type listing struct {
	d          *Desk
	r          journal.Reader
	own        []string        // the device's territories, as scopes
	mine       map[string]bool // those, and their countries
	everywhere map[string]bool // of all territories of the programme
	makers     []sliver.Maker
	slivers    []sliver.Sliver
	open       []Row // of its own territories, whom it may approach
}

func (d *Desk) list(r journal.Reader, scopes []string, keys [][]byte) (*sliver.List, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	l := &listing{d: d, r: r, own: scopes, mine: map[string]bool{}, everywhere: map[string]bool{}}
	for _, k := range keys {
		l.makers = append(l.makers, sliver.Under(k))
	}
	l.survey()
	if err := eachRow(r, func(row *Row) error { l.see(row); return nil }); err != nil {
		return nil, err
	}
	listed, err := d.Markers.Listed(l.covers)
	if err != nil {
		return nil, failFrom(Broken, err, "the register cannot be read: put the newest copy of it in its place")
	}
	l.slivers = append(l.slivers, listed...)
	list := sliver.Make(keys, l.slivers, nil)
	names, err := l.known(list)
	if err != nil || len(names) == 0 {
		return list, err
	}
	return sliver.Make(keys, l.slivers, names), nil
}

// survey finds out which countries lie in the device's area.
func (l *listing) survey() {
	l.d.mu.RLock()
	defer l.d.mu.RUnlock()
	for _, s := range l.own {
		l.mine[s] = true
	}
	p := l.d.house.Programme(l.d.house.Pos)
	if p == nil {
		return
	}
	for _, t := range p.Territories {
		scope := string(journal.TerritoryScope(t.ID))
		l.everywhere[scope] = true
		for _, land := range t.Countries {
			l.everywhere[land] = true
			if slices.Contains(l.own, scope) {
				l.mine[land] = true
			}
		}
	}
}

// covers reports whether somebody who has to do with some areas may be met in the device's; whoever has to do with
// none that the programme knows may be met anywhere.
func (l *listing) covers(areas []string) bool {
	return l.touches(areas) || !slices.ContainsFunc(areas, func(a string) bool { return l.everywhere[a] })
}

func (l *listing) touches(areas []string) bool {
	return slices.ContainsFunc(areas, func(a string) bool { return l.mine[a] })
}

// see looks at one person. Those of its own territories the device carries by name, once they have come; so of
// these only who refused is on the list. Of all others whoever may be met here is, whatever became of them.
func (l *listing) see(row *Row) {
	areas := l.d.areas(row.Territory, row.Lands)
	here := row.Territory != "" && slices.Contains(l.own, areas[0])
	switch {
	case row.Refused && l.covers(areas), !here && l.touches(areas):
		of := l.makers[len(l.makers)-1]
		for _, k := range row.keys() {
			l.slivers = append(l.slivers, of(k.key))
		}
	case here && !row.closed():
		l.open = append(l.open, Row{Records: row.Records, Held: row.Held})
	}
}

// known names those of the device's own people of whom a sliver is on the list, although headquarters, which has the
// whole markers, would not hold them: namesakes who were released, and those who have 24 bits in common by chance.
func (l *listing) known(list *sliver.List) (out [][sliver.NameLen]byte, err error) {
	for i := range l.open {
		row := &l.open[i]
		met := l.meets(list, row)
		if len(met) == 0 {
			continue
		}
		clear, err := l.d.standsClear(l.r, row.Records)
		if err != nil {
			return nil, err
		}
		if !clear {
			continue
		}
		for _, s := range met {
			for _, id := range row.Records {
				out = append(out, sliver.Name(id[:], s))
			}
		}
	}
	return out, nil
}

func (l *listing) meets(list *sliver.List, row *Row) (met []sliver.Sliver) {
	for _, of := range l.makers {
		for _, k := range row.keys() {
			if s := of(k.key); list.Has(s) {
				met = append(met, s)
			}
		}
	}
	return met
}

// standsClear reports whether a look at headquarters would find nothing about somebody that no named person has been
// asked about.
func (d *Desk) standsClear(r journal.Reader, records []casebook.ID) (bool, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	s, err := d.state(r, records[0], d.Now())
	if err != nil {
		return false, err
	}
	found, err := d.meets(r, d.allKeys(s.Facts), s.Records)
	return len(uncovered(found, s.Facts)) == 0, err
}

// eachRow walks over everybody.
func eachRow(r journal.Reader, fn func(*Row) error) error {
	entries, failed := r.Scan(bucketPeople, nil, nil)
	for _, raw := range entries {
		var row Row
		if err := journal.Unmarshal(raw, &row); err != nil {
			return failFrom(Broken, err, "a row of the views cannot be read: run `willing verify --repair`")
		}
		if err := fn(&row); err != nil {
			return err
		}
	}
	return failed()
}
