package journal

import (
	"testing"
	"time"
)

func BenchmarkSeal(b *testing.B) {
	p := newPhone(b, "mara")
	for b.Loop() {
		p.writes(visit("ada"))
	}
}

func BenchmarkVerify(b *testing.B) {
	c := signed(&testing.T{}, newPhone(b, "mara"))
	plain := newPhone(b, "tom").writes(visit("ada"))
	b.Run("device only", func(b *testing.B) {
		for b.Loop() {
			mustVerify(b, plain)
		}
	})
	b.Run("actor es256 and witness ed25519", func(b *testing.B) {
		for b.Loop() {
			mustVerify(b, c)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	commits := chain(b, 2000)
	var store mapStore
	i := 0
	for b.Loop() {
		if i%len(commits) == 0 {
			store = mapStore{}
		}
		mustAppend(b, store, Added, commits[i%len(commits)])
		i++
	}
}

func BenchmarkDecode(b *testing.B) {
	data := chain(b, 1)[0].Encode()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeCommit(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkByArrival(b *testing.B) {
	store := mapStore{}
	mustAppend(b, store, Added, chain(b, 2000)...)
	for b.Loop() {
		n := 0
		for _, err := range ByArrival(store, 1) {
			if n++; err != nil {
				b.Fatal(err)
			}
		}
		if n != 2000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(2000*float64(b.N)/b.Elapsed().Seconds(), "commits/s")
}

func BenchmarkCheckLane(b *testing.B) {
	store := mapStore{}
	commits := chain(b, 2000)
	mustAppend(b, store, Added, commits...)
	for name, workers := range map[string]int{"1 worker": 1, "2 workers": 2} {
		b.Run(name, func(b *testing.B) {
			start := time.Now()
			for b.Loop() {
				if report, err := CheckLane(store, commits[0].Header.Lane(), workers); err != nil || report.BadAt != 0 {
					b.Fatal(report, err)
				}
			}
			b.ReportMetric(2000*float64(b.N)/time.Since(start).Seconds(), "commits/s")
		})
	}
}

func chain(b *testing.B, n int) (commits []Commit) {
	p := newPhone(b, "mara")
	for range n {
		commits = append(commits, p.writes(visit("ada")))
	}
	return commits
}
