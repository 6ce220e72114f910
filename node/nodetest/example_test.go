package nodetest_test

import (
	"testing"

	"willing/casebook"
	"willing/node/nodetest"
)

func TestAHouseBegins(t *testing.T) {
	h := nodetest.New(t)
	maria := h.Noted("Maria", "Rossi", "+393331112233")
	h.SaysYes(maria)
	h.Stands(maria, casebook.StageEffective)
}
