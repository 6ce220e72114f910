//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// Without an envelope, what somebody said for the doctor lies open on the laptop that they held; if the law did not hold it.
func TestWithoutAnEnvelopeHealthLiesOpen(t *testing.T) {
	desk.Off, casebook.Off = "envelope", "G03"
	t.Cleanup(func() { desk.Off, casebook.Off = "", "" })
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	declaresOn(t, h, l)
	if !l.holds(t, ill) {
		t.Error("envelopes are switched off, and nothing shows it")
	}
}

// Without whom it is about in it, a copied envelope opens for whoever reads the other record.
func TestWithoutWhomItIsAboutACopyOpens(t *testing.T) {
	desk.Off = "whose"
	t.Cleanup(func() { desk.Off = "" })
	if !readsAnothers(t, nodetest.New(t)) {
		t.Error("whom an envelope is about is switched off, and nothing shows it")
	}
}
