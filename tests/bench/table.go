package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// table collects figures by name and size.
type table struct {
	names []string
	cells map[string]map[int]cell
	bars  map[string]string
}

type cell struct {
	value float64
	unit  string
}

// add notes a figure. grows tells whether its growth with size is worth an exponent.
func (t *table) add(name, bar string, size int, value float64, unit string) {
	if t.cells == nil {
		t.cells, t.bars = map[string]map[int]cell{}, map[string]string{}
	}
	if t.cells[name] == nil {
		t.names, t.cells[name], t.bars[name] = append(t.names, name), map[int]cell{}, bar
	}
	t.cells[name][size] = cell{value, unit}
	fmt.Printf("  %9d  %-62s %s\n", size, name, cell{value, unit})
}

func (c cell) String() string {
	switch {
	case c.value >= 1000:
		return fmt.Sprintf("%.0f %s", c.value, c.unit)
	case c.value >= 10:
		return fmt.Sprintf("%.1f %s", c.value, c.unit)
	}
	return fmt.Sprintf("%.3f %s", c.value, c.unit)
}

// print writes the table, one line a figure, with the exponent of its growth over the sizes: 0 means that
// it does not grow, 1 that it grows as the house does.
func (t *table) print(w io.Writer, sizes []int) {
	fmt.Fprintf(w, "\n%-62s", "figure")
	for _, s := range sizes {
		fmt.Fprintf(w, " %16d", s)
	}
	fmt.Fprintf(w, " %9s  %s\n", "exponent", "bar")
	for _, name := range t.names {
		fmt.Fprintf(w, "%-62s", name)
		for _, s := range sizes {
			text := ""
			if c, ok := t.cells[name][s]; ok {
				text = c.String()
			}
			fmt.Fprintf(w, " %16s", text)
		}
		fmt.Fprintf(w, " %9s  %s\n", t.exponent(name, sizes), t.bars[name])
	}
}

func (t *table) exponent(name string, sizes []int) string {
	first, ok := t.cells[name][sizes[0]]
	last, also := t.cells[name][sizes[len(sizes)-1]]
	if !ok || !also || len(sizes) < 2 || first.value <= 0 || last.value <= 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", math.Log(last.value/first.value)/math.Log(float64(sizes[len(sizes)-1])/float64(sizes[0])))
}

// quantile of durations, in milliseconds.
func quantile(all []time.Duration, q float64) float64 {
	slices.Sort(all)
	i := min(int(q*float64(len(all))), len(all)-1)
	return float64(all[i].Microseconds()) / 1000
}
