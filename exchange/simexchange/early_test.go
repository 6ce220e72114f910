package simexchange

import (
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// earlyAndConfirmed is a world in which somebody whom another device noted came early to a device, before it heard that
// headquarters has them; then only headquarters' control lane comes, and the line breaks. It returns what is wrong with
// the device's views then, and how many commits wait for their lane.
func earlyAndConfirmed(t *testing.T, at uint64) (w *world, waiting int, wrong error) {
	t.Helper()
	p := Draw(1)
	p.Devices = 2
	w, err := newWorld(p)
	done(t, err)
	for _, n := range w.nodes[1:] {
		done(t, w.grant(n.key.Device(), scopesOf(7)))
		done(t, w.meet(n, Step{}))
	}
	home, writer, reader := w.nodes[0], w.nodes[1], w.nodes[2]
	done(t, note(w, writer, Step{ID: 5}))
	for i := range 6 { // as far as a yes, which counts from headquarters' receipt on
		w.now = w.now.Add(30 * time.Hour)
		_ = walk(w, writer, w.people[0], Step{ID: 10 + i}) // the law lets them go on another day
	}
	done(t, w.meet(writer, Step{}))
	done(t, reader.up())
	var commits []journal.Commit
	done(t, home.view(func(r journal.Reader) error {
		for e, err := range journal.Subject(r, journal.ID(w.people[0].id)) {
			if err != nil {
				return err
			}
			if h := e.Commit.Header; h.Device == writer.key.Device() && h.Scope != journal.Control {
				commits = append(commits, e.Commit)
			}
		}
		return nil
	}))
	got, err := reader.desk.TakeEarly(ctx, w.homeKey.Device(), desk.Verify(commits))
	done(t, err)
	if got.Early != len(commits) || got.Early == 0 {
		t.Fatalf("of %d commits %d came early", len(commits), got.Early)
	}
	done(t, w.viewsAreTheLog(reader))
	_, _ = reader.meets.Sync(ctx, (&line{w: w, from: reader, to: home, fault: CutDown, at: at}).carry)
	done(t, reader.view(func(r journal.Reader) error {
		for _, err := range journal.EarlyCommits(r) {
			if err != nil {
				return err
			}
			waiting++
		}
		return nil
	}))
	return w, waiting, w.viewsAreTheLog(reader)
}

// cutsAfterControl are places at which an answer may be cut; some of them lie behind the control lane and before others.
var cutsAfterControl = []uint64{600, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 5000}

// Whoever came early is shown as headquarters' later word has them, although their lane is still to come.
func TestWhoCameEarlyIsShownByHeadquartersLaterWord(t *testing.T) {
	waited := 0
	for _, at := range cutsAfterControl {
		w, waiting, wrong := earlyAndConfirmed(t, at)
		if done(t, wrong); waiting > 0 {
			waited++
		}
		done(t, w.meet(w.nodes[2], Step{}))
		done(t, w.everybodyHasAll())
	}
	if waited == 0 {
		t.Error("no line broke in between")
	}
}

// A device takes nothing early of itself, of a control lane, without content, or of whoever was erased.
func TestWhatMayNotComeEarly(t *testing.T) {
	w, _, wrong := earlyAndConfirmed(t, 600)
	done(t, wrong)
	home, reader := w.nodes[0], w.nodes[2]
	done(t, note(w, reader, Step{ID: 6}))
	done(t, w.meet(reader, Step{}))
	var all, bare []journal.Commit
	done(t, home.view(func(r journal.Reader) error {
		for e, err := range journal.ByArrival(r, 1) {
			if err != nil {
				return err
			}
			h := e.Commit.Header
			if c := e.Commit; h.Scope == journal.Control || h.Device == reader.key.Device() {
				all = append(all, c)
			} else if slices.Contains(h.Types, casebook.LeadNoted) {
				c.Bodies = make([]*journal.Body, len(c.Bodies))
				bare = append(bare, c)
			}
		}
		return nil
	}))
	got, err := reader.desk.TakeEarly(ctx, w.homeKey.Device(), desk.Verify(slices.Concat(all, bare)))
	done(t, err)
	if got.Early != 0 || got.Refused != len(all)+len(bare) || len(all) == 0 || len(bare) == 0 {
		t.Errorf("of %d and %d commits that may not, %d came early", len(all), len(bare), got.Early)
	}
}
