package node

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// What a server grants a connection: enough for an upload over a thin line, and an end.
const (
	headTime   = 10 * time.Second
	bodyTime   = 10 * time.Minute
	idleTime   = 2 * time.Minute
	stopTime   = 10 * time.Second
	headSize   = 64 << 10
	leastSmall = 1 << 10 // bytes from which on an answer is compressed
)

// ServeHTTP answers on a listener until ctx ends, then lets running requests end. proxied says that a proxy
// stands before it and tells who asks.
func ServeHTTP(ctx context.Context, listener net.Listener, pages http.Handler, proxied bool) error {
	small, err := gzhttp.NewWrapper(gzhttp.MinSize(leastSmall), gzhttp.RandomJitter(32, 0, false))
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler: forwarded(small(pages), proxied), ReadHeaderTimeout: headTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headSize, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
		defer cancel()
		stopped <- server.Shutdown(end)
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	if err := <-stopped; err != nil {
		return server.Close()
	}
	return nil
}

// forwarded believes what a proxy says of who asks and under which name, if there is a proxy. Without one
// anybody could claim it, so what is claimed is taken away.
func forwarded(next http.Handler, proxied bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if proxied {
			if host := r.Header.Get("X-Forwarded-Host"); host != "" {
				r.Host = host
			}
			if from := lastOf(r.Header.Values("X-Forwarded-For")); net.ParseIP(from) != nil {
				r.RemoteAddr = net.JoinHostPort(from, "0")
			}
		} else {
			for _, name := range []string{"X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-For", "Forwarded"} {
				r.Header.Del(name)
			}
		}
		if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// logged writes one line for each request: which page, how it went and how long it took. Paths hold ids of
// people and tokens, so the line has the page's pattern and not its path, and nobody's address.
func logged(log *slog.Logger, mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		seen := &watched{ResponseWriter: w, status: http.StatusOK}
		mux.ServeHTTP(seen, r)
		log.Info("request", slog.String("page", r.Pattern), slog.Int("status", seen.status), slog.Duration("took", time.Since(begun)))
	})
}

// watched remembers the status of an answer.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController through.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// lastOf is the last address of a list that each proxy adds to: what the nearest one has seen by itself.
func lastOf(values []string) string {
	if len(values) == 0 {
		return ""
	}
	all := strings.Split(values[len(values)-1], ",")
	return strings.TrimSpace(all[len(all)-1])
}
