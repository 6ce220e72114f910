package node_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"willing/node"
	"willing/node/nodetest"
	"willing/tests/thinline"
)

// victimServes is headquarters, which answers other nodes until it is killed. It says where.
func victimServes(folder node.Folder, o node.Options) error {
	n, err := node.Open(context.Background(), folder, o)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if socket := os.Getenv("WILLING_SOCKET"); socket != "" {
		listener, err = net.Listen("unix", socket)
	}
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	return node.ServeHTTP(context.Background(), listener, n.ExchangeHandler(), false)
}

// victimMeets is a laptop that meets headquarters once. It says so when it is done.
func victimMeets(folder node.Folder, o node.Options) error {
	n, err := node.Open(context.Background(), folder, o)
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, err = n.Sync(context.Background(), node.Post(&http.Client{}, os.Getenv("WILLING_URL"), node.ExchangePath))
	fmt.Println("met", err == nil)
	return errors.Join(err, n.Close())
}

// process is a running victim.
type process struct {
	cmd  *exec.Cmd
	said *bufio.Scanner
}

func (l *laptop) starts(name, folder, url string) *process {
	l.t.Helper()
	p, err := l.process(name, folder, func(cmd *exec.Cmd) { cmd.Env = append(cmd.Env, "WILLING_URL="+url) })
	must(l.t, err)
	return p
}

// process starts a victim as it is set up, and waits until it says something.
func (l *laptop) process(name, folder string, set func(*exec.Cmd)) (*process, error) {
	l.t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "WILLING_VICTIM="+name, "WILLING_FOLDER="+folder, fmt.Sprint("WILLING_NOW=", l.h.Now().Unix()))
	set(cmd)
	out, err := cmd.StdoutPipe()
	must(l.t, err)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd, bufio.NewScanner(out)}
	if !p.said.Scan() {
		l.t.Fatalf("%s ended by itself", name)
	}
	return p, nil
}

// ends waits until a process has ended, killing it after some time.
func (p *process) ends(after time.Duration) {
	timer := time.AfterFunc(after, func() { _ = p.cmd.Process.Kill() })
	defer timer.Stop()
	for p.said.Scan() { // until it has closed its output
		continue
	}
	_ = p.cmd.Wait() // it was killed, or had nobody to talk to
}

// apart lets both nodes write about so many people without knowing of each other's, and closes them for processes that serve their folders.
func (l *laptop) apart(many int) {
	l.t.Helper()
	for i := range many {
		l.notes(l.h.As("cora"), fmt.Sprint("Lapa", i), "IT")
		_, err := l.h.Desk().Lead(l.t.Context(), l.h.As("cora"), lead(fmt.Sprint("Hqa", i), "IT"))
		must(l.t, err)
	}
	must(l.t, l.n.Close())
	l.h.Close()
}

// together looks that both, open again, know everybody and hold together.
func (l *laptop) together(many int) {
	l.t.Helper()
	for name, n := range map[string]*node.Node{"headquarters": l.h.Node, "the laptop": l.n} {
		figures, err := n.Desk.Figures(l.t.Context(), l.h.As("cora"))
		must(l.t, err)
		if figures[0].People != 2*many {
			l.t.Errorf("%s knows %d people of %d", name, figures[0].People, 2*many)
		}
	}
	l.verifies()
	l.h.Verifies()
}

// Either of two nodes dies, at whatever moment, again and again, while a hundred and fifty people are on their way
// each way over a thin line. Then they meet once more, and nothing is missing, and both hold together.
func TestProcessesKilledWhileTheyMeetLoseNothing(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	const many = 150
	l.apart(many)
	for round := range 8 {
		hq := l.starts("serves", string(h.Dir), "")
		thin, err := thinline.Open(hq.said.Text(), thinline.Shape{Rate: 400_000, Delay: 2 * time.Millisecond, Loss: 0.002, Seed: uint64(round)})
		must(t, err)
		away := l.starts("meets", string(l.dir), "http://"+thin.Address())
		after := time.Duration(round*round) * 5 * time.Millisecond
		if round%2 == 0 {
			away.ends(after)
			hq.ends(0)
		} else {
			hq.ends(after)
			thin.Break()
			away.ends(10 * time.Second)
		}
		must(t, thin.Close())
	}
	h.Open()
	var err error
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
	if out := l.syncs(); out.Repeated > 64 {
		t.Errorf("one frame at most comes twice, and %d commits did", out.Repeated)
	}
	l.syncs()
	l.together(many)
}
