package node_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/casebook"
	"willing/exchange"
	"willing/node"
	"willing/node/nodetest"
)

// restoredAlone restores a backup without a register, and lets the house wait for devices.
func restoredAlone(t *testing.T, h *nodetest.House, file string) {
	t.Helper()
	r := restoring(t, h, file)
	out, err := node.Restore(t.Context(), r)
	must(t, err)
	if !strings.Contains(out.Locked, "two devices") {
		t.Fatalf("it says %q", out.Locked)
	}
	h.Close()
	h.Dir = node.Folder(r.Folder)
	o := h.Options()
	o.Locked = true
	h.Node, err = node.Open(t.Context(), h.Dir, o)
	must(t, err)
	h.Node.Await()
}

func TestTwoDevicesOpenARestoredHouse(t *testing.T) {
	h := nodetest.New(t)
	one, two, stolen := joins(t, h, nil, "IT"), joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	gone, refuses := h.Noted("Mira", "Miranda", "+393330000001"), h.Noted("Nora", "Norason", "+393330000002")
	link := h.SaysYes(gone)
	one.syncs()
	two.syncs()
	stolen.syncs()
	file := backUp(t, h)

	t.Log("after the backup one is erased, one refuses, a device is turned away, and somebody is met on the road")
	h.Erased(gone, link)
	must(t, h.Desk().Stop(t.Context(), h.As("cora"), refuses))
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), stolen.n.Name()))
	one.syncs()
	zora := one.notes(h.As("ana"), "Zora", "IT")

	t.Log("the disk dies, and the register with it")
	restoredAlone(t, h, file)
	pages := httptest.NewServer(h.Node.WaitingPages(func() (http.Handler, error) { return h.Node.Pages(t.Context(), node.Site{}) }))
	defer pages.Close()
	if body := got(t, pages.URL+"/people", http.StatusServiceUnavailable); strings.Contains(body, "Miranda") {
		t.Error("a locked house shows somebody")
	}
	nothing(t, h)

	t.Log("a device that was turned away opens nothing, although the backup does not know of it yet; nor does one twice")
	stolenOut := stolen.syncs()
	first := one.syncs()
	again := one.syncs()
	for _, out := range []node.Synced{stolenOut, first, again} {
		if out.Problem != exchange.Locked || out.Received != 0 {
			t.Errorf("a locked house gives something: %+v", out)
		}
	}
	if h.Node.Locked() == nil {
		t.Fatal("it opened by one device, and one that was turned away")
	}

	t.Log("the second opens it")
	two.syncs()
	must(t, h.Node.Locked())
	if body := got(t, pages.URL+"/healthz", http.StatusOK); body != "ready\n" {
		t.Errorf("it answers %q", body)
	}
	h.Stands(zora, casebook.StageNoted)
	if p := h.Shows(refuses); !p.Alone {
		t.Error("who refused after the backup is not left alone")
	}
	h.Stands(gone, casebook.StageErased)
	h.Close()
	raw, err := os.ReadFile(filepath.Join(string(h.Dir), "willing.db"))
	must(t, err)
	if bytes.Contains(raw, []byte("Miranda")) {
		t.Error("and her name stands in the file")
	}
	h.Open()
	h.Verifies()
	if out := one.syncs(); out.Problem != "" || out.Doubt != "" {
		t.Errorf("the first device, afterwards: %+v", out)
	}
	if out := stolen.syncs(); out.Problem != exchange.Revoked {
		t.Errorf("the one that was turned away: %+v", out)
	}
	one.verifies()
}

func got(t *testing.T, url string, status int) string {
	t.Helper()
	answer, err := http.Get(url)
	must(t, err)
	raw, err := io.ReadAll(answer.Body)
	must(t, err)
	must(t, answer.Body.Close())
	if answer.StatusCode != status {
		t.Errorf("%s answers %d", url, answer.StatusCode)
	}
	return string(raw)
}

// nothing sees to it that a locked house lets nobody join.
func nothing(t *testing.T, h *nodetest.House) {
	t.Helper()
	answer := httptest.NewRecorder()
	h.Node.WaitingPages(nil).ServeHTTP(answer, httptest.NewRequest(http.MethodPost, node.JoinPath, strings.NewReader("{}")))
	if answer.Code != http.StatusServiceUnavailable {
		t.Errorf("joining a locked house answers %d", answer.Code)
	}
}
