package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"willing/casebook"
	"willing/journal"
)

// A form may be sent twice: the answer to the first sending got lost, somebody pressed twice. With a key of
// the sender's choice in [Acting.Once] the act happens once. Its outcome is kept with its commits, in one
// transaction, under a hash of who acts and the key; a repetition gets the outcome and writes nothing. The
// same key for anything else is a mistake, and refused. Outcomes are forgotten after [onceKept], and with
// the person they are about.

// bucketOnce: hash of actor, key and step → onceDone. It is no view: nothing could derive it again.
const bucketOnce journal.Bucket = "once"

const (
	onceKept = 7 * 24 * time.Hour
	mostOnce = 128 // bytes of a key
)

// deed is what somebody is about to do, for recognising it when it comes again.
type deed struct {
	digest [sha256.Size]byte
	step   string // of a use case that acts twice
	out    any    // a pointer to what the use case returns, or nil
	err    error
}

// onceDone is what is kept of a deed.
type onceDone struct {
	Digest []byte        `json:"d"`
	At     int64         `json:"at"` // Unix milliseconds
	About  []casebook.ID `json:"about,omitempty"`
	Out    []byte        `json:"out,omitempty"`
}

// doing says what a use case is given and where its outcome goes.
func (by Acting) doing(use string, out any, given ...any) Acting {
	if by.Once == "" || by.deed != nil {
		return by // the first word names the deed: what follows may depend on the hour
	}
	// The key is in it, which is kept nowhere: nobody finds out what was said by trying it.
	raw, err := journal.Marshal(append([]any{use, by.Once}, given...))
	by.deed = &deed{digest: sha256.Sum256(raw), step: by.step, out: out, err: err}
	return by
}

// stepping is doing for the first of two acts of one use case.
func (by Acting) stepping(step string) Acting {
	by.step = step
	return by
}

func onceKey(by Acting) []byte {
	sum := sha256.New()
	sum.Write([]byte("willing/once/1"))
	sum.Write(by.Who[:])
	sum.Write([]byte(by.deed.step + "\x00" + by.Once))
	return sum.Sum(nil)
}

// repeated reports whether the deed was done before, and hands its outcome back.
func (t *turn) repeated() (bool, error) {
	by := t.by
	switch {
	case by.Once == "":
		return false, nil
	case len(by.Once) > mostOnce:
		return false, fail(BadInput, "the key against doing it twice is too long: %d bytes at most", mostOnce)
	case by.deed == nil:
		return false, fail(BadInput, "this cannot be asked for with a key against doing it twice")
	case by.deed.err != nil:
		return false, unwritable(by.deed.err)
	}
	raw, err := t.w.Get(bucketOnce, onceKey(by))
	if err != nil || raw == nil {
		return false, err
	}
	var done onceDone
	if err := journal.Unmarshal(raw, &done); err != nil {
		return false, failFrom(Broken, err, "an earlier outcome cannot be read: send it with another key")
	}
	if !bytes.Equal(done.Digest, by.deed.digest[:]) {
		return false, failOnPage("used", BadInput, "this key against doing it twice was used for something else: take a new one")
	}
	if by.deed.out == nil {
		return true, nil
	}
	if err := journal.Unmarshal(done.Out, by.deed.out); err != nil {
		return true, failFrom(Broken, err, "it was done, but its outcome cannot be read again")
	}
	return true, nil
}

// keepOutcome remembers the deed, with the commits and in their transaction.
func (t *turn) keepOutcome() error {
	if t.by.Once == "" {
		return nil
	}
	done := onceDone{Digest: t.by.deed.digest[:], At: t.now.UnixMilli(), About: t.about}
	var err error
	if t.by.deed.out != nil {
		if done.Out, err = journal.Marshal(t.by.deed.out); err != nil {
			return err
		}
	}
	raw, err := journal.Marshal(done)
	if err != nil {
		return err
	}
	return t.w.Put(bucketOnce, onceKey(t.by), raw)
}

// eachOnce walks over the outcomes that are kept.
func eachOnce(r journal.Reader, fn func(key []byte, done onceDone)) error {
	entries, failed := r.Scan(bucketOnce, nil, nil)
	for key, raw := range entries {
		var done onceDone
		if err := journal.Unmarshal(raw, &done); err != nil {
			done = onceDone{} // what cannot be read is too old for anything
		}
		fn(key, done)
	}
	return failed()
}

// forgetOutcomes drops the outcomes that are about a record.
func (t *turn) forgetOutcomes(record casebook.ID) error {
	return t.dropOutcomes(func(done onceDone) bool { return slices.Contains(done.About, record) })
}

func (t *turn) dropOutcomes(drop func(onceDone) bool) error {
	var keys [][]byte
	err := eachOnce(t.w, func(key []byte, done onceDone) {
		if drop(done) {
			keys = append(keys, bytes.Clone(key))
		}
	})
	for _, key := range keys {
		if err := t.w.Delete(bucketOnce, key); err != nil {
			return err
		}
	}
	return err
}

// forgetOld drops the outcomes that nobody will ask for again. It writes only if there are some.
func (d *Desk) forgetOld(ctx context.Context) error {
	limit := d.Now().Add(-onceKept).UnixMilli()
	old := func(done onceDone) bool { return done.At < limit }
	some := false
	err := d.see(ctx, func(r journal.Reader) error {
		return eachOnce(r, func(_ []byte, done onceDone) { some = some || old(done) })
	})
	if err != nil || !some {
		return err
	}
	return d.act(ctx, Acting{}, "", func(t *turn) error { return t.dropOutcomes(old) })
}
