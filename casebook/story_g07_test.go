package casebook_test

import (
	"time"

	"willing/casebook"
)

var _ = story("G07", "an offer needs the pair, two people with keys of their own", func(t T, w *world) {
	p := w.Person()
	p.Understood()
	p.As(w.sam).Offers().Fails("offer.alone")
	p.As(w.sam).With(w.sam).Offers().Fails("offer.alone")
	p.As(w.sam).With(w.otto).Offers().Fails("offer.pair")
	p.As(w.sam).With(w.cora).Offers().Fails("offer.pair")
	p.As(w.sam).Forging(func(c *casebook.Commit) {
		c.Witnesses = []casebook.Proof{{Who: w.mia.id, Key: "the server's", Alg: "server", Signed: true}}
	}).Offers().Fails("offer.alone")
	p.As(w.sam).Forging(func(c *casebook.Commit) {
		c.Witnesses = []casebook.Proof{{Who: w.mia.id, Key: w.sam.key, Alg: "ed25519", Signed: true}}
	}).Offers().Fails("offer.alone")
	p.As(w.mia).With(w.sam).Offers().Counts()
})

var _ = story("G07", "a couple is no pair", func(t T, w *world) {
	w.tie(w.mia.id, w.sam.id)
	p := w.Person()
	p.Understood()
	p.As(w.sam).With(w.mia).Offers().Fails("offer.close")
	p.As(w.sam).With(w.max).Offers().Counts()
})

var _ = story("G07", "nobody close to the person asks", func(t T, w *world) {
	p := w.Person()
	w.tie(p.id, w.mia.id)
	p.Understood()
	p.As(w.sam).With(w.mia).Offers().Fails("offer.tied")
	p.As(w.mia).With(w.sam).Offers().Fails("offer.tied")
	p.As(w.sam).With(w.max).Offers().Counts()
})

var _ = story("G07", "the pair unlocks for an hour", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	w.Later(61 * time.Minute)
	p.Yes().Fails("pair.closed")
	p.NoYes()
	p.As(w.sam).With(w.mia).Offers()
	p.Yes().Counts()
})

var _ = story("G07", "what the pair unlocked for one answer witnesses no other", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	spent := func(c *casebook.Commit) {
		for i := range c.Witnesses {
			c.Witnesses[i].Spent = true
		}
	}
	p.Self().With(w.sam, w.mia).Forging(spent).Says("yes").Fails("pair.spent")
	p.NoYes()
	p.Self().With(w.sam, w.mia).Says("yes").Counts()
})
