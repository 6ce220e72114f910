package casebook_test

import "willing/casebook"

var _ = story("G14", "a yes comes with a receipt, or with the wish for none", func(t T, w *world) {
	p := w.Person()
	p.Asked()
	yes := func(receipt []byte) did {
		return p.Self().With(w.sam, w.mia).Does(casebook.AnswerGiven, &casebook.Answer{Answer: "yes", Method: "turned", Receipt: receipt})
	}
	yes(nil).Fails("answer.receipt")
	yes([]byte(w.sam.key)).Fails("answer.receipt-key")
	p.NoYes()
	yes([]byte(w.key())).Counts()
	p.SaysYes("call.missing")
})
