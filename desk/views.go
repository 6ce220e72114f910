package desk

import (
	"bytes"
	"encoding/binary"
	"slices"
	"time"
	"unicode/utf8"

	"willing/casebook"
	"willing/journal"
)

// Row is what lists show of one person. It is derived, and rebuilt after every commit about them.
type Row struct {
	Person    casebook.ID            `json:"person"`
	Records   []casebook.ID          `json:"records"`
	Stage     casebook.Stage         `json:"stage"`
	Since     int64                  `json:"since"` // Unix milliseconds
	Territory string                 `json:"territory"`
	Name      string                 `json:"name,omitempty"`
	Place     string                 `json:"place,omitempty"`
	Alone     bool                   `json:"alone,omitempty"`
	Reached   bool                   `json:"reached,omitempty"`
	AfterNo   int                    `json:"after_no,omitempty"`
	Ending    string                 `json:"ending,omitempty"`    // of those left alone: their no, their leaving, or a stop
	Irregular int                    `json:"irregular,omitempty"` // events that need a look
	Broke     int64                  `json:"broke,omitempty"`     // since when the first of them is here, Unix ms
	Pending   int                    `json:"pending,omitempty"`
	Elsewhere bool                   `json:"elsewhere,omitempty"` // of a device: it has headers of theirs alone, so it neither lists nor counts them
	Waits     int64                  `json:"waits,omitempty"`     // since when the first of those that wait is here, Unix ms
	ToldAgain int                    `json:"told_again,omitempty"`
	Owed      int64                  `json:"owed,omitempty"`    // since when a text waits to be told again, Unix ms
	Differ    int                    `json:"differ,omitempty"`  // fields that two people wrote without knowing of each other
	Differs   int64                  `json:"differs,omitempty"` // since when the first of them does, Unix ms
	Review    int64                  `json:"review,omitempty"`  // by when a possible match is decided, Unix ms
	Call      int64                  `json:"call,omitempty"`    // since when a yes waits for the outside call, Unix ms
	Young     int64                  `json:"young,omitempty"`   // since when a yes waits that is of somebody who was too young to be asked, Unix ms
	Worry     int64                  `json:"worry,omitempty"`   // since when an outside call worries, Unix ms
	Erase     int64                  `json:"erase,omitempty"`   // when an erasure falls due, Unix ms; 0: somebody must confirm it first
	Delete    int64                  `json:"delete,omitempty"`  // when the file is to be deleted, Unix ms
	From      int64                  `json:"from,omitempty"`    // since when it says so, as far as time alone has changed it, Unix ms: a clock may be set back
	Wake      int64                  `json:"wake,omitempty"`    // when the row may change by itself, Unix ms
	Ahead     uint64                 `json:"ahead,omitempty"`   // the next position of headquarters' lane that a commit knew and that is not here yet
	Prospect  Prospect               `json:"prospect,omitzero"`
	Ends      []ended                `json:"ends,omitempty"`  // what leaves them alone, and who of us wrote it down
	Wrong     []casebook.WrongAnswer `json:"wrong,omitempty"` // what outside calls said against the pair that asked
	Over      bool                   `json:"over,omitempty"`  // not taken, or not answered in time, whatever they said since
	Refused   bool                   `json:"refused,omitempty"`
	Hidden    bool                   `json:"hidden,omitempty"` // an erasure was asked for
	Hands     []casebook.ID          `json:"hands,omitempty"`  // who of us had a hand in the last day's deeds with them; of an imported lead nobody
	Words     []string               `json:"words,omitempty"`  // for search
	Doors     []string               `json:"doors,omitempty"`  // private links, as [doorOf] names them
	Held      []heldKeys             `json:"held,omitempty"`   // for 'seen before?'
	Lands     []string               `json:"lands,omitempty"`  // countries that they have to do with

	raw []byte // as it lies in the store, if it was read there
}

// refresh brings the views of the person a record belongs to up to date, and enters in the register what
// that changes.
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
	old, before, err := t.rowsOf(groups)
	if err != nil {
		return err
	}
	var rows []*Row
	for _, group := range groups {
		row, s, err := t.foldGroup(group)
		if err != nil {
			return err
		}
		if row == nil {
			continue
		}
		rows = append(rows, row)
		if err := t.enter(before, row, s.Facts); err != nil {
			return err
		}
	}
	return t.replace(old, rows)
}

// replace puts rows in the place of others in every view. What did not change needs no work.
func (t *turn) replace(old, rows []*Row) error {
	for _, row := range rows {
		var err error
		if row.raw, err = journal.Marshal(row); err != nil {
			return err
		}
	}
	if err := t.noteNews(old, rows); err != nil {
		return err
	}
	if slices.EqualFunc(old, rows, func(a, b *Row) bool { return bytes.Equal(a.raw, b.raw) }) {
		return nil
	}
	t.tallies.note(old, rows)
	return replaceRows(t.w, old, rows)
}

// rowsOf returns the rows that some records have, and which of them is whose.
func (t *turn) rowsOf(groups [][]casebook.ID) (rows []*Row, whose map[casebook.ID]*Row, err error) {
	whose = map[casebook.ID]*Row{}
	for _, id := range slices.Concat(groups...) {
		row, err := rowAt(t.w, id)
		if err != nil {
			return nil, nil, err
		}
		if row == nil {
			continue
		}
		rows = append(rows, row)
		for _, record := range row.Records {
			whose[record] = row
		}
	}
	return rows, whose, nil
}

// foldGroup gives no row if nothing is known of the records but what concerns the house.
func (t *turn) foldGroup(records []casebook.ID) (*Row, *casebook.State, error) {
	var commits [][]*casebook.Commit
	about := false
	for _, id := range records {
		own, err := t.d.recordCommits(t.w, id)
		if err != nil {
			return nil, nil, err
		}
		commits = append(commits, own)
		about = about || slices.ContainsFunc(own, func(c *casebook.Commit) bool { return !houseOnly(c) })
	}
	if !about {
		return nil, nil, nil
	}
	row, s := t.d.rowOf(records, commits, t.now)
	return row, s, nil
}

// rowOf folds one person, given the commits of each record, into a row.
func (d *Desk) rowOf(records []casebook.ID, commits [][]*casebook.Commit, now time.Time) (*Row, *casebook.State) {
	s := casebook.Fold(d.house, joined(commits), now)
	row := &Row{Person: records[0], Records: records}
	row.Stage, row.Since, row.Territory = s.Stage, s.Since.UnixMilli(), s.Territory
	row.Alone, row.Reached, row.AfterNo, row.Ending = s.Alone, s.Reached, s.AfterNo, s.Ending
	row.Refused, row.Hidden = s.Refused, s.Erasure.Asked && !s.Erasure.Denied
	row.Irregular, row.Pending = needsLook(s)
	if row.Irregular > 0 {
		row.Broke = firstHere(s.NeedLook()).UnixMilli()
	}
	if row.Pending > 0 {
		row.Waits = firstHere(waitingFacts(s)).UnixMilli()
	}
	row.Hands = handsOf(s)
	row.awaits(s)
	row.Ends, row.Over = d.ends(s, now), s.Ended
	row.Wrong = s.WrongAnswers()
	for _, m := range s.ToDecide() {
		if ms := m.Due.UnixMilli(); row.Review == 0 || ms < row.Review {
			row.Review = ms
		}
	}
	if s.Unknown() { // there is nothing to delete, and somebody may still come for whom the stop holds
		row.Stage, s.Deletion = casebook.StageUnknown, nil
	}
	row.Elsewhere = !d.AtHome() && row.Stage != casebook.StageErased && headersAlone(s) && !off("elsewhere")
	if s.Deletion != nil {
		row.Delete = s.Deletion.Due.UnixMilli()
	}
	row.Prospect = d.prospect(row, s, now)
	if from := d.since(row, s, now); !from.IsZero() {
		row.From = from.UnixMilli()
	}
	if wake := d.wakes(row, s, now); !wake.IsZero() {
		row.Wake = wake.UnixMilli()
	}
	row.Ahead = aheadOf(d.house.Pos, commits)
	d.nameRow(row, s)
	if !s.Erasure.Done {
		row.Doors = doorsOf(s)
	}
	return row, s
}

// headersAlone reports whether nothing that anybody noted of somebody is here. What headquarters tells every device of them is no more than
// a header: that they match somebody, or that they are left alone.
func headersAlone(s *casebook.State) bool {
	return !slices.ContainsFunc(s.Facts, func(f *casebook.Fact) bool { return f.Body != nil && f.Commit.Scope != string(journal.Control) })
}

// wakes is when a person has to be looked at again: when the state changes by itself, or at once if an
// erasure fell due before somebody else stood behind it, or once what was told for the doctor goes.
func (d *Desk) wakes(row *Row, s *casebook.State, now time.Time) time.Time {
	if e := s.Erasure; !e.Done && !e.Denied && !e.Due.IsZero() && !e.Due.After(now) {
		return e.Due
	}
	if row.goesOn(s) {
		return s.TurnsAt(d.firstRole(), now)
	}
	wake := sooner(s.ChangesAt(now), d.leftover(s))
	for _, x := range s.Spent {
		wake = sooner(wake, x.Due)
	}
	return wake
}

// since is from when on a person's row says what it does, as far as time alone has changed it: a clock may be set back.
func (d *Desk) since(row *Row, s *casebook.State, now time.Time) time.Time {
	if row.goesOn(s) {
		return s.TurnedAt(d.firstRole(), now)
	}
	return s.ChangedAt(now)
}

// sooner is the first of two moments; zero means never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func joined(commits [][]*casebook.Commit) []*casebook.Commit {
	if len(commits) == 1 {
		return commits[0]
	}
	return slices.Concat(commits...)
}

// needsLook counts the events of a person that have no effect: those that break a rule and at which nobody has
// looked yet, and those that wait for another. Of an erased person nothing is left to look at.
func needsLook(s *casebook.State) (irregular, pending int) {
	if s.Erasure.Done {
		return 0, 0
	}
	return len(s.NeedLook()), len(waitingFacts(s))
}

// waitingFacts are those that wait for another.
func waitingFacts(s *casebook.State) (out []*casebook.Fact) {
	for _, f := range s.Facts {
		if f.Standing == casebook.Pending {
			out = append(out, f)
		}
	}
	return out
}

// firstHere is when the first of some events came to headquarters, or was made where it has not come there yet.
func firstHere(facts []*casebook.Fact) (first time.Time) {
	for _, f := range facts {
		at := f.Commit.Arrived
		if at.IsZero() {
			at = f.Commit.At
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
	}
	return first
}

// What a row holds of one record is bounded, so that no form, however long, keeps everybody's forms out.
const (
	longest   = 256 // bytes of a name, a word or a key's value; no human being has a longer one
	mostWords = 256
	mostKeys  = 2048
)

func tooLong(s string) bool { return len(s) > longest }

// short cuts a text between two letters.
func short(s string) string {
	if !tooLong(s) {
		return s
	}
	end := longest
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// nameRow fills in what names the person and recognises each record, unless it is hidden or erased.
func (d *Desk) nameRow(row *Row, s *casebook.State) {
	if s.Stage == casebook.StageErased || s.Stage == casebook.StageHidden {
		return
	}
	p, differ := s.Particulars()
	row.Differ, row.Differs = editedTwice(s, differ)
	row.Name, row.Place = short(displayName(p)), short(p.Town)
	if d.Matcher == nil {
		return
	}
	row.Words = slices.DeleteFunc(d.Matcher.Words(p), tooLong)
	row.Words = row.Words[:min(len(row.Words), mostWords)]
	row.Lands = d.landsOf(s.Facts)
	for _, id := range row.Records {
		own := s.Facts
		if len(row.Records) > 1 {
			own = factsOf(s.Facts, id)
		}
		n := 0
		for _, k := range d.allKeys(own) {
			if k.Indexed && !tooLong(k.Value) && n < mostKeys {
				row.hold(id, indexKey(k))
				n++
			}
		}
	}
}

func factsOf(facts []*casebook.Fact, record casebook.ID) []*casebook.Fact {
	var own []*casebook.Fact
	for _, f := range facts {
		if f.Commit.Subject == record {
			own = append(own, f)
		}
	}
	return own
}

// factsIn lists the events of some commits as they stand, unjudged.
func factsIn(commits []*casebook.Commit) []*casebook.Fact {
	var out []*casebook.Fact
	for _, c := range commits {
		for _, e := range c.Events {
			out = append(out, &casebook.Fact{Type: e.Type, Body: e.Body, Commit: c})
		}
	}
	return out
}

// listElsewhere are those of whom a device has headers alone: they change with the settings as everybody does, and stand on no other list.
const listElsewhere = "elsewhere"

// entriesOf lists the index entries of a row. Each is a list name, 0, what it sorts by, 0, the person.
func (row *Row) entriesOf() [][]byte {
	out := make([][]byte, 0, 16+len(row.Words))
	add := func(list, more string, sort string) {
		key := make([]byte, 0, len(list)+len(more)+len(sort)+2+idSize)
		key = append(append(append(key, list...), more...), 0)
		key = append(append(key, sort...), 0)
		out = append(out, append(key, row.Person[:]...))
	}
	if row.Wake != 0 {
		add("wake", "", string(moment(row.Wake)))
	}
	if row.Ahead != 0 {
		add(listAhead, "", string(position(row.Ahead)))
	}
	for _, door := range row.Doors {
		add("link:", door, "")
	}
	since, in := string(moment(row.Since)), "territory:"+row.Territory
	if row.Elsewhere {
		add(listElsewhere, "", since)
		return out
	}
	add("all", "", since)
	add("stage:", string(row.Stage), since)
	add(in, "", since)
	add(in, ":"+string(row.Stage), since)
	for _, w := range row.Words {
		add("word:", w, row.Territory) // so that a team's search passes over what is not theirs
	}
	for _, l := range row.needs() {
		add(l.list, "", string(moment(l.at)))
	}
	if len(row.Wrong) > 0 {
		add(listWrong, "", string(moment(row.Wrong[0].At.UnixMilli())))
	}
	for _, l := range row.figures() {
		at := string(moment(l.at))
		add(l.list, "", at)
		add(in, ":"+l.list, at)
	}
	return out
}

func moment(ms int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(ms)) }

// replaceRows puts rows in the place of others, with their index entries and keys, and touches
// only what differs.
func replaceRows(w journal.Writer, old, rows []*Row) error {
	for _, before := range old {
		if !slices.ContainsFunc(rows, func(row *Row) bool { return row.Person == before.Person }) {
			if err := w.Delete(bucketPeople, before.Person[:]); err != nil {
				return err
			}
		}
	}
	if err := changeIndex(w, indexOf(old), indexOf(rows)); err != nil {
		return err
	}
	if !sameHeld(old, rows) {
		if err := changeKeys(w, keysIn(old), keysIn(rows)); err != nil {
			return err
		}
	}
	for _, row := range rows {
		if err := w.Put(bucketPeople, row.Person[:], row.raw); err != nil {
			return err
		}
		loadRow(w, row)
	}
	return nil
}

// sameHeld reports whether rows hold the same keys as those in whose place they come, as nearly always.
func sameHeld(old, rows []*Row) bool {
	return slices.EqualFunc(old, rows, func(a, b *Row) bool {
		return slices.EqualFunc(a.Held, b.Held, func(x, y heldKeys) bool { return x.Record == y.Record && bytes.Equal(x.Keys, y.Keys) })
	})
}

// indexOf lists the index entries of some rows, each once and in order.
func indexOf(rows []*Row) [][]byte {
	var out [][]byte
	for _, row := range rows {
		out = append(out, row.entriesOf()...)
	}
	slices.SortFunc(out, bytes.Compare)
	return slices.CompactFunc(out, bytes.Equal)
}

// keysIn lists the keys of some rows, each once and in order.
func keysIn(rows []*Row) []recordKey {
	var out []recordKey
	for _, row := range rows {
		out = append(out, row.keys()...)
	}
	slices.SortFunc(out, compareRecordKeys)
	return slices.Compact(out)
}

func changeIndex(w journal.Writer, had, has [][]byte) error {
	return differ(had, has, bytes.Compare,
		func(key []byte) error { return w.Delete(bucketIndex, key) },
		func(key []byte) error { return w.Put(bucketIndex, key, nil) })
}

func changeKeys(w journal.Writer, had, has []recordKey) error {
	return differ(had, has, compareRecordKeys,
		func(k recordKey) error { return removeHolder(w, k.key, k.record) },
		func(k recordKey) error { return addHolder(w, k.key, k.record) })
}

// differ walks over two ordered lists and hands on what only one of them has.
func differ[T any](had, has []T, compare func(a, b T) int, gone, come func(T) error) error {
	for len(had) > 0 || len(has) > 0 {
		order := 0
		switch {
		case len(had) == 0:
			order = 1
		case len(has) == 0:
			order = -1
		default:
			order = compare(had[0], has[0])
		}
		var err error
		if order < 0 {
			err = gone(had[0])
		} else if order > 0 {
			err = come(has[0])
		}
		if err != nil {
			return err
		}
		if order <= 0 {
			had = had[1:]
		}
		if order >= 0 {
			has = has[1:]
		}
	}
	return nil
}

func rowAt(r journal.Reader, person casebook.ID) (*Row, error) {
	raw, err := r.Get(bucketPeople, person[:])
	if err != nil || raw == nil {
		return nil, err
	}
	if m, ok := r.(*memo); ok {
		if d, ok := m.reading(person); ok && d.knownRow(raw) != nil {
			return d.row, nil
		}
	}
	row := &Row{raw: bytes.Clone(raw)}
	if err := journal.Unmarshal(raw, row); err != nil {
		return nil, err
	}
	loadRow(r, row)
	return row, nil
}

// listWrong is the index list of everybody whose outside call spoke against the pair that asked. It is no list of
// people who need somebody: who does, [Desk.PairWorries] finds out.
const listWrong = "wrong"
