package phone

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"sync"
	"testing"

	"willing/casebook"
	"willing/exchange/meet"
	"willing/node/nodetest"
)

// sipped is an answer that comes bit by bit: before each bit, look is called.
type sipped struct {
	rest []byte
	look func()
}

func (s *sipped) Read(p []byte) (int, error) {
	s.look()
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), 500)], s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func (s *sipped) Close() error { return nil }

// The first load of a phone goes on for long on a thin line. Whoever waits for it is led on as soon as there is somebody,
// who can be opened while the load goes on, and reads how much is still to come.
func TestAPhoneBeginsItsDayWhileItsFirstLoadGoesOn(t *testing.T) {
	h := nodetest.New(t)
	for i := range 80 { // more than a frame holds
		h.Noted(fmt.Sprint("Zora", i), "Zorason", fmt.Sprintf("+39333000%04d", i))
	}
	var heard []string // what a page hears meanwhile
	var todays, device string
	var once sync.Once
	p := drawPhoneOn(t, h, []casebook.ID{h.As("ana").Who}, func(p *drawnPhone, line meet.Line) meet.Line {
		return func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			answer, err := line(ctx, request)
			if err != nil {
				return nil, err
			}
			raw, err := io.ReadAll(answer)
			return &sipped{raw, func() {
				said := p.sends("/screen", nil).Body.String()
				heard = append(heard, said)
				if strings.Contains(said, `"busy":true`) && !strings.Contains(said, `"waiting":true`) {
					once.Do(func() { todays, device = p.gets("/team").Body.String(), p.gets("/team/device").Body.String() })
				}
			}}, err
		}
	})
	p.sends("/meet", url.Values{"now": {"yes"}})
	if first := heard[0]; !strings.Contains(first, `"busy":true`) || !strings.Contains(first, `"waiting":true`) {
		t.Errorf("before anything came a page hears %s", first)
	}
	if !strings.Contains(todays, "Zorason") {
		t.Errorf("while the load goes on, nobody stands on the day's page: %s", todays)
	}
	if strings.Contains(todays, "Zora79 ") {
		t.Error("all were there before a page heard of any")
	}
	if !strings.Contains(device, "entries wait for you") {
		t.Errorf("the device does not say how much is still to come: %s", device)
	}
	if said := p.sends("/screen", nil).Body.String(); strings.Contains(said, "busy") || strings.Contains(said, "waiting") {
		t.Errorf("after the load a page hears %s", said)
	}
}
