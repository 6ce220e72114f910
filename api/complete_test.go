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
	"Act": {"act-own"}, "AddStaff": {"admit-staff"}, "Age": {"state-age"}, "Answer": {"answer"}, "AnswerAgain": {"correct-answer"}, "Approach": {"talk"}, "Approve": {"approve-text"},
	"Arrived": {"receipt-arrived"}, "AskErasure": {"ask-erasure"}, "AskPIN": {"ask-pin"}, "Assent": {"assent"}, "Assess": {"assess"}, "CallWith": {"call"},
	"ChangeStaff": {"change-staff"}, "ChangesFor": {"own-changes"}, "Check": {"check-person"}, "ConfirmErasure": {"confirm-erasure"}, "Correct": {"correct-person"}, "CorrectAge": {"correct-age"},
	"DeclareTie": {"declare-tie"}, "EndTie": {"end-tie"}, "DeleteKept": {"delete-kept"}, "DenyErasure": {"deny-erasure"}, "Draft": {"draft-own"}, "DraftsOf": {"list-drafts"},
	"DropText": {"drop-draft"}, "BackKey": {"enrol-offered-key"}, "EnrolKey": {"enrol-key", "enrol-offered-key"}, "Export": {"export-person", "own-file"}, "FillIn": {"fill-in"}, "Figures": {"show-figures"},
	"Foresee": {"look-at-file"}, "CameBefore": {"look-at-file"}, "FormTeam": {"form-team", "change-team"}, "Guardian": {"guardian-answers"},
	"House":       {"list-refusals", "list-ties", "show-programme", "list-texts", "list-staff", "list-teams", "show-me"},
	"ImportLeads": {"import-leads"}, "ImportRefusals": {"import-refusals"}, "Interview": {"interview"}, "Lead": {"note-lead"},
	"HandOver": {"hand-over-link"}, "Link": {"issue-link"}, "List": {"list-people", "search-people"}, "Log": {"search-log"}, "LookUp": {"look-up"}, "May": {"look-up"}, "Move": {"move-person"},
	"MarkerGenerations": {"list-markers"}, "RenewMarkers": {"renew-markers"}, "ReviewMarkers": {"review-markers"},
	"Needs": {"show-needs"}, "NewPack": {"draw-pack"}, "Offer": {"offer"}, "Pack": {"type-in-paper"}, "PackSeed": {"draw-pack"}, "Paper": {"type-in-paper"}, "Pass": {"enter-own", "set-pin"}, "Passed": {"enter-own"}, "Permit": {"permit"}, "Propose": {"propose-text"}, "Publish": {"publish-programme"}, "PublishFolder": {"publish-programme"},
	"ReleaseRow": {"release-row"}, "Remark": {"remark"}, "Reopen": {"reopen"}, "Requests": {"list-erasures"}, "Review": {"review"},
	"RevokeKey": {"revoke-key"}, "RevokeLink": {"revoke-link"}, "SaveText": {"save-draft"}, "Select": {"select"}, "Show": {"show-person"}, "Glance": {"show-person"}, "Mention": {"correct-person"}, "Health": {"read-health"}, "OwnHealth": {"own-health"}, "TakeBack": {"take-back-form"},
	"HouseLooks": {"list-house-looks"}, "SettleHouse": {"settle-house"},
	"Settle": {"settle"}, "SettlePair": {"settle-pair"}, "PairWorries": {"list-pairs"}, "Signed": {"act-own"}, "SignedPIN": {"set-pin"}, "Stop": {"stop"}, "StopByCode": {"say-stop"}, "StopByPhone": {"say-stop"}, "Tell": {"tell"}, "TextFor": {"own-text"}, "UndoStop": {"undo-stop"},
	"Understand": {"understand"}, "VisitByDoor": {"show-own", "own-receipt"}, "Update": {"answer-change"}, "Weeks": {"show-weeks"}, "Withdraw": {"withdraw"},
	"WithdrawRefusals": {"withdraw-refusals"},
	"Devices":          {"list-devices", "enrol-device"}, "RenewDevice": {"renew-device"}, "RevokeDeviceSince": {"revoke-device"},
	"AttachScan": {"attach-scan"}, "OpenScan": {"open-scan"}, "Executions": {"list-executed-erasures"}, "Alarms": {"list-devices"}, "Undecided": {"list-devices"}, "HeardAlarm": {"hear-alarm"}, "Quarantine": {"list-aside"}, "Branches": {"list-aside"}, "JudgeAside": {"judge-aside"},
}

const (
	meets = "devices call it when they meet: the exchange has its own way"
)

// notOffered are use cases that programs do not call, and why.
var notOffered = map[string]string{
	"Call":            "CallWith does it",
	"ChangesOf":       "a page that a team turns round; programs read texts and what waits for an answer",
	"Compare":         "programs read each record by itself",
	"Find":            "programs have whole ids",
	"Handing":         "the page that hands a link over asks where it would go",
	"Named":           "GET /staff has ids and names",
	"Found":           "a house is founded at its own machine",
	"GrantDevice":     "AdmitDevice does it",
	"AdmitDevice":     "a device proves a code of enrol-device, and headquarters writes the grant",
	"RevokeDevice":    "RevokeDeviceSince does it",
	"GrantedDevices":  meets,
	"Grant":           meets,
	"Carries":         "a device's own pages offer no other territory",
	"AtHome":          meets,
	"BeginEpochAt":    meets,
	"NoteMeeting":     meets,
	"ListFor":         meets,
	"TakeList":        meets,
	"TurnedAway":      meets,
	"NoteList":        meets,
	"DropList":        meets,
	"Knowledge":       "a device's own pages say how old what it knows is",
	"News":            "a device's own pages tell the team",
	"ReadNews":        "a device's own pages tell the team",
	"MovedIn":         meets,
	"Purge":           meets,
	"NoteFile":        meets,
	"UnsentScans":     meets,
	"ChunkOf":         meets,
	"LackingChunks":   meets,
	"TakeChunks":      meets,
	"TakeEarly":       meets,
	"KeepProgramme":   meets,
	"NewProgramme":    meets,
	"ForgetProgramme": meets,
	"Take":            meets,
	"Visit":           "VisitByDoor does it",
	"Holds":           "the desk asks it at every act",
	"Held":            "Draft does it",
	"Resume":          "Signed does it",
	"Lift":            "Act does it",
	"Receive":         "it takes in commits of other devices: the exchange has its own way",
	"Agree":           "what time asks for, a node does by itself",
	"Tidy":            "what time asks for, a node does by itself",
	"Enter":           "care of the register, at the machine",
	"Noted":           "care of the register, at the machine",
	"BeginEpoch":      "a restore does it",
	"LastEpoch":       "a restore asks it",
	"EraseLeft":       "verify --repair does it, at the machine",
	"DevicesUnnamed":  "for whoever has headquarters' folder, at the machine; a program names who acts",
	"Audit":           "verify does it, at the machine",
	"CompareViews":    "verify does it, at the machine",
	"RepairViews":     "verify --repair does it, at the machine",
	"Commits":         "it counts the journal for verify",
	"KeyEnvelopes":    "headquarters does it by itself when it starts",
	"Ahead":           "`willing verify` at the machine whose clock it is",
	"AskClockRight":   "`willing verify --set-clock` at the machine whose clock it is",
	"SetClockRight":   "`willing verify --set-clock` at the machine whose clock it is",
	"NoteDoubt":       "the exchange finds it",
	"SettleDoubts":    "a device's own pages: whoever holds it says so there",
	"Doubts":          "a device's own pages tell its people; headquarters' alarms hold them",
	"Wait":            "whoever serves a restored house lets it wait for devices",
	"EndWait":         "the second device that comes ends it",
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
	about := []string{"list-gates", "list-tokens", "make-token", "end-token", "draft-session", "open-session", "close-session", "list-signed-in", "sign-out",
		"choose-language", "set-mail", "let-in", "offer-key", "list-offered-keys", "drop-offered-key", "check-programme",
		"upload-list", "list-files", "show-file", "look-at-file", "take-file", "resume-file", "file-rejects", "drop-file", "put-towns", "drop-towns"}
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
