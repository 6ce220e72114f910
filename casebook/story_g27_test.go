package casebook_test

var _ = story("G27", "files of people not taken go after the set time", func(t T, w *world) {
	no, said := refused(w)
	d := no.State().Deletion
	if d == nil || d.Gate != "G27" || !d.Due.Equal(said.c.Arrived.AddDate(0, 0, 180)) {
		t.Errorf("the deletion is %+v", d)
	}
	if d := w.Person().Settled().State().Deletion; d != nil {
		t.Errorf("somebody who agreed is kept: %+v", d)
	}
})
