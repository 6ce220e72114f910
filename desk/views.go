package desk

import (
	"encoding/binary"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// Row is what lists show of one person. It is derived, and rebuilt after every commit about them.
type Row struct {
	Person    casebook.ID    `json:"person"`
	Records   []casebook.ID  `json:"records"`
	Stage     casebook.Stage `json:"stage"`
	Since     int64          `json:"since"` // Unix milliseconds
	Territory string         `json:"territory"`
	Name      string         `json:"name,omitempty"`
	Place     string         `json:"place,omitempty"`
	Alone     bool           `json:"alone,omitempty"`
	Reached   bool           `json:"reached,omitempty"`
	AfterNo   int            `json:"after_no,omitempty"`
	Irregular int            `json:"irregular,omitempty"` // events that need a look
	Pending   int            `json:"pending,omitempty"`
	ToldAgain int            `json:"told_again,omitempty"`
	Review    int64          `json:"review,omitempty"` // by when a possible match is decided, Unix ms
	Delete    int64          `json:"delete,omitempty"` // when the file is to be deleted, Unix ms
	Wake      int64          `json:"wake,omitempty"`   // when the row may change by itself, Unix ms
	Words     []string       `json:"words,omitempty"`  // for search
	Keys      []recordKey    `json:"keys,omitempty"`   // for 'seen before?'
}

type recordKey struct {
	Record casebook.ID `json:"r"`
	Key    string      `json:"k"`
}

// refresh brings the views of the person a record belongs to up to date.
func (t *turn) refresh(record casebook.ID) error {
	records, err := cluster(t.w, record)
	if err != nil {
		return err
	}
	groups := [][]casebook.ID{records}
	if t.relink {
		if groups, err = t.regroup(records); err != nil {
			return err
		}
	}
	for _, group := range groups {
		if err := t.refreshGroup(group); err != nil {
			return err
		}
	}
	return nil
}

// refreshGroup replaces the rows of a person's records by one, and touches only what differs.
func (t *turn) refreshGroup(records []casebook.ID) error {
	row, err := t.d.rowOf(t.w, records, t.now)
	if err != nil {
		return err
	}
	var old []*Row
	for _, id := range records {
		before, err := rowAt(t.w, id)
		if err != nil {
			return err
		}
		if before != nil {
			old = append(old, before)
		}
	}
	return replaceRows(t.w, old, row)
}

// rowOf folds one person into a row.
func (d *Desk) rowOf(r journal.Reader, records []casebook.ID, now time.Time) (*Row, error) {
	var commits []*casebook.Commit
	row := &Row{Person: records[0], Records: records}
	for _, id := range records {
		own, err := d.recordCommits(r, id)
		if err != nil {
			return nil, err
		}
		commits = append(commits, own...)
		if d.Matcher == nil {
			continue
		}
		for _, k := range d.Matcher.Keys(particularsOf(own)) {
			if k.Indexed {
				row.Keys = append(row.Keys, recordKey{id, k.Kind + "=" + k.Value})
			}
		}
	}
	s := casebook.Fold(d.house, commits, now)
	row.Stage, row.Since, row.Territory = s.Stage, s.Since.UnixMilli(), s.Territory
	row.Alone, row.Reached, row.AfterNo = s.Alone, s.Reached, s.AfterNo
	for _, f := range s.Facts {
		switch f.Standing {
		case casebook.Irregular:
			row.Irregular++
		case casebook.Pending:
			row.Pending++
		}
	}
	if s.Yes != nil {
		row.ToldAgain = s.Yes.ToldAgain
	}
	for _, m := range s.Matches {
		if ms := m.Due.UnixMilli(); row.Review == 0 || ms < row.Review {
			row.Review = ms
		}
	}
	if s.Deletion != nil {
		row.Delete = s.Deletion.Due.UnixMilli()
	}
	if wake := wakes(s, now); !wake.IsZero() {
		row.Wake = wake.UnixMilli()
	}
	d.nameRow(row, s)
	return row, nil
}

// wakes is when a person has to be looked at again: when the state changes by itself, or at once if an
// erasure fell due before somebody else stood behind it.
func wakes(s *casebook.State, now time.Time) time.Time {
	if e := s.Erasure; !e.Done && !e.Denied && !e.Due.IsZero() && !e.Due.After(now) {
		return e.Due
	}
	return s.ChangesAt(now)
}

// nameRow fills in what names the person, unless it is hidden or erased.
func (d *Desk) nameRow(row *Row, s *casebook.State) {
	if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
		row.Keys = nil
		return
	}
	p := particulars(s.Facts)
	row.Name, row.Place = displayName(p), p.Town
	if d.Matcher != nil {
		row.Words = d.Matcher.Words(p)
	}
}

// particularsOf merges the particulars of one record, whatever their standing: for recognising people,
// even an irregular note serves.
func particularsOf(commits []*casebook.Commit) casebook.Particulars {
	var facts []*casebook.Fact
	for _, c := range commits {
		for _, e := range c.Events {
			if _, ok := e.Body.(*casebook.Particulars); ok {
				facts = append(facts, &casebook.Fact{Body: e.Body, Standing: casebook.Counts})
			}
		}
	}
	return particulars(facts)
}

// entriesOf lists the index entries of a row. Each is a list name, 0, what it sorts by, 0, the person.
func (row *Row) entriesOf() [][]byte {
	var out [][]byte
	add := func(list string, sort []byte) {
		key := append([]byte(list), 0)
		key = append(key, sort...)
		key = append(key, 0)
		out = append(out, append(key, row.Person[:]...))
	}
	add("all", moment(row.Since))
	add("stage:"+string(row.Stage), moment(row.Since))
	add("territory:"+row.Territory, moment(row.Since))
	add("territory:"+row.Territory+":"+string(row.Stage), moment(row.Since))
	for _, w := range row.Words {
		add("word:"+w, nil)
	}
	timed := map[string]int64{"review": row.Review, "delete": row.Delete, "wake": row.Wake}
	for list, at := range timed {
		if at != 0 {
			add(list, moment(at))
		}
	}
	if row.Irregular > 0 {
		add("irregular", moment(row.Since))
	}
	if row.Pending > 0 {
		add("pending", moment(row.Since))
	}
	if row.ToldAgain > 0 {
		add("told-again", moment(row.Since))
	}
	return out
}

func moment(ms int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(ms)) }

// replaceRows puts one row in the place of others, with their index entries, keys and tallies.
func replaceRows(w journal.Writer, old []*Row, row *Row) error {
	had, has := map[string]bool{}, map[string]bool{}
	hadKeys, hasKeys := map[recordKey]bool{}, map[recordKey]bool{}
	for _, key := range row.entriesOf() {
		has[string(key)] = true
	}
	for _, k := range row.Keys {
		hasKeys[k] = true
	}
	for _, before := range old {
		for _, key := range before.entriesOf() {
			had[string(key)] = true
		}
		for _, k := range before.Keys {
			hadKeys[k] = true
		}
		if before.Person != row.Person {
			if err := w.Delete(bucketPeople, before.Person[:]); err != nil {
				return err
			}
		}
	}
	if err := changeIndex(w, had, has); err != nil {
		return err
	}
	if err := changeKeys(w, hadKeys, hasKeys); err != nil {
		return err
	}
	if err := tally(w, old, row); err != nil {
		return err
	}
	raw, err := journal.Marshal(row)
	if err != nil {
		return err
	}
	return w.Put(bucketPeople, row.Person[:], raw)
}

func changeIndex(w journal.Writer, had, has map[string]bool) error {
	for key := range had {
		if !has[key] {
			if err := w.Delete(bucketIndex, []byte(key)); err != nil {
				return err
			}
		}
	}
	for key := range has {
		if !had[key] {
			if err := w.Put(bucketIndex, []byte(key), nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func changeKeys(w journal.Writer, had, has map[recordKey]bool) error {
	for k := range had {
		if !has[k] {
			if err := removeHolder(w, k.Key, k.Record); err != nil {
				return err
			}
		}
	}
	for k := range has {
		if !had[k] {
			if err := addHolder(w, k.Key, k.Record); err != nil {
				return err
			}
		}
	}
	return nil
}

func rowAt(r journal.Reader, person casebook.ID) (*Row, error) {
	raw, err := r.Get(bucketPeople, person[:])
	if err != nil || raw == nil {
		return nil, err
	}
	var row Row
	return &row, journal.Unmarshal(raw, &row)
}

// tally keeps the figures up to date, so that they need not be counted (G26).
func tally(w journal.Writer, old []*Row, row *Row) error {
	changes := map[string][]func(*Sum){}
	note := func(r *Row, by int) {
		change := func(s *Sum) { s.add(r, by) }
		changes[""] = append(changes[""], change)
		if r.Territory != "" {
			changes[r.Territory] = append(changes[r.Territory], change)
		}
	}
	for _, before := range old {
		if len(old) == 1 && before.sameFigures(row) {
			return nil
		}
		note(before, -1)
	}
	note(row, +1)
	for territory, list := range changes {
		if err := changeSum(w, territory, list); err != nil {
			return err
		}
	}
	return nil
}

// sameFigures reports whether a row counts as another does.
func (row *Row) sameFigures(other *Row) bool {
	return row.Stage == other.Stage && row.Territory == other.Territory && row.Reached == other.Reached &&
		row.AfterNo == other.AfterNo && row.Irregular == other.Irregular && row.Pending == other.Pending
}

func changeSum(w journal.Writer, territory string, changes []func(*Sum)) error {
	key := []byte("t" + territory)
	raw, err := w.Get(bucketTallies, key)
	if err != nil {
		return err
	}
	var sum Sum
	if raw != nil {
		if err := journal.Unmarshal(raw, &sum); err != nil {
			return err
		}
	}
	for _, change := range changes {
		change(&sum)
	}
	if raw, err = journal.Marshal(sum); err != nil {
		return err
	}
	return w.Put(bucketTallies, key, raw)
}

// Sum is the tally of one territory as it is kept.
type Sum struct {
	casebook.Tally
	Irregular int `json:"irregular"`
	Pending   int `json:"pending"`
	People    int `json:"people"`
}

func (s *Sum) add(row *Row, by int) {
	s.Tally.Add(&casebook.State{Stage: row.Stage, Reached: row.Reached, AfterNo: row.AfterNo}, by)
	s.Irregular += by * row.Irregular
	s.Pending += by * row.Pending
	s.People += by
}

// regroup finds out anew which records belong together, after a judgement joined or parted some.
func (t *turn) regroup(records []casebook.ID) ([][]casebook.ID, error) {
	all := slices.Clone(records)
	edges := map[casebook.ID][]casebook.ID{}
	for i := 0; i < len(all); i++ {
		commits, err := t.d.recordCommits(t.w, all[i])
		if err != nil {
			return nil, err
		}
		for _, other := range casebook.SameAs(t.d.house, commits) {
			edges[all[i]] = append(edges[all[i]], other)
			edges[other] = append(edges[other], all[i])
			known, err := cluster(t.w, other)
			if err != nil {
				return nil, err
			}
			for _, id := range append(known, other) {
				if !slices.Contains(all, id) {
					all = append(all, id)
				}
			}
		}
	}
	var groups [][]casebook.ID
	done := map[casebook.ID]bool{}
	for _, id := range all {
		if done[id] {
			continue
		}
		group := component(id, edges, done)
		groups = append(groups, group)
		if err := t.putLinks(group); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

func component(id casebook.ID, edges map[casebook.ID][]casebook.ID, done map[casebook.ID]bool) []casebook.ID {
	group := []casebook.ID{id}
	done[id] = true
	for i := 0; i < len(group); i++ {
		for _, other := range edges[group[i]] {
			if !done[other] {
				done[other] = true
				group = append(group, other)
			}
		}
	}
	slices.SortFunc(group, func(a, b casebook.ID) int { return slices.Compare(a[:], b[:]) })
	return group
}

func (t *turn) putLinks(group []casebook.ID) error {
	raw, err := journal.Marshal(group)
	if err != nil {
		return err
	}
	for _, id := range group {
		if len(group) == 1 {
			if err := t.w.Delete(bucketLinks, id[:]); err != nil {
				return err
			}
			continue
		}
		if err := t.w.Put(bucketLinks, id[:], raw); err != nil {
			return err
		}
	}
	return nil
}
