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
		if !casebook.IsHouseEvent(eventType) || slices.Contains([]string{casebook.HouseFounded, casebook.LanesReceived, casebook.MarkersReviewed}, eventType) {
			continue // founded once; headquarters' own; of markers see G27
		}
		body, _ := casebook.NewBody(eventType)
		w.lacking("house.hat", aud, w.id(), eventType, body)
	}
	w.lacking("house.twice", aud, casebook.ID{}, casebook.HouseFounded, &casebook.Founding{Admin: aud.id, Key: []byte(aud.key)})
})

var _ = story("house", "staff have names of their own and hats that there are, devices a key, files a place", func(t T, w *world) {
	for _, eventType := range []string{casebook.StaffAdded, casebook.StaffChanged} {
		w.lacking("staff.taken", w.ada, w.id(), eventType, &casebook.Staff{Name: "Sam"})
		w.lacking("staff.name", w.ada, w.id(), eventType, &casebook.Staff{})
		w.lacking("staff.hat", w.ada, w.id(), eventType, &casebook.Staff{Name: "Nina", Hats: []string{"captain"}})
	}
	for _, eventType := range []string{casebook.DeviceGranted, casebook.DeviceRevoked} {
		w.lacking("device.key", w.ada, casebook.ID{}, eventType, &casebook.DeviceGrant{Device: []byte("short")})
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
