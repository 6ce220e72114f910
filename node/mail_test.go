package node_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"willing/casebook"
	"willing/node"
	"willing/node/nodetest"
)

// authority certifies a server on this machine, and writes the file by which somebody trusts it.
func authority(t *testing.T) (tls.Certificate, string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	of := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "an authority of this test"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"}}
	raw, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, file
}

// mailServer is a real one that asks for a name and a password, and gives them only over TLS.
type mailServer struct {
	*smtp.Server
	at      string
	letters chan string
	refuses error  // its answer to every recipient
	greeted string // by whom, as they call themselves
	open    bool   // it takes mail from anybody
	goes    func()
}

func newMailServer(t *testing.T, certificate *tls.Certificate) *mailServer {
	t.Helper()
	m := &mailServer{letters: make(chan string, 1)}
	m.Server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		m.greeted = c.Hostname()
		return &mailing{server: m, known: m.open}, nil
	}))
	m.Domain = "localhost"
	m.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	if certificate != nil {
		m.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m.at, m.goes = l.Addr().String(), func() { _, _ = l.Close(), m.Close() } // it may not have begun to serve
	ended := make(chan error, 1)
	go func() { ended <- m.Serve(l) }()
	t.Cleanup(func() {
		m.goes()
		<-ended
	})
	return m
}

// postbox is a server on this machine that takes mail from anybody, as many a house has one.
func postbox(t *testing.T) (at string, letters <-chan string) {
	t.Helper()
	m := newMailServer(t, nil)
	m.open = true
	return m.at, m.letters
}

// mailing is one connection to it.
type mailing struct {
	server *mailServer
	known  bool
}

func (*mailing) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *mailing) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		if s.known = name == "house" && password == "right"; !s.known {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *mailing) Mail(string, *smtp.MailOptions) error {
	if !s.known {
		return &smtp.SMTPError{Code: 530, EnhancedCode: smtp.EnhancedCode{5, 7, 0}, Message: "Authentication required"}
	}
	return nil
}

func (s *mailing) Rcpt(string, *smtp.RcptOptions) error { return s.server.refuses }

func (s *mailing) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	s.server.letters <- string(text)
	return err
}

func (*mailing) Reset()        {}
func (*mailing) Logout() error { return nil }

// TestALinkGoesThroughARealMailServer: over TLS, with a name and a password; and whatever goes wrong is said in
// words, with the link to hand over, while the log names nobody.
func TestALinkGoesThroughARealMailServer(t *testing.T) {
	certificate, trusted := authority(t)
	_, another := authority(t)
	right, wrong := filepath.Join(t.TempDir(), "right"), filepath.Join(t.TempDir(), "wrong")
	for file, password := range map[string]string{right: "right\n", wrong: "wrong"} {
		if err := os.WriteFile(file, []byte(password), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	good := node.Mail{From: "house@house.example", User: "house", PasswordFile: right, Roots: trusted}
	for name, x := range map[string]struct {
		mail    func(*node.Mail)
		plain   bool
		gone    bool
		refuses error
		why     string
	}{
		"it goes":                     {},
		"another's certificate":       {mail: func(m *node.Mail) { m.Roots = another }, why: node.MailUntrusted},
		"no encryption":               {plain: true, why: node.MailUntrusted},
		"no sign-on in the clear":     {mail: func(m *node.Mail) { m.Roots = "" }, why: node.MailUntrusted},
		"a wrong password":            {mail: func(m *node.Mail) { m.PasswordFile = wrong }, why: node.MailSignIn},
		"no password":                 {mail: func(m *node.Mail) { m.User = "" }, why: node.MailSignIn},
		"a password that is not here": {mail: func(m *node.Mail) { m.PasswordFile += ".none" }, why: node.MailSettings},
		"no file of certificates":     {mail: func(m *node.Mail) { m.Roots = right }, why: node.MailSettings},
		"no sender":                   {mail: func(m *node.Mail) { m.From = "house at house" }, why: node.MailSettings},
		"a server that went":          {gone: true, why: node.MailUnreachable},
		"come again later":            {refuses: &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "<olga@house.example>: greylisted"}, why: node.MailLater},
		"nobody of that name":         {refuses: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "<olga@house.example>: no such user"}, why: node.MailRefused},
	} {
		t.Run(name, func(t *testing.T) {
			offered := &certificate
			if x.plain {
				offered = nil
			}
			server, mail := newMailServer(t, offered), good
			mail.Server, server.refuses = server.at, x.refuses
			if x.mail != nil {
				x.mail(&mail)
			}
			if x.gone {
				server.goes()
			}
			text, log := admits(t, mail)
			if x.why == "" {
				letter := <-server.letters
				if !strings.Contains(letter, "https://house.example/signin/link/") || !strings.Contains(letter, "To: <olga@house.example>") || strings.Contains(text, "/signin/link/") || strings.Contains(log, "mail") {
					t.Errorf("the letter says %s, the page %s, the log %s", letter, text, log)
				}
				return
			}
			if !strings.Contains(text, says[x.why]) || !strings.Contains(text, "/signin/link/") {
				t.Errorf("the page does not say why: %s", text)
			}
			if !strings.Contains(log, "a link could not be mailed") || !strings.Contains(log, "why="+x.why) || strings.Contains(log, "olga") || linked.MatchString(log) {
				t.Errorf("the log says %s", log)
			}
		})
	}
}

var linked = regexp.MustCompile(`/signin/link/[\w-]{20}`)

// says is what the page says of each reason.
var says = map[string]string{
	node.MailSettings: "settings for mail cannot be used", node.MailUnreachable: "No mail server answers", node.MailUntrusted: "or it offers no encryption",
	node.MailSignIn: "refused the name or the password", node.MailLater: "asks to try again later", node.MailRefused: "Is the address right?",
}

// admits takes somebody on at the staff page, and gives the page and the log.
func admits(t *testing.T, mail node.Mail) (page, log string) {
	t.Helper()
	h := nodetest.New(t)
	var lines bytes.Buffer
	s := node.Site{Origin: "https://house.example", Mail: mail, Log: slog.New(slog.NewTextHandler(&lines, nil))}
	b := newBrowser(t, open(t, h, s, false))
	b.do("POST", linkFor(t, h, "admin"), nil)
	a, text := b.do("POST", "/staff/new", url.Values{"name": {"olga"}, "hat": {casebook.Scout}, "mail": {"olga@house.example"}})
	if a.StatusCode != 200 {
		t.Fatalf("%d: %s", a.StatusCode, text)
	}
	return text, lines.String()
}

// TestALetterTellsNothingOfTheMachine: neither which program wrote it nor what the machine is called.
func TestALetterTellsNothingOfTheMachine(t *testing.T) {
	server := newMailServer(t, nil)
	server.open = true
	if err := (node.Mail{Server: server.at, From: "The house <house@house.example>"}).Send(t.Context(), "olga@elsewhere.example", "x", "y"); err != nil {
		t.Fatal(err)
	}
	letter := <-server.letters
	for _, no := range []string{"x-mailer", "user-agent", "go-mail"} {
		if strings.Contains(strings.ToLower(letter), no) {
			t.Errorf("the letter holds %q", no)
		}
	}
	// A letter could name the machine in two places, its id and the greeting. Both are read whole: a short
	// host name stands by chance in any random id.
	if !regexp.MustCompile(`(?m)^Message-ID: <\w{20,}@house\.example>\r$`).MatchString(letter) {
		t.Errorf("its id is not by the sender's domain: %s", letter)
	}
	if server.greeted != "house.example" {
		t.Errorf("the server is greeted by %q", server.greeted)
	}
}

// TestAMailServerThatSaysNothingIsNotWaitedForWithoutEnd.
func TestAMailServerThatSaysNothingIsNotWaitedForWithoutEnd(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	var failed *node.MailError
	if err := (node.Mail{Server: l.Addr().String(), From: "house@house.example"}).Send(ctx, "olga@house.example", "x", "y"); !errors.As(err, &failed) || failed.Why != node.MailSilent {
		t.Errorf("%v", err)
	}
}
