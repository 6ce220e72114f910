package nodetest_test

import (
	"os"
	"testing"
	"time"

	"willing/journal"
	"willing/node/nodetest"
	"willing/store/memory"
)

func TestSpeed(t *testing.T) {
	if os.Getenv("SPEED") == "" {
		t.Skip("a measurement")
	}
	h := nodetest.New(t)
	start := time.Now()
	h.Imports(0, 20000)
	t.Cleanup(func() { s := time.Now(); c, err := h.Desk().CompareViews(t.Context()); t.Log("compare", c, err, time.Since(s)) })
	t.Log("import", time.Since(start))
	start = time.Now()
	n := 0
	err := h.Node.View(t.Context(), func(r journal.Reader) error {
		for _, err := range journal.ByArrival(r, 1) {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	t.Log("by arrival", n, time.Since(start), err)
	start = time.Now()
	n = 0
	var ids []journal.ID
	err = h.Node.View(t.Context(), func(r journal.Reader) error {
		for head, err := range journal.Heads(r) {
			if err != nil {
				return err
			}
			for e, err := range journal.LaneCommits(r, head.Lane, 1) {
				if err != nil {
					return err
				}
				n++
				ids = append(ids, e.Commit.Header.Subject)
			}
		}
		return nil
	})
	t.Log("by lane", n, time.Since(start), err)
	start = time.Now()
	err = h.Node.View(t.Context(), func(r journal.Reader) error {
		for _, id := range ids {
			for _, err := range journal.Subject(r, id) {
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	t.Log("by subject", n, time.Since(start), err)
	start = time.Now()
	m := memory.New()
	people, err := h.Desk().RebuildInto(t.Context(), m)
	t.Log("rebuild", people, time.Since(start), err)
}

func TestCompare(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 1000)
	maria := h.Noted("Maria", "Rossi", "+393331112233")
	link := h.SaysYes(maria)
	start := time.Now()
	c, err := h.Desk().CompareViews(t.Context())
	t.Log(c, err, time.Since(start))
	h.Erased(maria, link)
	c, err = h.Desk().CompareViews(t.Context())
	t.Log(c, err, time.Since(start))
}
