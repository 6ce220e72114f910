package node

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"willing/desk"
	"willing/exchange"
	"willing/exchange/meet"
	"willing/journal"
)

// Two laptops of a house exchange over a network of their own. One waits, and shows a code that is read aloud to the
// other. Of the code both make one key, and each proves over TLS that it has it: so nobody in between reads a word, and
// nobody without the code is let in. Which device speaks, its signature says (package exchange).

const (
	whoPath     = "/exchange/who"
	meetingTime = time.Hour // how long a code serves
)

// Meeting is a laptop that waits for another.
type Meeting struct {
	Code      string    `json:"code"`      // to be read aloud
	Addresses []string  `json:"addresses"` // host:port on which it waits, the most likely first
	Until     time.Time `json:"until"`

	n        *Node
	listener net.Listener
	config   *tls.Config
	came     atomic.Int64 // unix milliseconds at which somebody was answered last
}

// who is what a waiting laptop says of itself.
type who struct {
	Device journal.Device `json:"device"`
	Home   journal.Device `json:"home"`
}

// Wait lets this laptop wait for another on an address of a network; ":0" takes a free port on all. Serve then answers.
func (n *Node) Wait(address string) (*Meeting, error) {
	if err := n.mayMeet(); err != nil {
		return nil, err
	}
	drawn := make([]byte, codeSize)
	if _, err := io.ReadFull(rand.Reader, drawn); err != nil {
		return nil, err
	}
	m := &Meeting{Code: codeText.EncodeToString(drawn), Until: n.now().Add(meetingTime).UTC(), n: n}
	var err error
	if m.config, err = pinned(m.Code); err != nil {
		return nil, err
	}
	if m.listener, err = net.Listen("tcp", address); err != nil {
		return nil, &desk.Error{Kind: desk.BadInput, Say: "nobody can be met at this address: it is taken, or not this machine's: choose another with --listen", Cause: errors.Join(errTaken, err)}
	}
	m.Addresses = reachedAt(m.listener.Addr())
	return m, nil
}

func (n *Node) mayMeet() error {
	if n.Settings.Field == nil {
		return &desk.Error{Kind: desk.BadInput, Say: "this is headquarters: devices come to it"}
	}
	k, err := n.Desk.Knowledge(context.Background())
	if err == nil && k.Over {
		say := "this device's time is over: ask headquarters for more"
		if now := n.now(); n.Desk.TurnedAway() {
			say = "headquarters turned this device away: it meets no other; what it wrote goes to headquarters alone"
		} else if !k.Until.IsZero() && now.After(k.Until) {
			say = "by this machine's clock it is " + now.Format(time.DateOnly) + ", and this device's time was over on " + k.Until.Format(time.DateOnly) + ": if the clock is wrong, set it right; otherwise ask headquarters for more time"
		}
		err = &desk.Error{Kind: desk.NotAllowed, Say: say, Cause: errOver}
	}
	return err
}

// reachedAt lists under which addresses others reach a listener.
func reachedAt(at net.Addr) (out []string) {
	host, port, err := net.SplitHostPort(at.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return []string{at.String()}
	}
	all, _ := net.InterfaceAddrs() // without them it is told the port alone
	for _, a := range all {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() {
			out = append(out, net.JoinHostPort(ip.IP.String(), port))
		}
	}
	if out == nil {
		out = []string{net.JoinHostPort("localhost", port)}
	}
	return out
}

// Serve answers other laptops until ctx ends or the code is over.
func (m *Meeting) Serve(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, meetingTime)
	defer cancel()
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+whoPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(who{m.n.Name(), m.n.Desk.Home}) // whoever asked may have gone away
	})
	mux.HandleFunc("POST "+ExchangePath, func(w http.ResponseWriter, r *http.Request) {
		m.n.serveExchange(w, r)
		m.came.Store(m.n.now().UnixMilli())
	})
	return ServeHTTP(ctx, tls.NewListener(m.listener, m.config), mux, false)
}

// Close ends the waiting before it was served.
func (m *Meeting) Close() error { return m.listener.Close() }

// MeetAt exchanges with a laptop that waits.
func (n *Node) MeetAt(ctx context.Context, address, typed string) (Synced, error) {
	if err := n.mayMeet(); err != nil {
		return Synced{}, err
	}
	config, err := pinned(meet.PlainCode(typed))
	if err != nil {
		return Synced{}, err
	}
	if _, _, err := net.SplitHostPort(address); err != nil {
		return Synced{}, &desk.Error{Kind: desk.BadInput, Say: "type the address as the other laptop shows it: HOST:PORT", Cause: errors.Join(errNowhere, err)}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: config}}
	defer client.CloseIdleConnections()
	other, err := asks(ctx, client, "https://"+address+whoPath)
	switch {
	case err != nil:
		return Synced{}, unmet(err)
	case other.Home != n.Desk.Home:
		return Synced{}, &desk.Error{Kind: desk.NotAllowed, Say: "that laptop is another house's: nothing was exchanged", Cause: errHouse}
	case other.Device == n.Name():
		return Synced{}, &desk.Error{Kind: desk.NotAllowed, Say: "that laptop is a copy of this one: tell headquarters", Cause: errCopy}
	}
	n.syncing.Lock()
	defer n.syncing.Unlock()
	out, err := n.meets.SyncWith(ctx, other.Device, Post(client, "https://"+address, ExchangePath))
	err = cmp.Or(err, n.followProgramme(ctx))
	if err == nil && out.Problem == exchange.Away {
		err = &desk.Error{Kind: desk.NotAllowed, Say: "that laptop was turned away, or its time is over: it was given nothing; tell headquarters that you met it", Cause: errAway}
	}
	return out, err
}

func asks(ctx context.Context, client *http.Client, url string) (out who, err error) {
	ctx, cancel := context.WithTimeout(ctx, noProgress)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return out, err
	}
	answer, err := client.Do(q)
	if err != nil {
		return out, err
	}
	return out, errors.Join(json.NewDecoder(io.LimitReader(answer.Body, 4<<10)).Decode(&out), answer.Body.Close())
}

// Why two laptops do not meet.
var (
	errCode    = errors.New("the code is another")
	errNobody  = errors.New("nobody answers")
	errNowhere = errors.New("no address")
	errTaken   = errors.New("the address is taken")
	errHouse   = errors.New("another house")
	errCopy    = errors.New("the same device")
	errAway    = errors.New("the other was turned away")
	errOver    = errors.New("the grant is over")
)

func unmet(err error) error {
	var alert tls.AlertError
	if errors.Is(err, errCode) || errors.As(err, &alert) || strings.Contains(err.Error(), "tls:") {
		return &desk.Error{Kind: desk.NotAllowed, Say: "the code does not fit: have it read out once more; if it is right, somebody else answers at this address", Cause: errors.Join(errCode, err)}
	}
	return &desk.Error{Kind: desk.Unexpected, Say: "the other laptop is not to be reached: both must be in one network, and it must be waiting (`willing meet`)", Cause: errors.Join(errNobody, err)}
}

// pinned makes of a code the key that both ends show, and lets nobody else in.
func pinned(code string) (*tls.Config, error) {
	seed, err := hkdf.Key(sha256.New, []byte(code), nil, "willing/meet/1", ed25519.SeedSize)
	if err != nil {
		return nil, err
	}
	key := ed25519.NewKeyFromSeed(seed)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}},
		ClientAuth: tls.RequireAnyClientCert, InsecureSkipVerify: true, // no authority vouches: the key is compared below, at both ends
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) != 1 {
				return errCode
			}
			public, ok := s.PeerCertificates[0].PublicKey.(ed25519.PublicKey)
			if !ok || !bytes.Equal(public, key.Public().(ed25519.PublicKey)) {
				return errCode
			}
			return nil
		},
	}, nil
}
