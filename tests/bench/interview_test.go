package main

import (
	"testing"

	"willing/casebook"
	"willing/desk"
)

// BenchmarkInterview is for profiling: `go test -bench Interview -cpuprofile cpu.out ./tests/bench`.
func BenchmarkInterview(b *testing.B) {
	x := &bench{dir: b.TempDir()}
	if err := x.found(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := x.importLeads(b.Context(), 2000); err != nil {
		b.Fatal(err)
	}
	met, err := x.meet(b.Context(), 1000)
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for i := range b.N {
		err := x.desk.Interview(b.Context(), x.admin, met[i%len(met)], casebook.Form{Instrument: "first-interview", Answers: twelve})
		if err != nil && desk.KindOf(err) != desk.Held {
			b.Fatal(err)
		}
	}
	_ = x.node.Close()
}
