package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain lets this test binary be the program: a test that kills a process must have one.
func TestMain(m *testing.M) {
	if os.Getenv("BE_WILLING") != "" {
		dir, err := os.Getwd()
		if err != nil {
			panic(err)
		}
		os.Exit(Run(context.Background(), os.Args[1:], Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Dir: dir, Env: os.Getenv}))
	}
	os.Exit(m.Run())
}

// place is a folder with a house in d, and somebody who types there.
type place struct {
	t   *testing.T
	dir string
}

func founded(t *testing.T) place {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	p := place{t, t.TempDir()}
	p.runs(0, "", "init", "--dir", "d", "--programme", filepath.Join(root, "examples", "sea-rescue"), "--keyfile", "admin.key", "--yes")
	return p
}

// runs runs a command line in this process and returns what it printed.
func (p place) runs(want int, in string, args ...string) (out, problems string) {
	p.t.Helper()
	var o, e bytes.Buffer
	code := Run(p.t.Context(), args, Stdio{In: strings.NewReader(in), Out: &o, Err: &e, Dir: p.dir, Now: func() time.Time {
		return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	}})
	if code != want {
		p.t.Fatalf("%v: exit code %d, want %d\n%s%s", args, code, want, o.String(), e.String())
	}
	return o.String(), e.String()
}

func (p place) asAdmin(want int, args ...string) (out, problems string) {
	p.t.Helper()
	return p.runs(want, "", append(args, "--dir", "d", "--as", "admin", "--keyfile", "admin.key")...)
}

// served starts a server in another process and returns when it answers.
func (p place) served() *exec.Cmd {
	p.t.Helper()
	server := exec.Command(os.Args[0], "serve", "--dir", "d", "--listen", "127.0.0.1:0")
	server.Dir, server.Env = p.dir, append(os.Environ(), "BE_WILLING=yes")
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		p.t.Fatal("the server did not come up: ", err)
	}
	return server
}

func TestServedHouseAnswersTheCommandLine(t *testing.T) {
	p := founded(t)
	p.served()
	p.asAdmin(0, "staff", "add", "sam", "--hats", "scout")
	out, _ := p.asAdmin(0, "staff", "list", "--json")
	var staff []colleague
	if err := json.Unmarshal([]byte(out), &staff); err != nil || len(staff) != 2 || staff[1].Name != "sam" {
		t.Errorf("staff list through the socket: %v, %v", staff, err)
	}
	if link, _ := p.asAdmin(0, "staff", "link", "sam"); !strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "http://localhost:8080/") {
		t.Errorf("a house served at another port hands out %s", link)
	}
	info, err := os.Stat(filepath.Join(p.dir, "d", "socket"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is not its owner's alone: %v, %v", info.Mode(), err)
	}
}

func TestExitCodesAndErrorsComeThroughTheSocket(t *testing.T) {
	p := founded(t)
	p.served()
	_, problems := p.asAdmin(6, "staff", "add", "admin", "--hats", "scout")
	if !strings.Contains(problems, "somebody has this name already") {
		t.Errorf("the reason did not come through: %s", problems)
	}
	out, _ := p.asAdmin(5, "person", "show", "aaaaaa", "--json")
	var f failure
	if err := json.Unmarshal([]byte(out), &f); err != nil || f.Error.Kind != "not-found" {
		t.Errorf("the error did not come through as JSON: %s, %v", out, err)
	}
	if _, problems = p.runs(4, "", "serve", "--dir", "d", "--listen", "127.0.0.1:0"); !strings.Contains(problems, "served already") {
		t.Errorf("a second server said %s", problems)
	}
}

func TestPathsAreTheSendersThroughTheSocket(t *testing.T) {
	p := founded(t)
	p.served()
	elsewhere := place{t, t.TempDir()}
	for name, text := range map[string]string{"few.csv": "Name;Phone;Town\nAda Example;+32 471 21 06 20;Gent\n"} {
		if err := os.WriteFile(filepath.Join(elsewhere.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _ := elsewhere.runs(0, "", "import", "leads", "few.csv", "--json", "--dir", filepath.Join(p.dir, "d"),
		"--as", "admin", "--keyfile", filepath.Join(p.dir, "admin.key"))
	var result leadsResult
	if err := json.Unmarshal([]byte(out), &result); err != nil || result.Leads != 1 {
		t.Errorf("imported %d leads, %v", result.Leads, err)
	}
}

func TestInputIsReadOnlyWhenItIsWanted(t *testing.T) {
	p := founded(t)
	p.served()
	var read int
	in := countingReader{strings.NewReader(`{"spoken_before":"no"}`), &read}
	run := func(args ...string) (int, string) {
		var e bytes.Buffer
		args = append(args, "--dir", "d", "--as", "admin", "--keyfile", "admin.key")
		return Run(t.Context(), args, Stdio{In: in, Out: io.Discard, Err: &e, Dir: p.dir}), e.String()
	}
	if code, say := run("staff", "list"); code != 0 || read != 0 {
		t.Errorf("staff list: exit code %d, %d bytes read: %s", code, read, say)
	}
	p.asAdmin(0, "lead", "--full", "Ada Example", "--territory", "BE", "--source", "a friend")
	person := p.onlyPerson()
	if code, say := run("interview", person, "first-interview", "--answers", "-"); code != 4 || read == 0 || !strings.Contains(say, "language") {
		t.Errorf("interview: exit code %d, %d bytes read: %s", code, read, say)
	}
}

type countingReader struct {
	r io.Reader
	n *int
}

func (c countingReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	*c.n += n
	return n, err
}

func (p place) onlyPerson() string {
	p.t.Helper()
	out, _ := p.asAdmin(0, "person", "list", "--json")
	var l listed
	if err := json.Unmarshal([]byte(out), &l); err != nil || len(l.People) != 1 {
		p.t.Fatalf("%d people, %v", len(l.People), err)
	}
	return l.People[0].Person.String()
}

func TestKilledServerLeavesAWorkingHouse(t *testing.T) {
	p := founded(t)
	server := p.served()
	p.asAdmin(0, "staff", "add", "sam", "--hats", "scout")
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait()
	if _, err := os.Stat(filepath.Join(p.dir, "d", "socket")); err != nil {
		t.Fatal("this test wants a stale socket: ", err)
	}
	out, _ := p.asAdmin(0, "staff", "list")
	if !strings.Contains(out, "sam") {
		t.Errorf("what the killed server had confirmed is gone: %s", out)
	}
	p.served() // and a new one takes the stale socket's place
	p.asAdmin(0, "staff", "list")
}

func TestManyCommandsAtOnce(t *testing.T) {
	p := founded(t)
	p.served()
	done := make(chan int)
	for i := range 8 {
		go func() {
			done <- Run(t.Context(), []string{"staff", "add", fmt.Sprint("scout-", i), "--hats", "scout", "--dir", "d", "--as", "admin", "--keyfile", "admin.key"},
				Stdio{Out: io.Discard, Err: io.Discard, Dir: p.dir})
		}()
	}
	for range 8 {
		if code := <-done; code != 0 {
			t.Errorf("exit code %d", code)
		}
	}
	out, _ := p.asAdmin(0, "staff", "list", "--json")
	if n := strings.Count(out, `"name"`); n != 9 {
		t.Errorf("%d members of staff", n)
	}
}

func TestServerStopsWhenItIsTold(t *testing.T) {
	p := founded(t)
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- Run(ctx, []string{"serve", "--dir", "d", "--listen", "127.0.0.1:0"}, Stdio{Out: in, Err: io.Discard, Dir: p.dir})
	}()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	p.asAdmin(0, "staff", "list")
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d", code)
	}
	p.asAdmin(0, "staff", "list") // the folder is free again
}

func TestNonsenseOnTheSocketHarmsNobody(t *testing.T) {
	p := founded(t)
	p.served()
	for _, nonsense := range []string{"", "hello", "q\xff\xff\xff\xff", "q\x00\x00\x00\x02{}", "i\x00\x00\x00\x00"} {
		conn, err := net.Dial("unix", shortest(filepath.Join(p.dir, "d", "socket")))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := conn.Write([]byte(nonsense)); err != nil {
			t.Fatal(err)
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
	}
	p.asAdmin(0, "staff", "list")
}

func TestCommandsWithoutServerTakeTurns(t *testing.T) {
	p := founded(t)
	done := make(chan int)
	for i := range 4 {
		go func() {
			done <- Run(t.Context(), []string{"staff", "add", fmt.Sprint("scout-", i), "--hats", "scout", "--dir", "d", "--as", "admin", "--keyfile", "admin.key"},
				Stdio{Out: io.Discard, Err: io.Discard, Dir: p.dir})
		}()
	}
	for range 4 {
		if code := <-done; code != 0 {
			t.Errorf("exit code %d", code)
		}
	}
}
