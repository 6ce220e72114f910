package simexchange

import (
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
)

// Somebody said yes and told something for the doctor. Whatever a later or a modified program then writes about them, with any effect, every
// node goes on, and headquarters can say what stands.
func TestWhatALaterProgramSaysOfWhoToldTheDoctorStopsNobody(t *testing.T) {
	for effect := range uint64(6) {
		w, home, n := oneAway(t)
		done(t, note(w, n, Step{ID: 5}))
		who := w.people[0]
		for i := range 8 {
			w.now = w.now.Add(25 * time.Hour)
			done(t, w.meetsAgain(n))
			_ = walk(w, n, who, Step{ID: 10 + i, N: 1}) // the law lets them go on another day
		}
		if !who.declared {
			t.Fatal("nothing was told for the doctor")
		}
		done(t, newer(w, n, who, Step{ID: 30, N: effect}))
		done(t, w.meetsAgain(n, n))
		for _, x := range []*node{home, n} {
			if _, err := x.desk.Show(ctx, w.as("cora"), who.id); err != nil && desk.KindOf(err) == desk.Unexpected {
				t.Errorf("effect %d, node %d: %v", effect, x.index, err)
			}
			done(t, w.viewsAreTheLog(x))
		}
		rows, err := home.rows()
		done(t, err)
		if stage := rows[who.id].Stage; effect < 3 && effect > 0 && (stage == casebook.StageEffective || stage == casebook.StageProvisional) {
			t.Errorf("effect %d: they are %q", effect, stage)
		}
	}
}
