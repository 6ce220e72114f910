package storetest

import "time"

// SetPatience shortens the wait for what should happen at once; wrong stores would keep the tests waiting.
func SetPatience(d time.Duration) { patience = d }
