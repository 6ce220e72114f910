package node_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/letsencrypt/pebble/v2/ca"
	"github.com/letsencrypt/pebble/v2/db"
	"github.com/letsencrypt/pebble/v2/va"
	"github.com/letsencrypt/pebble/v2/wfe"
	"github.com/miekg/dns"

	"willing/node"
	"willing/node/nodetest"
)

// domain is the name of the house on the internet of these tests, where every name leads to this machine.
const domain = "house.example"

// acmeServer is a real one that looks whether the name leads to whoever asks for a certificate.
type acmeServer struct {
	directory, trusted string // its address, and the file of the authority that certified it
	roots              *x509.CertPool
	asked              atomic.Int64 // for certificates
}

// newACMEServer is one that finds the house's secure port at tlsPort.
func newACMEServer(t *testing.T, tlsPort int) *acmeServer {
	t.Helper()
	t.Setenv("PEBBLE_VA_NOSLEEP", "1")
	quiet, memory, a := log.New(io.Discard, "", 0), db.NewMemoryStore(), &acmeServer{roots: x509.NewCertPool()}
	authority := ca.New(quiet, memory, "", "ecdsa", 0, 1, map[string]ca.Profile{"default": {Description: "the one profile"}})
	pages := wfe.New(quiet, memory, va.New(quiet, tlsPort, tlsPort, true, names(t), memory), authority, []string{"authority.example"}, true, false, 1, 1)
	handler := pages.Handler()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "finalize") {
			a.asked.Add(1)
		}
		handler.ServeHTTP(w, r)
	}))
	server.Config.ErrorLog = quiet
	t.Cleanup(server.Close)
	a.directory, a.trusted = server.URL+wfe.DirectoryPath, filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(a.trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	a.roots.AppendCertsFromPEM(authority.GetRootCert(0).PEM())
	return a
}

// names is a name server to which every name is this machine.
func names(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{Listener: l, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		a := new(dns.Msg).SetReply(q)
		if q.Question[0].Qtype == dns.TypeA {
			a.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.IPv4(127, 0, 0, 1)}}
		}
		_ = w.WriteMsg(a) // whoever asked may have gone away
	})}
	ready, ended := make(chan struct{}), make(chan error, 1)
	server.NotifyStartedFunc = func() { close(ready) }
	go func() { ended <- server.ActivateAndServe() }()
	<-ready
	t.Cleanup(func() {
		_ = server.Shutdown()
		<-ended
	})
	return l.Addr().String()
}

// online is a house that is served under its name.
type online struct {
	t             *testing.T
	secure, plain net.Listener
	said          chan string // lines of the log
	stop          func()
}

func listener(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// goesOnline serves a house under its name, on the listener at which the name leads to it.
func goesOnline(t *testing.T, h *nodetest.House, d node.Domain, secure net.Listener) *online {
	t.Helper()
	pages, err := h.Node.Pages(t.Context(), node.Site{Origin: "https://" + domain})
	if err != nil {
		t.Fatal(err)
	}
	o := &online{t: t, secure: secure, plain: listener(t), said: make(chan string, 100)}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- h.Node.ServeDomain(ctx, d, o.secure, o.plain, pages, slog.New(slog.NewTextHandler(lines{o.said}, nil)))
	}()
	o.stop = func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	return o
}

// lines hands each line of a log on.
type lines struct{ to chan string }

func (l lines) Write(line []byte) (int, error) {
	l.to <- string(bytes.TrimSpace(line))
	return len(line), nil
}

// asks opens an address of the house as a browser does that trusts the ACME server's authority.
func (o *online) asks(roots *x509.CertPool, scheme string, l net.Listener) *http.Response {
	o.t.Helper()
	there := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, l.Addr().String())
	}
	client := &http.Client{Transport: &http.Transport{DialContext: there, TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Get(scheme + "://" + domain + "/healthz")
	if err != nil {
		o.t.Fatal(err)
	}
	_ = answer.Body.Close()
	return answer
}

// TestAHouseGetsItsCertificateByItself from a real ACME server, at once; keeps it for the next start; and leads
// whoever comes without https there.
func TestAHouseGetsItsCertificateByItself(t *testing.T) {
	h, first := nodetest.New(t), listener(t)
	authority := newACMEServer(t, portOf(first))
	d := node.Domain{Name: domain, Directory: authority.directory, Roots: authority.trusted}
	o := goesOnline(t, h, d, first)
	if line := <-o.said; !strings.Contains(line, "the certificate is good") {
		t.Fatalf("the log says %s", line)
	}
	if a := o.asks(authority.roots, "https", o.secure); a.StatusCode != http.StatusOK {
		t.Errorf("%d", a.StatusCode)
	}
	if a := o.asks(nil, "http", o.plain); a.StatusCode != http.StatusFound || a.Header.Get("Location") != "https://"+domain+"/healthz" {
		t.Errorf("without https: %d to %s", a.StatusCode, a.Header.Get("Location"))
	}
	o.stop()
	asked := authority.asked.Load()      // perhaps twice: a slow order is asked for again
	o = goesOnline(t, h, d, listener(t)) // where the ACME server would not find it
	if line := <-o.said; !strings.Contains(line, "the certificate is good") || asked == 0 || authority.asked.Load() != asked {
		t.Errorf("after a restart the log says %s, and certificates were asked for %d times, %d of them before", line, authority.asked.Load(), asked)
	}
	if a := o.asks(authority.roots, "https", o.secure); a.StatusCode != http.StatusOK {
		t.Errorf("%d", a.StatusCode)
	}
	o.stop()
}

// TestWhoeverRunsAHouseHearsWhyItHasNoCertificate: in the log, with what to do; the house stays up.
func TestWhoeverRunsAHouseHearsWhyItHasNoCertificate(t *testing.T) {
	elsewhere := listener(t)
	if err := elsewhere.Close(); err != nil { // the name leads to a port at which nobody answers
		t.Fatal(err)
	}
	authority := newACMEServer(t, portOf(elsewhere))
	for name, d := range map[string]node.Domain{
		"the name leads elsewhere":             {Name: domain, Directory: authority.directory, Roots: authority.trusted},
		"the ACME server is not one to trust":  {Name: domain, Directory: authority.directory},
		"there is no ACME server there at all": {Name: domain, Directory: "https://127.0.0.1:" + strconv.Itoa(portOf(elsewhere)) + "/dir"},
	} {
		t.Run(name, func(t *testing.T) {
			o := goesOnline(t, nodetest.New(t), d, listener(t))
			if line := <-o.said; !strings.Contains(line, "no certificate yet: the name must lead to this machine") {
				t.Errorf("the log says %s", line)
			}
			if a := o.asks(nil, "http", o.plain); a.StatusCode != http.StatusFound {
				t.Errorf("the house went with it: %d", a.StatusCode)
			}
			o.stop()
		})
	}
	h := nodetest.New(t)
	none := node.Domain{Name: domain, Directory: authority.directory, Roots: filepath.Join(t.TempDir(), "none.pem")}
	if err := h.Node.ServeDomain(t.Context(), none, listener(t), listener(t), nil, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "BEGIN CERTIFICATE") {
		t.Errorf("a file of certificates that is not there: %v", err)
	}
}
