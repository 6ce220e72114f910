package node_test

import (
	"crypto/rand"
	"testing"
	"time"

	"willing/casebook"
	"willing/journal"
	"willing/node/nodetest"
)

// A person's private link opens their page, whatever a device writes about links: without it nobody could say no or stop by themselves.

// shut are the ways in which a scout with a changed program might shut it.
var shut = map[string]func(h *nodetest.House, d *nodetest.Device, person casebook.ID, key []byte){
	"by copying it to somebody else": func(h *nodetest.House, d *nodetest.Device, _ casebook.ID, key []byte) {
		issues(h, d, h.Noted("Elena", "Elmi", "+393471110003"), key)
	},
	"by many others": func(h *nodetest.House, d *nodetest.Device, person casebook.ID, _ []byte) {
		for range 80 {
			issues(h, d, person, fresh(h).Public())
		}
	},
	"by many others, before and after": func(h *nodetest.House, d *nodetest.Device, person casebook.ID, _ []byte) {
		for _, skew := range []time.Duration{-100 * time.Hour, time.Minute} {
			d.Skew = skew
			for range 40 {
				issues(h, d, person, fresh(h).Public())
			}
		}
	},
}

func fresh(h *nodetest.House) journal.Key {
	h.T.Helper()
	key, err := journal.NewKey(rand.Reader)
	if err != nil {
		h.T.Fatal(err)
	}
	return key
}

func issues(h *nodetest.House, d *nodetest.Device, person casebook.ID, key []byte) {
	h.T.Helper()
	link := &casebook.Link{Key: key, Expires: h.Now().Add(90 * 24 * time.Hour).Unix()}
	h.Meets(d.Writes(nodetest.Form{Subject: person, By: h.As("ana"), Events: []casebook.Event{{Type: casebook.LinkIssued, Body: link}}}))
}

func opensAfter(t *testing.T, way string) bool {
	t.Helper()
	h := nodetest.New(t)
	p := h.Noted("Dario", "Dardi", "+393471110002")
	h.Met(p)
	key := h.Told(p).Public()
	h.Pass(time.Minute)
	shut[way](h, h.Device(), p, key)
	v, err := h.Desk().Visit(t.Context(), key)
	h.Verifies()
	return err == nil && v.Person == p
}

func TestNobodyShutsAPersonsLink(t *testing.T) {
	for way := range shut {
		if !opensAfter(t, way) {
			t.Errorf("%s: their page opens no more", way)
		}
	}
}

// A link that somebody copied to more people than are looked at opens none of their pages: whoever holds it reads nobody else's.
func TestALinkOfManyOpensNobodyElsesPage(t *testing.T) {
	h := nodetest.New(t)
	key, d := fresh(h).Public(), h.Device()
	for _, p := range nodetest.Rows(0, 64) {
		issues(h, d, h.Sighted(p.Particulars), key)
	}
	if v, err := h.Desk().Visit(t.Context(), key); err == nil {
		t.Errorf("it opens somebody's: %v", v.Person)
	}
}
