package node_test

import (
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
)

// wellKept checks that nothing is wrong with a house.
func wellKept(t *testing.T, n *node.Node) node.Verified {
	t.Helper()
	v, err := n.Verify(t.Context(), node.VerifyOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !v.OK() {
		t.Fatalf("not well kept: %+v", v)
	}
	return v
}

// Maria is seen in Livorno, met, told, asked; she says yes, leaves, comes back with her receipt, and in the
// end wants everything about her gone.
func TestMariasWay(t *testing.T) {
	h := nodetest.New(t)
	ctx := t.Context()
	maria := h.Noted("Maria", "Zanobini", "+393331112233")
	h.Stands(maria, casebook.StageNoted)
	h.Met(maria)
	h.Stands(maria, casebook.StageApproached)
	link := h.Told(maria)
	h.Stands(maria, casebook.StageUnderstood)
	h.Asked(maria)
	h.Stands(maria, casebook.StageOffered)
	h.Answers(maria, "yes", link)
	h.Stands(maria, casebook.StageProvisional)
	h.Called(maria)
	h.Stands(maria, casebook.StageEffective)
	h.Reopen()
	wellKept(t, h.Node)

	t.Log("she leaves; from then on nobody approaches her, not even after somebody sees her again")
	if err := h.Desk().Withdraw(ctx, desk.Acting{}, maria, link); err != nil {
		t.Fatal(err)
	}
	h.Stands(maria, casebook.StageLeftAlone)
	again := h.TakesIn(casebook.Particulars{Given: "Maria", Family: "Zanobini", Phones: []string{"+393331112233"}})
	if again.Became != desk.BecameHeldBack {
		t.Errorf("the second sighting became %s", again.Became)
	}
	if _, err := h.Desk().Approach(ctx, h.As("ana"), maria, casebook.Approach{Outcome: "talked", SpokenBefore: "no"}); desk.KindOf(err) != desk.Held {
		t.Errorf("an approach after she left: %v", err)
	}
	h.Reopen()
	wellKept(t, h.Node)

	t.Log("she comes back, of her own accord, to two people outside the team")
	h.Pass(30 * 24 * time.Hour)
	if err := h.Desk().Reopen(ctx, h.As("tom", "sara"), maria, nil); err != nil {
		t.Fatal(err)
	}
	h.Stands(maria, casebook.StageNoted)
	h.Reopen()
	wellKept(t, h.Node)

	t.Log("she asks that everything goes: hidden at once, gone after three days")
	if err := h.Desk().AskErasure(ctx, desk.Acting{}, maria, link); err != nil {
		t.Fatal(err)
	}
	h.Stands(maria, casebook.StageHidden)
	if h.Tidies() != 0 {
		t.Error("erased before its time")
	}
	h.Pass(73 * time.Hour)
	if h.Tidies() != 1 {
		t.Error("not erased in time")
	}
	h.Stands(maria, casebook.StageErased)
	h.Reopen()
	wellKept(t, h.Node)
	if files := nodetest.FilesWith(t, "Zanobini", string(h.Dir), h.Away); len(files) > 0 {
		t.Errorf("her name is still in %v", files)
	}
}

// While somebody imports, verifying neither waits nor sees differences.
func TestVerifyWhileOthersWrite(t *testing.T) {
	h := nodetest.New(t)
	h.Imports(0, 200)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 8 {
			if _, err := h.Desk().ImportLeads(t.Context(), h.As("cora"), nodetest.Rows(1000+i*40, 40)); err != nil {
				t.Error(err)
			}
		}
	}()
	for {
		wellKept(t, h.Node)
		select {
		case <-done:
			if v := wellKept(t, h.Node); v.Commits < 520 {
				t.Errorf("%d commits", v.Commits)
			}
			return
		default:
		}
	}
}

// A row whose time has come but that nobody has tidied yet is no difference.
func TestTimeGoingByIsNoFault(t *testing.T) {
	h := nodetest.New(t)
	paolo := h.Noted("Paolo", "Bini", "+393335556677")
	h.Met(paolo)
	h.Told(paolo)
	h.Asked(paolo)
	for _, days := range []int{0, 29, 1, 1, 200} {
		h.Pass(time.Duration(days) * 24 * time.Hour)
		wellKept(t, h.Node)
	}
	h.Tidies()
	h.Stands(paolo, casebook.StageLapsed)
	wellKept(t, h.Node)
}
