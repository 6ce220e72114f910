package node

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"willing/desk"
)

// Domain is a name of the internet under which a house is served, and who certifies it.
type Domain struct {
	Name      string
	Directory string // of the ACME server; "" is Let's Encrypt's
	Roots     string // PEM file of the authorities that the ACME server's own certificate is from; "" trusts the system's
}

// certificates gets certificates by ACME, keeps them in the data folder and renews them.
func (n *Node) certificates(d Domain) (*autocert.Manager, error) {
	m := &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(n.Folder.at("certificates")), HostPolicy: autocert.HostWhitelist(d.Name)}
	if d.Directory == "" && d.Roots == "" {
		return m, nil
	}
	m.Client = &acme.Client{DirectoryURL: d.Directory}
	if d.Directory == "" {
		m.Client.DirectoryURL = autocert.DefaultACMEDirectory
	}
	if d.Roots != "" {
		roots, err := authorities(d.Roots)
		if err != nil {
			return nil, err
		}
		m.Client.HTTPClient = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	}
	return m, nil
}

// authorities reads certificates that somebody trusts.
func authorities(path string) (*x509.CertPool, error) {
	text, err := os.ReadFile(path)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(text) {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "the file of certificates to trust cannot be read: give one in PEM, with the lines BEGIN CERTIFICATE and END CERTIFICATE", Cause: err}
	}
	return pool, nil
}

// certifyAgain is how often a certificate that could not be got is asked for again, beside whenever somebody comes.
const certifyAgain = time.Hour

// ServeDomain answers under a name of the internet, with a certificate that it gets by ACME and renews by
// itself, and leads whoever comes without https there. secure is the listener of port 443, plain that of 80. The first
// certificate is asked for at once, and the log says how that went.
func (n *Node) ServeDomain(ctx context.Context, d Domain, secure, plain net.Listener, pages http.Handler, log *slog.Logger) error {
	certificates, err := n.certificates(d)
	if err != nil {
		return errors.Join(err, secure.Close(), plain.Close())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	redirect := &http.Server{
		Handler: certificates.HTTPHandler(nil), ReadHeaderTimeout: headTime, ReadTimeout: headTime, WriteTimeout: headTime,
		MaxHeaderBytes: headSize, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	ended := make(chan error, 2)
	go func() { ended <- closed(redirect.Serve(plain)) }()
	go func() { ended <- ServeHTTP(ctx, tls.NewListener(secure, certificates.TLSConfig()), pages, false) }()
	go certify(ctx, certificates, d.Name, log)
	end := context.AfterFunc(ctx, func() { _ = redirect.Close() })
	defer end()
	err = <-ended
	stop()
	return errors.Join(err, redirect.Close(), <-ended)
}

// certify asks for the certificate until there is one, and says in the log what came of it: whoever runs the house
// would otherwise see browsers refuse it and not know why.
func certify(ctx context.Context, certificates *autocert.Manager, name string, log *slog.Logger) {
	ctx, done := context.WithCancel(ctx)
	defer done()
	try := func() {
		hello := &tls.ClientHelloInfo{ServerName: name, SupportedVersions: []uint16{tls.VersionTLS13}, CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
			SignatureSchemes: []tls.SignatureScheme{tls.ECDSAWithP256AndSHA256}, SupportedCurves: []tls.CurveID{tls.CurveP256}}
		cert, err := certificates.GetCertificate(hello)
		if err != nil {
			log.Error("no certificate yet: the name must lead to this machine, and ports 443 and 80 be reached from outside; tried again by itself", slog.String("name", name), slog.Any("error", err))
			return
		}
		log.Info("the certificate is good", slog.String("name", name), slog.Time("until", cert.Leaf.NotAfter))
		done()
	}
	try()
	Every(ctx, certifyAgain, try)
}

// closed is what a server returns, without its word for having been told to stop.
func closed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
