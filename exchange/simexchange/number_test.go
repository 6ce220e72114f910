package simexchange

import (
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
)

// A headquarters that was restored gives the numbers of what it lost to other things. Whoever saw the lost ones saw none of those.

// lost is a house with a device that saw headquarters go on after its backup: somebody is as far as to be asked, and somebody was
// met. Headquarters has lost that stretch, and does other things until their numbers are used up.
func lost(t *testing.T, instead func(w *world, asked *person)) (w *world, n *node, asked, met *person) {
	t.Helper()
	w, home, n := oneAway(t)
	done(t, note(w, n, Step{ID: 5}))
	done(t, note(w, n, Step{ID: 6}))
	asked, met = w.people[0], w.people[1]
	for _, stage := range []casebook.Stage{casebook.StageNoted, casebook.StageApproached} {
		done(t, w.next(n, asked, Step{ID: 7}, stage))
	}
	w.now = w.now.Add(25 * time.Hour) // another meeting
	done(t, w.next(n, asked, Step{ID: 8}, casebook.StageTold))
	done(t, w.meetsAgain(n, n))
	done(t, backs(w, home, Step{}))
	const many = 10
	for i := range uint64(many) { // what will be lost
		done(t, w.grant(w.nodes[2].key.Device(), scopesOf(6+i%2)))
	}
	done(t, w.meetsAgain(n))
	done(t, w.next(n, asked, Step{ID: 9}, casebook.StageUnderstood))
	_, err := n.desk.Approach(ctx, w.as("ana"), met.id, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
	done(t, err)
	done(t, restores(w, home, Step{N: 1}))
	instead(w, asked)
	for i := range uint64(2 * many) {
		done(t, w.grant(w.nodes[2].key.Device(), scopesOf(6+i%2)))
	}
	w.now = w.now.Add(time.Hour)
	done(t, w.meetsAgain(n, n))
	return w, n, asked, met
}

func factsOf(t *testing.T, w *world, x *node, who *person) []*casebook.Fact {
	t.Helper()
	shown, err := x.desk.Show(ctx, w.as("cora"), who.id)
	done(t, err)
	return shown.State.Facts
}

func standing(t *testing.T, w *world, who *person, eventType string, want casebook.Standing) {
	t.Helper()
	for _, x := range []*node{w.nodes[0], w.nodes[1]} {
		facts := slices.DeleteFunc(factsOf(t, w, x, who), func(f *casebook.Fact) bool { return f.Type != eventType })
		if len(facts) != 1 || facts[0].Standing != want {
			t.Errorf("node %d: %s %d times, and %v, want %v", x.index, eventType, len(facts), facts, want)
		}
		for _, f := range facts {
			if f.Standing != want {
				t.Log(f.Lacks)
			}
		}
		done(t, w.viewsAreTheLog(x))
	}
}

func TestNobodySawARefusalThatTookTheNumberOfWhatTheySaw(t *testing.T) {
	w, _, asked, met := lost(t, stopped(t))
	standing(t, w, asked, casebook.OfferMade, casebook.Overruled) // nobody asked against what they knew
	standing(t, w, met, casebook.ApproachMade, casebook.Counts)
}

func stopped(t *testing.T) func(w *world, asked *person) {
	return func(w *world, asked *person) { done(t, w.nodes[0].desk.Stop(ctx, w.as("cora"), asked.id)) }
}

func TestNobodySawATextThatTookTheNumberOfWhatTheySaw(t *testing.T) {
	w, n, asked, met := lost(t, func(w *world, _ *person) {
		approves(t, w, 2)
	})
	standing(t, w, asked, casebook.OfferMade, casebook.Counts)

	t.Log("what they do next relies on what they did when they knew what is lost, and counts")
	done(t, w.next(n, met, Step{ID: 20}, casebook.StageApproached))
	done(t, n.desk.Age(ctx, w.as("ana"), met.id, casebook.Age{Born: casebook.Date{Year: 1990, Month: 5, Day: 17}}))
	done(t, w.meetsAgain(n, n))
	standing(t, w, met, casebook.AgeStated, casebook.Counts)
	standing(t, w, met, casebook.DisclosureDelivered, casebook.Counts)
}

// approves puts a new version of crew's text into force, with something in it that matters.
func approves(t *testing.T, w *world, version int) {
	t.Helper()
	home := w.nodes[0].desk
	var text casebook.DisclosureText
	home.House(func(h *casebook.House) { text = h.TextAt("crew", h.Pos).Texts[0] })
	text.Title += ", again"
	done(t, home.SaveText(ctx, w.as("admin"), desk.TextDraft{DisclosureText: text, Role: "crew"}))
	_, err := home.Propose(ctx, w.as("admin"), "crew", "It costs more.")
	done(t, err)
	done(t, home.Approve(ctx, w.as("cora"), "crew", version, true))
}

// One backup restored twice: what headquarters wrote in between is nobody's past, also once a device has brought it back.
func TestOneBackupTwice(t *testing.T) {
	w, home, n := oneAway(t)
	done(t, backs(w, home, Step{}))
	var positions []uint64
	for life := range 2 {
		for i := range uint64(10) {
			done(t, w.grant(w.nodes[2].key.Device(), scopesOf(6+i%2)))
		}
		done(t, w.meetsAgain(n))
		done(t, note(w, n, Step{ID: 5 + life}))
		positions = append(positions, knew(t, n, w.people[life]))
		done(t, restores(w, home, Step{N: 1}))
		w.now = w.now.Add(time.Hour)
	}
	for i := range uint64(15) {
		done(t, w.grant(w.nodes[2].key.Device(), scopesOf(6+i%2)))
	}
	wrote := posOf(home)
	done(t, w.meetsAgain(n, n, n))
	done(t, note(w, n, Step{ID: 9}))
	done(t, w.meetsAgain(n))
	if at := posOf(home); at < wrote || at > wrote+10 || at != posOf(n) {
		t.Errorf("headquarters stood at %d, and after a meeting it stands at %d, and the device at %d (it had seen %v)", wrote, at, posOf(n), positions)
	}
	for _, who := range w.people {
		standing(t, w, who, casebook.LeadNoted, casebook.Counts)
	}
}

func posOf(n *node) (pos uint64) {
	n.desk.House(func(h *casebook.House) { pos = h.Pos })
	return pos
}
