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
		if got := howOften(c.live, roomy, c.since); got != c.want {
			t.Errorf("%s: %d %%, want %d", name, got, c.want)
		}
	}
}

func TestADeviceHasMoreRoomWhileItTakesIn(t *testing.T) {
	beThrifty()
	done := makeRoom()
	if ceiling.Load() != roomier {
		t.Error("a device that takes in what headquarters sent collects as often as ever")
	}
	if done(); ceiling.Load() != roomy {
		t.Error("it keeps the room")
	}
}
