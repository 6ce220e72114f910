package node_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"willing/casebook"
	"willing/node"
	"willing/node/nodetest"
)

// asksHome is a headquarters on a line of its own, which says whenever a device was answered.
func asksHome(t *testing.T, h *nodetest.House) (url string, answered chan struct{}) {
	t.Helper()
	answered = make(chan struct{}, 100)
	at := h.Node.ExchangeHandler()
	return listens(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at.ServeHTTP(w, r)
		if r.URL.Path == node.ExchangePath { // not while a device joins
			answered <- struct{}{}
		}
	})), answered
}

// joinsAt lets a laptop join over a real line.
func joinsAt(t *testing.T, h *nodetest.House, url string, o node.Options) *laptop {
	t.Helper()
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{"IT"}, url)
	must(t, err)
	l := &laptop{t: t, h: h, dir: node.Folder(filepath.Join(t.TempDir(), "laptop")), keyFile: filepath.Join(t.TempDir(), "laptop.key")}
	must(t, node.Join(t.Context(), l.dir, node.Joining{URL: url, Code: e.Code, KeyFile: l.keyFile}, node.Post(&http.Client{}, url, node.JoinPath), o))
	l.n, err = node.Open(t.Context(), l.dir, o)
	must(t, err)
	t.Cleanup(func() {
		if err := l.n.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// worksByItself lets a served laptop do what it does by itself, and reports whether headquarters hears of it in time.
func worksByItself(t *testing.T, l *laptop, answered chan struct{}, within time.Duration) bool {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		l.n.Work(ctx, slog.New(slog.NewTextHandler(io.Discard, nil)))
		close(ended)
	}()
	defer func() { stop(); <-ended }()
	end := time.NewTimer(within)
	defer end.Stop()
	select {
	case <-answered:
		return true
	case <-end.C:
		return false
	}
}

func TestAServedLaptopMeetsHeadquartersByItself(t *testing.T) {
	h := nodetest.New(t)
	url, answered := asksHome(t, h)
	l := joinsAt(t, h, url, h.Options())
	if !worksByItself(t, l, answered, time.Minute) {
		t.Fatal("it is served, has a line, and meets nobody")
	}
}

func TestALaptopTriesAgainEverMoreSeldom(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	var waits []time.Duration
	for range 8 {
		state, wait := l.n.MeetOnce(t.Context(), breaks)
		if state.Failed == "" || !state.Next.Equal(h.Now().Add(wait)) {
			t.Errorf("without a line: %+v", state)
		}
		waits = append(waits, wait)
	}
	if waits[0] != time.Minute || waits[1] != 2*time.Minute || waits[7] != time.Hour {
		t.Errorf("it tries again after %v", waits)
	}
	if state, wait := l.n.MeetOnce(t.Context(), reaches(h, -1)); state.Failed != "" || wait != 5*time.Minute {
		t.Errorf("with a line: %+v, and again after %v", state, wait)
	}
}

// A new device that has its first load is behind nobody, as headquarters sees it.
func TestANewDeviceIsNotBehind(t *testing.T) {
	h := nodetest.New(t)
	h.Noted("Mira", "Miranda", "+393330000001")
	l := joins(t, h, nil, "IT")
	is := func() node.Device {
		t.Helper()
		all, err := h.Node.Devices(t.Context(), h.As("cora"))
		must(t, err)
		return all[0]
	}
	lacks := func() uint64 { return is().Lacks }
	if n := lacks(); n != 0 {
		t.Errorf("it has just joined, and lacks %d", n)
	}
	h.Noted("Nora", "Norasson", "+393330000002")
	if lacks() == 0 {
		t.Error("somebody was noted since, and it lacks nothing")
	}
	l.notes(h.As("ana"), "Zora", "IT") // what it brings goes with its first request, and the answer is the last word
	l.syncs()
	if now := is(); now.Lacks != 0 || now.Given == 0 {
		t.Errorf("it was given all, and lacks %d; %d of it are unconfirmed", now.Lacks, now.Given)
	}
	l.syncs()
	if now := is(); now.Lacks != 0 || now.Given != 0 {
		t.Errorf("it came twice, and lacks %d; %d of it are unconfirmed", now.Lacks, now.Given)
	}
}
