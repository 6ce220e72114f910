package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/node"
)

// fsyncRate is how many durable 4 KiB writes the disk makes in a second.
func fsyncRate(dir string) (float64, error) {
	f, err := os.CreateTemp(dir, "fsync")
	if err != nil {
		return 0, err
	}
	defer f.Close()
	block := make([]byte, 4096)
	start, n := time.Now(), 0
	for time.Since(start) < time.Second {
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
		n++
	}
	return float64(n) / time.Since(start).Seconds(), nil
}

// importLeads grows the house to size (P8).
func (b *bench) importLeads(ctx context.Context, size int) error {
	if b.people >= size {
		return nil // they were kept
	}
	start, before, cpu := time.Now(), b.people, cpuTime()
	if err := b.profiled(fmt.Sprintf(".import.%d", size), func() error { return b.leads(ctx, size) }); err != nil {
		return err
	}
	if err := b.note(); err != nil {
		return err
	}
	seconds := time.Since(start).Seconds()
	b.table.add("P8 processor time for a lead", "", size, (cpuTime()-cpu).Seconds()*1e6/float64(size-before), "µs")
	b.table.add("P8 leads imported, checked, signed, folded, indexed", "100,000 in 30 s", size, float64(size-before)/seconds, "/s")
	return nil
}

func (b *bench) leads(ctx context.Context, size int) error {
	const chunk = 500
	for b.people < size {
		rows := make([]desk.LeadRow, 0, chunk)
		for range min(chunk, size-b.people) {
			rows = append(rows, someone(b.people+len(rows)))
		}
		if _, err := b.desk.ImportLeads(ctx, b.admin, rows); err != nil {
			return err
		}
		b.people += len(rows)
	}
	return nil
}

// durable measures single commits of an interview with twelve answers, each signed, judged, folded,
// indexed and fsynced before the answer (the store's part of P1), at 1, 8 and 32 writers. Each interview
// is of another person, who was approached before.
func (b *bench) durable(ctx context.Context, size int) error {
	const commits = 1600
	met, err := b.meet(ctx, commits)
	if err != nil {
		return err
	}
	for _, writers := range []int{1, 8, 32} {
		var rates, tails, cpus []float64
		for range runs {
			cpu := cpuTime()
			all, seconds, err := together(writers, met, func(person casebook.ID) error {
				return b.desk.Interview(ctx, b.admin, person, casebook.Form{Instrument: "first-interview", Answers: twelve})
			})
			if err != nil {
				return err
			}
			rates = append(rates, float64(len(all))/seconds)
			tails = append(tails, quantile(all, .99))
			cpus = append(cpus, (cpuTime()-cpu).Seconds()*1e6/float64(len(all)))
		}
		bar := ""
		if writers == 32 {
			bar = "3,000/s, p99 < 50 ms (through HTTP)"
			b.table.add("P1 processor time for one, 32 writers", "", size, median(cpus), "µs")
		}
		b.table.add(fmt.Sprintf("P1 durable commits, %d writers", writers), bar, size, median(rates), "/s")
		b.table.add(fmt.Sprintf("P1 the same, p99, %d writers", writers), "", size, median(tails), "ms")
	}
	return nil
}

// runs is how often what can be repeated is, for the median.
const runs = 3

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

var twelve = map[string]string{}

func init() {
	for i := range 12 {
		twelve[fmt.Sprintf("question_%02d", i)] = "a short answer, as people give them"
	}
}

// meet approaches n people whom nobody has met.
func (b *bench) meet(ctx context.Context, n int) ([]casebook.ID, error) {
	page, err := b.desk.List(ctx, b.admin, desk.Query{Stage: casebook.StageNoted, Limit: n})
	if err != nil {
		return nil, err
	}
	var out []casebook.ID
	for _, row := range page.Rows {
		_, err := b.desk.Approach(ctx, b.admin, row.Person, casebook.Approach{Outcome: "talked", SpokenBefore: "no"})
		if desk.KindOf(err) == desk.Held {
			continue // possibly somebody already known, or too young
		}
		if err != nil {
			return nil, err
		}
		out = append(out, row.Person)
	}
	return out, nil
}

// together runs an act for each person from several writers at once, and returns how long each took.
func together(writers int, people []casebook.ID, act func(casebook.ID) error) (all []time.Duration, seconds float64, err error) {
	var mu sync.Mutex
	var wait sync.WaitGroup
	start := time.Now()
	for share := range slices.Chunk(people, (len(people)+writers-1)/writers) {
		wait.Go(func() {
			for _, person := range share {
				began := time.Now()
				failed := act(person)
				mu.Lock()
				all = append(all, time.Since(began))
				err = errors.Join(err, failed)
				mu.Unlock()
				if failed != nil {
					return
				}
			}
		})
	}
	wait.Wait()
	return all, time.Since(start).Seconds(), err
}

// markersHeld is how many refusals stand against every look-up (P2).
const markersHeld = 100_000

// lookUp measures check-first against all people and 100,000 markers (P2).
func (b *bench) lookUp(ctx context.Context, size int) error {
	if err := b.refusals(ctx); err != nil {
		return err
	}
	var all []time.Duration
	for i := range 1000 {
		p := someone(i * (size / 1000)).Particulars
		start := time.Now()
		if _, err := b.desk.LookUp(ctx, b.admin, p); err != nil {
			return err
		}
		all = append(all, time.Since(start))
	}
	b.table.add("P2 check-first look-up with 100,000 markers, p95", "100 k: 5 ms, 1 M: 20 ms", size, quantile(all, .95), "ms")
	return nil
}

// refusals imports the markers, unless they are there.
func (b *bench) refusals(ctx context.Context) error {
	if b.node.Markers() >= markersHeld {
		return nil
	}
	people := make([]casebook.Particulars, 0, 5000)
	for n := range markersHeld {
		people = append(people, someone(100_000_000+n).Particulars)
		if len(people) == cap(people) {
			if _, _, err := b.desk.ImportRefusals(ctx, b.admin, "bench", people); err != nil {
				return err
			}
			people = people[:0]
		}
	}
	return nil
}

// lists measures pages of people and one person (the desk's part of P3), and the figures (P9).
func (b *bench) lists(ctx context.Context, size int) error {
	queries := map[string]desk.Query{
		"P3 a page of 50 people of a territory and stage, p95": {Territory: "IT", Stage: casebook.StageNoted},
		"P3 a page of a search by name, p95":                   {Text: "anna bar"},
	}
	for name, q := range queries {
		var all []time.Duration
		for range 50 {
			start := time.Now()
			if _, err := b.desk.List(ctx, b.admin, q); err != nil {
				return err
			}
			all = append(all, time.Since(start))
		}
		b.table.add(name, "50 ms", size, quantile(all, .95), "ms")
	}
	var all []time.Duration
	for range 50 {
		start := time.Now()
		if _, err := b.desk.Figures(ctx, b.admin); err != nil {
			return err
		}
		all = append(all, time.Since(start))
	}
	b.table.add("P9 figures, p95", "100 ms", size, quantile(all, .95), "ms")
	return nil
}

// start measures opening the folder (the node's part of P7) and the memory it then holds, in a process of its own.
func (b *bench) start(ctx context.Context, size int) error {
	if err := b.node.Close(); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var took, spent, heap, resident []float64
	for range runs {
		out, err := exec.CommandContext(ctx, self, "-open", string(b.folder())).Output()
		if err != nil {
			return err
		}
		var ms, cpu, live, all float64
		if _, err := fmt.Sscan(string(out), &ms, &cpu, &live, &all); err != nil {
			return err
		}
		took, spent, heap, resident = append(took, ms), append(spent, cpu), append(heap, live), append(resident, all)
	}
	b.table.add("P7 start, with 100,000 markers", "1 s", size, median(took), "ms")
	b.table.add("P7 processor time of the start", "", size, median(spent), "ms")
	b.table.add("P7 live heap after start", "", size, median(heap), "MB")
	b.table.add("P7 resident memory after start", "60 MB", size, median(resident), "MB")
	return b.open(ctx)
}

// justOpen opens a folder and prints how many milliseconds that took, and processor time that
// took, and the megabytes it then holds: live, and resident.
func justOpen(ctx context.Context, folder string) error {
	began, cpu := time.Now(), cpuTime()
	n, err := node.Open(ctx, node.Folder(folder), node.Options{})
	if err != nil {
		return err
	}
	ms, spent := float64(time.Since(began).Microseconds())/1000, float64((cpuTime()-cpu).Microseconds())/1000
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(ms, spent, float64(m.HeapAlloc)/1e6, residentMB())
	return n.Close()
}

// residentMB is the memory that the system counts for this process; 0 where it does not say.
func residentMB() float64 {
	raw, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var all, resident float64
	if _, err := fmt.Sscan(string(raw), &all, &resident); err != nil {
		return 0
	}
	return resident * float64(os.Getpagesize()) / 1e6
}

// rebuild makes all views anew from the log, once to compare them with the live ones and once in their place, and checks
// every chain (P11).
func (b *bench) rebuild(ctx context.Context, size int) error {
	commits, err := b.desk.Commits(ctx)
	if err != nil {
		return err
	}
	start, cpu := time.Now(), cpuTime()
	compared, err := b.desk.CompareViews(ctx)
	if err != nil {
		return err
	}
	if len(compared.Differ) > 0 {
		return fmt.Errorf("views differ: %v", compared.Differ)
	}
	spent := (cpuTime() - cpu).Seconds()
	b.table.add("P11 views made anew and compared", "", size, float64(commits)/time.Since(start).Seconds(), "commits/s")
	b.table.add("P11 the same, by processor time", "50,000 commits/s/core", size, float64(commits)/spent, "commits/s")
	if err := b.rewrite(ctx, size, commits); err != nil {
		return err
	}
	return b.chains(ctx, size, commits)
}

// rewrite makes all views anew in place, as `willing verify --repair` does.
func (b *bench) rewrite(ctx context.Context, size, commits int) error {
	start, cpu := time.Now(), cpuTime()
	if _, err := b.desk.RepairViews(ctx); err != nil {
		return err
	}
	spent := (cpuTime() - cpu).Seconds()
	b.table.add("P11 views made anew in place", "", size, float64(commits)/time.Since(start).Seconds(), "commits/s")
	b.table.add("P11 the same, processor time for one", "", size, spent*1e6/float64(commits), "µs")
	return nil
}

func (b *bench) chains(ctx context.Context, size, commits int) error {
	start := time.Now()
	err := b.node.View(ctx, func(r journal.Reader) error {
		for h, err := range journal.Heads(r) {
			if err != nil {
				return err
			}
			report, err := journal.CheckLane(r, h.Lane, 2)
			if err != nil {
				return err
			}
			if report.BadAt != 0 {
				return fmt.Errorf("a lane is broken: %s", report.Why)
			}
		}
		return nil
	})
	b.table.add("P11 chains and device signatures verified, 2 cores", "5,000 signatures/s/core", size, float64(commits)/time.Since(start).Seconds(), "commits/s")
	return err
}
