package main

import (
	"errors"
	"testing"
)

// BenchmarkFirstLoad is for profiling: `go test -run x -bench FirstLoad -benchtime 1x -cpuprofile cpu.out ./tests/bench`.
func BenchmarkFirstLoad(b *testing.B) {
	x := &bench{dir: b.TempDir(), sizes: []int{0}}
	if _, err := unpack(x.dir); err != nil {
		b.Fatal(err)
	}
	for range b.N {
		f := &field{bench: x, ended: make(chan error, 1)}
		if err := f.found(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(f.firstLoad(b.Context()), f.close()); err != nil {
			b.Fatal(err)
		}
	}
}
