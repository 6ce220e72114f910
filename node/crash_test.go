package node_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/lists"
	"willing/node"
	"willing/node/nodetest"
)

// victims are the processes that the tests kill. Each works in a folder, and says a line when something
// was promised to be durable.
var victims = map[string]func(folder node.Folder, o node.Options) error{
	"imports": victimImports,
	"tidies":  victimTidies,
	"serves":  victimServes,
	"meets":   victimMeets,
	"waits":   victimWaits,
	"comes":   victimComes,
	"lists":   victimLists,
}

func TestMain(m *testing.M) {
	victim := victims[os.Getenv("WILLING_VICTIM")]
	if victim == nil {
		os.Exit(m.Run())
	}
	seconds, _ := strconv.ParseInt(os.Getenv("WILLING_NOW"), 10, 64)
	now := func() time.Time { return time.Unix(seconds, 0).UTC() }
	if err := victim(node.Folder(os.Getenv("WILLING_FOLDER")), node.Options{Now: now}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const chunk = 25

func victimImports(folder node.Folder, o node.Options) error {
	ctx, keyFile := context.Background(), string(folder)+".key"
	founding := node.Founding{Programme: nodetest.Example("sea-rescue"), Admin: "admin", KeyFile: keyFile}
	founded, err := node.Init(ctx, folder, founding, o)
	if err != nil {
		return err
	}
	n, err := node.Open(ctx, folder, o)
	if err != nil {
		return err
	}
	key, err := journal.ReadKey(keyFile)
	if err != nil {
		return err
	}
	for first := 0; ; first += chunk {
		if _, err := n.Desk.ImportLeads(ctx, desk.Acting{Who: founded.Admin, Signer: key}, nodetest.Rows(first, chunk)); err != nil {
			return err
		}
		fmt.Println(first)
	}
}

// listed is how many people stand on the list that is uploaded.
const listed = 1600

// victimLists takes an uploaded list in, and says how many rows it has read.
func victimLists(folder node.Folder, o node.Options) error {
	n, err := node.Open(context.Background(), folder, o)
	if err != nil {
		return err
	}
	key, err := journal.ReadKey(string(folder) + ".key")
	if err != nil {
		return err
	}
	admin, err := n.Desk.Named("admin")
	if err != nil {
		return err
	}
	uploads, err := n.Lists()
	if err != nil {
		return err
	}
	id, err := uploads.Keep(admin, "office.csv", false, strings.NewReader(office(listed)))
	if err != nil {
		return err
	}
	if err := uploads.Begin(desk.Acting{Who: admin, Signer: key}, id, lists.Reading{Territory: "IT"}); err != nil {
		return err
	}
	for said := 0; ; runtime.Gosched() {
		if s, _ := uploads.State(id); s.Result.Leads+s.Result.Seen > said {
			said = s.Result.Leads + s.Result.Seen
			fmt.Println(said)
		}
	}
}

// office is a list of so many people.
func office(people int) string {
	var b strings.Builder
	b.WriteString("Given;Family;Phone;Town;Born\n")
	for _, row := range nodetest.Rows(0, people) {
		p := row.Particulars
		fmt.Fprintf(&b, "%s;%s;%s;%s;%s\n", p.Given, p.Family, p.Phones[0], p.Town, p.Born)
	}
	return b.String()
}

// A machine dies while an uploaded list comes in: the list and how it was read are there again, going on takes
// nobody in twice, and everybody is counted.
func TestAKilledListGoesOn(t *testing.T) {
	for i, after := range []time.Duration{0, 40 * time.Millisecond} {
		folder := filepath.Join(t.TempDir(), "house")
		ctx, o := t.Context(), node.Options{Now: func() time.Time { return nodetest.Start }}
		founding := node.Founding{Programme: nodetest.Example("sea-rescue"), Admin: "admin", KeyFile: folder + ".key"}
		founded, err := node.Init(ctx, node.Folder(folder), founding, o)
		if err != nil {
			t.Fatal(err)
		}
		kill(t, "lists", folder, nodetest.Start, 1+i, after)
		n, err := node.Open(ctx, node.Folder(folder), o)
		if err != nil {
			t.Fatal(err)
		}
		uploads, err := n.Lists()
		if err != nil {
			t.Fatal(err)
		}
		key, err := journal.ReadKey(folder + ".key")
		if err != nil {
			t.Fatal(err)
		}
		s := uploads.All()[0]
		if s.Stage != lists.Stopped || s.How.Territory != "IT" {
			t.Fatalf("it is %s, and read in %q", s.Stage, s.How.Territory)
		}
		if err := uploads.Resume(desk.Acting{Who: founded.Admin, Signer: key}, s.ID); err != nil {
			t.Fatal(err)
		}
		for s.Stage = lists.Running; s.Stage == lists.Running; runtime.Gosched() {
			s, _ = uploads.State(s.ID)
		}
		figures, err := n.Desk.Figures(ctx, desk.Acting{Who: founded.Admin, Signer: key})
		if err != nil {
			t.Fatal(err)
		}
		if r := s.Result; s.Stage != lists.Done || r.Repeated != 0 || r.Leads+r.Seen != listed || figures[0].People != listed {
			t.Errorf("%s: %+v, %d people", s.Stage, r, figures[0].People)
		}
		wellKept(t, n)
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}
}

func victimTidies(folder node.Folder, o node.Options) error {
	n, err := node.Open(context.Background(), folder, o)
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, err = n.Desk.Tidy(context.Background())
	return err
}

// kill runs a victim and kills it some time after it said so many lines. It returns the last line.
func kill(t *testing.T, name, folder string, now time.Time, lines int, after time.Duration) (last string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "WILLING_VICTIM="+name, "WILLING_FOLDER="+folder, fmt.Sprint("WILLING_NOW=", now.Unix()))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for range lines {
		if !said.Scan() {
			t.Fatal("the victim ended by itself")
		}
		last = said.Text()
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	for said.Scan() {
		last = said.Text()
	}
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // it was killed
	return last
}

func TestAKilledImportLosesNothingThatWasAcknowledged(t *testing.T) {
	for i, after := range []time.Duration{0, 3 * time.Millisecond, 17 * time.Millisecond, 41 * time.Millisecond} {
		folder := filepath.Join(t.TempDir(), "house")
		last, err := strconv.Atoi(kill(t, "imports", folder, nodetest.Start, 3+i, after))
		if err != nil {
			t.Fatal(err)
		}
		n, err := node.Open(t.Context(), node.Folder(folder), node.Options{Now: func() time.Time { return nodetest.Start }})
		if err != nil {
			t.Fatal(err)
		}
		wellKept(t, n)
		admin, err := n.Desk.Named("admin")
		if err != nil {
			t.Fatal(err)
		}
		key, err := journal.ReadKey(folder + ".key")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := n.Desk.ImportLeads(t.Context(), desk.Acting{Who: admin, Signer: key}, nodetest.Rows(0, last+chunk))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if row.Became != desk.BecameRepeated {
				t.Fatalf("row %d was acknowledged, and is lost: it became %s", row.Row, row.Became)
			}
		}
		wellKept(t, n)
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Forty people want everything about them gone; the machine dies while they are being erased.
func TestAKilledErasureIsFinishedWhenTheHouseOpens(t *testing.T) {
	h := nodetest.New(t)
	ctx := t.Context()
	for i := range 40 {
		person := h.Sighted(casebook.Particulars{
			Given: fmt.Sprint("Canarina", i), Family: fmt.Sprint("Canarini", i), Phones: []string{fmt.Sprintf("+39348%07d", i)}, Remarks: "a canary remark",
		})
		h.Met(person)
		if err := h.Desk().AskErasure(ctx, desk.Acting{}, person, h.Told(person)); err != nil {
			t.Fatal(err)
		}
	}
	h.Close()
	h.Pass(4 * day)
	before, err := os.ReadFile(h.RegisterCopy())
	if err != nil {
		t.Fatal(err)
	}
	prepared := string(h.Dir)
	for round := range 6 {
		h.Dir = node.Folder(filepath.Join(t.TempDir(), "house"))
		if err := os.CopyFS(string(h.Dir), os.DirFS(prepared)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(h.RegisterCopy(), before, 0o600); err != nil {
			t.Fatal(err)
		}
		kill(t, "tidies", string(h.Dir), h.Now(), 1, time.Duration(round*round)*4*time.Millisecond)
		h.Open()
		h.Tidies()
		wellKept(t, h.Node)
		leavesNoTrace(t, h, "canarin", "canary remark", "+39348")
		h.Close()
		leavesNoTrace(t, h, "canarin", "canary remark", "+39348")
	}
}

// leavesNoTrace looks for words in all files of the house, in either case. Five letters may stand in a random id by chance.
func leavesNoTrace(t *testing.T, h *nodetest.House, words ...string) {
	t.Helper()
	for _, word := range words {
		if files := nodetest.FilesWith(t, word, string(h.Dir), h.Away); len(files) > 0 {
			t.Errorf("%q is still in %v", word, files)
		}
	}
}
