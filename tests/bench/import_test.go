package main

import "testing"

// BenchmarkImport is for profiling: `go test -bench Import -cpuprofile cpu.out ./tests/bench`.
func BenchmarkImport(b *testing.B) {
	x := &bench{dir: b.TempDir()}
	if err := x.found(b.Context()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := x.importLeads(b.Context(), x.people+5000); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(5000*float64(b.N)/b.Elapsed().Seconds(), "leads/s")
	_ = x.node.Close()
}
