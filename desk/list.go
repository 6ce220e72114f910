package desk

import (
	"bytes"
	"context"
	"slices"
	"time"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// Query asks for a page of people. Empty fields ask for nothing in particular.
type Query struct {
	Text      string // words of a name or place; all must match, the last one by its beginning
	Territory string
	Stage     casebook.Stage
	List      string    // [ListReview], [ListCall] …: what needs a person; [ListReached] …: who stands behind a figure
	From      time.Time // of a list by the day on which a stage began: from then on
	Until     time.Time // and before then
	After     []byte    // where the page before ended
	Counted   bool      // nobody but whom [Figures] count: of a team not those whom it is shown for a day after they left
	Limit     int       // rows a page; 50 if zero
}

// Page is a page of people.
type Page struct {
	Rows []Row  `json:"rows"`
	Next []byte `json:"next,omitempty"` // for Query.After; nil at the end
}

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
		var inner error
		team := local(who)
		err := scanList(r, d.listFor(q), q.begins(), func(sort []byte, person casebook.ID) bool {
			if !q.Until.IsZero() && len(sort) == 8 && !milliseconds(sort).Before(q.Until) {
				return false
			}
			row, err := rowAt(r, person)
			if err != nil || row == nil {
				inner = err
				return err == nil
			}
			if !d.matches(q, row) || !access.Decide(who, access.SeePeople, whereabouts(row.Territory)) {
				return true
			}
			if team {
				if q.Counted && row.closed() {
					return true
				}
				if row = d.forTeam(by.Who, row); row == nil || q.Stage != "" && row.Stage != q.Stage {
					return true
				}
			}
			page.Rows = append(page.Rows, *row)
			page.Next = append(append(bytes.Clone(sort), 0), person[:]...)
			return len(page.Rows) < q.Limit
		})
		if len(page.Rows) < q.Limit {
			page.Next = nil
		}
		if inner != nil {
			return inner
		}
		return err
	})
	return page, err
}

// listFor picks the narrowest index list for a query.
func (d *Desk) listFor(q Query) string {
	words := d.Matcher.Fold(q.Text)
	switch {
	case q.Territory != "" && slices.Contains(figureLists, q.List):
		return "territory:" + q.Territory + ":" + q.List
	case q.List != "":
		return q.List
	case len(words) > 1:
		return "word:" + words[0]
	case len(words) == 1:
		return "word:" + words[0] + "*"
	case q.Territory != "" && q.Stage != "":
		return "territory:" + q.Territory + ":" + string(q.Stage)
	case q.Territory != "":
		return "territory:" + q.Territory
	case q.Stage != "":
		return "stage:" + string(q.Stage)
	}
	return "all"
}

// matches applies what the index list did not.
func (d *Desk) matches(q Query, row *Row) bool {
	if q.Territory != "" && row.Territory != q.Territory || q.Stage != "" && row.Stage != q.Stage {
		return false
	}
	words := d.Matcher.Fold(q.Text)
	for i, w := range words {
		last := i == len(words)-1
		if !slices.ContainsFunc(row.Words, func(have string) bool {
			return have == w || last && bytes.HasPrefix([]byte(have), []byte(w))
		}) {
			return false
		}
	}
	return true
}

// scanList walks an index list in its order; a list name that ends in * is a beginning. fn returns
// false to stop.
func scanList(r journal.Reader, list string, from []byte, fn func(sort []byte, person casebook.ID) bool) error {
	prefix := append([]byte(list), 0)
	if n := len(list) - 1; n > 0 && list[n] == '*' {
		prefix = []byte(list[:n])
	}
	start := prefix
	if from != nil {
		start = append(append(bytes.Clone(prefix), from...), 0)
	}
	seen := map[casebook.ID]bool{}
	entries, failed := r.Scan(bucketIndex, start, after(prefix))
	for key := range entries {
		var person casebook.ID
		at := len(key) - len(person)
		copy(person[:], key[at:])
		if seen[person] {
			continue
		}
		seen[person] = true
		if !fn(sortPart(key[:at-1]), person) {
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
	err := d.see(ctx, func(r journal.Reader) error {
		if by.Signer == nil {
			return fail(BadInput, "give the whole id: only staff find people by its first letters")
		}
		return eachRow(r, func(row *Row) error {
			if d.allow(by, access.SeePeople, whereabouts(row.Territory)) != nil {
				return nil
			}
			for _, id := range row.Records {
				if len(found) < 2 && len(text) <= len(id.String()) && id.String()[:len(text)] == text {
					found = append(found, id)
				}
			}
			return nil
		})
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
