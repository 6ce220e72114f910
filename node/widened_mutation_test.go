//go:build mutation

package node_test

import (
	"testing"

	"willing/casebook"
)

// Where a device's word joins two records, it is given whomever it names.
func TestWhereADevicesWordJoinsItGetsWhomItNames(t *testing.T) {
	casebook.Off = "judge.home"
	t.Cleanup(func() { casebook.Off = "" })
	if came, stands := widened(t); came == 0 || stands == "ES" {
		t.Error("a device joins two records, and nothing shows it")
	}
}
