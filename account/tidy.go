package account

import (
	"bytes"
	"context"
	"time"

	"willing/journal"
)

// Tidy deletes what has ended, so that the store holds no more than is good. It returns how much that was.
func (a *Accounts) Tidy(ctx context.Context) (gone int, err error) {
	err = a.Store.Update(ctx, func(w journal.Writer) error {
		now := a.Now()
		for _, s := range []struct {
			bucket journal.Bucket
			over   func(raw []byte) (bool, error)
		}{
			{bucketSessions, func(raw []byte) (bool, error) {
				var s Session
				err := journal.Unmarshal(raw, &s)
				return s.ended(now, a.Epoch), err
			}},
			{bucketLinks, func(raw []byte) (bool, error) {
				var l link
				err := journal.Unmarshal(raw, &l)
				return l.Epoch != a.Epoch || now.Unix() > l.Until, err
			}},
			{bucketTokens, func(raw []byte) (bool, error) {
				var t Token
				err := journal.Unmarshal(raw, &t)
				return t.Epoch != a.Epoch || now.Unix() > t.Until, err
			}},
			{bucketRecoveries, func(raw []byte) (bool, error) {
				var r recovery
				err := journal.Unmarshal(raw, &r)
				return r.Epoch != a.Epoch || now.Unix() > r.Until, err
			}},
			{bucketKept, func(raw []byte) (bool, error) {
				var k keptForm
				err := journal.Unmarshal(raw, &k)
				return now.Unix() > k.Until, err
			}},
			{bucketUsed, func(raw []byte) (bool, error) {
				var until int64
				err := journal.Unmarshal(raw, &until)
				return now.Unix() > until, err
			}},
			{bucketTries, func(raw []byte) (bool, error) {
				var t tries
				err := journal.Unmarshal(raw, &t)
				return now.Sub(time.Unix(t.Since, 0)) > time.Hour, err
			}},
		} {
			n, err := sweep(w, s.bucket, s.over)
			if gone += n; err != nil {
				return err
			}
		}
		return nil
	})
	return gone, err
}

func sweep(w journal.Writer, b journal.Bucket, over func(raw []byte) (bool, error)) (int, error) {
	var keys [][]byte
	entries, failed := w.Scan(b, nil, nil)
	for key, raw := range entries {
		ended, err := over(raw)
		if err != nil {
			return 0, err
		}
		if ended {
			keys = append(keys, bytes.Clone(key))
		}
	}
	if err := failed(); err != nil {
		return 0, err
	}
	for _, key := range keys {
		if err := w.Delete(b, key); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
