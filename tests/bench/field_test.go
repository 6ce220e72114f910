package main

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// houseAndDevice is a headquarters with a device that joined it, in a folder of the benchmark's own.
func houseAndDevice(b *testing.B) *field {
	b.Helper()
	x := &bench{dir: b.TempDir(), sizes: []int{0}}
	if _, err := unpack(x.dir); err != nil {
		b.Fatal(err)
	}
	f := &field{bench: x, ended: make(chan error, 1), next: 50_000_000}
	if err := f.found(b.Context()); err != nil {
		b.Fatal(err)
	}
	return f
}

// notes lets headquarters note so many people.
func (f *field) notes(b *testing.B, many int) {
	b.Helper()
	for range many / 500 {
		if err := f.leads(b.Context(), f.hq, 500); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkFirstLoad is P5 for comparing and profiling: a new device takes in 10,000 commits from headquarters on
// loopback, both in this process; `go test -run '^$' -bench FirstLoad -benchtime 4x -cpuprofile cpu.out ./tests/bench`.
func BenchmarkFirstLoad(b *testing.B) {
	const many = 10_000
	f := houseAndDevice(b)
	f.notes(b, many)
	var spent time.Duration
	came := 0
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		name := fmt.Sprint("device-", i)
		device, err := f.joins(b.Context(), name)
		if err != nil {
			b.Fatal(err)
		}
		cpu := cpuTime()
		b.StartTimer()
		out, err := f.takesIn(b.Context(), device)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		spent += cpuTime() - cpu
		came += out.Received
		if err := device.Close(); err != nil {
			b.Fatal(err)
		}
		if err := os.RemoveAll(f.dir + "/field-" + name); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(spent.Microseconds())/float64(came), "cpu-µs/commit")
	b.ReportMetric(b.Elapsed().Seconds()*many/float64(came), "s/10,000")
	if err := f.close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkNextLoads says what a commit costs both sides as a device grows, ten thousand after ten thousand: `go test
// -run '^$' -bench NextLoads -benchtime 3x ./tests/bench`.
func BenchmarkNextLoads(b *testing.B) {
	const many = 10_000
	f := houseAndDevice(b)
	b.ResetTimer()
	for i := range b.N {
		b.StopTimer()
		f.notes(b, many)
		cpu := cpuTime()
		b.StartTimer()
		out, err := f.takesIn(b.Context(), f.laptop)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(out.Received), fmt.Sprintf("µs-from-%d", i*many))
	}
	b.StopTimer()
	if err := f.close(); err != nil {
		b.Fatal(err)
	}
}
