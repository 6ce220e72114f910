package node

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"willing/examples"
)

// processors is how many goroutines of the test's own process run at once before any node is opened in it.
var processors = runtime.GOMAXPROCS(0)

// alone makes a house that no other test knows.
func alone(t *testing.T) Folder {
	t.Helper()
	away := t.TempDir()
	if err := os.CopyFS(away, examples.Files); err != nil {
		t.Fatal(err)
	}
	folder := Folder(filepath.Join(t.TempDir(), "house"))
	founding := Founding{Programme: filepath.Join(away, "sea-rescue"), Admin: "admin", KeyFile: filepath.Join(away, "admin.key")}
	if _, err := Init(t.Context(), folder, founding, Options{}); err != nil {
		t.Fatal(err)
	}
	return folder
}

// However many nodes a process opens, one goroutine more runs than without, and none where somebody has set how many.
func TestOneMoreRunsBesideAnOpenNode(t *testing.T) {
	folder := alone(t)
	for range 2 {
		n, err := Open(t.Context(), folder, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := n.Close(); err != nil {
			t.Fatal(err)
		}
	}
	want := processors + 1
	if os.Getenv("GOMAXPROCS") != "" {
		want = processors
	}
	if now := runtime.GOMAXPROCS(0); now != want {
		t.Errorf("%d run at once, %d did before", now, processors)
	}
}

// What the opening filled goes back to the system before the node does anything else by itself.
func TestTheGarbageOfTheOpeningIsGivenBack(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	given := func() uint32 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.NumForcedGC
	}
	var before, after uint32
	clock := func() time.Time {
		if before > 0 && after == 0 { // its own work has begun
			after = given()
			stop()
		}
		return time.Now()
	}
	n, err := Open(ctx, alone(t), Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC() // one is counted at least
	before = given()
	n.Work(ctx, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if after <= before {
		t.Errorf("%d collections were asked for when its own work began, %d before", after, before)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
}
