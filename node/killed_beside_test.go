package node_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"willing/node"
	"willing/node/nodetest"
	"willing/tests/thinline"
)

// victimWaits is a laptop that waits for another until it is killed. It says where, and the code.
func victimWaits(folder node.Folder, o node.Options) error {
	n, err := node.Open(context.Background(), folder, o)
	if err != nil {
		return err
	}
	m, err := n.Wait("127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(m.Addresses[0], m.Code)
	return m.Serve(context.Background())
}

// victimComes is a laptop that meets one that waits. It says so when it is done.
func victimComes(folder node.Folder, o node.Options) error {
	n, err := node.Open(context.Background(), folder, o)
	if err != nil {
		return err
	}
	fmt.Println("open")
	address, code, _ := strings.Cut(os.Getenv("WILLING_URL"), " ")
	_, err = n.MeetAt(context.Background(), address, code)
	return errors.Join(err, n.Close())
}

// Two laptops meet far from any line, and either dies, at whatever moment, again and again. Then they meet once more.
func TestLaptopsKilledWhileTheyMeetLoseNothing(t *testing.T) {
	h := nodetest.New(t)
	one, two := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	const many = 80
	for i := range many {
		one.notes(h.As("cora"), fmt.Sprint("Lapa", i), "IT")
		two.notes(h.As("cora"), fmt.Sprint("Nora", i), "IT")
	}
	must(t, one.n.Close())
	must(t, two.n.Close())
	for round := range 6 {
		waiting := one.starts("waits", string(one.dir), "")
		address, code, _ := strings.Cut(waiting.said.Text(), " ")
		thin, err := thinline.Open(address, thinline.Shape{Rate: 400_000, Delay: 2 * time.Millisecond, Seed: uint64(round)})
		must(t, err)
		coming := two.starts("comes", string(two.dir), thin.Address()+" "+code)
		after := time.Duration(round*round) * 8 * time.Millisecond
		if round%2 == 0 {
			coming.ends(after)
			waiting.ends(0)
		} else {
			waiting.ends(after)
			thin.Break()
			coming.ends(10 * time.Second)
		}
		must(t, thin.Close())
	}
	var err error
	one.n, err = one.opens()
	must(t, err)
	two.n, err = two.opens()
	must(t, err)
	two.meets(one.waits())
	for name, l := range map[string]*laptop{"the one that waited": one, "the one that came": two} {
		figures, err := l.n.Desk.Figures(t.Context(), h.As("cora"))
		must(t, err)
		if figures[0].People != 2*many {
			t.Errorf("%s knows %d people of %d", name, figures[0].People, 2*many)
		}
		l.verifies()
	}
	two.syncs()
	one.syncs()
	h.Verifies()
}
