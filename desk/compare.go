//go:build !js

package desk

import (
	"context"
	"encoding/binary"
	"hash/maphash"
	"slices"

	"willing/journal"
)

// Compared is what came of [Desk.CompareViews].
type Compared struct {
	People    int              // how many there are
	Differ    []journal.Bucket // views that are not what the journal says; none, if all is well
	Irregular int              // events that break a rule, the house's own included, counted by the fold
	Pending   int              // events that wait for another
}

// print is a fingerprint of a set of entries, whatever their order: the sum of their hashes under a seed
// of its own, and how many there are. Two sets with the same prints are the same but for one case in
// 2^128, and nobody can prepare for a seed that is drawn anew each time.
type print struct{ n, a, b uint64 }

type printer struct {
	seeds  [2]maphash.Seed
	prints map[journal.Bucket]*print
	room   []byte
}

func (p *printer) add(b journal.Bucket, key, value []byte) {
	to := p.prints[b]
	if to == nil {
		to = &print{}
		p.prints[b] = to
	}
	p.room = binary.AppendUvarint(p.room[:0], uint64(len(key)))
	p.room = append(append(p.room, key...), value...)
	to.n++
	to.a += maphash.Bytes(p.seeds[0], p.room)
	to.b += maphash.Bytes(p.seeds[1], p.room)
}

// of returns the print of a bucket; that of an empty one is zero.
func (p *printer) of(b journal.Bucket) print {
	if made := p.prints[b]; made != nil {
		return *made
	}
	return print{}
}

func newPrinters() (live, derived *printer) {
	seeds := [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}
	return &printer{seeds: seeds, prints: map[journal.Bucket]*print{}}, &printer{seeds: seeds, prints: map[journal.Bucket]*print{}}
}

// CompareViews derives all views from the journal and compares them with the live ones, at one moment and
// while others read and write. It keeps neither of them in memory.
func (d *Desk) CompareViews(ctx context.Context) (out Compared, err error) {
	err = d.Store.View(ctx, func(r journal.Reader) error {
		live, made := newPrinters()
		sums, err := d.derive(ctx, r, func(p *derived) error {
			made.derived(p)
			return nil
		})
		if err != nil {
			return err
		}
		for territory, sum := range sums.territories {
			raw, err := journal.Marshal(sum)
			if err != nil {
				return err
			}
			made.add(bucketTallies, tallyKey(territory), raw)
		}
		if err := live.views(ctx, r); err != nil {
			return err
		}
		out = Compared{People: sums.people, Irregular: sums.irregular, Pending: sums.pending}
		for _, b := range viewBuckets {
			if live.of(b) != made.of(b) {
				out.Differ = append(out.Differ, b)
			}
		}
		return nil
	})
	return out, storeError(err)
}

func (p *printer) derived(x *derived) {
	for _, e := range x.entries {
		p.add(e.bucket, e.key, e.value)
	}
	keys := x.row.keys()
	slices.SortFunc(keys, compareRecordKeys)
	for _, k := range slices.Compact(keys) {
		p.add(bucketKeys, []byte(k.key), k.record[:])
	}
}

// views takes the prints of the live views.
func (p *printer) views(ctx context.Context, r journal.Reader) error {
	for _, b := range viewBuckets {
		entries, failed := r.Scan(b, nil, nil)
		for key, value := range entries {
			if err := ctx.Err(); err != nil {
				return err
			}
			if b == bucketKeys {
				p.holders(key, value)
				continue
			}
			p.add(b, key, value)
		}
		if err := failed(); err != nil {
			return err
		}
	}
	return nil
}

// holders takes the print of each holder of a key, however they are packed.
func (p *printer) holders(key, value []byte) {
	switch {
	case string(value) == string(crowd):
	case len(value) == 0 && len(key) > idSize:
		at := len(key) - idSize
		p.add(bucketKeys, key[:at-1], key[at:])
	case len(value)%idSize == 0 && len(value) <= packed*idSize:
		for id := range slices.Chunk(value, idSize) {
			p.add(bucketKeys, key, id)
		}
	default:
		p.add(bucketKeys, key, value) // nothing that was ever written: it makes a difference
	}
}
