package desk

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Query asks for a page of people. Empty fields ask for nothing in particular.
type Query struct {
	Text      string // words of a name or place, in any alphabet; all must match, the last one by its beginning
	Territory string
	Stage     casebook.Stage
	List      string    // [ListReview], [ListCall] …: what needs a person; [ListReached] …: who stands behind a figure
	From      time.Time // of a list by the day on which a stage began: from then on
	Until     time.Time // and before then
	After     []byte    // where the page before ended
	Fresh     bool      // whose row time has changed since it was made is looked at anew: for lists that say what is to be done now
	Counted   bool      // nobody but whom [Figures] count: of a team not those whom it is shown for a day after they left
	Limit     int       // rows a page; 50 if zero
}

// Page is a page of people.
type Page struct {
	Rows []Row `json:"rows"`
	// Next goes on, for Query.After; nil at the end. A page reads a bounded number of rows, so where few match it may
	// be short, or empty, and still go on.
	Next []byte `json:"next,omitempty"`
}

// listLooked is how many rows one page reads at most: what an index list does not narrow is passed over one by one.
const listLooked = 5_000

// List returns a page of the people that whoever acts may see. Its cost does not grow with the number
// of people, the index apart.
func (d *Desk) List(ctx context.Context, by Acting, q Query) (Page, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	var page Page
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.SeePeople, q.Territory); err != nil {
			return err
		}
		who, _ := d.who(by.Who)
		if err := mayList(who, q.List); err != nil {
			return err
		}
		walk := &walk{d: d, r: r, q: q, by: by, who: who, words: d.Matcher.Fold(q.Text), page: &page}
		return walk.lists()
	})
	return page, err
}

// walk is one page being filled from the index.
type walk struct {
	d      *Desk
	r      journal.Reader
	q      Query
	by     Acting
	who    access.Who
	words  [][]string // of the query: all that each may be met as
	page   *Page
	looked int
	goesOn bool // the page ended before its lists did
	failed error
}

// lists goes through the index lists of the query, one after the other: a word may be met in other letters too.
func (w *walk) lists() error {
	lists, byWord := listsFor(w.q, w.words)
	at, after := 0, w.q.After
	if byWord && len(after) > 0 && after[0] > 0 && int(after[0]) < len(lists) {
		at, after = int(after[0]), after[1:]
	}
	for i := at; i < len(lists) && !w.goesOn; i++ {
		here := w.q
		if here.After = nil; i == at {
			here.After = after
		}
		if !here.goesOn(byWord) {
			return ErrAfter
		}
		if err := w.through(lists, i, byWord, here.begins(lists[i], byWord)); err != nil {
			return err
		}
	}
	if !w.goesOn {
		w.page.Next = nil
	}
	return nil
}

// through goes through one of the lists from a place on.
func (w *walk) through(lists []string, i int, byWord bool, from []byte) error {
	list := lists[i]
	err := scanEntries(w.r, list, from, func(e listed) bool {
		switch {
		case !byWord && !w.q.Until.IsZero() && len(e.sort) == 8 && !milliseconds(e.sort).Before(w.q.Until):
			return false
		case byWord && !(w.q.Territory == "" || w.q.Territory == string(e.sort)):
			return severalWords(list) || w.q.Territory > string(e.sort)
		case byWord && !access.Decide(w.who, access.SeePeople, whereabouts(string(e.sort))):
			return true
		}
		if w.looked++; w.looked > listLooked {
			w.goesOn = true
			return false
		}
		w.page.Next = bytes.Clone(e.rest)
		if i > 0 {
			w.page.Next = append([]byte{byte(i)}, e.rest...)
		}
		row, err := w.row(e.person)
		if err != nil {
			w.failed = err
			return false
		}
		if row != nil && !(byWord && (severalWords(list) && !row.foundFirst(list, e.rest) || row.standsIn(lists[:i]))) {
			w.page.Rows = append(w.page.Rows, *row)
			w.goesOn = len(w.page.Rows) == w.q.Limit
		}
		return !w.goesOn
	})
	if w.failed != nil {
		return w.failed
	}
	return err
}

// row is the row of somebody whom the query asks for and whoever acts may see; nil if they are not.
func (w *walk) row(person casebook.ID) (*Row, error) {
	row, err := rowWith(w.r, person, w.words)
	if err == nil && row != nil && w.q.Fresh && row.stale(w.d.Now()) {
		row, err = w.d.rowNow(w.r, row)
	}
	switch {
	case err != nil || row == nil || !w.q.matches(w.words, row) || !access.Decide(w.who, access.SeePeople, whereabouts(row.Territory)):
		return nil, err
	case !local(w.who):
		return row, nil
	case w.q.Counted && row.closed():
		return nil, nil
	}
	if row = w.d.forTeam(w.by.Who, row); row == nil || w.q.Stage != "" && row.Stage != w.q.Stage {
		return nil, nil
	}
	return row, nil
}

// listsFor picks the narrowest index lists for a query, and tells whether they are of a word, in each way in which it may be met: those
// are sorted by territory.
func listsFor(q Query, words [][]string) (lists []string, byWord bool) {
	if q.List != "" || len(words) == 0 {
		return []string{listFor(q)}, false
	}
	for _, w := range words[0] {
		list := "word:" + w
		if len(words) == 1 {
			list += "*"
		}
		lists = append(lists, list)
	}
	return lists, true
}

// listFor is the narrowest index list where no word is looked for.
func listFor(q Query) string {
	switch {
	case q.Territory != "" && slices.Contains(figureLists, q.List):
		return "territory:" + q.Territory + ":" + q.List
	case q.List != "":
		return q.List
	case q.Territory != "" && q.Stage != "":
		return "territory:" + q.Territory + ":" + string(q.Stage)
	case q.Territory != "":
		return "territory:" + q.Territory
	case q.Stage != "":
		return "stage:" + string(q.Stage)
	}
	return "all"
}

// ErrAfter says that a [Query.After] is no place where a page of this list can end: made up, cut, or of another list.
var ErrAfter = &Error{Kind: BadInput, Key: "after", Say: "this is not where a page ended: send what the page before named as it is"}

// goesOn reports whether a page of the list can end where this one is to begin: at a moment, or behind a person who
// stands at one, or under a word.
func (q Query) goesOn(byWord bool) bool {
	at := len(q.After) - len(casebook.ID{}) - 1
	switch {
	case len(q.After) == 0 || !byWord && len(q.After) == len(moment(0)):
		return true
	case at < 0 || q.After[at] != 0:
		return false
	case byWord:
		return utf8.Valid(q.After[:at])
	}
	return at == len(moment(0))
}

// begins is where in its list a page begins.
func (q Query) begins(list string, byWord bool) []byte {
	switch {
	case len(q.After) > 0:
		return q.After
	case byWord && q.Territory != "" && !severalWords(list):
		return []byte(q.Territory)
	case !byWord && !q.From.IsZero():
		return moment(q.From.UnixMilli())
	}
	return nil
}

// matches applies what the index list did not.
func (q Query) matches(words [][]string, row *Row) bool {
	if q.Territory != "" && row.Territory != q.Territory || q.Stage != "" && row.Stage != q.Stage {
		return false
	}
	for i, w := range words {
		last := i == len(words)-1
		if !slices.ContainsFunc(w, func(as string) bool { return row.has(as, last) }) {
			return false
		}
	}
	return true
}

// rowWith is the row of somebody whose words may be those that are asked for; nil if they cannot be. Words stand in
// a row as they are, so most rows need not be decoded to be passed over.
func rowWith(r journal.Reader, person casebook.ID, words [][]string) (*Row, error) {
	raw, err := r.Get(bucketPeople, person[:])
	if err != nil || raw == nil {
		return nil, err
	}
	for _, w := range words {
		if !slices.ContainsFunc(w, func(as string) bool { return bytes.Contains(raw, []byte(as)) }) {
			return nil, nil
		}
	}
	var row Row
	return &row, journal.Unmarshal(raw, &row)
}

// stale reports whether time may have changed what a row says.
func (row *Row) stale(now time.Time) bool {
	return row.From > now.UnixMilli() || row.Wake != 0 && row.Wake <= now.UnixMilli()
}

// rowNow folds somebody into the row that they have now.
func (d *Desk) rowNow(r journal.Reader, row *Row) (*Row, error) {
	commits := make([][]*casebook.Commit, len(row.Records))
	for i, record := range row.Records {
		var err error
		if commits[i], err = d.recordCommits(r, record); err != nil {
			return nil, err
		}
	}
	now, _ := d.rowOf(row.Records, commits, d.Now())
	return now, nil
}

// foundFirst reports whether an entry of several words is the first of a person's: two words of one name may begin alike,
// and they are found once, also where the one ends a page and the other begins the next. Rest is the entry behind the
// beginning that the words share.
func (row *Row) foundFirst(list string, rest []byte) bool {
	begins := strings.TrimSuffix(strings.TrimPrefix(list, "word:"), "*")
	word := begins + string(rest[:max(0, bytes.IndexByte(rest, 0))])
	return !slices.ContainsFunc(row.Words, func(w string) bool { return strings.HasPrefix(w, begins) && w < word })
}

// has reports whether a word is one of the row's, or the beginning of one.
func (row *Row) has(word string, begins bool) bool {
	return slices.ContainsFunc(row.Words, func(have string) bool { return have == word || begins && strings.HasPrefix(have, word) })
}

// standsIn reports whether somebody stands in one of several lists of a word.
func (row *Row) standsIn(lists []string) bool {
	return slices.ContainsFunc(lists, func(list string) bool {
		word, several := strings.CutSuffix(strings.TrimPrefix(list, "word:"), "*")
		return row.has(word, several)
	})
}

// severalWords reports whether the name of a list is the beginning of several.
func severalWords(list string) bool { return list[len(list)-1] == '*' }

// listed is an entry of an index list.
type listed struct {
	person casebook.ID
	sort   []byte
	rest   []byte // all of it behind the name of the list: where a page after this one begins
}

// scanList walks an index list in its order. fn returns false to stop.
func scanList(r journal.Reader, list string, from []byte, fn func(sort []byte, person casebook.ID) bool) error {
	return scanEntries(r, list, from, func(e listed) bool { return fn(e.sort, e.person) })
}

// scanEntries is scanList for whoever wants the whole entry; a list name that ends in * is a beginning.
func scanEntries(r journal.Reader, list string, from []byte, fn func(listed) bool) error {
	prefix := append([]byte(list), 0)
	if severalWords(list) {
		prefix = []byte(list[:len(list)-1])
	}
	start := prefix
	if from != nil {
		start = append(append(bytes.Clone(prefix), from...), 0)
	}
	entries, failed := r.Scan(bucketIndex, start, after(prefix))
	for key := range entries {
		e := listed{rest: key[len(prefix):]}
		at := len(key) - len(e.person)
		copy(e.person[:], key[at:])
		e.sort = sortPart(key[:at-1])
		if !fn(e) {
			break
		}
	}
	return failed()
}

// sortPart cuts the list name off an index key.
func sortPart(key []byte) []byte {
	if i := bytes.IndexByte(key, 0); i >= 0 {
		return key[i+1:]
	}
	return nil
}

// Find resolves an id or the beginning of one, at least six letters long: of somebody whom whoever acts may see,
// so that no beginning tells who else there is.
func (d *Desk) Find(ctx context.Context, by Acting, text string) (casebook.ID, error) {
	if id, err := casebook.ParseID(text); err == nil {
		return id, nil
	}
	if len(text) < 6 {
		return casebook.ID{}, fail(BadInput, "give an id, or at least its first six letters: see `willing person list`")
	}
	var found []casebook.ID
	err := d.see(ctx, func(r journal.Reader) (err error) {
		if by.Signer == nil {
			return fail(BadInput, "give the whole id: only staff find people by its first letters")
		}
		found, err = d.beginning(r, by, text)
		return err
	})
	if err != nil {
		return casebook.ID{}, err
	}
	switch len(found) {
	case 0:
		return casebook.ID{}, nobody()
	case 1:
		return found[0], nil
	}
	return casebook.ID{}, fail(BadInput, "several ids begin like this: give more letters")
}

// beginning lists the records whose ids begin so, of people whom whoever acts may see; two at most.
func (d *Desk) beginning(r journal.Reader, by Acting, text string) ([]casebook.ID, error) {
	least, err := casebook.ParseID((text + leastID)[:len(leastID)])
	if err != nil {
		return nil, nil // no id begins so
	}
	var found []casebook.ID
	for _, b := range []journal.Bucket{bucketPeople, bucketLinks} { // by their first records, and by those linked with them
		var some []casebook.ID
		entries, failed := r.Scan(b, least[:], nil)
		for key := range entries {
			id := casebook.ID(key)
			if !strings.HasPrefix(id.String(), text) {
				break
			}
			some = append(some, id)
		}
		if err := failed(); err != nil {
			return nil, err
		}
		for _, id := range some {
			if len(found) == 2 || slices.Contains(found, id) {
				continue
			}
			if sees, err := d.sees(r, by, id); err != nil {
				return nil, err
			} else if sees {
				found = append(found, id)
			}
		}
	}
	return found, nil
}

// leastID is the text of the first of all ids.
var leastID = casebook.ID{}.String()

// sees reports whether somebody may see whose record it is.
func (d *Desk) sees(r journal.Reader, by Acting, record casebook.ID) (bool, error) {
	records, err := cluster(r, record)
	if err != nil {
		return false, err
	}
	row, err := rowAt(r, records[0])
	return row != nil && d.allow(by, access.SeePeople, whereabouts(row.Territory)) == nil, err
}
