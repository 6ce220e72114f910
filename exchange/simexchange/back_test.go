package simexchange

import (
	"bytes"
	"testing"
	"time"

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

// outOfItsTime is a device whose database is an older copy, while its register knows that somebody asked for erasure since; its clock says
// that its grant is over. It has something that nobody else has. wrong is what is wrong with its start.
func outOfItsTime(t *testing.T) (w *world, n *node, hidden, unsent *person, wrong error) {
	t.Helper()
	w, _, n = oneAway(t)
	done(t, note(w, n, Step{ID: 5}))
	done(t, w.meetsAgain(n))
	done(t, note(w, n, Step{ID: 6}))
	hidden, unsent = w.people[0], w.people[1]
	done(t, backs(w, n, Step{}))
	done(t, erase(w, n, hidden, Step{}))
	n.skew = 10 * 365 * 24 * time.Hour
	return w, n, hidden, unsent, restores(w, n, Step{N: 0})
}

func TestADeviceWhoseGrantIsOverSendsWhatItHasWhateverItsRegisterKnows(t *testing.T) {
	w, n, hidden, unsent, wrong := outOfItsTime(t)
	done(t, wrong)
	_, err := n.meets.Sync(ctx, (&line{w: w, from: n, to: w.nodes[0]}).carry)
	done(t, err)
	home, err := w.nodes[0].rows()
	done(t, err)
	if _, ok := home[unsent.id]; !ok {
		t.Error("what only it had did not arrive")
	}

	t.Log("once its clock is right and it starts anew, it says what its register knows")
	n.skew, n.desk = 0, nil
	done(t, w.meetsAgain(n))
	for _, x := range []*node{n, w.nodes[0]} {
		rows, err := x.rows()
		done(t, err)
		if !closed(rows[hidden.id]) {
			t.Errorf("node %d shows who asked for erasure: %q", x.index, rows[hidden.id].Stage)
		}
		holdsNothingBack(t, x)
	}
}

// holdsNothingBack checks that a node's register and log say the same.
func holdsNothingBack(t *testing.T, n *node) {
	t.Helper()
	audited, err := n.desk.Audit(ctx)
	done(t, err)
	for _, fault := range audited.Kept {
		t.Errorf("node %d: %s", n.index, fault)
	}
}

// onlyTheTurnedAwayHasIt is a headquarters that was restored and has lost what it wrote itself about somebody who asked for erasure. One
// device brings it the header alone; another has the content, and was turned away.
func onlyTheTurnedAwayHasIt(t *testing.T) *world {
	t.Helper()
	w, home, n := oneAway(t)
	other := w.nodes[2]
	done(t, w.grant(other.key.Device(), scopesOf(7)))
	done(t, note(w, home, Step{ID: 5}))
	done(t, w.meetsAgain(n))
	done(t, erase(w, home, w.people[0], Step{}))
	done(t, home.desk.RevokeDevice(ctx, w.as("admin"), n.key.Device()))
	done(t, w.meetsAgain(other))
	done(t, w.notice())
	done(t, restores(w, home, Step{N: 1}))
	done(t, w.meetsAgain(other, n))
	return w
}

func TestATurnedAwayDeviceBringsBackWhatHeadquartersWroteAndLost(t *testing.T) {
	done(t, onlyTheTurnedAwayHasIt(t).losesNothing())
}

// TestAStampAheadOfTheGrantHidesWhoAskedForErasureAllTheSame: a device that was set back while its clock was ahead says a stop first, and
// every stamp of its lane lies beyond its grant from then on.
func TestAStampAheadOfTheGrantHidesWhoAskedForErasureAllTheSame(t *testing.T) {
	w, _, n := oneAway(t)
	done(t, note(w, n, Step{ID: 5}))
	done(t, note(w, n, Step{ID: 7}))
	done(t, w.meetsAgain(n))
	hidden, stopped := w.people[0], w.people[1]
	done(t, backs(w, n, Step{}))
	done(t, n.desk.Stop(ctx, w.as("ana"), stopped.id))
	done(t, erase(w, n, hidden, Step{}))
	n.skew = 10 * 365 * 24 * time.Hour
	done(t, restores(w, n, Step{N: 0}))
	for _, x := range []string{"with its clock ahead", "with its clock right"} {
		rows, err := n.rows()
		done(t, err)
		if !closed(rows[hidden.id]) || !closed(rows[stopped.id]) {
			t.Errorf("%s: who asked for erasure is %q, who said stop %q", x, rows[hidden.id].Stage, rows[stopped.id].Stage)
		}
		n.skew, n.desk = 0, nil
		done(t, w.meetsAgain(n))
	}
	rows, err := w.nodes[0].rows()
	done(t, err)
	if !closed(rows[hidden.id]) {
		t.Errorf("headquarters shows who asked for erasure: %q", rows[hidden.id].Stage)
	}
	holdsNothingBack(t, n)
}
