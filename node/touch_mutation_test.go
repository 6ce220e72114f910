//go:build mutation

package node_test

import (
	"testing"
	"time"

	"willing/node"
	"willing/node/nodetest"
)

func TestWithoutItsLoopALaptopMeetsNobody(t *testing.T) {
	node.Off = "touch"
	t.Cleanup(func() { node.Off = "" })
	h := nodetest.New(t)
	url, answered := asksHome(t, h)
	l := joinsAt(t, h, url, h.Options())
	if worksByItself(t, l, answered, time.Second) {
		t.Error("its loop is switched off, and nothing shows it")
	}
}
