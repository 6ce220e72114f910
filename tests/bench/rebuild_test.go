package main

import "testing"

// BenchmarkViews is for profiling: `go test -bench Views -cpuprofile cpu.out ./tests/bench`.
func BenchmarkViews(b *testing.B) {
	x := &bench{dir: b.TempDir()}
	if err := x.found(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := x.importLeads(b.Context(), 5000); err != nil {
		b.Fatal(err)
	}
	cpu := cpuTime()
	for b.Loop() {
		if compared, err := x.desk.CompareViews(b.Context()); err != nil || len(compared.Differ) > 0 {
			b.Fatal(compared.Differ, err)
		}
	}
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/5000/float64(b.N), "cpu-µs/person")
	b.ReportMetric(5000*float64(b.N)/b.Elapsed().Seconds(), "people/s")
	_ = x.node.Close()
}
