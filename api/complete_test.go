package api_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"willing/desk"
)

// operationsOf says which operations call a use case of the desk.
var operationsOf = map[string][]string{
	"AddStaff": {"admit-staff"}, "Age": {"state-age"}, "Answer": {"answer"}, "Approach": {"talk"}, "Approve": {"approve-text"},
	"Arrived": {"receipt-arrived"}, "AskErasure": {"ask-erasure"}, "Assent": {"assent"}, "Assess": {"assess"}, "CallWith": {"call"},
	"ChangeStaff": {"change-staff"}, "Check": {"check-person"}, "ConfirmErasure": {"confirm-erasure"}, "Correct": {"correct-person"},
	"DeclareTie": {"declare-tie"}, "DeleteKept": {"delete-kept"}, "DenyErasure": {"deny-erasure"}, "DraftsOf": {"list-drafts"},
	"DropText": {"drop-draft"}, "EnrolKey": {"enrol-key"}, "Export": {"export-person"}, "Figures": {"show-figures"},
	"FormTeam": {"form-team", "change-team"}, "Guardian": {"guardian-answers"},
	"House":       {"show-programme", "list-texts", "list-staff", "list-teams", "show-me"},
	"ImportLeads": {"import-leads"}, "ImportRefusals": {"import-refusals"}, "Interview": {"interview"}, "Lead": {"note-lead"},
	"Link": {"issue-link"}, "List": {"list-people"}, "Log": {"search-log"}, "LookUp": {"look-up"}, "May": {"look-up"}, "Move": {"move-person"},
	"Needs": {"show-needs"}, "Offer": {"offer"}, "Pack": {"type-in-paper"}, "Paper": {"type-in-paper"}, "Permit": {"permit"}, "Propose": {"propose-text"}, "Publish": {"publish-programme"},
	"ReleaseRow": {"release-row"}, "Remark": {"remark"}, "Reopen": {"reopen"}, "Requests": {"list-erasures"}, "Review": {"review"},
	"RevokeKey": {"revoke-key"}, "RevokeLink": {"revoke-link"}, "SaveText": {"save-draft"}, "Select": {"select"}, "Show": {"show-person"},
	"Stop": {"stop"}, "StopByCode": {"say-stop"}, "StopByPhone": {"say-stop"}, "Tell": {"tell"}, "UndoStop": {"undo-stop"},
	"Understand": {"understand"}, "Update": {"answer-change"}, "Weeks": {"show-weeks"}, "Withdraw": {"withdraw"},
	"WithdrawRefusals": {"withdraw-refusals"},
}

const (
	grants = "devices are admitted and turned away at headquarters, by the command line and its pages"
	meets  = "devices call it when they meet: the exchange has its own way"
)

// notOffered are use cases that programs do not call, and why.
var notOffered = map[string]string{
	"Call":           "CallWith does it",
	"Find":           "programs have whole ids",
	"Named":          "GET /staff has ids and names",
	"Found":          "a house is founded at its own machine",
	"AnswerAgain":    "it needs the receipt's secret key, on the phone turned round and while the person holds it",
	"NewPack":        "the page that prints a paper pack draws its number",
	"PackSeed":       "the page that prints a paper pack puts it on the person's part",
	"GrantDevice":    grants,
	"RevokeDevice":   grants,
	"Devices":        grants,
	"GrantedDevices": meets,
	"Grant":          meets,
	"AtHome":         meets,
	"BeginEpochAt":   meets,
	"NoteMeeting":    meets,
	"Knowledge":      "a device's own pages say how old what it knows is",
	"News":           "a device's own pages tell the team",
	"ReadNews":       "a device's own pages tell the team",
	"MovedIn":        meets,
	"Purge":          meets,
	"Take":           meets,
	"Visit":          "it is the person's page behind their private link, which signs in the person's own browser",
	"VisitByDoor":    "it is the person's page behind their private link, which signs in the person's own browser",
	"Holds":          "the desk asks it at every act",
	"Held":           "it carries a person's own act to their browser, for the signature",
	"Resume":         "it carries a person's own act back from their browser",
	"Lift":           "it is the person's own act, by their private link",
	"Receive":        "it takes in commits of other devices: the exchange has its own way",
	"Agree":          "what time asks for, a node does by itself",
	"Tidy":           "what time asks for, a node does by itself",
	"Enter":          "care of the register, at the machine",
	"Noted":          "care of the register, at the machine",
	"BeginEpoch":     "a restore does it",
	"LastEpoch":      "a restore asks it",
	"EraseLeft":      "verify --repair does it, at the machine",
	"Audit":          "verify does it, at the machine",
	"CompareViews":   "verify does it, at the machine",
	"RebuildInto":    "verify does it, at the machine",
	"RepairViews":    "verify --repair does it, at the machine",
	"Commits":        "it counts the journal for verify",
}

// TestEveryUseCaseHasAnOperation: whatever the desk can do, programs can, or there is a reason.
func TestEveryUseCaseHasAnOperation(t *testing.T) {
	described := operations(newHouse(t))
	used := map[string]bool{}
	for m := range reflect.TypeFor[*desk.Desk]().Methods() {
		ids, offered := operationsOf[m.Name]
		if !offered && notOffered[m.Name] == "" {
			t.Errorf("desk.%s has no operation, and no reason for having none", m.Name)
		}
		for _, id := range ids {
			used[id] = true
			if !slices.ContainsFunc(described, func(o operation) bool { return o.ID == id }) {
				t.Errorf("there is no operation %s, which should call desk.%s", id, m.Name)
			}
		}
	}
	about := []string{"list-gates", "list-tokens", "make-token", "end-token", "draft-session", "open-session", "close-session"}
	for _, o := range described {
		if !used[o.ID] && !slices.Contains(about, o.ID) {
			t.Errorf("operation %s belongs to no use case", o.ID)
		}
	}
}

// TestEveryOperationIsDescribed: a line, a resource, and words for every parameter and field that is sent.
func TestEveryOperationIsDescribed(t *testing.T) {
	for _, o := range operations(newHouse(t)) {
		if o.Summary == "" || len(o.Tags) != 1 {
			t.Errorf("%s: a summary and one resource are missing", o.ID)
		}
		if strings.HasSuffix(o.Summary, ".") {
			t.Errorf("%s: a summary is no sentence", o.ID)
		}
		for _, p := range o.Parameters {
			if p.Description == "" {
				t.Errorf("%s: what is %s?", o.ID, p.Name)
			}
		}
	}
}
