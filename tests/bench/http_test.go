package main

import (
	"errors"
	"os"
	"runtime"
	"testing"

	"willing/api"
	"willing/casebook"
)

// TestMain lets the test's own program be the client process.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "-client" {
		if err := client(os.Stdin, os.Stdout); err != nil {
			panic(err)
		}
		return
	}
	m.Run()
}

// TestWhatIsMeasuredIsThere: every request whose time is taken is answered, long before a million people wait for it.
func TestWhatIsMeasuredIsThere(t *testing.T) {
	x := &bench{dir: t.TempDir()}
	if err := x.found(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := x.importLeads(t.Context(), 100); err != nil {
		t.Fatal(err)
	}
	s, err := x.serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(x.lookUpOverHTTP(s, 1000), x.pagesOverHTTP(t.Context(), s, 100), s.close(), x.node.Close())
	if err != nil {
		t.Error(err)
	}
}

// BenchmarkInterviewOverHTTP says what an interview costs the server's process: `go test -run '^$' -bench OverHTTP
// -benchtime 6000x ./tests/bench`. With -benchtime 2000x each is of a person of their own.
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
	many := make([]casebook.ID, 0, b.N)
	for i := range b.N {
		many = append(many, met[i%len(met)])
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.ResetTimer()
	done, spent, err := s.works(b.Context(), work{Clients: 32, People: many, Path: api.Base + "/people/%s/interviews", Form: interview})
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(b.N)/1000, "server-kB/op")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(b.N), "server-allocs/op")
	b.ReportMetric(spent, "server-µs/op")
	b.ReportMetric(done.CPU, "client-µs/op")
	b.ReportMetric(done.P99, "p99-ms")
	if err := s.close(); err != nil {
		b.Fatal(err)
	}
	_ = x.node.Close()
}
