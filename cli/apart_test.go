package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What is played here is played by processes, each with its folder and its clock, over this machine's own network.

// types runs a command line in a process of its own and returns what it printed.
func (p place) types(want int, args ...string) (out, problems string) {
	p.t.Helper()
	return p.typesUnder("", want, args...)
}

// typesUnder does so in a shell that sets a limit first.
func (p place) typesUnder(limit string, want int, args ...string) (out, problems string) {
	p.t.Helper()
	cmd := p.process(limit, args...)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	err := cmd.Run()
	var ended *exec.ExitError
	if code := cmd.ProcessState.ExitCode(); code != want || err != nil && !errors.As(err, &ended) {
		p.t.Fatalf("%v: exit code %d, want %d: %v\n%s%s", args, code, want, err, o.String(), e.String())
	}
	return o.String(), e.String()
}

func (p place) process(limit string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), os.Args[0], args...)
	if limit != "" {
		cmd = exec.CommandContext(context.Background(), "sh", append([]string{"-c", limit + ` && exec "$0" "$@"`, os.Args[0]}, args...)...)
	}
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "BE_WILLING=yes")
	return cmd
}

// runsOn starts a process that goes on, and reads the JSON that it prints first. stop ends it as somebody does who types
// Ctrl-C, and it must end well.
func (p place) runsOn(limit string, into any, args ...string) (stop func(), cmd *exec.Cmd) {
	p.t.Helper()
	cmd = p.process(limit, args...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	ended := false
	stop = func() {
		if ended {
			return
		}
		ended = true
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	p.t.Cleanup(stop)
	if err := json.NewDecoder(out).Decode(into); err != nil {
		p.t.Fatalf("%v did not come up: %v\n%s", args, err, problems.String())
	}
	return stop, cmd
}

// apart is a house with a coordinator, a scout in Italy and laptops, each in a folder of its own.
type apart struct {
	place
	url  string
	stop func()
}

func (a *apart) hq(args ...string) []string {
	return append(args, "--dir", "hq", "--as", "carla", "--keyfile", "carla.key", "--json")
}

func (a *apart) sam(dir string, args ...string) []string {
	return append(args, "--dir", dir, "--as", "sam", "--keyfile", "sam.key", "--json")
}

// serves lets headquarters answer, under a limit.
func (a *apart) serves(limit string) {
	a.t.Helper()
	var said struct{ URL string }
	at := "127.0.0.1:0"
	if a.url != "" {
		at = strings.Replace(strings.TrimPrefix(a.url, "http://"), "localhost", "127.0.0.1", 1)
	}
	a.stop, _ = a.runsOn(limit, &said, "serve", "--dir", "hq", "--listen", at, "--json")
	a.url = said.URL
}

func houseApart(t *testing.T, laptops ...string) *apart {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	a := &apart{place: place{t, t.TempDir()}}
	admin := []string{"--dir", "hq", "--as", "admin", "--keyfile", "admin.key"}
	a.types(0, "init", "--dir", "hq", "--programme", filepath.Join(root, "examples", "sea-rescue"), "--keyfile", "admin.key", "--yes")
	a.serves("")
	for _, args := range [][]string{
		{"staff", "add", "carla", "--hats", "coordinator"}, {"staff", "add", "sam", "--hats", "scout"}, {"key", "new", "carla.key"}, {"key", "new", "sam.key"},
		{"key", "enrol", "carla", "carla.key"}, {"key", "enrol", "sam", "sam.key", "--with", "carla", "--with-keyfile", "carla.key"},
		{"team", "add", "italy", "--member", "sam", "--territory", "IT"},
	} {
		a.types(0, append(args, admin...)...)
	}
	for _, l := range laptops {
		var e struct{ Code string }
		out, _ := a.types(0, a.hq("enrol", "--scope", "IT", "--people", "sam")...)
		if err := json.Unmarshal([]byte(out), &e); err != nil {
			t.Fatal(err)
		}
		a.types(0, "join", a.url, "--code", e.Code, "--dir", l, "--keyfile", l+".key", "--json")
	}
	return a
}

func (a *apart) notes(dir string, names ...string) {
	a.t.Helper()
	for _, name := range names {
		a.types(0, a.sam(dir, "lead", "--given", name, "--territory", "IT", "--place", "Livorno", "--source", "harbour talk")...)
	}
}

// knows counts the people whom a node knows.
func (a *apart) knows(dir string) int {
	a.t.Helper()
	var list struct{ People []json.RawMessage }
	out, _ := a.types(0, a.sam(dir, "person", "list")...)
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		a.t.Fatal(err)
	}
	return len(list.People)
}

// verifies has each node looked through: headquarters by its administrator, a laptop by whoever carries it.
func (a *apart) verifies(dirs ...string) {
	a.t.Helper()
	for _, dir := range dirs {
		if dir != "hq" {
			a.types(0, a.sam(dir, "verify")...)
			continue
		}
		a.types(6, a.sam(dir, "verify")...)
		a.types(0, "verify", "--dir", dir, "--as", "admin", "--keyfile", "admin.key")
	}
}

func (a *apart) syncs(dir string) {
	a.t.Helper()
	a.types(0, "sync", "--dir", dir, "--keyfile", dir+".key", "--json")
}

func TestTwoLaptopsMeetAsTwoProcesses(t *testing.T) {
	a := houseApart(t, "one", "two")
	a.stop() // there is no headquarters where they are
	a.notes("one", "Zora")
	a.notes("two", "Lina", "Mira")
	var m struct {
		Code      string
		Addresses []string
	}
	stop, _ := a.runsOn("", &m, "meet", "--dir", "one", "--keyfile", "one.key", "--listen", "127.0.0.1:0", "--json")
	meets := []string{"sync", "--dir", "two", "--keyfile", "two.key", "--meet", m.Addresses[0], "--json", "--code"}
	if _, problems := a.types(6, append(meets, "aaaa-bbbb-cccc-dddd")...); !strings.Contains(problems, "the code does not fit") {
		t.Errorf("another code: %s", problems)
	}
	out, _ := a.types(0, append(meets, m.Code)...)
	var got struct{ Sent, Received int }
	if err := json.Unmarshal([]byte(out), &got); err != nil || got.Sent == 0 || got.Received == 0 {
		t.Errorf("they exchanged %s: %v", out, err)
	}
	stop()
	if one, two := a.knows("one"), a.knows("two"); one != 3 || two != 3 {
		t.Errorf("they know %d and %d people of 3", one, two)
	}
	a.verifies("one", "two")

	t.Log("the second alone comes home, and brings what both wrote")
	a.serves("")
	a.syncs("two")
	if n := a.knows("hq"); n != 3 {
		t.Errorf("headquarters knows %d people of 3", n)
	}
	a.syncs("one")
	a.stop()
	a.verifies("hq", "one", "two")
}

// roomFor is a limit for a process: no file may grow by more than so many KiB beyond the largest in a folder.
func (a *apart) roomFor(dir string, kib int64) string {
	a.t.Helper()
	largest := int64(0)
	err := filepath.WalkDir(filepath.Join(a.dir, dir), func(_ string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			largest = max(largest, info.Size())
		}
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return fmt.Sprintf("ulimit -f %d", largest/512+2*kib) // in blocks of 512 bytes
}

// A disk is full, so that not even the file that readers share can be made: a laptop's folder is not said to be damaged, and nobody
// is sent to enrol anew. At headquarters what was typed is said not to be saved, and why.
func TestAFullDiskIsNoDamage(t *testing.T) {
	a := houseApart(t, "one")
	a.notes("one", "Zora")
	const nothing = "ulimit -f 8" // 4 KiB
	for _, args := range [][]string{
		a.sam("one", "lead", "--given", "Yara", "--territory", "IT", "--place", "Livorno", "--source", "harbour talk"), a.sam("one", "verify"), a.sam("one", "person", "list"),
		{"sync", "--dir", "one", "--keyfile", "one.key", "--json"}, {"bundle", "export", "--for", "hq", "--to", "up.willing", "--dir", "one", "--keyfile", "one.key", "--json"},
	} {
		if _, problems := a.typesUnder(nothing, 1, args...); !strings.Contains(problems, "no room left") || !strings.Contains(problems, "Nothing is damaged or lost") || strings.Contains(problems, "enrolled anew") {
			t.Errorf("%s: its people read: %s", args[0], problems)
		}
	}
	a.syncs("one")
	a.stop()
	list := "Given name,Family name,Town,Remarks\n"
	for i := range 300 {
		list += fmt.Sprintf("Zora%d,Zorason%d,Livorno,%s\n", i, i, strings.Repeat(fmt.Sprint("sings ", i, " "), 300))
	}
	if err := os.WriteFile(filepath.Join(a.dir, "office.csv"), []byte(list), 0o600); err != nil {
		t.Fatal(err)
	}
	_, problems := a.typesUnder(a.roomFor("hq", 64), 1, a.hq("import", "leads", "office.csv", "--territory", "IT")...)
	if !strings.Contains(problems, "there is no room left on the disk") || !strings.Contains(problems, "Make room there") {
		t.Errorf("at headquarters they read: %s", problems)
	}
	a.serves("")
	a.types(0, a.hq("import", "leads", "office.csv", "--territory", "IT")...)
	a.syncs("one")
	if one, hq := a.knows("one"), a.knows("hq"); one != hq || one == 0 {
		t.Errorf("the laptop knows %d people and headquarters %d", one, hq)
	}
	a.stop()
	a.verifies("hq", "one")
}

// A disk is full in the middle of an exchange, at headquarters and then on the laptop. Each says so, and loses nothing.
func TestAFullDiskOnEitherSideLosesNothing(t *testing.T) {
	for _, full := range []string{"headquarters", "the laptop"} {
		t.Run(full, func(t *testing.T) {
			a := houseApart(t, "one")
			from := "one"
			if full == "the laptop" {
				from = "hq"
			}
			list := "Given name,Family name,Town,Remarks\n"
			const many = 300
			for i := range many {
				list += fmt.Sprintf("Zora%d,Zorason%d,Livorno,%s\n", i, i, strings.Repeat(fmt.Sprint("sings ", i, " "), 300))
			}
			if err := os.WriteFile(filepath.Join(a.dir, "office.csv"), []byte(list), 0o600); err != nil {
				t.Fatal(err)
			}
			if from == "hq" {
				a.types(0, a.hq("import", "leads", "office.csv", "--territory", "IT")...)
			} else {
				a.types(0, "import", "leads", "office.csv", "--territory", "IT", "--dir", from, "--as", "carla", "--keyfile", "carla.key", "--json")
			}
			here := ""
			if full == "headquarters" {
				a.stop()
				a.serves(a.roomFor("hq", 64))
			} else {
				here = a.roomFor("one", 64)
			}
			_, problems := a.typesUnder(here, 1, "sync", "--dir", "one", "--keyfile", "one.key", "--json")
			if !strings.Contains(problems, "no room left") || !strings.Contains(problems, "nothing is lost") {
				t.Errorf("its people read: %s", problems)
			}
			if full == "headquarters" {
				a.stop()
				a.serves("")
			}
			a.syncs("one")
			a.syncs("one")
			if one, hq := a.knows("one"), a.knows("hq"); one != hq || one == 0 {
				t.Errorf("the laptop knows %d people and headquarters %d", one, hq)
			}
			a.stop()
			a.verifies("hq", "one")
		})
	}
}

// fields reads what a command printed as one JSON object.
func fields(t *testing.T, out string) (all map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatalf("%q: %v", out, err)
	}
	return all
}

// What checks and scripts rely on: these commands, with these flags and no others, print these names.
func TestNamesThatChecksRelyOn(t *testing.T) {
	a := houseApart(t)
	out, _ := a.types(0, "enrol", "--dir", "hq", "--as", "admin", "--keyfile", "admin.key", "--scope", "IT", "--json")
	code := fields(t, out)
	a.types(0, "join", code["url"].(string), "--code", code["code"].(string), "--dir", "d2", "--keyfile", "k2", "--json")
	out, _ = a.types(0, "sync", "--dir", "d2", "--keyfile", "k2", "--json")
	synced := fields(t, out)
	for _, name := range []string{"sent", "received", "bytes_up", "bytes_down", "requests", "seconds"} {
		if _, ok := synced[name].(float64); !ok {
			t.Errorf("a sync prints no %s: %s", name, out)
		}
	}

	out, _ = a.types(0, "devices", "--dir", "hq", "--json")
	var devices []map[string]any
	if err := json.Unmarshal([]byte(out), &devices); err != nil || len(devices) != 1 {
		t.Fatalf("%s: %v", out, err)
	}
	d := devices[0]
	if _, ok := d["lacks"].(float64); !ok || len(d["names"].([]any)) > 0 || len(d["people"].([]any)) > 0 {
		t.Errorf("of a device it is said what it lacks, and not whose it is: %s", out)
	}
	out, _ = a.types(0, "devices", "--dir", "hq", "--as", "admin", "--keyfile", "admin.key", "--json")
	if !strings.Contains(out, `"admin"`) {
		t.Errorf("whoever may admit devices is not told whose they are: %s", out)
	}
	a.types(6, "devices", "--dir", "d2", "--json")
	a.types(6, "devices", "--dir", "hq", "--as", "sam", "--keyfile", "sam.key", "--json")

	node := d["device"].(string)
	a.types(0, "bundle", "export", "--dir", "d2", "--for", "hq", "--to", "up", "--json")
	a.types(0, "bundle", "import", "up", "--dir", "hq", "--json")
	a.types(0, "bundle", "export", "--dir", "hq", "--for", node, "--to", "down", "--json")
	a.types(0, "bundle", "import", "down", "--dir", "d2", "--json")
}
