package desk

import (
	"bytes"
	"cmp"
	"slices"

	"willing/casebook"
	"willing/journal"
)

// A session that the pair has unlocked covers the witnessing of one person's answer, and ends with it (G07). So a
// session's key belongs to the person whose answer it witnessed first, by the clock that the key's signature
// fixes; what it witnesses for anybody else has no effect. Which of two comes first matters to nobody but them, so
// a wrong clock gains nothing; and nothing depends on the order in which commits arrive.

// bucketWitnessed: session key → witnessed. It lies beside the journal, like proofs.
const bucketWitnessed journal.Bucket = "witnessed"

// witnessed says whose answer a session witnessed first.
type witnessed struct {
	Person casebook.ID  `json:"p"` // the record
	Clock  uint64       `json:"c"`
	Commit journal.Hash `json:"h"`
}

func (w witnessed) before(other witnessed) bool {
	return cmp.Or(cmp.Compare(w.Clock, other.Clock), bytes.Compare(w.Commit[:], other.Commit[:])) < 0
}

// answerTypes are the events that a pair witnesses as one person's answer.
var answerTypes = []string{casebook.AnswerGiven, casebook.UpdateAnswered}

// sessionsOf lists the keys of sessions that truly witnessed an answer in a commit, by the place of their witness.
func sessionsOf(h journal.Header, bad []int) map[int][]byte {
	var out map[int][]byte
	if !slices.ContainsFunc(h.Types, func(t string) bool { return slices.Contains(answerTypes, t) }) {
		return nil
	}
	for i, w := range h.Witnesses {
		if w.Session == nil || slices.Contains(bad, i+1) {
			continue
		}
		if out == nil {
			out = map[int][]byte{}
		}
		out[i+1] = w.Key
	}
	return out
}

func witnessedBy(r journal.Reader, session []byte) (first witnessed, found bool, err error) {
	raw, err := r.Get(bucketWitnessed, session)
	if err != nil || raw == nil {
		return first, false, err
	}
	return first, true, journal.Unmarshal(raw, &first)
}

// spent lists the witnesses of a commit whose session belongs to somebody else, by their places.
func spent(r journal.Reader, h journal.Header, bad []int) ([]int, error) {
	var out []int
	for i, session := range sessionsOf(h, bad) {
		first, found, err := witnessedBy(r, session)
		if err != nil {
			return nil, err
		}
		if !found || first.Person == casebook.ID(h.Subject) {
			continue
		}
		records, err := cluster(r, casebook.ID(h.Subject))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(records, first.Person) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out, nil
}

// noteWitnessed remembers whose answer a stored commit's sessions witnessed, and looks anew at whoever thereby comes
// second.
func (t *turn) noteWitnessed(c journal.Commit, bad []int) error {
	this := witnessed{casebook.ID(c.Header.Subject), c.Header.Clock, c.Hash()}
	for _, session := range sessionsOf(c.Header, bad) {
		first, found, err := witnessedBy(t.w, session)
		if err != nil {
			return err
		}
		if found && !this.before(first) {
			continue
		}
		if found && first.Person != this.Person {
			t.touched.add(first.Person)
		}
		raw, err := journal.Marshal(this)
		if err != nil {
			return err
		}
		if err := t.w.Put(bucketWitnessed, session, raw); err != nil {
			return err
		}
	}
	return nil
}
