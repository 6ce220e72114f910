package node

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"

	"golang.org/x/crypto/acme/autocert"
)

// ServeDomain answers under a name of the internet, with a certificate that it gets by ACME and renews by
// itself, and leads whoever comes without https there. secure is the listener of port 443, plain that of 80.
func (n *Node) ServeDomain(ctx context.Context, name string, secure, plain net.Listener, pages http.Handler) error {
	certificates := &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(n.Folder.at("certificates")), HostPolicy: autocert.HostWhitelist(name)}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	redirect := &http.Server{
		Handler: certificates.HTTPHandler(nil), ReadHeaderTimeout: headTime, ReadTimeout: headTime, WriteTimeout: headTime,
		MaxHeaderBytes: headSize, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	ended := make(chan error, 2)
	go func() { ended <- closed(redirect.Serve(plain)) }()
	go func() { ended <- ServeHTTP(ctx, tls.NewListener(secure, certificates.TLSConfig()), pages, false) }()
	end := context.AfterFunc(ctx, func() { _ = redirect.Close() })
	defer end()
	err := <-ended
	stop()
	return errors.Join(err, redirect.Close(), <-ended)
}

// closed is what a server returns, without its word for having been told to stop.
func closed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
