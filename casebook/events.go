package casebook

import (
	"maps"
	"slices"
)

// Event types about one person's record. The subject of their commits is the record.
const (
	LeadNoted           = "lead.noted"
	ParticularsNoted    = "particulars.noted"
	MatchFound          = "match.found"
	MatchJudged         = "match.judged"
	CheckMade           = "check.made"
	ApproachMade        = "approach.made"
	InterviewHeld       = "interview.held"
	TestTaken           = "test.taken"
	FormTakenBack       = "form.taken-back" // what the person told for the doctor counts no more, and goes
	AgeStated           = "age.stated"
	AgeProven           = "age.proven"
	AgeCorrected        = "age.corrected" // two people outside the team read a document again: proofs that were misread count no more (G08)
	GuardianAnswered    = "guardian.answered"
	AssentGiven         = "assent.given" // the minor's own yes to being asked, apart from the guardian (G08)
	LinkIssued          = "link.issued"
	DisclosureDelivered = "disclosure.delivered"
	UnderstandingHeard  = "understanding.heard"
	OfferMade           = "offer.made"
	AnswerGiven         = "answer.given"
	PermissionGiven     = "permission.given"
	CallMade            = "call.made"
	UpdateAnswered      = "update.answered"
	WithdrawalMade      = "withdrawal.made" // the person leaves after a yes (G17)
	StopMade            = "stop.made"       // somebody shows that they want to be left alone (G02)
	StopUndone          = "stop.undone"     // a slip of the finger, within 60 s (G02)
	StopAsked           = "stop.asked"      // by somebody who knows a phone number or a receipt's code
	LinkRevoked         = "link.revoked"    // a private link opens nothing any more
	PersonReopened      = "person.reopened"
	SelectionMade       = "selection.made"
	RemarkVolunteered   = "remark.volunteered"
	ErasureRequested    = "erasure.requested"
	ErasureConfirmed    = "erasure.confirmed" // the person, or somebody with a key of their own, stands behind the request, which is then executed when it is due (G25)
	ErasureDenied       = "erasure.denied"    // the person, or two people outside the team, say that somebody else asked (G25)
	ErasureDone         = "erasure.done"      // headquarters has executed it, and holds nothing readable of the person any more
	ContentPurged       = "content.purged"    // a device confirms that it holds nothing readable of the person any more
	PersonMoved         = "person.moved"
	LookSettled         = "look.settled" // a named person has looked at what needed a look
)

// Lead is one sighting of a possible candidate. It holds a coarse place and no description of a body (G03).
type Lead struct {
	Source    string  `json:"source"`             // who noticed: "school talk", "partner office"
	SeenOn    Date    `json:"seen_on"`            // when
	Territory string  `json:"territory"`          // id of a territory
	Place     string  `json:"place,omitempty"`    // a town, never an address
	Lat       float64 `json:"lat,omitempty"`      // degrees, at most one decimal (about 10 km)
	Lon       float64 `json:"lon,omitempty"`      // degrees, at most one decimal
	Ground    string  `json:"ground,omitempty"`   // why this person
	Written   string  `json:"written,omitempty"`  // BCP 47: the language in which that is written, where it is known
	Language  string  `json:"language,omitempty"` // BCP 47: the person's
	Batch     ID      `json:"batch,omitzero"`     // the import that brought it
	Row       int     `json:"row,omitempty"`      // its row there
	Tag       []byte  `json:"tag,omitempty"`      // keyed one-way tag of the row's content, so that a file read twice changes nothing
}

// Particulars are what names and reaches a person, kept apart from all else so that they can be erased.
type Particulars struct {
	Family   string   `json:"family,omitempty"`   // names as written, never guessed apart
	Given    string   `json:"given,omitempty"`    // likewise
	Full     string   `json:"full,omitempty"`     // all of the name, where its parts are not told apart
	Latin    string   `json:"latin,omitempty"`    // a Latin writing that somebody gave
	Born     Date     `json:"born,omitzero"`      // as noted; stated and proven birth dates have events of their own
	Phones   []string `json:"phones,omitempty"`   // E.164
	Emails   []string `json:"emails,omitempty"`   // as written
	Town     string   `json:"town,omitempty"`     // never an address
	Country  string   `json:"country,omitempty"`  // ISO 3166-1 alpha-2
	Language string   `json:"language,omitempty"` // BCP 47
	Skills   string   `json:"skills,omitempty"`   // as noted
	Remarks  string   `json:"remarks,omitempty"`  // as noted
}

// Match says that a record may be somebody already known. It holds no name.
type Match struct {
	Other    ID       `json:"other,omitzero"`   // the other record; zero if a marker was met
	Marker   bool     `json:"marker,omitempty"` // a do-not-contact marker was met
	Strength string   `json:"strength"`         // "strong" or "weak"
	Kinds    []string `json:"kinds,omitempty"`  // which keys met
	Met      [][]byte `json:"met,omitempty"`    // one-way tags of the markers met, so that another one is asked about anew
}

// Judgement is a named person's decision on a match (G01, G18).
type Judgement struct {
	Verdict string `json:"verdict"` // "same", "different" or "unsure"
	Reason  string `json:"reason"`  // why, for whoever reads it later
}

// Check is a look at the do-not-contact markers and at the cases of all teams before an approach (G01).
type Check struct {
	Clear   bool `json:"clear"`    // nothing stands against an approach
	AgeDays int  `json:"age_days"` // how old this device's list is
}

// Approach is the first conversation or any further attempt to make contact.
type Approach struct {
	Outcome      string `json:"outcome"`         // "talked" or "not-there"
	SpokenBefore string `json:"spoken_before"`   // "no", "yes" or "not-asked": has one of us spoken to you before?
	Cold         bool   `json:"cold"`            // the person did not ask for it
	Place        string `json:"place,omitempty"` // a town, never an address
	Note         string `json:"note,omitempty"`  // what else the team noted
}

// Form is a filled-in instrument: an interview or a test.
type Form struct {
	Instrument string            `json:"instrument"`        // id of the instrument in the programme
	Answers    map[string]string `json:"answers,omitempty"` // by the names of its questions
	Safety     bool              `json:"safety,omitempty"`  // needed early for somebody's safety (G03)
	// Of what is for the doctor the answers lie in an envelope that only headquarters opens, and the sum binds them.
	Envelope []byte `json:"envelope,omitempty"` // age file: docs/event-format.md, "Envelopes"
	Sum      []byte `json:"sum,omitempty"`      // SHA-256 of what lies in it
}

// Age is a birth date as stated or as a document proves it (G08).
type Age struct {
	Born     Date   `json:"born"`               // as said, or as the document shows it
	Document string `json:"document,omitempty"` // kind only: "passport"
}

// Guardian is a guardian's own answer for a minor, given apart from the minor (G08).
type Guardian struct {
	Agrees   bool   `json:"agrees"`            // yes or no, by the guardian alone
	Majority Date   `json:"majority,omitzero"` // the day a no lapses
	Name     string `json:"name,omitempty"`    // who the guardian is
}

// Link is a private link of one person: the public half of the key it carries.
type Link struct {
	Door        []byte `json:"door,omitempty"`          // SHA-256 of the half that opens the page
	Key         []byte `json:"key"`                     // Ed25519 public key, 32 bytes, or P-256, 65 bytes
	Expires     int64  `json:"expires"`                 // Unix seconds
	SeenByStaff bool   `json:"seen_by_staff,omitempty"` // somebody of the organisation saw the link, or may have
	Sent        bool   `json:"sent,omitempty"`          // headquarters sent it to an address that somebody else than its issuer had noted; only headquarters says so
}

// Interpreter is whoever interprets: an adult, unrelated, not recruiting, named (G29).
type Interpreter struct {
	Name       string `json:"name"`       // as people call them
	Adult      bool   `json:"adult"`      // of age
	Unrelated  bool   `json:"unrelated"`  // no kin of the person
	Recruiting bool   `json:"recruiting"` // looks for candidates themselves
}

// Delivered says how a person was told (G05).
type Delivered struct {
	Role        string       `json:"role"`                  // id of the role
	Version     int          `json:"version"`               // of the text that was told
	Language    string       `json:"language"`              // BCP 47: in which they were told
	Understands bool         `json:"understands"`           // the person understands this language
	Cost        string       `json:"cost"`                  // the cost page was "aloud" or "read"
	Full        string       `json:"full"`                  // the whole text is with the person: "link", "paper" or "phone"
	CannotRead  bool         `json:"cannot_read,omitempty"` // the person does not read
	Meeting     ID           `json:"meeting"`               // drawn for each meeting: telling and asking have different ones
	Interpreter *Interpreter `json:"interpreter,omitempty"` // if somebody interpreted
}

// Understanding says which of [Points] the mentor heard in the person's own words (G06). It is no score.
type Understanding struct {
	Heard       []string     `json:"heard"`                 // of [Points], those heard
	Interpreter *Interpreter `json:"interpreter,omitempty"` // if somebody interpreted
}

// Offer is the question.
type Offer struct {
	Role        string       `json:"role"`                  // id of the role
	Meeting     ID           `json:"meeting"`               // drawn for each meeting
	Interpreter *Interpreter `json:"interpreter,omitempty"` // if somebody interpreted
}

// Answer is a yes, a no or a 'not now'.
type Answer struct {
	Answer   string `json:"answer"`             // "yes", "no" or "not-now"
	Covers   string `json:"covers,omitempty"`   // a no covers "role", "programme" (if empty) or "organisation"
	Until    Date   `json:"until,omitzero"`     // a not-now: no contact before; none at all without
	Method   string `json:"method"`             // "own", "turned" or "paper" (G09); a no or a not-now also "said", to one of us who wrote it down
	Receipt  []byte `json:"receipt,omitempty"`  // public key of the receipt's key (G14)
	NoWish   bool   `json:"no_wish,omitempty"`  // the person wanted no receipt
	Language string `json:"language,omitempty"` // BCP 47: of the page or paper
}

// Permission is a separate answer to a separate question (G15).
type Permission struct {
	Question string `json:"question"` // "number", "training", "placement" or "study"
	Yes      bool   `json:"yes"`      // the answer
	Meeting  ID     `json:"meeting"`  // drawn for each meeting
}

// Call is the outside call before a yes takes effect (G28).
type Call struct {
	Reached  bool   `json:"reached"`           // the person was reached
	Alone    bool   `json:"alone"`             // nobody listened
	ToldCost bool   `json:"told_cost"`         // they say that they were told the cost
	FeltFree bool   `json:"felt_free"`         // they say that they felt free to say no
	Contact  string `json:"contact,omitempty"` // whose contact was used: "own", "third" or "team", where Reach is not among those noted
	Reach    string `json:"reach,omitempty"`   // the number or address by which they were reached
}

// Update is the answer to a text told again (G16).
type Update struct {
	Continue bool `json:"continue"` // the person goes on under the new text
}

// Reopening names each refusal it answers, in the commit's references (G11).
type Reopening struct {
	How string `json:"how"` // "receipt", "own-approach", or "link" for a stop of their own
}

// Selection is a named person's decision (G18).
type Selection struct {
	Taken  bool   `json:"taken"`  // taken, or not selected
	Reason string `json:"reason"` // why
}

// Remark is what a person volunteered about a no; hidden from the team (G13).
type Remark struct {
	Text         string `json:"text"`                   // in their own words
	Safeguarding bool   `json:"safeguarding,omitempty"` // the person wants safeguarding to read it
}

// Erasure asks that what is held about a person goes (G25, G27).
type Erasure struct {
	Cause string `json:"cause"` // "asked" by the person, "staff", or "kept-long-enough"
}

// Settling says what came of it when a named person looked at the events that the commit names (G18).
type Settling struct {
	Note string `json:"note"` // what came of it; names nobody
}

// Blank is the content of an event that says all by its type.
type Blank struct{}

// bodies gives a new body for each event type known to this program.
var bodies = map[string]func() any{
	LeadNoted:           func() any { return new(Lead) },
	ParticularsNoted:    func() any { return new(Particulars) },
	MatchFound:          func() any { return new(Match) },
	MatchJudged:         func() any { return new(Judgement) },
	CheckMade:           func() any { return new(Check) },
	ApproachMade:        func() any { return new(Approach) },
	InterviewHeld:       func() any { return new(Form) },
	TestTaken:           func() any { return new(Form) },
	AgeStated:           func() any { return new(Age) },
	AgeProven:           func() any { return new(Age) },
	AgeCorrected:        func() any { return new(Age) },
	GuardianAnswered:    func() any { return new(Guardian) },
	AssentGiven:         func() any { return new(Blank) },
	LinkIssued:          func() any { return new(Link) },
	DisclosureDelivered: func() any { return new(Delivered) },
	UnderstandingHeard:  func() any { return new(Understanding) },
	OfferMade:           func() any { return new(Offer) },
	AnswerGiven:         func() any { return new(Answer) },
	PermissionGiven:     func() any { return new(Permission) },
	CallMade:            func() any { return new(Call) },
	UpdateAnswered:      func() any { return new(Update) },
	WithdrawalMade:      func() any { return new(Blank) },
	StopMade:            func() any { return new(Blank) },
	FormTakenBack:       func() any { return new(Blank) },
	StopUndone:          func() any { return new(Blank) },
	StopAsked:           func() any { return new(Blank) },
	LinkRevoked:         func() any { return new(Blank) },
	PersonReopened:      func() any { return new(Reopening) },
	SelectionMade:       func() any { return new(Selection) },
	RemarkVolunteered:   func() any { return new(Remark) },
	ErasureRequested:    func() any { return new(Erasure) },
	ErasureConfirmed:    func() any { return new(Blank) },
	ErasureDenied:       func() any { return new(Blank) },
	ErasureDone:         func() any { return new(Blank) },
	ContentPurged:       func() any { return new(Blank) },
	PersonMoved:         func() any { return new(Moved) },
	HeadquartersDoubted: func() any { return new(Doubt) },
	LookSettled:         func() any { return new(Settling) },
	PaperScanned:        func() any { return new(Scan) },

	HouseFounded:       func() any { return new(Founding) },
	ProgrammePublished: func() any { return new(Programme) },
	ProgrammeFiled:     func() any { return new(Filing) },
	DisclosureProposed: func() any { return new(Proposal) },
	DisclosureApproved: func() any { return new(Approval) },
	StaffAdded:         func() any { return new(Staff) },
	StaffChanged:       func() any { return new(Staff) },
	KeyBacked:          func() any { return new(EnrolledKey) },
	KeyEnrolled:        func() any { return new(EnrolledKey) },
	KeyRevoked:         func() any { return new(EnrolledKey) },
	TeamFormed:         func() any { return new(Team) },
	TieDeclared:        func() any { return new(Tie) },
	TieEnded:           func() any { return new(TieEnd) },
	DeviceGranted:      func() any { return new(DeviceGrant) },
	DeviceRevoked:      func() any { return new(DeviceGrant) },
	LanesReceived:      func() any { return new(Arrivals) },
	AsideJudged:        func() any { return new(Aside) },
	RefusalsImported:   func() any { return new(Batch) },
	RefusalsWithdrawn:  func() any { return new(Batch) },
	RowReleased:        func() any { return new(Release) },
	HouseLooked:        func() any { return new(Settling) },
	ClockSetRight:      func() any { return new(ClockRight) },
	MarkersRenewed:     func() any { return new(MarkerKeys) },
	EnvelopeKeyed:      func() any { return new(EnvelopeKey) },
	MarkersReviewed:    func() any { return new(MarkerReview) },
}

// EventTypes lists every event type known to this program, in alphabetical order.
func EventTypes() []string { return slices.Sorted(maps.Keys(bodies)) }

// NewBody returns a pointer to the empty content of an event type; ok is false for types unknown to
// this program, which are kept byte for byte and passed on.
func NewBody(eventType string) (body any, ok bool) {
	f, ok := bodies[eventType]
	if !ok {
		return nil, false
	}
	return f(), true
}
