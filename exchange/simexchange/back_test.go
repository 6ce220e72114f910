package simexchange

import (
	"bytes"
	"testing"

	"willing/casebook"
)

// mostWrites is more than any of these turns writes.
const mostWrites = 40

// refusedIn is a world in which somebody said no, and every node knows it.
func refusedIn(t *testing.T) (*world, *person) {
	t.Helper()
	p := Draw(1)
	p.Devices = 2
	w, err := newWorld(p)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range w.nodes[1:] {
		done(t, w.grant(n.key.Device(), scopesOf(7)))
		done(t, w.meet(n, Step{}))
	}
	done(t, note(w, w.nodes[1], Step{ID: 5}))
	who := w.people[0]
	done(t, w.nodes[1].desk.Stop(ctx, w.as("ana"), who.id))
	everybodyMeets(t, w)
	everybodyMeets(t, w)
	return w, who
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func everybodyMeets(t *testing.T, w *world) {
	t.Helper()
	for _, n := range w.nodes[1:] {
		done(t, w.meet(n, Step{}))
	}
}

// holdsTogether checks what a node's register, log and markers say of somebody.
func holdsTogether(t *testing.T, n *node, who *person) {
	t.Helper()
	audited, err := n.desk.Audit(ctx)
	done(t, err)
	for _, fault := range audited.Kept {
		t.Errorf("node %d: %s", n.index, fault)
	}
	rows, err := n.rows()
	done(t, err)
	marked := len(n.desk.Markers.Check(matcher{}.Keys(casebook.Particulars{Phones: []string{who.phone}}))) > 0
	if rows[who.id].Refused != marked {
		t.Errorf("node %d: refused is %v, and a marker is there: %v", n.index, rows[who.id].Refused, marked)
	}
}

// comesBack lets somebody come back at headquarters, whose disk is full at each write in turn, until nothing is missing.
func comesBack(t *testing.T, w *world, who *person, found func()) {
	t.Helper()
	home := w.nodes[0]
	for at := range mostWrites {
		home.disk.arm(Full, at+1)
		err := home.desk.Reopen(ctx, w.as("dora", "sara"), who.id, nil)
		home.disk.arm(None, 0)
		if err == nil {
			if at == 0 {
				t.Fatal("the disk was never full")
			}
			return
		}
		found()
	}
	t.Fatal("there is never room")
}

func TestAComingBackThatFoundNoRoomLeavesTheMarker(t *testing.T) {
	w, who := refusedIn(t)
	home := w.nodes[0]
	comesBack(t, w, who, func() {
		_, err := home.desk.Tidy(ctx)
		done(t, err)
		holdsTogether(t, home, who)
	})
	holdsTogether(t, home, who)
	everybodyMeets(t, w)
	for _, n := range w.nodes {
		holdsTogether(t, n, who)
	}
}

// The marker is not gone for a moment: whoever is met next may be the same person.
func TestWhatFoundNoRoomTakesNoMarkerAway(t *testing.T) {
	w, who := refusedIn(t)
	home := w.nodes[0]
	marked := func(phone, what string) {
		t.Helper()
		if len(home.desk.Markers.Check(matcher{}.Keys(casebook.Particulars{Phones: []string{phone}}))) == 0 {
			t.Error(what + " found no room, and the marker is gone")
		}
	}
	comesBack(t, w, who, func() { marked(who.phone, "a coming back") })

	const phone = "+393330000999"
	batch, _, err := home.desk.ImportRefusals(ctx, w.as("admin"), "an office", []casebook.Particulars{{Given: "Ada", Family: "Adami", Phones: []string{phone}}})
	done(t, err)
	for at := range mostWrites {
		home.disk.arm(Full, at+1)
		err := home.desk.WithdrawRefusals(ctx, w.as("admin", "dora"), batch, "not our list")
		home.disk.arm(None, 0)
		if err == nil {
			if at == 0 {
				t.Error("the disk was never full")
			}
			return
		}
		marked(phone, "a withdrawal ("+err.Error()+")")
	}
	t.Fatal("there is never room")
}

func TestAComingBackThatIsTriedAgainAtOnceIsNoFault(t *testing.T) {
	w, who := refusedIn(t)
	home := w.nodes[0]
	comesBack(t, w, who, func() {})
	holdsTogether(t, home, who)
}

func TestAStickWithAComingBackThatFoundNoRoom(t *testing.T) {
	w, who := refusedIn(t)
	to, failed := w.nodes[2], 0
	who.reopened = true
	done(t, w.nodes[1].desk.Reopen(ctx, w.as("dora", "sara"), who.id, nil))
	done(t, writes(w, w.nodes[1], Step{Other: 2}))
	for at := range mostWrites {
		to.disk.arm(Full, at+1)
		_, err := to.meets.Unpack(ctx, bytes.NewReader(w.sticks[0].raw))
		to.disk.arm(None, 0)
		if err == nil {
			break
		}
		failed++
	}
	if failed == 0 {
		t.Fatal("the disk was never full")
	}
	everybodyMeets(t, w)
	everybodyMeets(t, w)
	for _, n := range w.nodes {
		holdsTogether(t, n, who)
	}
	if noted, err := to.desk.Noted(ctx); err != nil || noted != to.book.head() {
		t.Errorf("the log agrees with the register up to %s of %s: %v", noted, to.book.head(), err)
	}
}
