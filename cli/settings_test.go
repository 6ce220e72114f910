package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheAddressOfFoundingIsKept for links, and can be another one later.
func TestTheAddressOfFoundingIsKept(t *testing.T) {
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	p := place{t, t.TempDir()}
	p.runs(0, "", "init", "--dir", "d", "--programme", filepath.Join(root, "examples", "sea-rescue"), "--keyfile", "admin.key", "--url", "https://house.example/", "--yes")
	p.asAdmin(0, "staff", "add", "sam", "--hats", "scout")
	if link, _ := p.asAdmin(0, "staff", "link", "sam"); !strings.HasPrefix(link, "https://house.example/signin/") {
		t.Errorf("a link begins with %.30s", link)
	}
	p.runs(4, "", "settings", "--dir", "d", "--url", "house.example")
	p.runs(0, "", "settings", "--dir", "d", "--url", "http://hq.lan:9000")
	if link, _ := p.asAdmin(0, "staff", "link", "sam"); !strings.HasPrefix(link, "http://hq.lan:9000/signin/") {
		t.Errorf("after it was set anew a link begins with %.30s", link)
	}
}

// TestAPlainServeIsWhereTheHouseWasSaidToBe, and what somebody types wins.
func TestAPlainServeIsWhereTheHouseWasSaidToBe(t *testing.T) {
	for _, x := range []struct {
		noted       string
		typed, want serveCmd
	}{
		{"http://localhost:9090", serveCmd{}, serveCmd{Listen: "127.0.0.1:9090"}},
		{"https://house.example", serveCmd{}, serveCmd{Domain: "house.example"}},
		{"https://house.example", serveCmd{Listen: "127.0.0.1:0"}, serveCmd{Listen: "127.0.0.1:0"}},
		{"https://house.example", serveCmd{BehindProxy: true, Listen: "127.0.0.1:1"}, serveCmd{BehindProxy: true, Listen: "127.0.0.1:1", URL: "https://house.example"}},
		{"http://localhost:9090", serveCmd{BehindProxy: true}, serveCmd{BehindProxy: true}},
		{"http://hq.lan:9000", serveCmd{URL: "http://other.lan"}, serveCmd{URL: "http://other.lan"}},
		{"", serveCmd{}, serveCmd{}},
	} {
		got := x.typed
		if got.asNoted(x.noted); got != x.want {
			t.Errorf("noted %q, typed%s: served%s, want%s", x.noted, x.typed.typed(), got.typed(), x.want.typed())
		}
	}
}

// TestARegisterGetsACopyLater, loses one whose disk is gone, and never one that is somebody else's.
func TestARegisterGetsACopyLater(t *testing.T) {
	p := founded(t)
	if err := os.Mkdir(filepath.Join(p.dir, "stick"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, problems := p.runs(4, "", "settings", "--dir", "d", "--register-copy", "none/register.jsonl"); !strings.Contains(problems, "connect the disk") {
		t.Error(problems)
	}
	p.runs(4, "", "settings", "--dir", "d", "--register-copy", "stick")
	p.runs(4, "", "settings", "--dir", "d", "--register-copy", "admin.key")
	p.runs(5, "", "settings", "--dir", "d", "--drop-register-copy", "stick/register.jsonl")
	p.runs(0, "", "settings", "--dir", "d", "--register-copy", "stick/register.jsonl")
	own := filepath.Join("d", "register", "register.jsonl")
	same := func() {
		t.Helper()
		one, err := os.ReadFile(filepath.Join(p.dir, own))
		two, other := os.ReadFile(filepath.Join(p.dir, "stick", "register.jsonl"))
		if err != nil || other != nil || len(one) == 0 || string(one) != string(two) {
			t.Errorf("the copy is not the register: %d and %d bytes, %v, %v", len(one), len(two), err, other)
		}
	}
	same()
	p.asAdmin(0, "staff", "add", "sam", "--hats", "scout")
	p.asAdmin(0, "staff", "leave", "sam") // an entry of the register
	same()
	if err := os.RemoveAll(filepath.Join(p.dir, "stick")); err != nil {
		t.Fatal(err)
	}
	if _, problems := p.asAdmin(1, "staff", "list"); !strings.Contains(problems, "--drop-register-copy") {
		t.Errorf("without the disk: %s", problems)
	}
	out, _ := p.runs(0, "", "settings", "--dir", "d", "--drop-register-copy", "stick/register.jsonl", "--json")
	var left housed
	if err := json.Unmarshal([]byte(out), &left); err != nil || len(left.RegisterCopies) != 0 {
		t.Errorf("%s, %v", out, err)
	}
	p.asAdmin(0, "staff", "list")
}

// TestNothingIsSetWhileItIsServed.
func TestNothingIsSetWhileItIsServed(t *testing.T) {
	p := founded(t)
	p.served()
	if out, _ := p.runs(0, "", "settings", "--dir", "d"); !strings.Contains(out, "http://localhost:8080") {
		t.Error(out)
	}
	if _, problems := p.runs(4, "", "settings", "--dir", "d", "--url", "http://hq.lan"); !strings.Contains(problems, "stop `willing serve`") {
		t.Error(problems)
	}
}

// TestADeviceForSomebodyInNoTeamIsWarnedOf: they would see nobody on it.
func TestADeviceForSomebodyInNoTeamIsWarnedOf(t *testing.T) {
	p := founded(t)
	p.asAdmin(0, "staff", "add", "sam", "--hats", "scout")
	enrols := func() string {
		t.Helper()
		out, _ := p.asAdmin(0, "enrol", "--scope", "IT", "--people", "sam", "--url", "http://hq.lan")
		return out
	}
	if out := enrols(); !strings.Contains(out, "In no team that works in IT: sam.") {
		t.Errorf("not warned: %s", out)
	}
	p.asAdmin(0, "team", "add", "away", "--member", "sam", "--territory", "ES")
	if out := enrols(); !strings.Contains(out, "In no team that works in IT: sam.") {
		t.Errorf("not warned of a team that works elsewhere: %s", out)
	}
	p.asAdmin(0, "team", "add", "italy", "--member", "sam", "--territory", "IT")
	if out := enrols(); strings.Contains(out, "In no team") {
		t.Errorf("warned all the same: %s", out)
	}
}

// TestWhoLeftAndWhatWaitsForNobody: the key of whoever left is revoked by name, and a text that is in force already waits for nobody, whatever
// else is left unsaid.
func TestWhoLeftAndWhatWaitsForNobody(t *testing.T) {
	p := founded(t)
	p.runs(0, "", "key", "new", "tom.key")
	p.asAdmin(0, "staff", "add", "tom", "--hats", "coordinator")
	p.asAdmin(0, "key", "enrol", "tom", "tom.key")
	approve := []string{"programme", "approve", "crew", "1", "--dir", "d", "--as", "tom", "--keyfile", "tom.key"}
	p.runs(0, "", approve...)
	if _, problems := p.runs(5, "", approve...); !strings.Contains(problems, "no such text waits for approval") {
		t.Errorf("approved a second time: %s", problems)
	}
	p.asAdmin(0, "staff", "leave", "tom")
	p.asAdmin(0, "key", "revoke", "tom", "tom.key")
	p.asAdmin(5, "key", "revoke", "tom", "tom.key")
}
