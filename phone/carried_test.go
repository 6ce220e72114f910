package phone

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/casebook"
	"willing/exchange/meet"
	"willing/node/nodetest"
)

// drawnPhone is a phone of ana's in a browser that lives as long as the test.
type drawnPhone struct {
	*Phone
	t *testing.T
	h *nodetest.House
}

func drawPhone(t *testing.T, h *nodetest.House) *drawnPhone {
	t.Helper()
	out := drawPhoneOn(t, h, nil, func(_ *drawnPhone, line meet.Line) meet.Line { return line })
	out.meets()
	return out
}

// drawPhoneOn is a phone that has joined over a line of the test's own, and not met headquarters yet.
func drawPhoneOn(t *testing.T, h *nodetest.House, people []casebook.ID, on func(p *drawnPhone, line meet.Line) meet.Line) *drawnPhone {
	t.Helper()
	out := &drawnPhone{t: t, h: h}
	post := func(path string) meet.Line {
		if path == joinPath {
			return func(ctx context.Context, request []byte) (io.ReadCloser, error) {
				answer, err := h.Node.Admit(ctx, request)
				return io.NopCloser(bytes.NewReader(answer)), err
			}
		}
		return on(out, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			var answer bytes.Buffer
			err := h.Node.Answer(ctx, bytes.NewReader(request), &answer)
			return io.NopCloser(&answer), err
		})
	}
	p, err := Open(t.Context(), Config{Browser: newBrowser(), Post: post, Now: h.Now, Rand: rand.Reader, Host: "localhost", Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), people, []string{"IT"}, "")
	if err != nil {
		t.Fatal(err)
	}
	out.Phone = p
	out.sends("/join", url.Values{"code": {e.Code}, "passphrase": {"four words are enough"}, "again": {"four words are enough"}})
	return out
}

func (p *drawnPhone) sends(path string, form url.Values) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	if w.Code >= http.StatusBadRequest {
		p.t.Fatalf("%s answers %d: %s", path, w.Code, w.Body)
	}
	return w
}

func (p *drawnPhone) meets() {
	p.t.Helper()
	if said := p.sends("/meet", url.Values{"now": {"yes"}}).Body.String(); !strings.Contains(said, `"met":true`) {
		p.t.Fatalf("the phone did not meet headquarters: %s", said)
	}
}

// nextProgramme is the house's programme with another version, another word and another question.
func nextProgramme(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "next")
	err := os.CopyFS(dir, os.DirFS(nodetest.Example("sea-rescue")))
	for file, change := range map[string][2]string{
		"programme.yaml": {"version: 1\n", "version: 2\n"}, "words/en.yaml": {"Someone to meet", "Somebody to meet"},
		"instruments/first-interview.csv": {"Has one of us spoken", "Has anybody of ours spoken"},
	} {
		text, failed := fs.ReadFile(os.DirFS(dir), file)
		if err == nil && failed == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.FromSlash(file)), bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1), 0o600)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestANewVersionOfTheProgrammeReachesAPhoneThatIsOut(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	if got := p.inside.folder.Load().Words["en"]["stages.lead"]; got != "Someone to meet" {
		t.Fatalf("the phone begins with %q", got)
	}
	if _, err := h.Node.Publish(t.Context(), h.As("cora"), nextProgramme(t)); err != nil {
		t.Fatal(err)
	}
	p.meets()
	folder := p.inside.folder.Load()
	if got := folder.Words["en"]["stages.lead"]; got != "Somebody to meet" || folder.Programme.Version != 2 {
		t.Errorf("the phone says %q of version %d", got, folder.Programme.Version)
	}
	asks := false
	for _, i := range folder.Instruments {
		asks = asks || i.ID == "first-interview" && strings.Contains(i.Form.Questions[1].Label["en"], "anybody of ours")
	}
	if !asks {
		t.Error("the phone asks what the earlier form asked")
	}

	// It is there when the phone is opened again, and nothing is fetched twice.
	if err := p.Lock(); err != nil {
		t.Fatal(err)
	}
	p.sends("/open", url.Values{"passphrase": {"four words are enough"}})
	if got := p.inside.folder.Load().Words["en"]["stages.lead"]; got != "Somebody to meet" {
		t.Errorf("after a lock the phone says %q", got)
	}
	out, err := p.inside.line.meet(t.Context())
	if err != nil || out.Requests != 1 || out.BytesUp+out.BytesDown > 1024 {
		t.Errorf("%+v %v", out, err)
	}
}
