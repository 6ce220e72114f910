package node_test

import (
	"path/filepath"
	"testing"

	"willing/desk"
	"willing/exchange/meet"
	"willing/node"
	"willing/node/nodetest"
)

// deviceOf is what headquarters knows of one device.
func deviceOf(t *testing.T, h *nodetest.House, name string) (found desk.DeviceState) {
	t.Helper()
	all, err := h.Node.Devices(t.Context(), h.As("admin"))
	must(t, err)
	for _, d := range all {
		if d.Device == name {
			found = d
		}
	}
	return found
}

// What a device says that it is stays known whatever it does later: when it comes, and when its files come alone.
func TestALaptopStaysALaptop(t *testing.T) {
	h := nodetest.New(t)
	l := enrolled(t, h, nil, "IT")
	name := l.n.Name().String()
	if d := deviceOf(t, h, name); d.Kind != "laptop" || !d.Met.IsZero() || d.Version != 0 {
		t.Errorf("before it was ever here: %+v", d)
	}
	_, err := l.n.ImportBundle(t.Context(), l.stick())
	must(t, err)
	path := filepath.Join(t.TempDir(), "bundle")
	_, err = l.n.ExportBundle(t.Context(), "hq", path)
	must(t, err)
	_, err = h.Node.ImportBundle(t.Context(), path)
	must(t, err)
	if d := deviceOf(t, h, name); d.Kind != "laptop" || d.Filed.IsZero() || d.Version == 0 {
		t.Errorf("known by a file alone: %+v", d)
	}
	for range 2 {
		l.syncs()
		if d := deviceOf(t, h, name); d.Kind != "laptop" || d.Met.IsZero() {
			t.Errorf("after it was here: %+v", d)
		}
	}
}

// Of a kind that has no word, and of one that an older program does not say, a device is a device.
func TestWhatADeviceSaysThatItIs(t *testing.T) {
	h := nodetest.New(t)
	for kind, want := range map[meet.Kind]string{meet.Phone: "phone", meet.Laptop: "laptop", "": "", "headquarters": ""} {
		key := drawn(t, byte(len(kind))+1)
		_, err := meet.Join(t.Context(), invites(t, h, "IT"), key, kind, lineTo(h))
		must(t, err)
		if d := deviceOf(t, h, key.Device().String()); d.Device == "" || d.Kind != want {
			t.Errorf("%q is shown as %q", kind, d.Kind)
		}
	}
}

// Headquarters knows which program a device ran when it was last here, and whether that is its own.
func TestHeadquartersKnowsWhichProgramADeviceRuns(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	if d := deviceOf(t, h, l.n.Name().String()); d.Program != "" || d.Other {
		t.Errorf("one that says nothing: %+v", d)
	}
	must(t, l.n.Close())
	o := h.Options()
	o.Program = "v1.2-3-gabcdef0"
	var err error
	l.n, err = node.Open(t.Context(), l.dir, o)
	must(t, err)
	l.syncs()
	for newest, other := range map[string]bool{"": false, o.Program: false, "v1.3": true} {
		h.Node.Calls(newest)
		if d := deviceOf(t, h, l.n.Name().String()); d.Program != o.Program || d.Other != other {
			t.Errorf("one that names its program, where headquarters calls its own %q: %+v", newest, d)
		}
	}
	if all, err := h.Node.DevicesUnnamed(t.Context()); err != nil || len(all) != 1 || all[0].Program != "" {
		t.Errorf("without a key it is told too: %+v (%v)", all, err)
	}
	out := reachesBytes(t, l)
	if out > 1024 {
		t.Errorf("an empty exchange has %d bytes", out)
	}
}

// reachesBytes is what an exchange takes that has nothing to say, both ways.
func reachesBytes(t *testing.T, l *laptop) int64 {
	t.Helper()
	l.syncs()
	out := l.syncs()
	return out.BytesUp + out.BytesDown
}
