package main

import (
	"testing"

	"willing/store/memory"
)

// BenchmarkRebuild is for profiling: `go test -bench Rebuild -cpuprofile cpu.out ./tests/bench`.
func BenchmarkRebuild(b *testing.B) {
	x := &bench{dir: b.TempDir()}
	if err := x.found(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := x.importLeads(b.Context(), 5000); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := x.desk.RebuildInto(b.Context(), memory.New()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(5000*float64(b.N)/b.Elapsed().Seconds(), "people/s")
	_ = x.node.Close()
}
