package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"

	"willing/desk"
	"willing/journal"
	"willing/node"
	"willing/phone/app"
)

func main() {
	runtime.MemProfileRate = 0 // as in the program itself, which has no profiler: its tables alone are more than 1 MB
	full := flag.Bool("full", false, "go up to a million people")
	quick := flag.Bool("quick", false, "stop at ten thousand people")
	million := flag.Bool("million", false, "measure at a million people only")
	people := flag.Int("people", 0, "measure at so many people only")
	keep := flag.String("keep", "", "make the house in this folder and keep it, or go on with the one that was kept there")
	fieldOnly := flag.Bool("field", false, "measure the exchange over a thin line only")
	build := flag.Int("build", 0, "only make the house of -keep with so many people, or go on making it, and measure nothing")
	phoneOnly := flag.Bool("phone", false, "measure a phone in a browser only")
	open := flag.String("open", "", "only open this folder, and say how long it took and what memory it holds")
	writing := flag.Bool("write", false, "measure writing only: the import of leads (P8) and durable commits (P1)")
	profile := flag.String("cpuprofile", "", "with -write: write the processor profile of the commits through the HTTP API into this file")
	asClient := flag.Bool("client", false, "be the client of another bench: do what stands on standard input")
	flag.Parse()
	if *asClient {
		if err := client(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *open != "" {
		if err := justOpen(ctx, *open); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if *build > 0 {
		if err := buildOnly(ctx, *keep, *build); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	sizes := []int{10_000, 100_000}
	if *full {
		sizes = append(sizes, 1_000_000)
	}
	if *quick {
		sizes = sizes[:1]
	}
	if *million {
		sizes = []int{1_000_000}
	}
	if *people > 0 {
		sizes = []int{*people}
	}
	if *fieldOnly || *phoneOnly {
		sizes = []int{0}
	}
	// Last, so that what their nodes hold is in no figure of memory.
	after := []func(*bench, context.Context) error{(*bench).overThinLine, (*bench).firstOverThinLine, (*bench).onAPhone}
	switch {
	case *fieldOnly:
		after = after[:2]
	case *phoneOnly:
		after = after[2:]
	case *writing:
		after = nil
	}
	if err := run(ctx, *keep, sizes, writes{*writing, *profile}, after); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one run: a house that grows from size to size.
type bench struct {
	dir    string
	node   *node.Node
	desk   *desk.Desk
	admin  desk.Acting
	people int
	sizes  []int
	table  table
	writes writes
}

// writes says whether writing alone is measured, and where its profile goes.
type writes struct {
	only    bool
	profile string
}

// run measures at each size, and then what comes after.
func run(ctx context.Context, keep string, sizes []int, writes writes, after []func(*bench, context.Context) error) (err error) {
	dir := keep
	if keep == "" {
		if dir, err = os.MkdirTemp("", "willing-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	b := &bench{dir: dir, sizes: sizes, writes: writes}
	if err := b.foundOrOpen(ctx); err != nil {
		return err
	}
	rate, err := fsyncRate(dir)
	if err != nil {
		return err
	}
	fmt.Printf("%s %s/%s, %d processors; this disk makes %.0f durable 4 KiB writes a second; load %s\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), rate, load())
	for _, size := range sizes {
		if size == 0 {
			continue
		}
		if err := b.measure(ctx, size); err != nil {
			return err
		}
		if app.Built() && !writes.only {
			b.table.add("P6 the phone's program over the line", "4,000 kB", size, float64(len(app.Packed()))/1000, "kB")
		}
	}
	for _, last := range after {
		if err := last(b, ctx); err != nil {
			return err
		}
	}
	b.table.print(os.Stdout, sizes)
	return b.node.Close()
}

// load is what the system says of how many wait for its processors, others included.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(raw))[:3], " ")
}

func (b *bench) folder() node.Folder { return node.Folder(b.dir + "/house") }

func (b *bench) found(ctx context.Context) error {
	programme, err := unpack(b.dir)
	if err != nil {
		return err
	}
	if b.admin, b.node, err = founded(ctx, b.folder(), programme, b.dir+"/admin.key", node.Options{}); err != nil {
		return err
	}
	b.desk = b.node.Desk
	return b.note()
}

// founded makes a house, and opens it with its administrator.
func founded(ctx context.Context, folder node.Folder, programme, keyFile string, options node.Options) (admin desk.Acting, n *node.Node, err error) {
	made, err := node.Init(ctx, folder, node.Founding{Programme: programme, Admin: "admin", KeyFile: keyFile}, options)
	if err != nil {
		return admin, nil, err
	}
	key, err := journal.ReadKey(keyFile)
	if err != nil {
		return admin, nil, err
	}
	n, err = node.Open(ctx, folder, options)
	return desk.Acting{Who: made.Admin, Signer: key}, n, err
}

func (b *bench) open(ctx context.Context) (err error) {
	if b.node, err = node.Open(ctx, b.folder(), node.Options{}); err == nil {
		b.desk = b.node.Desk
	}
	return err
}

// measure grows the house to size people and takes every figure there.
func (b *bench) measure(ctx context.Context, size int) error {
	steps := []func(context.Context, int) error{b.importLeads, b.durable, b.lookUp, b.lists, b.overHTTP, b.start, b.rebuild}
	if b.writes.only {
		steps = []func(context.Context, int) error{b.importLeads, b.durable, b.overHTTPWrites}
	}
	for _, step := range steps {
		if err := step(ctx, size); err != nil {
			return err
		}
	}
	return nil
}
