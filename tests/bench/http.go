package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"slices"
	"time"

	"willing/account"
	"willing/api"
	"willing/casebook"
	"willing/journal"
	"willing/node"
)

// server is the house as a browser and a program reach it: over HTTP, on loopback.
type server struct {
	at     string
	token  string // of a program
	cookie string // of a browser
	client *http.Client
	stop   context.CancelFunc
	ended  chan error
}

// serve serves the house, and signs the administrator in: as a program with their own key, and in a browser.
func (b *bench) serve(ctx context.Context) (*server, error) {
	accounts, err := b.node.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	s := &server{ended: make(chan error, 1), client: newClient()}
	if s.token, err = accounts.NewToken(ctx, b.admin.Who, "bench", []string{account.Write}, time.Hour); err != nil {
		return nil, err
	}
	if s.cookie, err = accounts.Begin(ctx, b.admin.Who, "link"); err != nil {
		return nil, err
	}
	pages, err := b.node.Pages(ctx, node.Site{})
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	running, stop := context.WithCancel(ctx)
	s.stop, s.at = stop, "http://"+listener.Addr().String()
	go func() { s.ended <- node.ServeHTTP(running, listener, pages, false) }()
	return s, s.unlock(b.admin.Signer)
}

func (s *server) close() error {
	s.client.CloseIdleConnections()
	s.stop()
	return <-s.ended
}

// unlock lets the administrator's own key act for the token.
func (s *server) unlock(own journal.Signer) error {
	var draft api.SessionDraft
	if err := s.sends(http.MethodPost, api.Base+"/sessions/draft", struct{}{}, &draft); err != nil {
		return err
	}
	sig, err := own.Sign(draft.Message)
	if err != nil {
		return err
	}
	form := api.SessionForm{From: draft.From, Alg: own.Alg(), Key: own.Public(), Sig: sig}
	return s.sends(http.MethodPost, api.Base+"/sessions", form, nil)
}

// sends sends a request with the token, and reads the answer to its end.
func (s *server) sends(method, path string, body, into any) error {
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(raw)
	}
	r, err := http.NewRequest(method, s.at+path, sent)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+s.token)
	r.AddCookie(&http.Cookie{Name: "willing", Value: s.cookie})
	answer, err := s.client.Do(r)
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return err
	}
	if answer.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %s: %.300s", method, path, answer.Status, raw)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(raw, into)
}

// quoted are ODK Central's figures of the same work, as measured in November 2026 (1.1 kB submissions of 12
// answers, PostgreSQL, durable defaults); ours is to be ten times the best of them.
var quoted = map[int]string{1: "ODK Central 34–51/s", 8: "ODK Central 63–123/s", 32: "ODK Central 108–204/s; bar 3,000/s"}

// overHTTP measures all that a program or a browser waits for, on loopback.
func (b *bench) overHTTP(ctx context.Context, size int) (err error) {
	began := time.Now()
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.sends(http.MethodGet, "/people", nil, nil); err != nil {
		return err
	}
	b.table.add("HTTP: the first page after the pages were made", "100 ms", size, float64(time.Since(began).Microseconds())/1000, "ms")
	if err := b.commitsOverHTTP(ctx, s, size); err != nil {
		return err
	}
	b.table.add("P7 resident memory loaded, of the server alone", "400 MB; ODK Central 460–590 MB", size, residentMB(), "MB")
	if err := b.lookUpOverHTTP(s, size); err != nil {
		return err
	}
	return b.pagesOverHTTP(ctx, s, size)
}

// overHTTPWrites is the writing of overHTTP alone, with its profile.
func (b *bench) overHTTPWrites(ctx context.Context, size int) (err error) {
	s, err := b.serve(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := b.commitsOverHTTP(ctx, s, size); err != nil {
		return err
	}
	b.table.add("P7 resident memory loaded, of the server alone", "400 MB; ODK Central 460–590 MB", size, residentMB(), "MB")
	return nil
}

// profiled runs fn and writes its processor profile, if one is wanted.
func (b *bench) profiled(name string, fn func() error) error {
	if b.writes.profile == "" {
		return fn()
	}
	out, err := os.Create(b.writes.profile + name)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return errors.Join(err, out.Close())
	}
	err = fn()
	pprof.StopCPUProfile()
	return errors.Join(err, out.Close())
}

// commitsOverHTTP is P1 as it is asked for: durable commits of twelve answers through the HTTP API. The client is
// another process on the same processors. Each request is about a person of its own, as each submission to ODK Central is a new
// record; then 32 clients write about the same people again and again, whose files grow.
func (b *bench) commitsOverHTTP(ctx context.Context, s *server, size int) error {
	for _, c := range []struct{ clients, requests int }{{1, 600}, {8, 600}, {32, 800}} {
		met, err := b.meet(ctx, runs*c.requests)
		if err != nil {
			return err
		}
		var parts [][]casebook.ID
		for part := range slices.Chunk(met, (len(met)+runs-1)/runs) {
			parts = append(parts, part)
		}
		if err := b.profiled(fmt.Sprintf(".http%d.%d", c.clients, size), func() error {
			return b.interviews(ctx, s, size, c.clients, parts, "P1 durable commits through the HTTP API", quoted[c.clients])
		}); err != nil {
			return err
		}
		if c.clients == 32 {
			parts = [][]casebook.ID{met, met, met}
			if err := b.interviews(ctx, s, size, c.clients, parts, "P1 the same people again, each file longer", ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// interviews has each part of some people interviewed, one part after the other, and notes the medians.
func (b *bench) interviews(ctx context.Context, s *server, size, clients int, parts [][]casebook.ID, name, bar string) error {
	var rates, tails, ours, theirs []float64
	for _, part := range parts {
		done, spent, err := s.works(ctx, work{Clients: clients, People: part, Path: api.Base + "/people/%s/interviews", Form: interview})
		if err != nil {
			return err
		}
		rates, tails, ours, theirs = append(rates, done.Rate), append(tails, done.P99), append(ours, spent), append(theirs, done.CPU)
	}
	tail := ""
	if clients == 32 {
		tail = "50 ms; ODK Central 216–636 ms"
	}
	name = fmt.Sprintf("%s, %d clients", name, clients)
	b.table.add(name, bar, size, median(rates), "/s")
	b.table.add(name+": p99", tail, size, median(tails), "ms")
	b.table.add(name+": server's processor time", "", size, median(ours), "µs")
	b.table.add(name+": client's processor time", "", size, median(theirs), "µs")
	return nil
}

// interview is what each request sends.
var interview = api.Form{Instrument: "first-interview", Answers: twelve}

func (b *bench) lookUpOverHTTP(s *server, size int) error {
	var all []time.Duration
	for i := range 1000 {
		p := someone(i * (size / 1000)).Particulars
		asked := api.Particulars{Given: p.Given, Family: p.Family, Born: api.Date(p.Born), Phones: p.Phones, Emails: p.Emails, Town: p.Town}
		start := time.Now()
		if err := s.sends(http.MethodPost, api.Base+"/checks", asked, nil); err != nil {
			return err
		}
		all = append(all, time.Since(start))
	}
	b.table.add("P2 check-first look-up through the HTTP API, p95", "100 k: 5 ms, 1 M: 20 ms", size, quantile(all, .95), "ms")
	return nil
}

// pagesOverHTTP measures lists, searches, one person and the figures (P3, P9): for programs, and as pages.
func (b *bench) pagesOverHTTP(ctx context.Context, s *server, size int) error {
	met, err := b.meet(ctx, 20) // some of them may be held back
	if err != nil {
		return err
	}
	person := "/people/" + met[0].String()
	for _, page := range []struct {
		name, method, path string
		body               any
		bar                string
	}{
		{"P3 a page of 50 people of a territory and stage through the HTTP API, p95", http.MethodGet, api.Base + "/people?territory=IT&stage=noted", nil, "50 ms"},
		{"P3 a search by name through the HTTP API, p95", http.MethodPost, api.Base + "/people/searches", api.Search{Text: "anna bar"}, "50 ms; DHIS2 50–174 ms"},
		{"P3 one person through the HTTP API, p95", http.MethodGet, api.Base + person, nil, "50 ms; DHIS2 47–121 ms"},
		{"P3 the page of people in a browser, p95", http.MethodGet, "/people", nil, "50 ms"},
		{"P3 one person's page in a browser, p95", http.MethodGet, person, nil, "50 ms"},
		{"P3 the newest of the log through the HTTP API, p95", http.MethodGet, api.Base + "/log", nil, "50 ms"},
		{"P9 figures through the HTTP API, p95", http.MethodGet, api.Base + "/figures", nil, "100 ms"},
		{"P9 the home page in a browser, p95", http.MethodGet, "/", nil, "100 ms"},
	} {
		var all []time.Duration
		for range 100 {
			start := time.Now()
			if err := s.sends(page.method, page.path, page.body, nil); err != nil {
				return err
			}
			all = append(all, time.Since(start))
		}
		b.table.add(page.name, page.bar, size, quantile(all, .95), "ms")
	}
	return nil
}
