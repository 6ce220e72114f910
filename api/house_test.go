package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"willing/account"
	"willing/api"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// house is a house whose people come in by programs.
type house struct {
	*nodetest.House
	API      *api.API
	Accounts *account.Accounts
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{House: nodetest.New(t)}
	var err error
	if h.Accounts, err = h.Node.Accounts(t.Context()); err != nil {
		t.Fatal(err)
	}
	uploads, err := h.Node.Lists()
	if err != nil {
		t.Fatal(err)
	}
	h.API, err = api.New(api.Config{Desk: h.Desk(), Accounts: h.Accounts, Now: h.Now, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Version: "test", Programme: h.Node.Programme, Phone: node.Phone, Publisher: h.Node,
		Lists: uploads, File: zipped, LetIn: h.Node.LetIn, Fleet: h.Node,
		Links:  node.Links{Node: h.Node, Origin: "https://house.example"},
		StopAt: func(*http.Request) string { return "https://house.example/stop" }})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// zipped stands for the file that a person gets.
func zipped(w io.Writer, language string, file *desk.Exported) error {
	_, err := io.WriteString(w, "PK in "+language)
	return err
}

// client is a program with somebody's token.
type client struct {
	t     testing.TB
	h     *house
	token string
	who   desk.Acting
	lines map[string]string // header lines of the next request
}

// as gives a program somebody's token; "" is nobody's.
func (h *house) as(name string, scopes ...string) *client {
	h.T.Helper()
	c := &client{t: h.T, h: h, lines: map[string]string{}}
	if name == "" {
		return c
	}
	if len(scopes) == 0 {
		scopes = []string{account.Write}
	}
	c.who = h.As(name)
	var err error
	if c.token, err = h.Accounts.NewToken(h.T.Context(), c.who.Who, "a program of "+name, scopes, 24*time.Hour); err != nil {
		h.T.Fatal(err)
	}
	return c
}

// got is an answer.
type got struct {
	Code int
	Head http.Header
	Raw  []byte
	Body map[string]any
}

func (c *client) with(name, value string) *client {
	c.lines[name] = value
	return c
}

// sends sends a body: a text as it stands, anything else as JSON, nil for none.
func (c *client) sends(on string, body any) got {
	c.t.Helper()
	method, path, _ := strings.Cut(on, " ")
	var raw []byte
	switch b := body.(type) {
	case nil:
	case string:
		raw = []byte(b)
	default:
		raw, _ = json.Marshal(b)
	}
	r := httptest.NewRequest(method, api.Base+path, bytes.NewReader(raw))
	if raw != nil {
		r.Header.Set("Content-Type", contentType(path))
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.lines {
		r.Header.Set(name, value)
	}
	c.lines = map[string]string{}
	w := httptest.NewRecorder()
	c.h.API.ServeHTTP(w, r)
	out := got{Code: w.Code, Head: w.Header(), Raw: w.Body.Bytes()}
	_ = json.Unmarshal(out.Raw, &out.Body) // lists and empty answers have none
	return out
}

// contentType is that of a body for a path.
func contentType(path string) string {
	switch {
	case strings.HasPrefix(path, "/programme"):
		return "application/zip"
	case strings.HasPrefix(path, "/imports/files?"), strings.HasSuffix(path, "/towns"):
		return "application/octet-stream"
	}
	return "application/json"
}

// does sends, and wants a status.
func (c *client) does(status int, on string, body any) got {
	c.t.Helper()
	out := c.sends(on, body)
	if out.Code != status {
		c.t.Fatalf("%s: %d, want %d: %s", on, out.Code, status, out.Raw)
	}
	return out
}

// unlocks opens a session with the own key of who has the token, or with another's beside.
func (c *client) unlocks(beside string) {
	c.t.Helper()
	key, wish := c.who, map[string]any{}
	if beside != "" {
		key = c.h.As(beside)
		wish["who"] = key.Who.String()
	}
	var draft api.SessionDraft
	if err := json.Unmarshal(c.does(http.StatusOK, "POST /sessions/draft", wish).Raw, &draft); err != nil {
		c.t.Fatal(err)
	}
	sig, err := key.Signer.Sign(draft.Message)
	if err != nil {
		c.t.Fatal(err)
	}
	form := map[string]any{"from": draft.From, "alg": journal.Ed25519, "key": key.Signer.Public(), "sig": sig}
	for k, v := range wish {
		form[k] = v
	}
	c.does(http.StatusOK, "POST /sessions", form)
}
