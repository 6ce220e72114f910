package simexchange

import "testing"

// meetsSomebodyNew lets a device that has nothing to say meet another one of which it has not heard yet. That other brings
// headquarters' word of itself and, right behind it in the same answer, a no that a third was told. It says whether the
// first then knows of it.
func meetsSomebodyNew(t *testing.T) (refused bool) {
	t.Helper()
	p := Draw(1)
	p.Devices = 3
	w, err := newWorld(p)
	done(t, err)
	one, two, three := w.nodes[1], w.nodes[2], w.nodes[3]
	for _, n := range w.nodes[1:] {
		done(t, w.grant(n.key.Device(), scopesOf(7)))
	}
	id := 100 // of each step one of its own, so that each has its own chance
	lives := func(s Step) {
		t.Helper()
		id++
		s.ID = id
		done(t, w.live(s))
	}
	lives(Step{Do: Sync, Node: 1})
	lives(Step{Do: Note, Node: 1})
	who := w.people[0]
	done(t, one.desk.Stop(ctx, w.as("ana"), who.id))
	lives(Step{Do: Sync, Node: 1})
	lives(Step{Do: Sync, Node: 3})
	if _, _, known := two.desk.Grant(three.key.Device()); known {
		t.Fatal("it has heard of the other already")
	}
	if rows, err := three.rows(); err != nil || !rows[who.id].Refused {
		t.Fatalf("the other does not know of the no itself: %v", err)
	}
	id++
	w.chances(Step{ID: id})
	_, err = two.meets.SyncWith(ctx, three.key.Device(), (&line{w: w, from: two, to: three}).carry)
	done(t, err)
	rows, err := two.rows()
	done(t, err)
	return rows[who.id].Refused
}

func TestANoComesWithHeadquartersWordOfWhoBringsIt(t *testing.T) {
	if !meetsSomebodyNew(t) {
		t.Error("they have met, and one does not know of a no that the other knows")
	}
}
