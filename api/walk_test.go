package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"willing/access"
	"willing/account"
	"willing/casebook"
	"willing/journal"
)

// asks says which right an operation asks for, whatever the person. What is not in it anybody on the staff may.
var asks = map[string]access.Action{
	"admit-staff": access.ManageStaff, "change-staff": access.ManageStaff, "enrol-key": access.EnrolKeys, "revoke-key": access.RevokeKeys,
	"form-team": access.ManageTeams, "declare-tie": access.DeclareTies, "end-tie": access.EndTies, "save-draft": access.Propose, "drop-draft": access.Propose,
	"list-drafts": access.Propose, "propose-text": access.Propose, "approve-text": access.Approve, "import-leads": access.ImportLeads,
	"import-refusals": access.ImportRefusals, "withdraw-refusals": access.WithdrawList, "list-markers": access.LeaveAlone, "review-markers": access.KeepMarkers, "renew-markers": access.RenewMarkers, "note-lead": access.NoteLead, "look-up": access.ImportLeads, "search-people": access.SeePeople,
	"list-people": access.SeePeople, "show-needs": access.SeePeople, "show-person": access.SeePeople, "list-erasures": access.SeePeople, "list-executed-erasures": access.SeePeople, "confirm-erasure": access.BackErasure, "deny-erasure": access.BackErasure,
	"move-person": access.Move, "correct-person": access.Meet, "check-person": access.Meet, "talk": access.Meet, "interview": access.Meet,
	"assess": access.Meet, "state-age": access.Meet, "correct-age": access.CorrectAge, "guardian-answers": access.Meet, "assent": access.Meet, "tell": access.Meet,
	"understand": access.Meet, "permit": access.Meet, "issue-link": access.Meet, "revoke-link": access.Meet, "hand-over-link": access.HandOver, "offer": access.Ask,
	"review": access.Judge, "settle": access.Judge, "list-pairs": access.Judge, "list-house-looks": access.Judge, "settle-house": access.Judge, "settle-pair": access.Judge, "release-row": access.Judge, "call": access.CallOutside, "select": access.Select, "reopen": access.Reopen,
	"export-person": access.ExportPerson, "show-figures": access.SeeFigures, "show-weeks": access.SeeFigures, "search-log": access.SeeLog, "delete-kept": access.Maintain,
	"publish-programme": access.Propose, "check-programme": access.Propose, "upload-list": access.ImportLeads, "list-files": access.ImportLeads,
	"show-file": access.ImportLeads, "look-at-file": access.ImportLeads, "put-towns": access.ImportLeads, "drop-towns": access.ImportLeads, "take-file": access.ImportLeads, "resume-file": access.ImportLeads,
	"file-rejects": access.ImportLeads, "drop-file": access.ImportLeads, "list-refusals": access.ImportLeads, "list-ties": access.ManageTeams,
	"list-offered-keys": access.RevokeKeys, "enrol-offered-key": access.RevokeKeys, "drop-offered-key": access.RevokeKeys, "set-mail": access.ManageStaff,
	"let-in": access.ManageStaff, "draw-pack": access.Meet,
	"list-devices": access.AdmitDevices, "enrol-device": access.AdmitDevices, "renew-device": access.AdmitDevices, "revoke-device": access.RevokeKeys,
	"hear-alarm": access.AdmitDevices, "list-aside": access.AdmitDevices, "judge-aside": access.Judge,
}

// overAll are operations about all territories together.
var overAll = []string{"list-erasures", "list-executed-erasures", "show-weeks"}

// anywhere are operations that any of the staff may try with anybody: the safe direction, and the outside call.
var anywhere = []string{"stop", "undo-stop", "withdraw", "answer", "type-in-paper", "correct-answer", "answer-change", "ask-erasure", "remark"}

// bodies are good requests for operations that need words.
var bodies = map[string]string{
	"admit-staff": `{"name":"eve","hats":["scout"]}`, "change-staff": `{"name":"zed","hats":["scout"]}`,
	"enrol-key":  `{"alg":"ed25519","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`,
	"revoke-key": `{"alg":"ed25519","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`,
	"form-team":  `{"name":"two","members":[],"territories":["ES"]}`, "change-team": `{"name":"two","members":[],"territories":["ES"]}`,
	"declare-tie":  `{"a":"ID","b":"ID","kind":"kin"}`,
	"end-tie":      `{"a":"ID","b":"ID","reason":"x"}`,
	"save-draft":   `{"language":"en","title":"Crew","cost":"It costs.","sections":{}}`,
	"propose-text": `{"change":"shorter"}`, "approve-text": `{"version":2,"material":false}`,
	"import-leads":    `{"rows":[{"territory":"IT","source":"list","particulars":{"full":"Somebody New"}}]}`,
	"import-refusals": `{"office":"Rome","people":[{"phones":["+390551234999"]}]}`, "withdraw-refusals": `{"reason":"wrong list"}`, "review-markers": `{"keep":true,"reason":"still needed"}`,
	"release-row": `{"reason":"another man"}`, "note-lead": `{"territory":"IT","source":"harbour","particulars":{"full":"Somebody Else"}}`,
	"search-people": `{"text":"Bianchi"}`, "look-up": `{"full":"Nobody Here"}`, "move-person": `{"territory":"FR"}`, "correct-person": `{"particulars":{"town":"Pisa"}}`,
	"talk": `{"outcome":"talked","spoken_before":"no"}`, "interview": `{"instrument":"first-talk"}`, "assess": `{"instrument":"swim"}`,
	"state-age": `{"born":{"year":1990}}`, "correct-age": `{"born":{"year":1990,"month":5,"day":9},"document":"passport"}`, "guardian-answers": `{"agrees":true}`, "tell": `{"language":"it","understands":true,"cost":"aloud","full":"paper"}`,
	"understand": `{"heard":["risks"]}`, "offer": `{}`, "answer": `{"answer":"not-now","method":"turned","no_wish":true}`,
	"type-in-paper": `{"answer":"not-now"}`, "answer-change": `{"continue":false}`, "permit": `{"question":"number","yes":true}`,
	"call": `{"reached":false,"alone":false,"told_cost":false,"felt_free":false}`, "remark": `{"text":"tired"}`,
	"review": `{"verdict":"unsure","reason":"who knows"}`, "settle": `{"note":"an old phone"}`, "settle-house": `{"facts":["` + strings.Repeat("0", 64) + `:0"],"note":"an old phone"}`, "settle-pair": `{"pair":["ID"],"note":"spoke with both"}`, "select": `{"taken":true,"reason":"ready"}`,
	"hand-over-link": `{"how":"screen"}`, "issue-link": `{"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`, "make-token": `{"title":"another","scopes":["read"],"days":1}`,
	"draft-session": `{}`, "open-session": `{"from":0,"alg":"ed25519","key":"","sig":""}`, "say-stop": `{"phone":"+390551234321"}`,
	"publish-programme": "no zip", "check-programme": "no zip", "upload-list": "Given;Family;Phone\nAda;Volpe;+393331110012\n", "look-at-file": `{}`, "take-file": `{}`,
	"offer-key": `{"key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE="}`, "set-mail": `{"mail":"tom@house.example"}`, "choose-language": `{"language":"it"}`,
	"correct-answer": `{"answer":"not-now","method":"turned","no_wish":true}`,
	"enrol-device":   `{"people":[],"territories":["IT"]}`, "revoke-device": `{}`,
	"judge-aside": `{"commits":["` + strings.Repeat("0", 64) + `"],"verdict":"stays","reason":"looked"}`,
}

// queries are what an operation wants behind its path.
var queries = map[string]string{"upload-list": "?kind=leads"}

// named names the file that the next request uploads, if it is one that uploads.
func (c *client) named(o operation) {
	if o.ID == "upload-list" {
		c.with("Content-Disposition", `attachment; filename="office.csv"`)
	}
}

// on is where an operation is tried, with ids of things that there are.
func on(h *house, o operation, person casebook.ID) string {
	return strings.NewReplacer("{person}", person.String(), "{member}", h.As("tom").Who.String(), "{role}", "crew", "{language}", "en",
		"{batch}", person.String(), "{release}", "00ff", "{link}", strings.Repeat("0", 64)+":0", "{team}", person.String(), "{name}", "0000",
		"{code}", "0123456789abcdef", "{file}", "nothing", "{device}", journal.Device{1}.String(), "{kind}", "refusals", "{generation}", "1").Replace(o.On) + queries[o.ID]
}

// TestEveryHatTriesEveryOperation: whoever has no right to an operation is told so, and whoever has one is not.
func TestEveryHatTriesEveryOperation(t *testing.T) {
	people := map[string]string{"ana": casebook.Scout, "ben": casebook.Mentor, "cora": casebook.Coordinator, "tom": casebook.Trainer, "sara": casebook.Safeguarding,
		"audrey": casebook.Auditor, "adam": casebook.Administrator}
	h := newHouse(t)
	h.Hires("audrey", casebook.Auditor)
	h.Hires("adam", casebook.Administrator)
	person := h.Noted("Giulia", "Bianchi", "+390551234321")
	for name, hat := range people {
		c := h.as(name)
		who := access.Who{Hats: []string{hat}, Territories: []string{"IT", "FR"}}
		for _, o := range operations(h) {
			if o.Own || o.ID == "end-token" || o.ID == "change-staff" || o.ID == "ask-erasure" {
				continue // they would end the walk
			}
			action, asks := asks[o.ID]
			may := !asks || access.Decide(who, action, "IT")
			if o.ID == "revoke-link" { // whoever may hand one over may end it
				may = may || access.Decide(who, access.HandOver, "")
			}
			if slices.Contains(overAll, o.ID) {
				may = access.Everywhere(who, action)
			}
			c.named(o)
			out := c.sends(on(h, o, person), strings.ReplaceAll(bodies[o.ID], "ID", h.As("ana").Who.String()))
			if denied := out.Code == http.StatusForbidden; denied == may {
				if _, held := out.Body["missing"]; !held {
					t.Errorf("%s as %s: %d, though the table says %v: %s", o.ID, hat, out.Code, may, out.Raw)
				}
			}
			if out.Code >= 500 {
				t.Errorf("%s as %s: %d", o.ID, hat, out.Code)
			}
		}
	}
}

// TestNobodyComesInWithoutAToken: every operation that is not open asks for one; one that only reads writes nothing.
func TestNobodyComesInWithoutAToken(t *testing.T) {
	h := newHouse(t)
	person := h.Noted("Giulia", "Bianchi", "+390551234321")
	reader := h.as("admin", account.Read)
	for _, o := range operations(h) {
		for _, token := range []string{"", "willing_", "willing_" + strings.Repeat("A", 43), "x", "\x00"} {
			c := h.as("")
			c.token = token
			out := c.sends(on(h, o, person), bodies[o.ID])
			if (o.Open || o.Own) != (out.Code != http.StatusUnauthorized) {
				t.Errorf("%s with the token %q: %d", o.ID, token, out.Code)
			}
		}
		out := reader.sends(on(h, o, person), bodies[o.ID])
		reads := strings.HasPrefix(o.On, "GET ") || o.ID == "look-up" || o.ID == "search-people" || o.ID == "draft-session" || o.ID == "look-at-file" || o.ID == "check-programme" || o.Open || o.Own
		if reads == (out.Code == http.StatusForbidden) {
			t.Errorf("%s with a token that may only read: %d", o.ID, out.Code)
		}
	}
}

// TestAYesElsewhereIsNobodys: a yes is no safe direction, so the answer of somebody elsewhere is nobody's too.
func TestAYesElsewhereIsNobodys(t *testing.T) {
	h := newHouse(t)
	person := h.Noted("Giulia", "Bianchi", "+390551234321")
	if err := h.Desk().Move(t.Context(), h.As("cora"), person, "ES"); err != nil {
		t.Fatal(err)
	}
	h.as("ana").does(http.StatusNotFound, "POST /people/"+person.String()+"/answers", `{"answer":"yes","method":"turned","no_wish":true}`)
	h.as("ana").does(http.StatusNotFound, "POST /people/"+person.String()+"/paper-answers", `{"answer":"yes"}`)
}

// TestWhoStandsElsewhereIsNobody: for a team, somebody in another territory and nobody at all are one answer, word
// for word.
func TestWhoStandsElsewhereIsNobody(t *testing.T) {
	h := newHouse(t)
	person := h.Noted("Giulia", "Bianchi", "+390551234321")
	if err := h.Desk().Move(t.Context(), h.As("cora"), person, "ES"); err != nil {
		t.Fatal(err)
	}
	ana, nobody := h.as("ana"), casebook.ID{1, 2, 3}
	for _, o := range operations(h) {
		if !strings.Contains(o.On, "{person}") || slices.Contains(anywhere, o.ID) {
			continue
		}
		there, none := ana.sends(on(h, o, person), bodies[o.ID]), ana.sends(on(h, o, nobody), bodies[o.ID])
		if there.Code != none.Code || string(there.Raw) != string(none.Raw) {
			t.Errorf("%s tells that there is a record elsewhere:\n%d %s\n%d %s", o.ID, there.Code, there.Raw, none.Code, none.Raw)
		}
	}
}
