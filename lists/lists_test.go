package lists_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/lists"
	"willing/node/nodetest"
)

// office is a list of so many people, with one row in which nobody stands.
func office(people int) string {
	var b strings.Builder
	b.WriteString("Given;Family;Phone;Town\n;;;Pisa\n")
	for i := range people {
		p := nodetest.Rows(i, 1)[0].Particulars
		fmt.Fprintf(&b, "%s;%s;%s;%s\n", p.Given, p.Family, p.Phones[0], p.Town)
	}
	return b.String()
}

func of(t *testing.T, h *nodetest.House) *lists.Lists {
	t.Helper()
	l, err := h.Node.Lists()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func keeps(t *testing.T, h *nodetest.House, content string) string {
	t.Helper()
	id, err := of(t, h).Keep(h.As("cora").Who, "office.csv", false, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// ends waits until a list is no longer coming in.
func ends(t *testing.T, l *lists.Lists, id string) lists.State {
	t.Helper()
	for {
		s, ok := l.State(id)
		if !ok {
			t.Fatal("the list is gone")
		}
		if s.Stage != lists.Running {
			return s
		}
		runtime.Gosched()
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func note(h *nodetest.House, id string) string {
	return filepath.Join(string(h.Dir), "uploads", id+".json")
}

// TestAListOutlivesTheProcess: what was uploaded, and what somebody said of its columns, is there after a restart.
func TestAListOutlivesTheProcess(t *testing.T) {
	h := nodetest.New(t)
	id := keeps(t, h, "Given;Zwei;Phone\nAda;Volpe;+393331110012\n")
	how := lists.Reading{Territory: "IT", Columns: map[string]string{"A": "given_name", "B": "family_name"}}
	if err := of(t, h).Begin(h.As("cora"), id, how); err != nil {
		t.Fatal(err)
	}
	before := ends(t, of(t, h), id)
	h.Reopen()
	after, ok := of(t, h).State(id)
	if !ok || after.Stage != lists.Done || after.Result.Leads != 1 || after.How.Columns["B"] != "family_name" || !after.At.Equal(before.At) {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

// TestAListThatWasBrokenOffGoesOn: the process dies after the rows are in the log and before it noted so. Going on
// takes nobody in twice, and counts everybody.
func TestAListThatWasBrokenOffGoesOn(t *testing.T) {
	h := nodetest.New(t)
	const people = 1203
	id := keeps(t, h, office(people))
	if err := of(t, h).Begin(h.As("cora"), id, lists.Reading{Territory: "IT"}); err != nil {
		t.Fatal(err)
	}
	whole := ends(t, of(t, h), id)
	if whole.Result.Leads+whole.Result.Seen != people || whole.Result.Bad != 1 {
		t.Fatalf("%+v", whole.Result)
	}
	var rejected strings.Builder
	if err := of(t, h).Rejects(id, &rejected); err != nil {
		t.Fatal(err)
	}
	h.Close()
	forgets(t, note(h, id))
	h.Open()
	if s, _ := of(t, h).State(id); s.Stage != lists.Stopped || s.How.Territory != "IT" {
		t.Fatalf("after the restart: %+v", s)
	}
	if err := of(t, h).Resume(h.As("cora"), id); err != nil {
		t.Fatal(err)
	}
	s := ends(t, of(t, h), id)
	if s.Stage != lists.Done || s.Result.Leads != whole.Result.Leads || s.Result.Seen != whole.Result.Seen || s.Result.Repeated != 0 || s.Result.Bad != 1 {
		t.Errorf("gone on: %+v", s.Result)
	}
	var again strings.Builder
	if err := of(t, h).Rejects(id, &again); err != nil || again.String() != rejected.String() {
		t.Errorf("the rejects are\n%s\nand were\n%s (%v)", again.String(), rejected.String(), err)
	}
	if n := everybody(t, h); n != people {
		t.Errorf("%d people are in the house, not %d", n, people)
	}
}

// TestALookForetellsWhatTakingInMakes of the rows: the first time, and the second, when each came in before.
func TestALookForetellsWhatTakingInMakes(t *testing.T) {
	h := nodetest.New(t)
	content := office(7) + "Ada;Volpe;12ab;Pisa\nAda;Volpe;12ab;Pisa\n"
	for round := range 2 {
		id := keeps(t, h, content)
		look, err := of(t, h).Look(t.Context(), h.As("cora"), id, lists.Reading{Territory: "IT"})
		if err != nil {
			t.Fatal(err)
		}
		if err := of(t, h).Begin(h.As("cora"), id, lists.Reading{Territory: "IT"}); err != nil {
			t.Fatal(err)
		}
		got := ends(t, of(t, h), id).Result
		if look.New != got.Leads || look.Known != got.Seen || look.Held != len(got.Held) || look.Repeated != got.Repeated || look.Rejected != got.Bad || look.Changed != got.Changed {
			t.Errorf("round %d: foretold %+v, became %+v", round, look, got)
		}
		if got.Repeated != 1+8*round || got.Changed != 1-round {
			t.Errorf("round %d: %+v", round, got)
		}
		if len(got.Changes) != 1-round || round == 0 && (got.Changes[0].Row != 10 || got.Changes[0].Column != "C" || got.Changes[0].Why.Code != "no-phone") {
			t.Errorf("round %d: the changes are %+v", round, got.Changes)
		}
	}
}

// TestALookShowsWhatStandsBesideWhatIsRead: nobody can judge a date that is not shown, nor mend a row that lies nowhere.
// TestALookForeseesWhoStandsTwiceInTheList under names that differ: the later one is set aside, in the look as when it comes in.
func TestALookForeseesWhoStandsTwiceInTheList(t *testing.T) {
	h := nodetest.New(t)
	l := of(t, h)
	list := "Given;Family;Phone;Town\nRita;Moro;+393331110006;Pisa\nMargherita;Moro;+393331110006;Lucca\nPia;Verdi;+393331110007;Pisa\nR.;Moro;+393331110006;Siena\n"
	id := keeps(t, h, list)
	look, err := l.Look(t.Context(), h.As("cora"), id, lists.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Begin(h.As("cora"), id, lists.Reading{}); err != nil {
		t.Fatal(err)
	}
	made := ends(t, l, id).Result
	if look.New != made.Leads || look.Known != made.Seen || made.Seen == 0 {
		t.Errorf("foreseen: %d new, %d perhaps known; it was %d and %d", look.New, look.Known, made.Leads, made.Seen)
	}
}

func TestALookShowsWhatStandsBesideWhatIsRead(t *testing.T) {
	h := nodetest.New(t)
	look := func(content string, how lists.Reading) *lists.Look {
		t.Helper()
		id := keeps(t, h, content)
		out, err := of(t, h).Look(t.Context(), h.As("cora"), id, how)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	const heads = "Given name;Family name;Born;Phone;Town\n"
	out := look(heads+"Ada;Volpe;12/13/1988;+12025550128;Xyz\nIda;Serra;31/02/1999;+12025550129;Xyz\n", lists.Reading{DateOrder: "dmy"})
	if a, b := out.Sample[0], out.Sample[1]; a.Born != "1988-12-13" || a.Wrote != "12/13/1988" || b.Born != "" || b.Wrote != "31/02/1999" {
		t.Errorf("the dates are %+v, %+v", a, b)
	}
	if c := out.Changes[len(out.Changes)-1]; c.Row != 3 || c.Wrote != "31/02/1999" || !strings.HasPrefix(c.Why.Say, "that month has no such day") {
		t.Errorf("what is left out is %+v", c)
	}
	if out.Nowhere != 2 || look(heads+"Ada;Volpe;;+12025550128;Xyz\n", lists.Reading{Territory: "IT"}).Nowhere != 0 {
		t.Errorf("%d rows lie nowhere", out.Nowhere)
	}
	warns := func(out *lists.Look) bool {
		return slices.ContainsFunc(out.Notes, func(n lists.Note) bool { return n.Code == "note-no-country" })
	}
	if warns(out) || warns(look(heads, lists.Reading{})) || !warns(look(heads+"Ada;Volpe;;2025550128;Xyz\n", lists.Reading{})) {
		t.Error("a country is asked for where every number has one, or not where one lacks it")
	}
}

// TestALookAtAListThatCameInBeforeFindsNothingToChange, however long it is: a row that came in before is recognised at once.
func TestALookAtAListThatCameInBeforeFindsNothingToChange(t *testing.T) {
	h := nodetest.New(t)
	content := "Given;Family;Born;Phone\n"
	for i := range 600 {
		content += fmt.Sprintf("A%d;Bianchi;31/02/1990;+3933311%05d\n", i, i)
	}
	for round := range 2 {
		id := keeps(t, h, content)
		look, err := of(t, h).Look(t.Context(), h.As("cora"), id, lists.Reading{Territory: "IT"})
		if err != nil || round == 1 && (look.Repeated != 600 || look.Unasked != 0 || look.Changed != 0 || len(look.Changes) != 0) {
			t.Errorf("round %d: %+v, %v", round, look, err)
		}
		must(t, of(t, h).Begin(h.As("cora"), id, lists.Reading{Territory: "IT"}))
		ends(t, of(t, h), id)
	}
}

// TestAListWithoutPlacesSaysWhereItsPeopleGo: where nothing but the phones names a country, that is said; a territory, a country or a
// list of towns makes it certain.
func TestAListWithoutPlacesSaysWhereItsPeopleGo(t *testing.T) {
	h := nodetest.New(t)
	look := func(content, towns string, how lists.Reading) *lists.Look {
		t.Helper()
		id := keeps(t, h, content)
		if towns != "" {
			must(t, of(t, h).KeepTowns(id, strings.NewReader(towns)))
		}
		out, err := of(t, h).Look(t.Context(), h.As("cora"), id, how)
		must(t, err)
		return out
	}
	const heads, people = "Given name;Family name;Phone;Town", "\nAda;Volpe;+393331110021;Pisa\nIda;Serra;+393331110022;Aarschot\nUgo;Ricci;+393331110023;Lucca\n"
	if out := look(heads+people, "", lists.Reading{}); out.Assumed != 3 || out.AssumedIn != "IT" {
		t.Errorf("%d people are said to go to %q", out.Assumed, out.AssumedIn)
	}
	if out := look(heads+people, "name,country,lat,lon\nAarschot,BE,50.9,4.8\nPisa,IT,43.7,10.4\n", lists.Reading{}); out.Assumed != 1 {
		t.Errorf("with towns: %d", out.Assumed)
	}
	if out := look(heads+people, "", lists.Reading{Territory: "IT"}); out.Assumed != 0 {
		t.Errorf("with a territory: %d", out.Assumed)
	}
	if out := look(heads+";Country\nAda;Volpe;+393331110021;Pisa;Italy\n", "", lists.Reading{}); out.Assumed != 0 {
		t.Errorf("with a country: %d", out.Assumed)
	}
	id := keeps(t, h, heads+people)
	must(t, of(t, h).Begin(h.As("cora"), id, lists.Reading{}))
	if got := ends(t, of(t, h), id).Result; got.Assumed != 3 || got.AssumedIn != "IT" {
		t.Errorf("taken in: %+v", got)
	}
}

// everybody counts the people in the house.
func everybody(t *testing.T, h *nodetest.House) (n int) {
	t.Helper()
	for after := []byte(nil); ; {
		page, err := h.Desk().List(t.Context(), h.As("cora"), desk.Query{After: after, Limit: 200})
		if err != nil {
			t.Fatal(err)
		}
		if n += len(page.Rows); len(page.Next) == 0 {
			return n
		}
		after = page.Next
	}
}

// forgets makes a list's note one of a process that died before its first rows were noted.
func forgets(t *testing.T, path string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var note map[string]map[string]any
	if err := json.Unmarshal(raw, &note); err != nil {
		t.Fatal(err)
	}
	note["state"]["stage"], note["state"]["result"] = lists.Running, map[string]any{"batch": casebook.ID{}}
	note["place"]["row"], note["place"]["bytes"] = 0, 0
	raw, _ = json.Marshal(note)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestAListOfNoesThatWasBrokenOffIsOneBatch: two runs make the markers once.
func TestAListOfNoesThatWasBrokenOffIsOneBatch(t *testing.T) {
	h := nodetest.New(t)
	id, err := of(t, h).Keep(h.As("cora").Who, "noes.csv", true, strings.NewReader("Name;Phone;Declined on\nA Bianchi;+393331110014;2020-01-01\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := of(t, h).Begin(h.As("cora"), id, lists.Reading{}); err != nil {
		t.Fatal(err)
	}
	first := ends(t, of(t, h), id)
	h.Close()
	forgets(t, note(h, id))
	h.Open()
	if err := of(t, h).Resume(h.As("cora"), id); err != nil {
		t.Fatal(err)
	}
	second := ends(t, of(t, h), id)
	if second.Result.Batch != first.Result.Batch || second.Result.Markers != 1 || h.Node.Markers() != 1 {
		t.Errorf("first %+v, second %+v, %d markers", first.Result, second.Result, h.Node.Markers())
	}
}

// TestWhatIsHalfThereGoes: an upload that was cut off by the end of the process leaves nothing behind.
func TestWhatIsHalfThereGoes(t *testing.T) {
	h := nodetest.New(t)
	id := keeps(t, h, office(2))
	h.Close()
	dir := filepath.Dir(note(h, id))
	for _, name := range []string{"halfway", "other.json", "third.rejects", id + ".json.new"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("Ada Volpe"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h.Open()
	if all := of(t, h).All(); len(all) != 1 {
		t.Errorf("%d lists", len(all))
	}
	for _, name := range []string{"halfway", "other.json", "third.rejects"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there", name)
		}
	}
}

// TestListsAreBounded: in number, and a day after somebody last worked on them they go with all that lies beside them.
func TestListsAreBounded(t *testing.T) {
	h := nodetest.New(t)
	l := of(t, h)
	for range 50 {
		keeps(t, h, office(1))
	}
	if _, err := l.Keep(h.As("cora").Who, "more.csv", false, strings.NewReader("x")); !errors.Is(err, lists.ErrFull) {
		t.Errorf("one more: %v", err)
	}
	h.Pass(25 * time.Hour)
	if err := l.Tidy(); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(filepath.Join(string(h.Dir), "uploads")); err != nil || len(files) != 0 {
		t.Errorf("%d files are left: %v", len(files), err)
	}
}

// broken ends in the middle.
type broken struct{ left int }

func (b *broken) Read(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	return copy(p, "Given;Family\nAda;Volpe\n"), nil
}

func TestAnUploadThatBreaksOffKeepsNothing(t *testing.T) {
	h := nodetest.New(t)
	if _, err := of(t, h).Keep(h.As("cora").Who, "office.csv", false, &broken{left: 3}); err == nil {
		t.Error("half a file was kept")
	}
	if files, err := os.ReadDir(filepath.Join(string(h.Dir), "uploads")); err != nil || len(files) != 0 {
		t.Errorf("%d files are left: %v", len(files), err)
	}
	if kind := desk.KindOf(of(t, h).Begin(h.As("cora"), "nothing", lists.Reading{})); kind != desk.NotFound {
		t.Errorf("a list that is none: %v", kind)
	}
}
