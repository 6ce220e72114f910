package main

import (
	"fmt"
	"net/http"
	"testing"

	"willing/api"
	"willing/casebook"
)

// BenchmarkInterviewOverHTTP is for profiling: `go test -bench OverHTTP -cpuprofile cpu.out ./tests/bench`.
func BenchmarkInterviewOverHTTP(b *testing.B) {
	x := &bench{dir: b.TempDir()}
	if err := x.found(b.Context()); err != nil {
		b.Fatal(err)
	}
	if err := x.importLeads(b.Context(), 3000); err != nil {
		b.Fatal(err)
	}
	met, err := x.meet(b.Context(), 2000)
	if err != nil {
		b.Fatal(err)
	}
	s, err := x.serve(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	form := api.Form{Instrument: "first-interview", Answers: twelve}
	many := make([]casebook.ID, 0, b.N)
	for i := range b.N {
		many = append(many, met[i%len(met)])
	}
	b.ResetTimer()
	cpu := cpuTime()
	if _, _, err := together(32, many, func(person casebook.ID) error {
		return s.sends(http.MethodPost, fmt.Sprintf("%s/people/%s/interviews", api.Base, person), form, nil)
	}); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	b.ReportMetric((cpuTime()-cpu).Seconds()*1e6/float64(b.N), "cpu-µs/op")
	if err := s.close(); err != nil {
		b.Fatal(err)
	}
	_ = x.node.Close()
}
