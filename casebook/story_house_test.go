package casebook_test

import (
	"slices"

	"willing/casebook"
)

// lacking says that a control event lacks something, by its key.
func (w *world) lacking(key string, by *staff, subject casebook.ID, eventType string, body any) {
	w.t.Helper()
	lacks := w.decree(by, subject, eventType, body)
	if !slices.ContainsFunc(lacks, func(l casebook.Lack) bool { return l.Key == key }) {
		w.t.Errorf("%s: want %s, got %v", eventType, key, lacks)
	}
}

var _ = story("house", "whoever wears no hat for it writes nothing on the organisation's own side", func(t T, w *world) {
	aud := w.hire("Aud", casebook.Auditor)
	for _, eventType := range casebook.EventTypes() {
		if !casebook.IsHouseEvent(eventType) || slices.Contains([]string{casebook.HouseFounded, casebook.LanesReceived, casebook.MarkersReviewed, casebook.EnvelopeKeyed}, eventType) {
			continue // founded once; headquarters' own; of markers see G27
		}
		body, _ := casebook.NewBody(eventType)
		w.lacking("house.hat", aud, w.id(), eventType, body)
	}
	w.lacking("house.twice", aud, casebook.ID{}, casebook.HouseFounded, &casebook.Founding{Admin: aud.id, Key: []byte(aud.key)})
})

var _ = story("house", "nobody turns headquarters away, so what it writes counts", func(t T, w *world) {
	p := w.Person()
	p.As(w.tess).On(w.hq).Checks().Counts()
	w.decree(w.ada, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: w.hq.id[:]})
	p.As(w.tess).On(w.hq).Checks().Counts()
	if _, known := w.house.DeviceNow(w.hq.id); known {
		t.Fatalf("headquarters is a device")
	}
})

var _ = story("house", "a key of another length is no device's, and neither admits nor turns away whose key begins or ends like it", func(t T, w *world) {
	before := len(w.house.DevicesNow())
	for _, key := range [][]byte{w.laptop.id[:31], append(w.laptop.id[:], 0), nil} {
		w.decree(w.ada, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: key})
		w.decree(w.ada, casebook.ID{}, casebook.DeviceGranted, &casebook.DeviceGrant{Device: key})
	}
	if now, _ := w.house.DeviceNow(w.laptop.id); now.Revoked || len(w.house.DevicesNow()) != before {
		t.Fatalf("%d devices, and there were %d: %+v", len(w.house.DevicesNow()), before, now)
	}
})

var _ = story("house", "a device that was turned away stays so, whatever it is granted later", func(t T, w *world) {
	w.must(w.decree(w.ada, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: w.phone.id[:]}))
	again := &casebook.DeviceGrant{Device: w.phone.id[:], Scopes: []string{"IT", "t/XX"}, People: []casebook.ID{w.id()}}
	w.lacking("device.away", w.cora, casebook.ID{}, casebook.DeviceGranted, again)
	look := len(w.house.Irregular)
	w.decree(w.cora, casebook.ID{}, casebook.DeviceGranted, again)
	if now, ok := w.house.DeviceNow(w.phone.id); !ok || !now.Revoked || len(w.house.Irregular) != look+1 {
		t.Fatalf("%+v, and %d need a look", now, len(w.house.Irregular)-look)
	}
	w.must(w.decree(w.ada, casebook.ID{}, casebook.DeviceRevoked, &casebook.DeviceGrant{Device: w.phone.id[:]}))
})

var _ = story("house", "staff have names of their own and hats that there are, devices a key that is not headquarters' own, files a place", func(t T, w *world) {
	for _, eventType := range []string{casebook.StaffAdded, casebook.StaffChanged} {
		w.lacking("staff.taken", w.ada, w.id(), eventType, &casebook.Staff{Name: "Sam"})
		w.lacking("staff.name", w.ada, w.id(), eventType, &casebook.Staff{})
		w.lacking("staff.hat", w.ada, w.id(), eventType, &casebook.Staff{Name: "Nina", Hats: []string{"captain"}})
	}
	for _, eventType := range []string{casebook.DeviceGranted, casebook.DeviceRevoked} {
		w.lacking("device.key", w.ada, casebook.ID{}, eventType, &casebook.DeviceGrant{Device: []byte("short")})
		w.lacking("device.home", w.ada, casebook.ID{}, eventType, &casebook.DeviceGrant{Device: w.hq.id[:], Scopes: []string{"IT"}})
	}
	version := w.house.Programme(w.house.Pos).Version
	file := func(path string) *casebook.Filing {
		return &casebook.Filing{Version: version, Files: []casebook.FiledFile{{Path: path}}}
	}
	for _, path := range []string{"../keys/device.key", "/etc/passwd", `..\keys\device.key`, "C:device.key", "a/../b", ""} {
		w.lacking("filing.files", w.cora, casebook.ID{}, casebook.ProgrammeFiled, file(path))
	}
	w.lacking("filing.version", w.cora, casebook.ID{}, casebook.ProgrammeFiled, &casebook.Filing{Version: version + 1, Files: []casebook.FiledFile{{Path: "programme.yaml"}}})
	w.must(w.decree(w.cora, casebook.ID{}, casebook.ProgrammeFiled, file("programme.yaml")))
})

var _ = story("house", "what becomes of an entry in quarantine is said by name and with a reason, and two take a refusal away", func(t T, w *world) {
	entry := w.random()
	w.lacking("aside.names", w.cora, casebook.ID{}, casebook.AsideJudged, &casebook.Aside{Commit: entry[:], Verdict: casebook.AsideCounts})
	w.lacking("aside.names", w.cora, casebook.ID{}, casebook.AsideJudged, &casebook.Aside{Verdict: casebook.AsideCounts, Reason: "theirs"})
	w.lacking("aside.two", w.cora, casebook.ID{}, casebook.AsideJudged, &casebook.Aside{Commit: entry[:], Verdict: casebook.AsideVoid, Reason: "stolen"})
	w.must(w.decree(w.cora, casebook.ID{}, casebook.AsideJudged, &casebook.Aside{Commit: entry[:], Verdict: casebook.AsideStays, Reason: "looked at"}))
})

var _ = story("G28", "a tie that ended makes no outsider of whom it made none, and no pair of two who were close when they asked", func(t T, w *world) {
	p := w.Person()
	w.tie(w.sol.id, w.mia.id)
	p.Agreed() // Mia met and asked
	inside := p.As(w.sol).On(w.hq).Calls(true, true)
	inside.Fails("call.who")
	q := w.Person()
	q.Understood()
	before := w.house.Pos
	w.tie(w.sam.id, w.max.id)
	tied := w.house.Pos
	for _, pair := range [][2]*staff{{w.sol, w.mia}, {w.max, w.sam}} {
		end := w.decreed(w.cora, casebook.ID{}, casebook.TieEnded, &casebook.TieEnd{A: pair[0].id, B: pair[1].id, Reason: "parted"})
		end.Witnesses = []casebook.Proof{w.ada.proof()}
		w.must(w.apply(end))
	}
	inside.Fails("call.who")
	p.As(w.sol).On(w.hq).Calls(true, true).Fails("call.who")
	p.As(w.cora).Calls(true, true).Counts()
	for _, pos := range []uint64{before, tied} {
		q.As(w.sam).With(w.max).On(w.laptop).Forging(knowing(pos)).Offers().Fails("offer.close")
	}
	q.As(w.sam).With(w.max).Offers().Counts()
})

var _ = story("house", "a tie that was declared wrongly is taken back by two whom it does not concern, and what was judged under it stands", func(t T, w *world) {
	tia := w.hire("Tia", casebook.Trainer)
	w.must(w.decree(w.sam, casebook.ID{}, casebook.TieDeclared, &casebook.Tie{A: w.sam.id, B: w.mia.id, Kind: "partner"}))
	declared := w.house.Pos
	end := &casebook.TieEnd{A: w.mia.id, B: w.sam.id, Reason: "a jest"}
	ends := func(by, with *staff, end *casebook.TieEnd) []casebook.Lack {
		c := w.decreed(by, casebook.ID{}, casebook.TieEnded, end)
		c.Witnesses = []casebook.Proof{with.proof()}
		return w.apply(c)
	}
	refused := func(key string, lacks []casebook.Lack) {
		t.Helper()
		if !slices.ContainsFunc(lacks, func(l casebook.Lack) bool { return l.Key == key }) {
			t.Errorf("want %s, got %v", key, lacks)
		}
	}
	refused("tie.none", ends(w.cora, tia, &casebook.TieEnd{A: w.cora.id, B: w.sam.id, Reason: "x"}))
	refused("tie.reason", ends(w.cora, tia, &casebook.TieEnd{A: w.sam.id, B: w.mia.id}))
	w.lacking("tie.two", w.cora, casebook.ID{}, casebook.TieEnded, end)
	refused("tie.two", ends(w.cora, w.cora, end))
	refused("tie.two", ends(w.cora, w.mia, end))
	refused("house.hat", ends(w.sam, w.cora, end))
	w.must(w.decree(w.ada, w.id(), casebook.TeamFormed, &casebook.Team{Name: "with them", Members: []casebook.ID{tia.id, w.mia.id}}))
	refused("tie.two", ends(w.cora, tia, end))
	refused("tie.two", ends(tia, w.cora, end))
	if !w.house.Tied(w.sam.id, w.mia.id, w.house.Pos) {
		t.Fatalf("it is gone")
	}
	w.must(ends(w.cora, w.ada, end))
	if w.house.Tied(w.sam.id, w.mia.id, w.house.Pos) || !w.house.Tied(w.sam.id, w.mia.id, declared) || len(w.house.Ties()) != 0 {
		t.Errorf("it does not end, or what was judged under it does not stand")
	}
	w.must(w.decree(w.sam, casebook.ID{}, casebook.TieDeclared, &casebook.Tie{A: w.sam.id, B: w.mia.id, Kind: "partner"}))
	if !w.house.Tied(w.mia.id, w.sam.id, w.house.Pos) || len(w.house.Ties()) != 1 {
		t.Errorf("it cannot be declared again")
	}
})

var _ = story("house", "two who are close to each other take no tie back", func(t T, w *world) {
	w.must(w.decree(w.sam, casebook.ID{}, casebook.TieDeclared, &casebook.Tie{A: w.sam.id, B: w.mia.id, Kind: "partner"}))
	ends := func() bool {
		c := w.decreed(w.cora, casebook.ID{}, casebook.TieEnded, &casebook.TieEnd{A: w.mia.id, B: w.sam.id, Reason: "parted"})
		c.Witnesses = []casebook.Proof{w.ada.proof()}
		return len(w.apply(c)) == 0
	}
	w.tie(w.cora.id, w.ada.id)
	if ends() {
		t.Errorf("a couple took a tie back")
	}
})

var _ = story("house", "a friend of one of the two takes no tie back", func(t T, w *world) {
	w.must(w.decree(w.sam, casebook.ID{}, casebook.TieDeclared, &casebook.Tie{A: w.sam.id, B: w.mia.id, Kind: "partner"}))
	w.tie(w.cora.id, w.sam.id)
	c := w.decreed(w.cora, casebook.ID{}, casebook.TieEnded, &casebook.TieEnd{A: w.mia.id, B: w.sam.id, Reason: "parted"})
	c.Witnesses = []casebook.Proof{w.ada.proof()}
	if len(w.apply(c)) == 0 {
		t.Errorf("somebody close to one of them took a tie back")
	}
})

var _ = story("house", "a list of refusals of which a device has the header alone breaks no rule there, nor does taking it back", func(t T, w *world) {
	batch := w.id()
	imported := w.decreed(w.cora, batch, casebook.RefusalsImported, &casebook.Batch{Office: "Brest", Markers: [][]byte{{1}}})
	w.must(w.apply(imported))
	alone := w.decreed(w.cora, batch, casebook.RefusalsWithdrawn, &casebook.Batch{Reason: "wrong file"})
	if len(w.apply(alone)) == 0 {
		t.Errorf("one person withdrew a list of refusals")
	}
	two := w.decreed(w.cora, batch, casebook.RefusalsWithdrawn, &casebook.Batch{Reason: "wrong file"})
	two.Witnesses = []casebook.Proof{w.sol.proof()}
	w.must(w.apply(two))
	device := casebook.NewHouse()
	for _, c := range w.control {
		if c == imported {
			c = &casebook.Commit{Hash: c.Hash, Device: c.Device, Scope: c.Scope, Seq: c.Seq, At: c.At, Home: true, Actor: c.Actor, Subject: batch, Events: []casebook.Event{{Type: casebook.RefusalsImported}}}
		}
		device.Apply(c)
	}
	if len(device.Irregular) != 1 || device.Irregular[0].Ref.Commit != alone.Hash || len(device.NeedLook()) != len(w.house.NeedLook()) {
		t.Fatalf("on the device %d break a rule, at headquarters %d", len(device.Irregular), len(w.house.Irregular))
	}
	if len(device.Withheld) != 2 || device.Withheld[0].Ref.Commit != imported.Hash || device.Withheld[1].Ref.Commit != two.Hash || device.Withheld[0].Standing != casebook.Withheld {
		t.Errorf("%d are withheld", len(device.Withheld))
	}
})
