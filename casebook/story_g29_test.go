package casebook_test

import "willing/casebook"

var _ = story("G29", "who interprets is an adult, unrelated, not recruiting, and named", func(t T, w *world) {
	good := casebook.Interpreter{Name: "Ines", Adult: true, Unrelated: true}
	for name, spoil := range map[string]func(i *casebook.Interpreter){
		"nameless":   func(i *casebook.Interpreter) { i.Name = "" },
		"a child":    func(i *casebook.Interpreter) { i.Adult = false },
		"a cousin":   func(i *casebook.Interpreter) { i.Unrelated = false },
		"recruiting": func(i *casebook.Interpreter) { i.Recruiting = true },
	} {
		p := w.Person()
		i := good
		spoil(&i)
		p.Met()
		d := p.telling(w.version)
		d.Interpreter = &i
		if f := p.As(w.sam).Does(casebook.DisclosureDelivered, d).fact(); f.Standing != casebook.Irregular {
			t.Errorf("%s interprets", name)
		}
	}
	p := w.Person()
	p.Met()
	d := p.telling(w.version)
	d.Interpreter = &good
	p.As(w.sam).Does(casebook.DisclosureDelivered, d).Counts()
	bad := good
	bad.Recruiting = true
	p.As(w.mia).Does(casebook.UnderstandingHeard, &casebook.Understanding{Heard: casebook.Points, Interpreter: &bad}).Fails("interpreter.unfit")
})

var _ = story("G29", "nobody of us who recruits, signs or calls interprets under another name for it, nor does the guardian", func(t T, w *world) {
	told := func(p *person, name string, by, with *staff) did {
		p.Met()
		d := p.telling(w.version)
		d.Interpreter = &casebook.Interpreter{Name: name, Adult: true, Unrelated: true}
		return p.As(by).With(with).Does(casebook.DisclosureDelivered, d)
	}
	told(w.Person(), "  ", w.sam, w.mia).Fails("interpreter.unfit")
	told(w.Person(), " otto ", w.sam, w.mia).Fails("interpreter.known") // a scout, of whatever team
	told(w.Person(), "Tess", w.mia, w.tess).Fails("interpreter.known")  // the witness herself
	p := w.Person()
	p.As(w.sam).With(w.mia).Does(casebook.GuardianAnswered, &casebook.Guardian{Agrees: true, Name: "Rosa"})
	told(p, "Rosa", w.sam, w.mia).Fails("interpreter.known")
	q := w.Person()
	w.tie(w.tess.id, q.id)
	told(q, "Tess", w.sam, w.mia).Fails("interpreter.known") // close to them

	r := w.Person()
	told(r, "Cora", w.sam, w.mia).Counts()
	r.As(w.mia).Hears()
	w.Days(1)
	r.As(w.sam).With(w.mia).Offers()
	r.Yes().Counts()
	r.As(w.cora).On(w.hq).Calls(true, true).Fails("call.who") // she was there
	r.As(w.tess).On(w.hq).Calls(true, true).Counts()
})
