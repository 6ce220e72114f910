package node_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/node"
	"willing/node/nodetest"
)

// waits lets a laptop wait for others until the test ends.
func (l *laptop) waits() *node.Meeting {
	l.t.Helper()
	m, err := l.n.Wait("127.0.0.1:0")
	must(l.t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- m.Serve(ctx) }()
	l.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			l.t.Error(err)
		}
	})
	return m
}

func (l *laptop) meets(m *node.Meeting) node.Synced {
	l.t.Helper()
	out, err := l.n.MeetAt(l.t.Context(), m.Addresses[0], m.Code)
	must(l.t, err)
	return out
}

// peers.json is a hint: whatever became of it, the next exchange goes on, and mends it.
func TestWhatIsRememberedOfOthersMayBeDamaged(t *testing.T) {
	l := joins(t, nodetest.New(t), nil, "IT")
	for _, damaged := range []string{"null", "{", "[]", `{"x":null}`} {
		must(t, os.WriteFile(filepath.Join(string(l.dir), "peers.json"), []byte(damaged), 0o600))
		if out := l.syncs(); out.Problem != "" {
			t.Errorf("%s: %+v", damaged, out)
		}
	}
}

func TestTwoLaptopsMeetWithoutHeadquarters(t *testing.T) {
	h := nodetest.New(t)
	one, two := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	mira := h.Noted("Mira", "Miranda", "+393330000001")
	one.syncs()
	two.syncs()

	t.Log("apart, each meets somebody; and Mira says stop to the first")
	zora, lina := one.notes(h.As("ana"), "Zora", "IT"), two.notes(h.As("ana"), "Lina", "IT")
	must(t, one.n.Desk.Stop(t.Context(), h.As("ana"), mira))
	if shows(t, two.n.Desk, h.As("ana"), mira).Alone {
		t.Fatal("the second knows of the stop already")
	}
	m := one.waits()
	out := two.meets(m)
	if out.Sent == 0 || out.Received == 0 || out.Problem != "" {
		t.Errorf("they exchanged %+v", out)
	}
	if !shows(t, two.n.Desk, h.As("ana"), mira).Alone {
		t.Error("the stop did not reach the second laptop")
	}
	shows(t, two.n.Desk, h.As("ana"), zora)
	shows(t, one.n.Desk, h.As("ana"), lina)
	if again := two.meets(m); again.Requests != 1 || again.Sent+again.Received != 0 || again.BytesUp+again.BytesDown > 1024 {
		t.Errorf("with nothing new: %+v", again)
	}

	t.Log("the second comes home and brings what the first wrote; when the first comes, it counts once")
	two.syncs()
	h.Stands(zora, casebook.StageNoted)
	if !h.Shows(mira).Alone {
		t.Error("the stop is not at headquarters")
	}
	before, err := h.Desk().Commits(t.Context())
	must(t, err)
	one.syncs()
	after, err := h.Desk().Commits(t.Context())
	must(t, err)
	if after != before {
		t.Errorf("headquarters has %d entries, and %d after the first came", before, after)
	}
	one.verifies()
	two.verifies()
	h.Verifies()
}

func TestALaptopThatJoinedLaterShowsWhoItIs(t *testing.T) {
	for _, waiting := range []string{"the older one waits", "the newer one waits"} {
		t.Run(waiting, func(t *testing.T) {
			h := nodetest.New(t)
			older := joins(t, h, nil, "IT")
			newer := joins(t, h, nil, "IT")
			zora, lina := newer.notes(h.As("ana"), "Zora", "IT"), older.notes(h.As("ana"), "Lina", "IT")
			var out node.Synced
			if waiting == "the older one waits" {
				out = newer.meets(older.waits())
			} else {
				out = older.meets(newer.waits())
			}
			if out.Problem != "" {
				t.Errorf("they exchanged %+v", out)
			}
			shows(t, older.n.Desk, h.As("ana"), zora)
			shows(t, newer.n.Desk, h.As("ana"), lina)
			older.verifies()
		})
	}
}

func TestALaptopThatWasTurnedAwayIsTurnedAwayByOthersToo(t *testing.T) {
	h := nodetest.New(t)
	one, stolen := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), stolen.n.Name()))
	zora := one.notes(h.As("ana"), "Zora", "IT")
	one.syncs()
	if out := stolen.meets(one.waits()); out.Problem != exchange.Revoked || out.Received != 0 {
		t.Errorf("it gets %+v", out)
	}
	m := stolen.waits()
	_, err := one.n.MeetAt(t.Context(), m.Addresses[0], m.Code)
	kindOf(t, err, desk.NotAllowed, "turned away")
	if _, err := stolen.n.Desk.Show(t.Context(), h.As("ana"), zora); err == nil {
		t.Error("it knows somebody whom it must not know")
	}
}

func TestLaptopsGiveWhatBothMayHold(t *testing.T) {
	h := nodetest.New(t)
	one, two := joins(t, h, nil, "IT", "FR"), joins(t, h, nil, "IT")
	one.syncs()
	two.syncs()
	france, italy := one.notes(h.As("cora"), "Zora", "FR"), one.notes(h.As("cora"), "Mira", "IT")
	two.meets(one.waits())
	shows(t, two.n.Desk, h.As("cora"), italy)
	if _, err := two.n.Desk.Show(t.Context(), h.As("cora"), france); err == nil {
		t.Error("somebody of France is on a laptop for Italy")
	}
}

func TestWhoDoesNotKnowTheCodeIsNotLetIn(t *testing.T) {
	h := nodetest.New(t)
	one, two := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	m := one.waits()
	other := two.waits()
	_, err := two.n.MeetAt(t.Context(), m.Addresses[0], other.Code)
	kindOf(t, err, desk.NotAllowed, "code")
	_, err = two.n.MeetAt(t.Context(), "nowhere", m.Code)
	kindOf(t, err, desk.BadInput, "HOST:PORT")
	_, err = h.Node.Wait("127.0.0.1:0")
	kindOf(t, err, desk.BadInput, "headquarters")
	t.Log("a code is typed as people type")
	if out, err := two.n.MeetAt(t.Context(), m.Addresses[0], strings.ToUpper(m.Code[:4]+"-"+m.Code[4:])); err != nil || out.Problem != "" {
		t.Errorf("%+v: %v", out, err)
	}
}
