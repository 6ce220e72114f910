package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/tests/thinline"
)

// field is a headquarters that is served by TLS, and a laptop that meets it over a thin line (P4, P5).
type field struct {
	*bench
	hq, laptop *node.Node
	admin      desk.Acting
	secure     string // where headquarters is served
	roots      *x509.CertPool
	stop       context.CancelFunc
	ended      chan error
	next       int // the next invented person
}

// overThinLine measures P4 and P5. It has a house of its own, and is measured once in a run.
func (b *bench) overThinLine(ctx context.Context) (err error) {
	f := &field{bench: b, ended: make(chan error, 1), next: 50_000_000}
	if err := f.found(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	for _, step := range []func(context.Context) error{f.littleNews, f.muchUp, f.muchDown, f.unreliable, f.listOfRefusals, f.firstLoad} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (f *field) found(ctx context.Context) (err error) {
	if f.admin, f.hq, err = founded(ctx, node.Folder(f.dir+"/field-hq"), f.dir+"/examples/sea-rescue", f.dir+"/field-admin.key", node.Options{}); err != nil {
		return err
	}
	if err := f.serveSecurely(ctx); err != nil {
		return err
	}
	f.laptop, err = f.joins(ctx, "laptop")
	return err
}

// serveSecurely serves headquarters as `willing serve --domain` does, with a certificate of its own.
func (f *field) serveSecurely(ctx context.Context) error {
	pages, err := f.hq.Pages(ctx, node.Site{})
	if err != nil {
		return err
	}
	certificate, err := f.certificate()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	f.stop, f.secure = stop, listener.Addr().String()
	config := &tls.Config{Certificates: []tls.Certificate{certificate}, NextProtos: []string{"h2", "http/1.1"}}
	go func() { f.ended <- node.ServeHTTP(running, tls.NewListener(listener, config), pages, false) }()
	return nil
}

func (f *field) certificate() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "house.example"}, NotAfter: time.Now().AddDate(0, 0, 1),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, err
	}
	read, err := x509.ParseCertificate(raw)
	if err != nil {
		return tls.Certificate{}, err
	}
	f.roots = x509.NewCertPool()
	f.roots.AddCert(read)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, nil
}

// client is a browser's worth of HTTPS to headquarters.
func (f *field) client() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: f.roots, MinVersion: tls.VersionTLS13}, ForceAttemptHTTP2: true}}
}

func (f *field) joins(ctx context.Context, name string) (*node.Node, error) {
	e, err := f.hq.Enrol(ctx, f.admin, nil, places, "https://"+f.secure)
	if err != nil {
		return nil, err
	}
	folder := node.Folder(f.dir + "/field-" + name)
	client := f.client()
	joining := node.Joining{URL: e.URL, Code: e.Code, KeyFile: f.dir + "/field-" + name + ".key"}
	if err := node.Join(ctx, folder, joining, node.Post(client, e.URL, node.JoinPath), node.Options{}); err != nil {
		return nil, err
	}
	n, err := node.Open(ctx, folder, node.Options{})
	if err != nil {
		return nil, err
	}
	client.CloseIdleConnections()
	return n, nil
}

func (f *field) close() error {
	f.stop()
	err := errors.Join(<-f.ended, f.laptop.Close(), f.hq.Close())
	for _, name := range []string{"field-hq", "field-laptop", "field-second"} {
		err = errors.Join(err, os.RemoveAll(f.dir+"/"+name))
	}
	return err
}

// met is an exchange as it was seen on the line.
type met struct {
	node.Synced
	took     time.Duration
	up, down int64
}

// meets lets the laptop meet headquarters over a line, and looks at what went over it.
func (f *field) meets(ctx context.Context, l *thinline.Line, client *http.Client) (m met, err error) {
	up, down, _ := l.Counts()
	began := time.Now()
	m.Synced, err = f.laptop.Sync(ctx, node.Post(client, "https://"+l.Address(), node.ExchangePath))
	m.took = time.Since(began)
	m.up, m.down, _ = l.Counts()
	m.up, m.down = m.up-up, m.down-down
	return m, err
}

// leads writes commits on a node, each signed by the administrator.
func (f *field) leads(ctx context.Context, n *node.Node, many int) error {
	var rows []desk.LeadRow
	for range many {
		rows = append(rows, someone(f.next))
		f.next++
	}
	_, err := n.Desk.ImportLeads(ctx, f.admin, rows)
	return err
}

const once = 0 // in the column of the smallest house: what is measured once

func (f *field) row(name, bar string, value float64, unit string) {
	f.table.add(name, bar, f.sizes[once], value, unit)
}

// littleNews is an exchange with nothing new, and one with ten commits.
func (f *field) littleNews(ctx context.Context) error {
	l, err := thinline.Open(f.secure, thinline.Thin)
	if err != nil {
		return err
	}
	defer l.Close()
	client := f.client()
	if _, err := f.meets(ctx, l, client); err != nil {
		return err
	}
	m, err := f.meets(ctx, l, client)
	if err != nil {
		return err
	}
	f.row("P4 nothing new, kept connection: bytes of TLS both ways", "1,024 B", float64(m.up+m.down), "B")
	f.row("P4 nothing new, kept connection", "1.2 s; CouchDB 9.2 s, express-pouchdb 11 s", m.took.Seconds(), "s")
	client.CloseIdleConnections()
	if m, err = f.meets(ctx, l, client); err != nil {
		return err
	}
	f.row("P4 nothing new, new TLS 1.3 connection", "3.6 s", m.took.Seconds(), "s")
	if err := f.leads(ctx, f.laptop, 10); err != nil {
		return err
	}
	if m, err = f.meets(ctx, l, client); err != nil {
		return err
	}
	f.row("P4 ten commits: bytes both ways", "6,000 B", float64(m.up+m.down), "B")
	f.row("P4 ten commits: requests", "1", float64(m.Requests), "")
	f.row("P4 ten commits", "CouchDB 14.8 s, express-pouchdb 15 s", m.took.Seconds(), "s")
	return nil
}

// thousand is how many fresh commits CouchDB was seen to need 232 s for.
const thousand = 1000

// muchUp brings a thousand commits to headquarters.
func (f *field) muchUp(ctx context.Context) error {
	return f.much(ctx, "up", f.laptop, f.hq, thinline.Thin)
}

// muchDown fetches a thousand commits.
func (f *field) muchDown(ctx context.Context) error {
	return f.much(ctx, "down", f.hq, f.laptop, thinline.Thin)
}

// unreliable brings another thousand over a line that loses every fiftieth packet and is away for 10 s of each 30 s.
func (f *field) unreliable(ctx context.Context) error {
	shape := thinline.Thin
	shape.Loss, shape.Seed = 0.02, 1
	if err := f.much(ctx, "up, 2 % lost", f.laptop, f.hq, shape); err != nil {
		return err
	}
	shape.Up, shape.Down = 20*time.Second, 10*time.Second
	return f.much(ctx, "up, 2 % lost, 20 s there and 10 s away", f.laptop, f.hq, shape)
}

func (f *field) much(ctx context.Context, way string, from, to *node.Node, shape thinline.Shape) error {
	l, err := thinline.Open(f.secure, shape)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := f.leads(ctx, from, thousand); err != nil {
		return err
	}
	before, err := arrivals(ctx, to)
	if err != nil {
		return err
	}
	done := make(chan struct{})
	first := make(chan time.Duration, 1)
	began := time.Now()
	go func() { first <- firstArrival(ctx, to, before, began, done) }()
	m, err := f.meets(ctx, l, f.client())
	close(done)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("P4 1,000 signed commits %s", way)
	f.row(name+": bytes both ways", "300,000 B", float64(m.up+m.down), "B")
	f.row(name, "60 s; CouchDB 232 s in 53 requests, express-pouchdb 67–113 s", m.took.Seconds(), "s")
	f.row(name+": the first is there after", "5 s", (<-first).Seconds(), "s")
	f.row(name+": requests", "", float64(m.Requests), "")
	return nil
}

// arrivals is the number of the last commit that came to a node.
func arrivals(ctx context.Context, n *node.Node) (last uint64, err error) {
	err = n.View(ctx, func(r journal.Reader) error {
		for e, err := range journal.Newest(r, 0) {
			last = e.Arrival
			return err
		}
		return nil
	})
	return last, err
}

// firstArrival looks every 20 ms whether somebody's lead has come.
func firstArrival(ctx context.Context, n *node.Node, before uint64, began time.Time, done <-chan struct{}) time.Duration {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return time.Since(began)
		case <-tick.C:
		}
		if came, err := leadCame(ctx, n, before); err != nil || came {
			return time.Since(began)
		}
	}
}

func leadCame(ctx context.Context, n *node.Node, before uint64) (came bool, err error) {
	err = n.View(ctx, func(r journal.Reader) error {
		for e, err := range journal.ByArrival(r, before+1) {
			if err != nil {
				return err
			}
			for _, t := range e.Commit.Header.Types {
				came = came || t == casebook.LeadNoted
			}
			if came {
				return nil
			}
		}
		return nil
	})
	return came, err
}

// listOfRefusals sends a laptop what it carries of eight thousand people who said no in its area: some hundred
// thousand slivers. Then one more.
func (f *field) listOfRefusals(ctx context.Context) error {
	var noes []casebook.Particulars
	for range 8000 {
		noes = append(noes, someone(f.next).Particulars)
		f.next++
	}
	if _, _, err := f.hq.Desk.ImportRefusals(ctx, f.admin, "bench", noes); err != nil {
		return err
	}
	l, err := thinline.Open(f.secure, thinline.Thin)
	if err != nil {
		return err
	}
	defer l.Close()
	client := f.client()
	m, err := f.meets(ctx, l, client)
	if err != nil {
		return err
	}
	slivers := 0
	err = f.laptop.View(ctx, func(r journal.Reader) error {
		list, err := desk.CarriedList(r)
		slivers = list.Len()
		return err
	})
	if err != nil {
		return err
	}
	f.row("list of 8,000 people who said no: slivers", "", float64(slivers), "")
	f.row("list of 8,000 people who said no: bytes both ways", "300,000 B", float64(m.up+m.down), "B")
	f.row("list of 8,000 people who said no", "", m.took.Seconds(), "s")
	if _, _, err := f.hq.Desk.ImportRefusals(ctx, f.admin, "bench", []casebook.Particulars{someone(f.next).Particulars}); err != nil {
		return err
	}
	f.next++
	if m, err = f.meets(ctx, l, client); err != nil {
		return err
	}
	f.row("one more who said no: bytes both ways", "", float64(m.up+m.down), "B")
	f.row("one more who said no", "", m.took.Seconds(), "s")
	return nil
}

// firstLoad lets a new device take in ten thousand commits on loopback (P5), and a hundred refusals before them; then what
// headquarters grows by, size after size.
func (f *field) firstLoad(ctx context.Context) (err error) {
	const refused = 100
	var second *node.Node
	there := 0
	for _, size := range f.sizes {
		for ; there < max(size, firstLoads); there += 500 {
			if err := f.leads(ctx, f.hq, 500); err != nil {
				return err
			}
		}
		if second == nil {
			if err := f.stops(ctx, refused); err != nil {
				return err
			}
			if second, err = f.joins(ctx, "second"); err != nil {
				return err
			}
			defer func() { err = errors.Join(err, second.Close()) }()
		}
		cpu, began := cpuTime(), time.Now()
		out, err := f.takesIn(ctx, second)
		if err != nil {
			return err
		}
		took, came := time.Since(began).Seconds(), float64(out.Received)
		f.table.add("P5 a device takes in 10,000 commits", "3 s", size, took*firstLoads/came, "s")
		f.table.add("P5 processor time of both sides for one", "", size, (cpuTime()-cpu).Seconds()*1e6/came, "µs")
		f.table.add("P5 bytes for one", "", size, float64(out.BytesDown)/came, "B")
	}
	return f.refusalsFirst(ctx, second, refused)
}

// firstLoads is how many commits the first load has, and for how many its time is told.
const firstLoads = 10_000

// stops has some people of headquarters' say stop.
func (f *field) stops(ctx context.Context, many int) error {
	page, err := f.hq.Desk.List(ctx, f.admin, desk.Query{Stage: casebook.StageNoted, Limit: many})
	if err != nil {
		return err
	}
	for _, row := range page.Rows {
		if err := f.hq.Desk.Stop(ctx, f.admin, row.Person); err != nil {
			return err
		}
	}
	return nil
}

// takesIn lets a device take in all that headquarters has for it, on loopback.
func (f *field) takesIn(ctx context.Context, device *node.Node) (node.Synced, error) {
	client := f.client()
	defer client.CloseIdleConnections()
	return device.Sync(ctx, node.Post(client, "https://"+f.secure, node.ExchangePath))
}

// refusalsFirst looks where the refusals stand in the order of arrival.
func (f *field) refusalsFirst(ctx context.Context, n *node.Node, refused int) error {
	seen, others := 0, 0
	err := n.View(ctx, func(r journal.Reader) error {
		for e, err := range journal.ByArrival(r, 1) {
			if err != nil {
				return err
			}
			for _, effect := range e.Commit.Header.Effects {
				if effect == journal.Refuse {
					seen++
				}
			}
			if e.Commit.Header.Scope != journal.Control && seen < refused {
				others++
			}
		}
		return nil
	})
	f.row("commits of people before the last of 100 refusals", "0", float64(others), "")
	return err
}
