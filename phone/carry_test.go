package phone

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"testing"

	"willing/bundle"
	"willing/exchange/meet"
	"willing/node/nodetest"
)

func TestAFileHoldsWhatIsNotConfirmedAndCountsOnlyOnceItWasHandedOut(t *testing.T) {
	h := nodetest.New(t)
	p := drawPhone(t, h)
	stops(p, h)
	p.Post = func(string) meet.Line {
		return func(context.Context, []byte) (io.ReadCloser, error) { return nil, NoLine(nil) }
	}
	for range 2 { // each puts away what was known of headquarters
		p.asks(http.MethodPost, "/meet", url.Values{"now": {"yes"}})
	}
	file := p.gets("/keep/bundle").Body.Bytes()
	device, err := p.inside.own.device()
	if err != nil {
		t.Fatal(err)
	}
	about, _, err := bundle.Open(bytes.NewReader(file), device)
	if err != nil || about.Frames != 1 || len(file) > 4096 {
		t.Errorf("the file for one stop has %d frames and %d bytes: %v", about.Frames, len(file), err)
	}
	known, err := p.inside.desk.Knowledge(t.Context())
	if err != nil || known.Filed != 0 {
		t.Errorf("a file that nobody took along counts %d entries: %v", known.Filed, err)
	}
	p.sends("/keep/handed", nil)
	known, err = p.inside.desk.Knowledge(t.Context())
	if err != nil || known.Filed != 1 || known.Unsent != 1 {
		t.Errorf("handed out: %+v %v", known, err)
	}
}
