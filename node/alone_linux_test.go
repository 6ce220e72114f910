package node_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"willing/node"
	"willing/node/nodetest"
	"willing/tests/thinline"
)

// victimAlone is headquarters or a laptop in a network namespace of its own, in which there is nothing to talk to. What it hears comes
// through a socket.
func victimAlone(folder node.Folder, o node.Options) error {
	here, err := net.Interfaces()
	if err != nil || len(here) > 1 || len(here) == 1 && here[0].Flags&net.FlagUp != 0 {
		return errors.Join(err, fmt.Errorf("it is not alone: %v", here))
	}
	if os.Getenv("WILLING_ROLE") == "serves" {
		return victimServes(folder, o)
	}
	n, err := node.Open(context.Background(), folder, o)
	if err != nil {
		return err
	}
	through := &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", os.Getenv("WILLING_SOCKET"))
	}}
	out, err := n.Sync(context.Background(), node.Post(&http.Client{Transport: through}, "http://headquarters", node.ExchangePath))
	fmt.Println(out.Sent, out.Received, err)
	return errors.Join(err, n.Close())
}

// alone starts a process in namespaces of its own; it skips the test where the system gives none.
func (l *laptop) alone(role, folder, socket string) *process {
	l.t.Helper()
	own := []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}}
	group := []syscall.SysProcIDMap{{ContainerID: os.Getgid(), HostID: os.Getgid(), Size: 1}}
	p, err := l.process("alone", folder, func(cmd *exec.Cmd) {
		cmd.Env = append(cmd.Env, "WILLING_ROLE="+role, "WILLING_SOCKET="+socket)
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET, UidMappings: own, GidMappings: group}
	})
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EACCES) {
		l.t.Skip("this system gives no namespaces: ", err)
	}
	must(l.t, err)
	return p
}

// Headquarters and a laptop, each in a network namespace of its own, have nothing but the line of field.md between them: 50 kbit/s, 400 ms
// each way, one packet in fifty lost, away for 10 s of each 30 s. Each brings the other what it has, by that way and no other.
func TestTwoNamespacesAndAThinLine(t *testing.T) {
	h := nodetest.New(t)
	l := joins(t, h, nil, "IT")
	const many = 20
	l.apart(many)
	sockets, err := os.MkdirTemp("", "w") // a socket's path is short
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(sockets)) })
	far, near := filepath.Join(sockets, "hq"), filepath.Join(sockets, "away")
	hq := l.alone("serves", string(h.Dir), far)
	shape := thinline.Thin
	shape.Loss, shape.Up, shape.Down, shape.Seed = 0.02, 20*time.Second, 10*time.Second, 1
	line, err := thinline.Between(near, far, shape)
	must(t, err)
	away := l.alone("meets", string(l.dir), near)
	var sent, received int
	if _, err := fmt.Sscan(away.said.Text(), &sent, &received); err != nil || sent < many || received < many {
		t.Errorf("%s", away.said.Text())
	}
	up, down, connections := line.Counts()
	if connections == 0 || up == 0 || down == 0 {
		t.Errorf("over the line went %d bytes up and %d down, in %d connections", up, down, connections)
	}
	away.ends(10 * time.Second)
	hq.ends(0)
	must(t, line.Close())
	h.Open()
	l.n, err = node.Open(t.Context(), l.dir, h.Options())
	must(t, err)
	l.together(many)
}

func init() { victims["alone"] = victimAlone }
