package api_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"willing/casebook"
	"willing/journal"
)

// TestAPairWorksThroughTheAPI tells the way from a sighting to a receipt, by two programs of a pair.
func TestAPairWorksThroughTheAPI(t *testing.T) {
	h := newHouse(t)
	ana, ben := h.as("ana"), h.as("ben")
	noted := ana.does(http.StatusOK, "POST /leads", map[string]any{"territory": "IT", "source": "harbour talk",
		"particulars": map[string]any{"given": "Giulia", "family": "Bianchi", "phones": []string{"333 1234567"}, "country": "IT"}})
	person := "/people/" + noted.Body["person"].(string)
	if clear := ana.does(http.StatusOK, "POST "+person+"/checks", nil).Body["clear"]; clear != true {
		t.Fatalf("the check is not clear: %v", clear)
	}
	talk := map[string]any{"outcome": "talked", "spoken_before": "no"}
	if gate := ana.does(http.StatusConflict, "POST "+person+"/talks", talk).Body["gate"]; gate != "G01" {
		t.Errorf("with a password only, a talk is held by %v", gate)
	}
	ana.unlocks("")
	ana.does(http.StatusOK, "POST "+person+"/talks", talk)
	for _, year := range []int{1990, 1988} {
		ana.does(http.StatusNoContent, "POST "+person+"/ages", map[string]any{"born": map[string]any{"year": year, "month": 5, "day": 17}})
	}
	var births []map[string]any
	for _, b := range ana.does(http.StatusOK, "GET "+person, nil).Body["births"].([]any) {
		births = append(births, b.(map[string]any))
	}
	if len(births) != 2 || births[0]["born"] != "1990-05-17" || births[0]["decides"] != true || births[0]["rests"] != "said" || births[1]["born"] != "1988-05-17" || births[1]["decides"] != false || births[1]["why"] == nil {
		t.Errorf("a program reads of birth dates: %v", births)
	}

	early := ana.does(http.StatusConflict, "POST "+person+"/offers", map[string]any{})
	if early.Body["gate"] == nil || early.Head.Get("Content-Type") != "application/problem+json" {
		t.Errorf("an offer that comes too early is held without a gate: %s", early.Raw)
	}
	if !strings.Contains(string(early.Raw), `"args":{"points":"voluntary, may-leave, risks, costs"}`) {
		t.Errorf("a program cannot say in another language which points were not heard: %s", early.Raw)
	}
	ana.unlocks("ben")
	ben.unlocks("")
	ana.does(http.StatusNoContent, "POST "+person+"/tellings", map[string]any{"language": "it", "understands": true, "cost": "aloud", "full": "paper"})
	ben.does(http.StatusNoContent, "POST "+person+"/understandings", map[string]any{"heard": casebook.Points})
	h.Pass(24 * time.Hour)
	ana = h.as("ana")
	ana.unlocks("")
	ana.unlocks("ben")
	ana.does(http.StatusNoContent, "POST "+person+"/offers", map[string]any{})
	receiptKey, err := journal.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	receipt := ana.does(http.StatusOK, "POST "+person+"/answers", map[string]any{"answer": "yes", "method": "turned", "language": "it", "receipt": receiptKey.Public()})
	code := receipt.Body["code"].(string)
	if again := ana.does(http.StatusConflict, "POST "+person+"/offers", map[string]any{}); again.Body["gate"] == nil {
		t.Errorf("after the answer the pair's keys still act: %s", again.Raw)
	}
	if me := ana.does(http.StatusOK, "GET /me", nil); me.Body["pair_until"] != nil {
		t.Errorf("the pair is still there: %s", me.Raw)
	}
	if arrived := h.as("").does(http.StatusOK, "GET /receipts/"+code, nil).Body["arrived"]; arrived != "recorded" {
		t.Errorf("whether the answer has arrived: %v", arrived)
	}
	declared := map[string]any{"instrument": "health-declaration", "answers": map[string]any{"heart": "yes"}}
	ana = h.as("ana")
	ana.unlocks("")
	if alone := ana.does(http.StatusConflict, "POST "+person+"/filled-forms", declared).Body["gate"]; alone != "G03" {
		t.Errorf("one of the pair alone says what the person filled in, and is held by %v", alone)
	}
	ana.unlocks("ben")
	ana.does(http.StatusNoContent, "POST "+person+"/filled-forms", declared)
	sara := h.as("sara")
	sara.unlocks("")
	sara.does(http.StatusNoContent, "POST "+person+"/calls", map[string]any{"reached": true, "alone": true, "told_cost": true, "felt_free": true})
	shown := h.as("cora").does(http.StatusOK, "GET "+person, nil)
	if shown.Body["stage"] != "yes-provisional" {
		t.Errorf("after the yes: %v", shown.Body["stage"])
	}
	ana.does(http.StatusNoContent, "POST "+person+"/withdrawals", nil)
	if stage := h.as("cora").does(http.StatusOK, "GET "+person, nil).Body["stage"]; stage != "left-alone" {
		t.Errorf("after the leaving: %v", stage)
	}
}
