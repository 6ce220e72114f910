package api_test

import (
	"mime"
	"net/http"
	"runtime"
	"strings"
	"testing"
)

// uploads sends a list under a file's name.
func (c *client) uploads(name, kind, list string) got {
	c.t.Helper()
	return c.with("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name})).does(http.StatusOK, "POST /imports/files?kind="+kind, list)
}

// comesIn waits until an uploaded list is no longer coming in.
func (c *client) comesIn(file string) got {
	c.t.Helper()
	for {
		if out := c.does(http.StatusOK, "GET /imports/files/"+file, nil); out.Body["stage"] != "running" {
			return out
		}
		runtime.Gosched()
	}
}

// TestAProgramTakesAListIn from the upload to the rejects, which are put right and fed in again.
func TestAProgramTakesAListIn(t *testing.T) {
	h := newHouse(t)
	cora := h.as("cora")
	kept := cora.uploads("office.csv", "leads", "Given;Eins;Phone;Town\nGina;Volpe;+393331110012;Pisa\nOtto;Bruno;+393331110013;Pisa\n;;;Pisa\n")
	file := kept.Body["id"].(string)
	if look := kept.Body["look"].(map[string]any); look["halfway"] != true || look["rejected"] != 1.0 {
		t.Errorf("it is read as %s", kept.Raw)
	}
	cora.does(http.StatusUnprocessableEntity, "POST /imports/files/"+file+"/taking", map[string]any{})
	how := map[string]any{"territory": "IT", "columns": map[string]string{"B": "family_name"}}
	if look := cora.does(http.StatusOK, "POST /imports/files/"+file+"/look", how); look.Body["new"] != 2.0 {
		t.Errorf("with the column named it is read as %s", look.Raw)
	}
	cora.does(http.StatusNoContent, "POST /imports/files/"+file+"/taking", how)
	done := cora.comesIn(file)
	if r := done.Body["result"].(map[string]any); done.Body["stage"] != "done" || r["leads"] != 2.0 || r["bad"] != 1.0 {
		t.Errorf("it became %s", done.Raw)
	}
	rejects := cora.does(http.StatusOK, "GET /imports/files/"+file+"/rejects", nil)
	if !strings.HasPrefix(rejects.Head.Get("Content-Type"), "text/csv") || !strings.Contains(string(rejects.Raw), "nothing to recognise") {
		t.Fatalf("the rejects are %q", rejects.Raw)
	}
	again := cora.uploads("rejects.csv", "leads", strings.Replace(string(rejects.Raw), ";;;Pisa", "Ugo;Ricci;;Pisa", 1)).Body["id"].(string)
	cora.does(http.StatusNoContent, "POST /imports/files/"+again+"/taking", how)
	if r := cora.comesIn(again).Body["result"].(map[string]any); r["leads"] != 1.0 {
		t.Errorf("put right, the rejects became %v", r)
	}
	cora.does(http.StatusNoContent, "DELETE /imports/files/"+file, nil)
	cora.does(http.StatusNotFound, "GET /imports/files/"+file, nil)
	if rows := cora.does(http.StatusOK, "GET /imports/files", nil).Body["rows"].([]any); len(rows) != 1 {
		t.Errorf("%d lists are kept", len(rows))
	}
}

// TestAFilesNameStandsInNoAddress: it may hold a person's. It comes beside the file, in whatever letters; a name in the address is none.
func TestAFilesNameStandsInNoAddress(t *testing.T) {
	h := newHouse(t)
	cora := h.as("cora")
	const list = "Given;Family\nAda;Volpe\n"
	for _, name := range []string{"office.csv", "Contatti di Zoë Łuczak.csv", "قائمة.csv"} {
		file := cora.uploads(name, "leads", list).Body["id"].(string)
		if kept := cora.does(http.StatusOK, "GET /imports/files/"+file, nil).Body["name"]; kept != name {
			t.Errorf("%q is kept as %v", name, kept)
		}
	}
	for _, header := range []string{"", "attachment", `attachment; filename=""`, "attachment; filename*=UTF-8''%ff", "attachment; filename=" + strings.Repeat("a", 500)} {
		if header != "" {
			cora.with("Content-Disposition", header)
		}
		out := cora.does(http.StatusUnprocessableEntity, "POST /imports/files?kind=leads", list)
		if !strings.Contains(string(out.Raw), "Content-Disposition") {
			t.Errorf("%q is refused with %s", header, out.Raw)
		}
	}
	cora.with("Content-Disposition", `attachment; filename="office.csv"`).does(http.StatusUnprocessableEntity, "POST /imports/files?kind=leads&name=office.csv", list)
}

// TestAProgramPutsAListOfTownsBesideAList: a row that names no country belongs where its town lies. What is no such list is refused,
// and the one before stays.
func TestAProgramPutsAListOfTownsBesideAList(t *testing.T) {
	h := newHouse(t)
	cora := h.as("cora")
	kept := cora.uploads("office.csv", "leads", "Given;Family;Phone;Town\nGina;Volpe;+393331110012;Pisa\n")
	file := "/imports/files/" + kept.Body["id"].(string)
	looks := func() map[string]any {
		return cora.does(http.StatusOK, "POST "+file+"/look", map[string]any{}).Body
	}
	if look := looks(); look["nowhere"] != 1.0 || look["placed"] != nil {
		t.Fatalf("without towns it is read as %v", look)
	}
	cora.does(http.StatusNoContent, "PUT "+file+"/towns", "name,country,lat,lon\nPisa,IT,43.7,10.4\n")
	cora.does(http.StatusUnprocessableEntity, "PUT "+file+"/towns", "town;land\nPisa;IT\n")
	if look := looks(); look["nowhere"] != 0.0 || look["placed"] != 1.0 {
		t.Errorf("with towns it is read as %v", look)
	}
	cora.does(http.StatusNoContent, "DELETE "+file+"/towns", nil)
	if look := looks(); look["nowhere"] != 1.0 {
		t.Errorf("with the towns gone it is read as %v", look)
	}
	cora.does(http.StatusNotFound, "PUT /imports/files/none/towns", "name,country,lat,lon\n")
}

// TestAListOfNoesComesInAndIsTakenBack by two people.
func TestAListOfNoesComesInAndIsTakenBack(t *testing.T) {
	h := newHouse(t)
	cora := h.as("cora")
	file := cora.uploads("noes.csv", "refusals", "Name;Phone;Declined on\nA Bianchi;+393331110014;2020-01-01\n").Body["id"].(string)
	cora.does(http.StatusNoContent, "POST /imports/files/"+file+"/taking", map[string]any{"source": "Rome"})
	if cora.comesIn(file).Body["stage"] != "done" || h.Node.Markers() != 1 {
		t.Fatalf("%d markers", h.Node.Markers())
	}
	again := cora.uploads("again.csv", "refusals", "Name;Phone;Declined on\nA Bianchi;+393331110014;2020-01-01\nBea;12;2020-01-01\n").Body
	look := cora.does(http.StatusOK, "POST /imports/files/"+again["id"].(string)+"/look", map[string]any{}).Body
	if look["repeated"] != 1.0 || look["rejected"] != 1.0 || look["changed"] != 0.0 || look["rows"] != 2.0 {
		t.Errorf("a list that came in before, with a row that nobody is recognised by, is looked at as %v", look)
	}
	batch := cora.does(http.StatusOK, "GET /imports/refusals", nil).Body["rows"].([]any)[0].(map[string]any)
	if batch["office"] != "Rome" || batch["withdrawn"] != false {
		t.Errorf("the list stands as %v", batch)
	}
	cora.unlocks("")
	cora.unlocks("sara")
	cora.does(http.StatusNoContent, "POST /imports/refusals/"+batch["batch"].(string)+"/withdrawal", map[string]any{"reason": "the wrong file"})
	if h.Node.Markers() != 0 {
		t.Errorf("%d markers are left", h.Node.Markers())
	}
}

// TestAKeyIsOfferedAndEnrolledByTwo: its owner offers it, one says yes, the second enrols it with their own key.
func TestAKeyIsOfferedAndEnrolledByTwo(t *testing.T) {
	h := newHouse(t)
	tom, cora, admin := h.as("tom"), h.as("cora"), h.as("admin")
	key := make([]byte, 32)
	key[0] = 5
	tom.does(http.StatusNoContent, "POST /me/keys", map[string]any{"key": key})
	name := cora.does(http.StatusOK, "GET /keys/offered", nil).Body["rows"].([]any)[0].(map[string]any)["name"].(string)
	cora.does(http.StatusConflict, "POST /keys/offered/"+name+"/enrolment", nil) // her password alone says nothing
	cora.unlocks("")
	cora.does(http.StatusNoContent, "POST /keys/offered/"+name+"/enrolment", nil)
	cora.does(http.StatusNoContent, "POST /keys/offered/"+name+"/enrolment", nil) // once more changes nothing
	if rows := cora.does(http.StatusOK, "GET /keys/offered", nil).Body["rows"].([]any); len(rows) != 1 {
		t.Fatal("one person enrolled a key")
	}
	admin.unlocks("")
	admin.does(http.StatusNoContent, "POST /keys/offered/"+name+"/enrolment", nil)
	if rows := cora.does(http.StatusOK, "GET /keys/offered", nil).Body["rows"].([]any); len(rows) != 0 {
		t.Error("the key still waits")
	}
}

// TestWhoeverLeavesIsShutOut: with a member go their tokens and links.
func TestWhoeverLeavesIsShutOut(t *testing.T) {
	h := newHouse(t)
	tom, admin := h.as("tom"), h.as("admin")
	tom.does(http.StatusOK, "GET /me", nil)
	member := "/staff/" + h.As("tom").Who.String()
	if path := admin.does(http.StatusOK, "POST "+member+"/links", nil).Body["path"]; !strings.HasPrefix(path.(string), "/signin/link/") {
		t.Errorf("the link is %v", path)
	}
	admin.does(http.StatusNoContent, "PUT "+member, map[string]any{"name": "tom", "hats": []string{"trainer"}, "left": true})
	tom.does(http.StatusUnauthorized, "GET /me", nil)
	if tokens, err := h.Accounts.Tokens(t.Context(), h.As("tom").Who); err != nil || len(tokens) != 0 {
		t.Errorf("%d tokens are left: %v", len(tokens), err)
	}
}
