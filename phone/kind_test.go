package phone

import (
	"testing"

	"willing/casebook"
	"willing/exchange/meet"
	"willing/node/nodetest"
)

// Headquarters can tell a phone from the laptop of the same pair.
func TestAPhoneSaysThatItIsOne(t *testing.T) {
	h := nodetest.New(t)
	drawPhoneOn(t, h, []casebook.ID{h.As("ana").Who}, func(_ *drawnPhone, line meet.Line) meet.Line { return line })
	all, err := h.Node.Devices(t.Context(), h.As("admin"))
	if err != nil || len(all) != 1 || all[0].Kind != "phone" {
		t.Errorf("headquarters takes it for %+v (%v)", all, err)
	}
}
