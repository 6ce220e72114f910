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
