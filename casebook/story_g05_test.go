package casebook_test

import (
	"slices"
	"time"

	"willing/casebook"
)

var _ = story("G05", "no offer, and no yes, without a disclosure", func(t T, w *world) {
	p := w.Person()
	p.Met()
	offer := p.As(w.sam).With(w.mia).Offers().Fails("offer.told")
	p.Self().With(w.sam, w.mia).Naming(offer).Says("yes").Fails("answer.offer")
	p.NoYes()
})

var _ = story("G05", "telling is telling: language, costs, the whole text", func(t T, w *world) {
	for key, spoil := range map[string]func(d *casebook.Delivered){
		"told.language":     func(d *casebook.Delivered) { d.Understands = false },
		"told.cost":         func(d *casebook.Delivered) { d.Cost = "" },
		"told.full":         func(d *casebook.Delivered) { d.Full = "later" },
		"told.untranslated": func(d *casebook.Delivered) { d.Language = "pt" },
		"told.text":         func(d *casebook.Delivered) { d.Version = 99 },
		"told.witness":      func(d *casebook.Delivered) { d.CannotRead = true },
	} {
		p := w.Person()
		p.Met()
		d := p.telling(w.version)
		spoil(d)
		p.As(w.sam).Does(casebook.DisclosureDelivered, d).Fails(key)
	}
	p := w.Person()
	p.Met()
	d := p.telling(w.version)
	d.CannotRead = true
	p.As(w.sam).With(w.mia).Does(casebook.DisclosureDelivered, d).Counts()
	p.As(w.sam).With(w.otto).Does(casebook.DisclosureDelivered, d).Fails("told.witness")
	p.Anonymous().Tells().Fails("told.who")
})

var _ = story("G05", "telling and asking are two meetings, unless the programme allows one", func(t T, w *world) {
	p := w.Person()
	p.Told().As(w.mia).Hears()
	p.As(w.sam).With(w.mia).Offers().Fails("offer.meetings")
	p.As(w.sam).With(w.mia).Does(casebook.OfferMade, &casebook.Offer{Role: "crew"}).Fails("offer.meetings")
	w.limits.OneMeeting = true
	w.must(w.publish())
	q := w.Person()
	q.Told().As(w.mia).Hears()
	q.As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("G05", "a device that could know the new text tells the new text", func(t T, w *world) {
	p := w.Person()
	p.Met()
	w.Leaves(w.phone)
	w.newText(false)
	p.As(w.sam).TellsVersion(1).Counts()
	w.Meets(w.phone)
	p.As(w.sam).TellsVersion(1).Fails("told.text")
	old := w.houseAt(w.phone.seen).Texts()[1]
	p.As(w.sam).Forging(func(c *casebook.Commit) { c.Refs = append(c.Refs, old.Ref) }).TellsVersion(1).Fails("told.old")
	p.As(w.sam).Tells().Counts()
})

var _ = story("G05", "30 days out of reach the text counts, on the 31st it does not", func(t T, w *world) {
	p := w.Person()
	p.Met()
	w.Leaves(w.phone)
	last := w.control[w.phone.seen-1].At
	w.now = last.Add(30*24*time.Hour - 3*time.Minute)
	p.As(w.sam).Checks()
	p.As(w.sam).Tells().Counts()
	w.Days(1)
	p.As(w.sam).Tells().Fails("told.stale")
})

var _ = story("G05", "a text is not told to somebody who was not met", func(t T, w *world) {
	p := w.Person()
	p.As(w.sam).Tells().Fails("contact.approach")
})

var _ = story("G05", "what another person was told is not told to this one", func(t T, w *world) {
	q := w.Person()
	q.Understood()
	told, heard := q.commits[3], q.commits[4]
	p := w.Person()
	p.Met()
	age := p.commits[2]
	p.As(w.sam).With(w.mia).Naming(did{ref: ref(told)}, did{ref: ref(heard)}, did{ref: ref(age)}).Offers().Waits()
	p.NoYes()
})

func ref(c *casebook.Commit) casebook.Ref { return casebook.Ref{Commit: c.Hash} }

var _ = story("G05", "a text that was to reach somebody by a link has reached nobody before its page opens", func(t T, w *world) {
	told := func(p *person, d *device) {
		p.Met()
		by := p.telling(w.version)
		by.Full = "link"
		p.As(w.sam).On(d).Does(casebook.DisclosureDelivered, by).Counts()
		if missing := casebook.Keys(p.known(d).Next("crew", w.meeting, w.now)[3].Missing); !slices.Contains(missing, "offer.link") {
			t.Errorf("on the day of telling nobody says that a link is missing: %v", missing)
		}
		p.As(w.mia).On(d).Hears().Counts()
		w.Days(1)
	}
	offer := func(p *person, d *device) did { return p.As(w.sam).With(w.mia).On(d).Offers() }
	p := w.Person()
	told(p, w.phone)
	offer(p, w.phone).Fails("offer.link") // there is none
	p.HasLink(w.cora)
	p.As(w.cora).Naming(did{p, ref(p.commits[len(p.commits)-1]), nil}).Does(casebook.LinkRevoked, &casebook.Blank{}).Counts()
	offer(p, w.phone).Fails("offer.link") // it never arrived
	p.HasLink(w.cora)
	offer(p, w.phone).Counts()

	q := w.Person()
	w.Leaves(w.phone)
	told(q, w.phone)
	q.HasLink(w.sam)
	early := offer(q, w.phone) // headquarters has not heard of it
	w.Meets(w.phone)
	early.Fails("offer.link")
	offer(q, w.phone).Counts()

	r := w.Person()
	r.Asked() // told on paper
	r.As(w.sam).With(w.mia).Offers().Counts()
})

var _ = story("G16", "who goes on with a new text has it, and not by a link that opens nothing", func(t T, w *world) {
	p := w.Person()
	p.Settled()
	w.newText(true)
	by := p.telling(w.version)
	by.Full = "link"
	p.As(w.sam).Does(casebook.DisclosureDelivered, by).Counts()
	goOn := func() did {
		return p.Self().With(w.sam, w.mia).Does(casebook.UpdateAnswered, &casebook.Update{Continue: true})
	}
	goOn().Fails("offer.link")
	p.HasLink(w.cora)
	goOn().Counts()
})
