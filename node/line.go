package node

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"willing/desk"
	"willing/exchange"
	"willing/exchange/meet"
	"willing/intake"
	"willing/journal"
)

// Where an exchange and a joining are posted to.
const (
	ExchangePath = "/exchange"
	JoinPath     = "/exchange/join"
)

// noProgress is how long a line may stand still before it counts as broken. How long an exchange takes in
// all is limited by nothing (field.md).
const noProgress = 60 * time.Second

// ExchangeHandler answers other nodes: one POST is one exchange.
func (n *Node) ExchangeHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+ExchangePath, n.serveExchange)
	mux.HandleFunc("POST "+JoinPath, n.serveJoin)
	return mux
}

func (n *Node) serveExchange(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	in := &steady{r: r.Body, extend: func(t time.Time) { _ = control.SetReadDeadline(t) }, now: n.now}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set(gzhttp.HeaderNoCompression, "packed") // already; packing again would hold it back
	out := &steadyWriter{w: w, extend: func(t time.Time) { _ = control.SetWriteDeadline(t) }, flush: func() { _ = control.Flush() }}
	err := n.Answer(r.Context(), in, out)
	if err == nil || out.began {
		return
	}
	status := http.StatusInternalServerError
	if errors.Is(err, exchange.ErrMessage) || errors.Is(err, exchange.ErrCut) {
		status = http.StatusBadRequest
	}
	if journal.Full(err) {
		status = http.StatusInsufficientStorage
	}
	said := "the exchange failed; what came before it stays"
	if why := exchange.Fault(err); why != "" && status == http.StatusBadRequest {
		said = why + "; what came before it stays"
	}
	fault(w, status, said)
}

// fault answers with what went wrong.
func fault(w http.ResponseWriter, status int, said string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	answer, _ := json.Marshal(faulty{http.StatusText(status), status, said}) // it has a JSON form
	_, _ = w.Write(answer)                                                   // whoever asked may have gone away
}

// faulty is what an exchange or a joining that failed is answered with (RFC 9457).
type faulty struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// steady lets a request take as long as it needs while something comes.
type steady struct {
	r      io.Reader
	extend func(time.Time)
	now    func() time.Time
}

func (s *steady) Read(p []byte) (int, error) {
	s.extend(time.Now().Add(noProgress))
	return s.r.Read(p)
}

// steadyWriter does so for an answer, and holds nothing back that a thin line could bring already.
type steadyWriter struct {
	w      io.Writer
	extend func(time.Time)
	flush  func()
	began  bool
}

func (s *steadyWriter) Write(p []byte) (int, error) {
	s.began = true
	s.extend(time.Now().Add(noProgress))
	n, err := s.w.Write(p)
	s.flush()
	return n, err
}

func (n *Node) serveJoin(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 4<<10))
	var answer []byte
	if err == nil {
		answer, err = n.Admit(r.Context(), raw)
	}
	w.Header().Set("Cache-Control", "no-store")
	switch kind := desk.KindOf(err); {
	case err == nil:
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer) // whoever asked may have gone away
	case kind == desk.NotAllowed:
		fault(w, http.StatusForbidden, err.Error())
	case kind == desk.BadInput:
		fault(w, http.StatusBadRequest, err.Error())
	case kind == desk.Locked:
		fault(w, http.StatusServiceUnavailable, err.Error())
	case journal.Full(err):
		fault(w, http.StatusInsufficientStorage, "headquarters has no room left; the code serves still")
	default:
		fault(w, http.StatusInternalServerError, "joining failed at headquarters: try again, or have another code made")
	}
}

// errNoLine says that the other node could not be reached at all.
var errNoLine = errors.New("no line")

// Post is a [Line] over HTTP to a path of headquarters.
func Post(client *http.Client, url, path string) Line {
	return func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		q, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(url, "/")+path, inSips(request))
		if err != nil {
			return nil, &desk.Error{Kind: desk.BadInput, Say: "this is no address of a headquarters", Cause: err}
		}
		q.ContentLength = int64(len(request))
		q.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(inSips(request)), nil }
		q.Header.Set("Content-Type", "application/octet-stream")
		q.Header.Set("User-Agent", "willing")
		answer, err := client.Do(q)
		if err != nil {
			return nil, &desk.Error{Kind: desk.Unexpected, Say: "headquarters is not to be reached: nothing is lost, try again when there is a line", Cause: errors.Join(errNoLine, err)}
		}
		if answer.StatusCode == http.StatusOK {
			return answer.Body, nil
		}
		return nil, errors.Join(refusedBy(answer), answer.Body.Close())
	}
}

// sip is how much of a request goes out at once. HTTP/2 hands on what it reads at once as one piece, and the other
// side waits for the whole piece; on a thin line that is time in which a frame could be taken in already.
const sip = 2 << 10

// short is a request that is there so soon that nobody waits for a part of it: each piece would cost 31 bytes more.
const short = 8 << 10

func inSips(request []byte) io.Reader {
	if len(request) <= short {
		return bytes.NewReader(request)
	}
	return &sips{bytes.NewReader(request)}
}

type sips struct{ r *bytes.Reader }

func (s *sips) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), sip)]) }

func refusedBy(answer *http.Response) error {
	var fault faulty
	raw, _ := io.ReadAll(io.LimitReader(answer.Body, 4<<10)) // what it says is only shown
	said := json.Unmarshal(raw, &fault) == nil && fault.Detail != ""
	if answer.StatusCode == http.StatusForbidden && said {
		return &desk.Error{Kind: desk.NotAllowed, Say: intake.Visible(fault.Detail)}
	}
	if answer.StatusCode == http.StatusInsufficientStorage {
		return meet.NoRoom()
	}
	if answer.StatusCode == http.StatusBadRequest && said {
		return &desk.Error{Kind: desk.Unexpected, Say: "headquarters could not read what this device sent: " + intake.Visible(fault.Detail)}
	}
	return &desk.Error{Kind: desk.Unexpected, Say: "headquarters could not answer: nothing is lost; try again, and if it goes on, tell whoever looks after it: its program may be older than this one"}
}

// Serving tells the node where it is served, for whoever joins it.
func (n *Node) Serving(url string) { n.address = url }

// Served is where this node is served; "" if it is not.
func (n *Node) Served() string { return n.address }
