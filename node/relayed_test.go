package node_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node"
	"willing/node/nodetest"
)

// What one laptop wrote may come home by way of another, without the content that this one may not hold.

// saysNo is somebody who says no on a laptop. Another, for another country, brings it home without her words.
func saysNo(t *testing.T, h *nodetest.House, wrote, brings *laptop, others ...*laptop) (vera casebook.ID) {
	t.Helper()
	vera = h.Noted("Vera", "Conti", "+393490000012")
	h.Met(vera)
	link := h.Told(vera)
	h.Asked(vera)
	for _, l := range append(others, wrote, brings) {
		l.syncs()
	}
	no := desk.Answering{Answer: casebook.Answer{Answer: "no", Method: "own", NoWish: true, Language: "it"}, Link: link}
	_, err := wrote.n.Desk.Answer(t.Context(), desk.Acting{}, vera, no)
	must(t, err)
	brings.meets(wrote.waits())
	brings.syncs()
	return vera
}

// broughtHome is somebody who says no on a laptop for Italy. A laptop for France brings it home without her words, so
// that another for Italy hears of it; then the first comes home too.
func broughtHome(t *testing.T, h *nodetest.House) (waits *laptop, vera casebook.ID) {
	t.Helper()
	wrote, brings, waits := joins(t, h, nil, "IT"), joins(t, h, nil, "FR"), joins(t, h, nil, "IT")
	vera = saysNo(t, h, wrote, brings, waits)
	waits.syncs()
	for _, d := range []*desk.Desk{h.Desk(), waits.n.Desk} {
		if p := shows(t, d, h.As("cora"), vera); p.Stage != casebook.StageLeftAlone {
			t.Errorf("she said no, and is %s", p.Stage)
		}
	}
	if answered(t, waits.n.Desk, h, vera) {
		t.Fatal("her words came by way of a laptop that may not hold them")
	}
	wrote.syncs()
	return waits, vera
}

// answered reports whether a node has what somebody answered, and not only that they did.
func answered(t *testing.T, d *desk.Desk, h *nodetest.House, person casebook.ID) bool {
	t.Helper()
	for _, f := range shows(t, d, h.As("cora"), person).Facts {
		if a, ok := f.Body.(*casebook.Answer); ok && a.Answer == "no" {
			return true
		}
	}
	return false
}

func TestWhatCameHomeWithoutItsContentIsAskedForAgain(t *testing.T) {
	h := nodetest.New(t)
	waits, vera := broughtHome(t, h)
	waits.syncs()
	if !answered(t, waits.n.Desk, h, vera) {
		t.Error("her answer is at headquarters, and a laptop that waits for it never asks again")
	}
	if out := waits.syncs(); out.Requests != 1 || out.BytesUp+out.BytesDown > 1024 {
		t.Errorf("with nothing new: %+v", out)
	}
	waits.verifies()
	h.Verifies()
}

func TestADeviceThatWasTurnedAwayIsAskedForWhatItAloneHas(t *testing.T) {
	h := nodetest.New(t)
	wrote, brings := joins(t, h, nil, "IT"), joins(t, h, nil, "FR")
	vera := saysNo(t, h, wrote, brings)
	must(t, h.Desk().RevokeDevice(t.Context(), h.As("admin"), wrote.n.Name()))
	wrote.syncs()
	if !answered(t, h.Desk(), h, vera) {
		t.Error("what she answered was purged with the device that was turned away, and is nowhere else")
	}
	h.Verifies()
}

// erasedMeanwhile is what a laptop exchanges at last that had to give up somebody who moved away. That it did so comes
// home with another, without its content; then she is erased.
func erasedMeanwhile(t *testing.T, h *nodetest.House) node.Synced {
	t.Helper()
	had, brings := joins(t, h, nil, "IT"), joins(t, h, nil, "ES")
	lina := h.Noted("Lina", "Conti", "+393490000013")
	h.Met(lina)
	link := h.Told(lina)
	had.syncs()
	must(t, h.Desk().Move(t.Context(), h.As("cora"), lina, "FR"))
	if had.syncs().Purged != 1 {
		t.Fatal("she moved away, and nothing was purged")
	}
	brings.meets(had.waits())
	brings.syncs()
	h.Erased(lina, link)
	had.syncs()
	had.syncs()
	out := had.syncs()
	had.verifies()
	h.Verifies()
	return out
}

func TestNothingIsAskedForOfSomebodyWhoWasErased(t *testing.T) {
	if out := erasedMeanwhile(t, nodetest.New(t)); out.Requests != 1 || out.BytesUp+out.BytesDown > 1024 {
		t.Errorf("she is erased, and headquarters asks for ever what was written about her: %+v", out)
	}
}

// movesAway is a laptop that heard from another of somebody's stop, and later, from that one too, that she stands in
// another country now. It was not at headquarters meanwhile.
func movesAway(t *testing.T, h *nodetest.House) *laptop {
	t.Helper()
	knows, other := joins(t, h, nil, "IT"), joins(t, h, nil, "IT")
	vera := h.Noted("Vera", "Conti", "+393490000012")
	knows.syncs()
	other.syncs()
	must(t, other.n.Desk.Stop(t.Context(), h.As("ana"), vera))
	m := knows.waits()
	other.meets(m)
	if !knows.looks(phone("+393490000012")) {
		t.Error("she said stop, and would be approached")
	}
	other.syncs()
	must(t, h.Desk().Move(t.Context(), h.As("cora"), vera, "FR"))
	other.syncs()
	other.meets(m)
	if plain, err := knows.n.Plain(t.Context()); err != nil || bytes.Contains(plain, []byte("Conti")) {
		t.Errorf("she stands in France, and her name on a laptop for Italy: %v", err)
	}
	return knows
}

func TestWhoRefusedIsKnownAgainWhereSheIsGivenUp(t *testing.T) {
	h := nodetest.New(t)
	knows := movesAway(t, h)
	if !knows.looks(phone("+393490000012")) {
		t.Error("she said stop, moved away, and would be approached by the laptop that gave her up")
	}
	if knows.looks(phone("+393490000099")) {
		t.Error("a stranger is taken for her")
	}
	knows.verifies()
}

// givesUp is a laptop that gave somebody up who had said stop, since she stands in another country now.
func givesUp(t *testing.T, h *nodetest.House) *laptop {
	t.Helper()
	l := joins(t, h, nil, "IT")
	vera := h.Noted("Vera", "Conti", "+393490000012")
	l.syncs()
	must(t, l.n.Desk.Stop(t.Context(), h.As("ana"), vera))
	l.syncs()
	must(t, h.Desk().Move(t.Context(), h.As("cora"), vera, "FR"))
	if l.syncs().Purged != 1 {
		t.Fatal("she stands in France, and a laptop for Italy keeps what it had")
	}
	return l
}

// saysShe reports whether the laptop's own register has a line of a kind.
func (l *laptop) saysShe(kind string) bool {
	l.t.Helper()
	lines, err := os.ReadFile(filepath.Join(string(l.dir), "register", "register.jsonl"))
	must(l.t, err)
	if !bytes.Contains(lines, []byte(`"refusal"`)) {
		l.t.Error("she said stop, and the laptop's register knows nothing of it")
	}
	return bytes.Contains(lines, []byte(`"`+kind+`"`))
}

func TestWhoRefusedIsKnownAgainWhereHeadquartersMovedHer(t *testing.T) {
	l := givesUp(t, nodetest.New(t))
	if !l.looks(phone("+393490000012")) {
		t.Error("she said stop, moved away, and would be approached by the laptop that gave her up")
	}
	if l.saysShe("reopened") {
		t.Error("she was given up, and the laptop's own register says that she came back")
	}
	l.verifies()
}
