package desk_test

import (
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// faulty is a register that panics once, when the house has changed already.
type faulty struct {
	desk.Register
	due bool
}

func (f *faulty) Append(entries ...desk.Entry) (string, error) {
	if f.due {
		f.due = false
		panic("a fault of ours")
	}
	return f.Register.Append(entries...)
}

// A fault in the middle of a use case leaves nothing behind: neither what it had changed in memory, nor a turn
// that seems to be under way for ever.
func TestAPanicLeavesNothingBehind(t *testing.T) {
	h := nodetest.New(t)
	d, by := h.Desk(), h.As("cora", "admin")
	batch, _, err := d.ImportRefusals(t.Context(), by, "an old list", []casebook.Particulars{{Given: "Nora", Family: "Bianchi", Phones: []string{"+393339998877"}}})
	if err != nil {
		t.Fatal(err)
	}
	d.Register = &faulty{Register: d.Register, due: true}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the fault was swallowed")
			}
		}()
		_ = d.WithdrawRefusals(t.Context(), by, batch, "the wrong file")
	}()
	if n := d.Under(); n != 0 {
		t.Errorf("%d turns seem to be under way", n)
	}
	if err := d.WithdrawRefusals(t.Context(), by, batch, "the wrong file"); err != nil {
		t.Errorf("the list cannot be taken back any more: %v", err)
	}
}
