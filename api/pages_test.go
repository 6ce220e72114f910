package api_test

import (
	"slices"
	"strings"
	"testing"

	"willing/node"
)

// Why a page has no operation of its own.
const (
	form      = "it only shows the form; what it sends has one"
	atDoor    = "it signs a browser in; a program has a token"
	passkeys  = "passkeys and passwords belong to browsers; a program has tokens"
	words     = "its words are the same for everybody, and a program has its own"
	aboutUs   = "it is a page of the manual: docs/manual/rights.md"
	keptForms = "it gives back what a browser sent while nobody was signed in; a program still has what it sent"
	device    = "a laptop meets headquarters by the exchange, which has its own way"
	carried   = "it is the phone's own program, which meets headquarters by the exchange"
	stick     = "a file is for whoever carries it; what runs at headquarters without a person calls `willing bundle`"
	turned    = "whose hands a phone is in is the matter of the program that runs on it"
)

// pages says of every route of the pages which operations do the same, or why none does.
var pages = map[string][]string{
	// the door, and one's own account
	"GET /signin": {atDoor}, "POST /signin": {atDoor}, "POST /signin/passkey": {atDoor}, "GET /signin/lost": {words},
	"GET /signin/link/{token}": {atDoor}, "POST /signin/link/{token}": {atDoor}, "POST /signout": {"end-token"},
	"GET /unlock": {"draft-session"}, "POST /unlock": {"open-session"}, "POST /unlock/away": {"close-session"},
	"GET /kept/{form}": {keptForms}, "POST /kept/{form}": {keptForms},
	"GET /me": {"show-me", "list-signed-in", "list-tokens"}, "POST /me/language": {"choose-language"}, "POST /me/sessions": {"sign-out"},
	"POST /me/passkeys": {passkeys}, "POST /me/passkeys/remove": {passkeys}, "POST /me/keys": {"offer-key"}, "GET /me/password": {passkeys},
	"POST /me/password": {passkeys}, "POST /me/password/forget": {passkeys}, "POST /me/tokens": {"make-token"}, "POST /me/tokens/end": {"end-token"},

	// headquarters
	"GET /{$}": {"show-needs"}, "POST /delete-due": {"delete-kept"}, "GET /people": {"list-people"}, "POST /people": {"search-people"}, "GET /people/{id}": {"show-person"}, "GET /people/{id}/health": {"read-health"},
	"GET /people/{id}/correct": {"show-person"}, "POST /people/{id}/correct": {"correct-person"}, "POST /people/{id}/settle": {"correct-person"},
	"GET /people/{id}/link": {form}, "POST /people/{id}/link": {"hand-over-link"}, "POST /people/{id}/link/end": {"revoke-link"}, "POST /people/{id}/move": {"move-person"}, "GET /people/{id}/select": {form}, "POST /people/{id}/select": {"select"},
	"GET /people/{id}/scans/{scan}": {"open-scan"}, "GET /people/{id}/file": {"export-person"}, "GET /people/{id}/erase": {form}, "POST /people/{id}/erase": {"ask-erasure"},
	"GET /people/{id}/remark": {form}, "POST /people/{id}/remark": {"remark"},
	"GET /people/{id}/back": {form}, "POST /people/{id}/back": {"reopen"}, "GET /people/{id}/age": {"show-person"}, "POST /people/{id}/age": {"correct-age"},
	"GET /people/{id}/leave": {form}, "POST /people/{id}/no": {"answer"}, "POST /people/{id}/not-now": {"answer"}, "POST /people/{id}/stop": {"stop"},
	"POST /people/{id}/undo-stop": {"undo-stop"}, "POST /people/{id}/left": {"withdraw"},
	"GET /reviews": {"list-people"}, "POST /reviews/{id}": {"review"}, "POST /reviews/release": {"release-row"}, "POST /reviews/pair": {"list-pairs", "settle-pair"}, "POST /people/{id}/looked": {"settle"},
	"GET /calls": {"list-people"}, "GET /calls/{id}": {"show-person"}, "POST /calls/{id}": {"call"},
	"GET /requests": {"list-erasures"}, "POST /requests/{id}/confirm": {"confirm-erasure"}, "POST /requests/{id}/deny": {"deny-erasure"},
	"GET /inbox": {"list-people"}, "POST /inbox": {"note-lead"}, "GET /figures": {"show-figures", "show-weeks"}, "GET /audit": {"search-log"},
	"GET /import": {"list-files", "list-refusals"}, "POST /import": {"upload-list", "put-towns"}, "GET /import/{list}": {"show-file", "look-at-file"},
	"POST /import/{list}": {"take-file"}, "POST /import/{list}/look": {"look-at-file", "put-towns", "drop-towns"}, "POST /import/{list}/resume": {"resume-file"}, "POST /import/{list}/drop": {"drop-file"},
	"GET /import/{list}/rejects.csv": {"file-rejects"}, "GET /refusals/{batch}/withdraw": {"list-refusals"}, "POST /refusals/{batch}/withdraw": {"withdraw-refusals"},
	"GET /markers": {"list-markers"}, "POST /markers": {"renew-markers"}, "POST /reviews/house": {"settle-house"}, "POST /markers/{generation}": {"review-markers"},
	"GET /staff": {"list-staff", "list-offered-keys"}, "GET /staff/rights": {aboutUs}, "GET /staff/ties": {"list-ties"}, "POST /staff/ties": {"declare-tie"}, "GET /staff/ties/{a}/{b}": {"list-ties"}, "POST /staff/ties/{a}/{b}": {"end-tie"},
	"GET /staff/new": {form}, "POST /staff/new": {"admit-staff", "set-mail", "let-in"}, "POST /staff/keys/{key}/enrol": {"enrol-offered-key"},
	"POST /staff/keys/{key}/drop": {"drop-offered-key"}, "GET /staff/{id}": {"list-staff"}, "POST /staff/{id}/hats": {"change-staff"},
	"POST /staff/{id}/mail": {"set-mail"}, "POST /staff/{id}/leave": {"change-staff"}, "POST /staff/{id}/link": {"let-in"},
	"GET /staff/{id}/leave": {"list-staff"}, "POST /staff/{id}/recover": {"let-in"}, "POST /staff/{id}/revoke": {"revoke-key"},
	"GET /teams": {"list-teams"}, "GET /teams/new": {form}, "POST /teams/new": {"form-team"}, "GET /teams/{id}": {"list-teams"}, "POST /teams/{id}": {"change-team"},
	"GET /texts": {"list-texts"}, "GET /texts/{role}/{version}": {"list-texts"}, "POST /texts/{role}/{version}": {"approve-text"},
	"GET /texts/{role}/write/{language}": {"list-drafts"}, "POST /texts/{role}/write/{language}": {"save-draft"}, "POST /texts/{role}/drop/{language}": {"drop-draft"},
	"GET /texts/{role}/propose": {"list-drafts"}, "POST /texts/{role}/propose": {"propose-text"},
	"GET /programme": {"show-programme"}, "POST /programme": {"check-programme", "publish-programme"}, "GET /programme/gates": {"list-gates"},

	"GET /conflicts": {"list-people", "show-person"}, "GET /devices": {"list-devices"}, "POST /devices/heard": {"hear-alarm"}, "GET /devices/enrol": {form},
	"POST /devices/enrol": {"enrol-device"}, "GET /devices/{device}": {"list-devices", "list-aside"}, "GET /devices/{device}/revoke": {"list-devices"}, "POST /devices/{device}/revoke": {"revoke-device"}, "POST /devices/{device}/renew": {"renew-device"},
	"POST /devices/{device}/judge": {"judge-aside"}, "POST /devices/file": {stick}, "POST /devices/{device}/file": {stick},

	// a team on its way
	"GET /team": {"list-people"}, "GET /team/meet/{place}": {"list-people"}, "GET /team/evening": {"list-people", "show-person"}, "GET /team/check": {form}, "POST /team/check": {"list-people", "check-person"},
	"POST /team/note": {"note-lead"}, "GET /team/paper": {"list-texts"}, "POST /team/paper": {"draw-pack", "list-texts"}, "GET /team/p/{id}": {"show-person"},
	"GET /team/p/{id}/talk": {form}, "POST /team/p/{id}/talk": {"talk"}, "GET /team/p/{id}/age": {form}, "POST /team/p/{id}/age": {"state-age"},
	"GET /team/p/{id}/form/{form}": {"show-programme"}, "POST /team/p/{id}/form/{form}": {"interview", "assess"}, "GET /team/p/{id}/minor": {form},
	"POST /team/p/{id}/minor/guardian": {"guardian-answers"}, "POST /team/p/{id}/minor/assent": {"assent"}, "POST /team/p/{id}/tie": {"declare-tie"},
	"GET /team/p/{id}/paper": {form}, "POST /team/p/{id}/paper": {"type-in-paper", "attach-scan"}, "POST /team/p/{id}/scan": {"attach-scan"}, "GET /team/p/{id}/scans/{scan}": {"open-scan"}, "GET /team/p/{id}/tell": {"list-texts"},
	"GET /team/p/{id}/tell/{part}": {"list-texts"}, "GET /team/p/{id}/hand-over": {form}, "POST /team/p/{id}/hand-over": {"tell"},
	"GET /team/p/{id}/points": {form}, "POST /team/p/{id}/points": {"understand"}, "GET /team/p/{id}/ask": {"show-person"}, "POST /team/p/{id}/ask": {"offer"},
	"GET /team/p/{id}/turn": {turned}, "POST /team/p/{id}/turn": {turned}, "POST /team/p/{id}/stop": {"stop"}, "GET /team/p/{id}/stopped": {"show-person"},
	"POST /team/p/{id}/stopped": {"undo-stop"}, "GET /team/p/{id}/back": {"close-session"},
	"GET /team/p/{id}/turned": {"show-person"}, "GET /team/p/{id}/turned/again": {"show-person"}, "GET /team/p/{id}/turned/receipt": {"answer", "correct-answer"}, "GET /team/p/{id}/turned/later": {form},
	"GET /team/p/{id}/turned/text": {"list-texts"}, "GET /team/p/{id}/turned/form/{form}": {"show-programme"}, "POST /team/p/{id}/turned/form/{form}": {"fill-in", "take-back-form"},
	"POST /team/p/{id}/turned/answer": {"answer", "correct-answer"}, "GET /team/p/{id}/turned/changed": {"list-texts"}, "POST /team/p/{id}/turned/changed": {"answer-change"},
	"POST /team/p/{id}/turned/number": {"permit"}, "GET /team/p/{id}/turned/done": {"show-person"}, "POST /team/p/{id}/turned/done": {turned},

	"GET /team/device": {device}, "POST /team/device": {device}, "POST /team/explained": {device}, "POST /team/news": {device},
	"POST /team/device/save": {stick}, "POST /team/device/take": {stick},
	"GET /team/beside": {device}, "POST /team/beside": {device}, "POST /team/beside/wait": {device}, "POST /team/beside/stop": {device},

	"GET /phone/{rest...}": {carried}, "GET /phone/worker.js": {carried}, "GET /phone/app/{file}": {carried},

	// a person, by their private link
	"GET /p/{door}": {"show-own"}, "GET /p/{door}/read": {"own-text"}, "GET /p/{door}/read/{part}": {"own-text"}, "GET /p/{door}/answer": {"show-own"},
	"GET /p/{door}/later": {form}, "GET /p/{door}/done": {"show-own"}, "GET /p/{door}/receipt/{code}": {"own-receipt"}, "GET /p/{door}/mine": {"show-own"},
	"GET /p/{door}/help": {"own-text"}, "GET /p/{door}/held": {"show-own"}, "GET /p/{door}/file": {"own-file"}, "GET /p/{door}/correct": {"show-own"},
	"POST /p/{door}/correct": {"act-own"}, "GET /p/{door}/form/{form}": {"show-programme"}, "POST /p/{door}/form/{form}": {"act-own"}, "GET /p/{door}/erase": {form}, "GET /p/{door}/again": {"own-changes"}, "GET /p/{door}/pin": {"ask-pin"},
	"POST /p/{door}/pin": {"set-pin"}, "POST /p/{door}/act": {"act-own"}, "POST /p/{door}/sign": {"draft-own", "act-own"},
	"GET /p/{door}/quiet": {"it says nothing, for onlookers"}, "POST /p/{door}/enter": {"enter-own"},

	// everybody
	"GET /stop": {form}, "POST /stop": {"say-stop"}, "POST /stop/arrived": {"receipt-arrived"},
}

// TestEveryPageHasAnOperation: whatever a page does, a program can do, or there is a reason.
func TestEveryPageHasAnOperation(t *testing.T) {
	h := newHouse(t)
	_, routes, err := h.Node.PagesAndRoutes(t.Context(), node.Site{})
	if err != nil {
		t.Fatal(err)
	}
	described := operations(h)
	there := map[string]bool{}
	for _, route := range routes {
		there[route.Pattern] = true
		does := pages[route.Pattern]
		if len(does) == 0 {
			t.Errorf("%q has no operation, and no reason for having none", route.Pattern)
		}
		for _, id := range does {
			if !strings.Contains(id, " ") && !slices.ContainsFunc(described, func(o operation) bool { return o.ID == id }) {
				t.Errorf("%q: there is no operation %s", route.Pattern, id)
			}
		}
	}
	for pattern := range pages {
		if !there[pattern] {
			t.Errorf("there is no page %q any more", pattern)
		}
	}
}
