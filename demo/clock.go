package demo

import (
	"sync"
	"time"
)

// clock is the demo's simulated time. It only moves when somebody says so, and a little with each look,
// so that no two acts share a moment.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(7 * time.Second)
	return c.now
}

// until moves on to an hour of a day, counted from the first; time never runs back.
func (c *clock) until(day int, hour int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := begin.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour); t.After(c.now) {
		c.now = t
	}
}

// begin is the demo's first day; the last is 22 November, twelve weeks later.
var begin = time.Date(2026, time.August, 31, 0, 0, 0, 0, time.UTC)
