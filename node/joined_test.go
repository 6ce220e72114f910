package node_test

import (
	"bytes"
	"context"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/node/nodetest"
)

// The proof of a code says nothing of the key that is named with it.
func TestNobodyJoinsUnderHeadquartersOwnKey(t *testing.T) {
	h := nodetest.New(t)
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), nil, []string{"IT"}, "")
	must(t, err)
	joining := func(device journal.Device) (answer []byte, err error) {
		_, err = meet.Join(t.Context(), e.Code, device, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			answer, err = h.Node.Admit(ctx, request)
			return io.NopCloser(bytes.NewReader(answer)), err
		})
		return answer, err
	}
	before := h.Pos()
	if _, err := joining(h.Node.Name()); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("headquarters is let in as a device: %v", err)
	}
	if h.Pos() != before {
		t.Error("something was written of it")
	}
	if _, err := joining(journal.Device{7}); err != nil {
		t.Errorf("the code serves no more: %v", err)
	}
}

// A code lets one device in: neither two that come with it at once, nor one that is in already, whose grant it would replace.
func TestACodeIsForOneNewDevice(t *testing.T) {
	h := nodetest.New(t)
	code := func(territory string) string {
		e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{territory}, "")
		must(t, err)
		return e.Code
	}
	join := func(code string, device journal.Device) error {
		_, err := meet.Join(t.Context(), code, device, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			answer, err := h.Node.Admit(ctx, request)
			return io.NopCloser(bytes.NewReader(answer)), err
		})
		return err
	}
	must(t, join(code("FR"), journal.Device{7}))
	before, _, _ := h.Desk().Grant(journal.Device{7})
	second := code("IT")
	if err := join(second, journal.Device{7}); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("whoever has a code replaces the grant of a device that is in already: %v", err)
	}
	if after, _, _ := h.Desk().Grant(journal.Device{7}); !slices.Equal(after.Scopes, before.Scopes) {
		t.Errorf("it may hold %v, and was granted %v", after.Scopes, before.Scopes)
	}
	let, all := atomic.Int64{}, sync.WaitGroup{}
	for i := range byte(8) {
		all.Go(func() {
			if join(second, journal.Device{8, i}) == nil {
				let.Add(1)
			}
		})
	}
	all.Wait()
	if let.Load() != 1 {
		t.Errorf("one code let %d devices in", let.Load())
	}
}

// A request to join serves once, within its hour, and for no key that was turned away; one that is turned down costs the code nothing.
func TestARequestToJoinServesOnce(t *testing.T) {
	h := nodetest.New(t)
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{"IT"}, "")
	must(t, err)
	var sent [][]byte
	join := func(device journal.Device) error {
		_, err := meet.Join(t.Context(), e.Code, device, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			sent = append(sent, bytes.Clone(request))
			answer, err := h.Node.Admit(ctx, request)
			return io.NopCloser(bytes.NewReader(answer)), err
		})
		return err
	}
	out := h.Device().Key.Device()
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), out))
	if err := join(out); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a key that was turned away comes back by a code: %v", err)
	}
	must(t, join(journal.Device{9}))
	for range 20 {
		for _, request := range sent {
			if _, err := h.Node.Admit(t.Context(), request); desk.KindOf(err) != desk.NotAllowed {
				t.Errorf("it serves again: %v", err)
			}
		}
	}
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), journal.Device{9}))
	if e, err = h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{"IT"}, ""); err != nil {
		t.Fatal(err)
	}
	h.Pass(time.Hour + time.Second)
	if err := join(journal.Device{10}); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a code serves for more than an hour: %v", err)
	}
}
