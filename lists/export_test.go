package lists

import "testing"

// Bound makes looks read and ask of fewer rows, for one test.
func Bound(t *testing.T, rows, seen int) {
	were := [2]int{lookRows, lookSeen}
	t.Cleanup(func() { lookRows, lookSeen = were[0], were[1] })
	lookRows, lookSeen = rows, seen
}
