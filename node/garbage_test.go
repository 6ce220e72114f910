package node

import (
	"testing"
	"time"
)

func TestABusyNodeCollectsLessOftenWithinBounds(t *testing.T) {
	for name, c := range map[string]struct {
		live  uint64
		since time.Duration
		want  int
	}{
		"a small busy one":                  {20 << 20, time.Second, leastOften},
		"one with a full cache":             {roomy / 3, time.Second, 200},
		"one that would not fit":            {roomy * 3 / 4, time.Second, usual},
		"one that does not fit":             {roomy * 4, time.Second, usual},
		"one that rests gives memory back":  {20 << 20, time.Minute, mostOften},
		"one of which nothing can be known": {0, time.Second, usual},
	} {
		if got := howOften(c.live, c.since); got != c.want {
			t.Errorf("%s: %d %%, want %d", name, got, c.want)
		}
	}
}
