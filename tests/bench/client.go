package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"time"

	"willing/casebook"
)

// work is what a client process is asked to do, as JSON on its standard input: the same form about each of some
// people, by several clients at once.
type work struct {
	At      string        `json:"at"`
	Token   string        `json:"token"`
	Cookie  string        `json:"cookie"`
	Clients int           `json:"clients"`
	People  []casebook.ID `json:"people"`
	Path    string        `json:"path"` // of a person, with %s for the id
	Form    any           `json:"form"`
}

// worked is what came of it.
type worked struct {
	Rate float64 `json:"rate"` // requests a second
	P99  float64 `json:"p99"`  // milliseconds
	CPU  float64 `json:"cpu"`  // µs of the client's processor time for a request
}

// client works off what stands on its input. It is a process of its own, so that the server's processor time can be
// told from the client's.
func client(in io.Reader, out io.Writer) error {
	var w work
	if err := json.NewDecoder(in).Decode(&w); err != nil {
		return err
	}
	s := &server{at: w.At, token: w.Token, cookie: w.Cookie, client: newClient()}
	cpu := cpuTime()
	all, seconds, err := together(w.Clients, w.People, func(person casebook.ID) error {
		return s.sends(http.MethodPost, fmt.Sprintf(w.Path, person), w.Form, nil)
	})
	if err != nil {
		return err
	}
	n := float64(len(all))
	return json.NewEncoder(out).Encode(worked{Rate: n / seconds, P99: quantile(all, .99), CPU: (cpuTime() - cpu).Seconds() * 1e6 / n})
}

// works has a client process work, and says what the server spent on each request meanwhile, in µs.
func (s *server) works(ctx context.Context, w work) (done worked, spent float64, err error) {
	w.At, w.Token, w.Cookie = s.at, s.token, s.cookie
	asked, err := json.Marshal(w)
	if err != nil {
		return done, 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return done, 0, err
	}
	other := exec.CommandContext(ctx, self, "-client")
	var out, faults bytes.Buffer
	other.Stdin, other.Stdout, other.Stderr = bytes.NewReader(asked), &out, &faults
	cpu := cpuTime()
	if err := other.Run(); err != nil {
		return done, 0, errors.Join(err, errors.New(faults.String()))
	}
	spent = (cpuTime() - cpu).Seconds() * 1e6 / float64(len(w.People))
	return done, spent, json.Unmarshal(out.Bytes(), &done)
}

// newClient keeps its connections, as programs do.
func newClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}, Timeout: time.Minute}
}
