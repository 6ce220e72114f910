package node_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/exchange/meet"
	"willing/journal"
	"willing/node"
	"willing/node/nodetest"
)

// drawn is a device's key of a number.
func drawn(t *testing.T, n byte) journal.Key {
	t.Helper()
	key, err := journal.NewKey(bytes.NewReader(bytes.Repeat([]byte{n}, 32)))
	must(t, err)
	return key
}

// lineTo is the line to a headquarters.
func lineTo(h *nodetest.House) meet.Line {
	return func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		answer, err := h.Node.Admit(ctx, request)
		return io.NopCloser(bytes.NewReader(answer)), err
	}
}

// invites makes a code for ana's device.
func invites(t *testing.T, h *nodetest.House, territory string) string {
	t.Helper()
	e, err := h.Node.Enrol(t.Context(), h.As("admin"), []casebook.ID{h.As("ana").Who}, []string{territory}, "")
	must(t, err)
	return e.Code
}

// headquartersKey is the key that nobody but headquarters has.
func headquartersKey(t *testing.T, h *nodetest.House) journal.Key {
	t.Helper()
	key, err := journal.ReadKey(filepath.Join(string(h.Dir), "keys", "device.key"))
	must(t, err)
	return key
}

func TestNobodyJoinsUnderHeadquartersOwnKey(t *testing.T) {
	h := nodetest.New(t)
	code := invites(t, h, "IT")
	before := h.Pos()
	if _, err := meet.Join(t.Context(), code, headquartersKey(t, h), meet.Laptop, lineTo(h)); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("headquarters is let in as a device: %v", err)
	}
	if h.Pos() != before {
		t.Error("something was written of it")
	}
	if _, err := meet.Join(t.Context(), code, drawn(t, 7), meet.Laptop, lineTo(h)); err != nil {
		t.Errorf("the code serves no more: %v", err)
	}
}

// Who names a key that they do not hold is not let in by it, whoever's it is, and the code serves its owner still: neither without a
// signature, nor with one by another key, over another code, or for another house.
func TestWhoBringsAKeyHoldsIt(t *testing.T) {
	h, other := nodetest.New(t), nodetest.New(t)
	code, mine, theirs := invites(t, h, "IT"), drawn(t, 7), drawn(t, 8)
	var right meet.Joining
	if err := said(t, code, mine, lineTo(h), func(j *meet.Joining) error { right = *j; return errors.New("not sent") }); err == nil {
		t.Fatal("it was sent")
	}
	before := h.Pos()
	for name, sent := range map[string]func(*meet.Joining) error{
		"no signature":     func(j *meet.Joining) error { j.Signature = []byte{}; return nil },
		"one that is none": func(j *meet.Joining) error { j.Signature[7] ^= 1; return nil },
		"by another key": func(j *meet.Joining) error {
			j.Device = theirs.Device()
			j.Proof = proofOf(t, code, theirs)
			return nil
		},
		"over another code": func(j *meet.Joining) error {
			j.Proof = proofOf(t, invites(t, h, "IT"), mine)
			return nil
		},
		"by an older program": func(j *meet.Joining) error { j.Version = 1; return nil },
	} {
		if err := said(t, code, mine, lineTo(h), sent); desk.KindOf(err) != desk.NotAllowed {
			t.Errorf("%s: %v", name, err)
		}
	}
	if h.Pos() != before {
		t.Error("somebody was let in")
	}
	elsewhere := func(ctx context.Context, request []byte) (io.ReadCloser, error) { // another house that was told the code
		var asked meet.Joining
		must(t, json.Unmarshal(request, &asked))
		if asked.Signature != nil {
			return lineTo(h)(ctx, request)
		}
		answer, err := json.Marshal(meet.Ask(code, other.Node.Name(), asked.Device))
		return io.NopCloser(bytes.NewReader(answer)), err
	}
	if _, err := meet.Join(t.Context(), code, mine, meet.Laptop, elsewhere); desk.KindOf(err) != desk.NotAllowed || h.Pos() != before {
		t.Errorf("what was signed for another house lets a device in: %v", err)
	}
	must(t, said(t, code, mine, lineTo(h), func(j *meet.Joining) error { *j = right; return nil }))
}

// said lets a device join, whose signed request somebody changes on its way.
func said(t *testing.T, code string, key journal.Key, line meet.Line, change func(*meet.Joining) error) error {
	t.Helper()
	_, err := meet.Join(t.Context(), code, key, meet.Laptop, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
		var asked meet.Joining
		must(t, json.Unmarshal(request, &asked))
		if asked.Signature == nil {
			return line(ctx, request)
		}
		if err := change(&asked); err != nil {
			return nil, err
		}
		changed, err := json.Marshal(asked)
		must(t, err)
		return line(ctx, changed)
	})
	return err
}

// proofOf is the proof of a code for a device.
func proofOf(t *testing.T, code string, key journal.Key) (proof []byte) {
	t.Helper()
	_, err := meet.Join(t.Context(), code, key, meet.Laptop, func(_ context.Context, request []byte) (io.ReadCloser, error) {
		var asked meet.Joining
		must(t, json.Unmarshal(request, &asked))
		proof = asked.Proof
		return nil, errors.New("far enough")
	})
	if proof == nil {
		t.Fatal(err)
	}
	return proof
}

// A backup holds the codes of its hour, those too that were used since: a restored headquarters knows none of them.
func TestACodeEndsWithARestore(t *testing.T) {
	h := nodetest.New(t)
	used, unused := invites(t, h, "IT"), invites(t, h, "FR")
	file := backUp(t, h)
	if _, err := meet.Join(t.Context(), used, drawn(t, 7), meet.Laptop, lineTo(h)); err != nil {
		t.Fatal(err)
	}
	r := restoring(t, h, file)
	r.Register = h.RegisterCopy()
	_, err := node.Restore(t.Context(), r)
	must(t, err)
	movesTo(t, h, r.Folder)
	for name, code := range map[string]string{"used": used, "not used": unused} {
		if _, err := meet.Join(t.Context(), code, drawn(t, 8), meet.Laptop, lineTo(h)); desk.KindOf(err) != desk.NotAllowed {
			t.Errorf("a code that was %s serves after the restore: %v", name, err)
		}
	}
	if _, err := meet.Join(t.Context(), invites(t, h, "IT"), drawn(t, 8), meet.Laptop, lineTo(h)); err != nil {
		t.Errorf("a new code serves: %v", err)
	}
}

// A code lets one device in: neither two that come with it at once, nor one that is in already, whose grant it would replace.
func TestACodeIsForOneNewDevice(t *testing.T) {
	h := nodetest.New(t)
	join := func(code string, key journal.Key) error {
		_, err := meet.Join(t.Context(), code, key, meet.Laptop, lineTo(h))
		return err
	}
	known := drawn(t, 7)
	must(t, join(invites(t, h, "FR"), known))
	before, _, _ := h.Desk().Grant(known.Device())
	second := invites(t, h, "IT")
	if err := join(second, known); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("whoever has a code replaces the grant of a device that is in already: %v", err)
	}
	if after, _, _ := h.Desk().Grant(known.Device()); !slices.Equal(after.Scopes, before.Scopes) {
		t.Errorf("it may hold %v, and was granted %v", after.Scopes, before.Scopes)
	}
	let, all := atomic.Int64{}, sync.WaitGroup{}
	for i := range byte(8) {
		key := drawn(t, 80+i)
		all.Go(func() {
			if join(second, key) == nil {
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
	code := invites(t, h, "IT")
	var sent [][]byte
	join := func(key journal.Key) error {
		_, err := meet.Join(t.Context(), code, key, meet.Laptop, func(ctx context.Context, request []byte) (io.ReadCloser, error) {
			sent = append(sent, bytes.Clone(request))
			return lineTo(h)(ctx, request)
		})
		return err
	}
	out := h.Device().Key
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), out.Device()))
	if err := join(out); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a key that was turned away comes back by a code: %v", err)
	}
	must(t, join(drawn(t, 9)))
	for range 20 {
		for _, request := range sent {
			if _, err := h.Node.Admit(t.Context(), request); desk.KindOf(err) != desk.NotAllowed {
				t.Errorf("it serves again: %v", err)
			}
		}
	}
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), drawn(t, 9).Device()))
	code = invites(t, h, "IT")
	h.Pass(time.Hour + time.Second)
	if err := join(drawn(t, 10)); desk.KindOf(err) != desk.NotAllowed {
		t.Errorf("a code serves for more than an hour: %v", err)
	}
}

// What a code lets in does not lie about for good: whoever draws the next one sweeps away those that are over.
func TestCodesThatAreOverAreSweptAway(t *testing.T) {
	h := nodetest.New(t)
	kept := func() (n int) {
		must(t, h.Node.View(t.Context(), func(r journal.Reader) error {
			entries, failed := r.Scan("invited", nil, nil)
			for range entries {
				n++
			}
			return failed()
		}))
		return n
	}
	invites(t, h, "IT")
	if invites(t, h, "FR"); kept() != 2 {
		t.Errorf("of two codes that serve %d are kept", kept())
	}
	h.Pass(time.Hour + time.Second)
	if invites(t, h, "IT"); kept() != 1 {
		t.Errorf("of two codes that are over and one that serves %d are kept", kept())
	}
}
