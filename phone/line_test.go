package phone

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strings"
	"testing"

	"willing/exchange/meet"
	"willing/node/nodetest"
)

// A phone that tried in vain without a network waits ever longer by itself; whoever opens a page with one does not.
func TestAPageOpenedWithANetworkDoesNotWaitForTheNextTry(t *testing.T) {
	p := drawPhone(t, nodetest.New(t))
	there := p.Post
	p.Post = func(string) meet.Line {
		return func(context.Context, []byte) (io.ReadCloser, error) { return nil, NoLine(errors.New("no network")) }
	}
	if said := p.sends("/meet", url.Values{"now": {"1"}}).Body.String(); strings.Contains(said, `"met":true`) {
		t.Fatal("it met headquarters without a network")
	}
	p.Post = there
	if said := p.sends("/meet", nil).Body.String(); strings.Contains(said, `"met":true`) {
		t.Error("by itself it does not wait")
	}
	if said := p.sends("/meet", url.Values{"opened": {"1"}}).Body.String(); !strings.Contains(said, `"met":true`) {
		t.Errorf("it waits for its next try though somebody opened a page: %s", said)
	}
}

// The network comes back while a try without it is still failing: whoever says so gets a try of their own.
func TestANetworkFoundDuringAFailingTryIsUsed(t *testing.T) {
	p := drawPhone(t, nodetest.New(t))
	there, began, fails := p.Post, make(chan bool), make(chan bool)
	p.Post = func(path string) meet.Line {
		return func(ctx context.Context, asked []byte) (io.ReadCloser, error) {
			close(began)
			<-fails
			return nil, NoLine(errors.New("no network"))
		}
	}
	l, first, second := p.inside.line, make(chan error), make(chan error)
	try := func(out chan error) {
		_, err := l.meet(t.Context())
		out <- err
	}
	go try(first)
	<-began
	p.Post = there
	if due, err := l.due(t.Context(), true, false); err != nil || !due {
		t.Fatal("a network that was found is no reason to try", err)
	}
	go try(second)
	close(fails)
	if err := <-first; !isLine(err) {
		t.Errorf("the first try: %v", err)
	}
	if err := <-second; err != nil || l.State().Failed != "" {
		t.Errorf("the second try: %v, and the line says %q", err, l.State().Failed)
	}
}
