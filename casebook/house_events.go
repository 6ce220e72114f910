package casebook

// Event types of the organisation's own side. They stand in headquarters' control lane; from anywhere
// else they have no effect.
const (
	HouseFounded       = "house.founded"
	ProgrammePublished = "programme.published"
	DisclosureProposed = "disclosure.proposed"
	DisclosureApproved = "disclosure.approved"
	StaffAdded         = "staff.added"
	StaffChanged       = "staff.changed"
	KeyBacked          = "key.backed" // the first of two says yes to a key; the second enrols it
	KeyEnrolled        = "key.enrolled"
	KeyRevoked         = "key.revoked"
	TeamFormed         = "team.formed"
	TieDeclared        = "tie.declared"
	TieEnded           = "tie.ended"
	DeviceGranted      = "device.granted"
	DeviceRevoked      = "device.revoked"
	LanesReceived      = "lanes.received"
	RefusalsImported   = "refusals.imported"
	RefusalsWithdrawn  = "refusals.withdrawn"
	RowReleased        = "row.released"
	AsideJudged        = "aside.judged"
	HouseLooked        = "house.looked" // a named person has looked at what needed a look
	ClockSetRight      = "clock.set-right"
	MarkersRenewed     = "markers.renewed"
	MarkersReviewed    = "markers.reviewed"
	EnvelopeKeyed      = "envelope.keyed" // headquarters says for which key envelopes are closed from now on
)

// The hats that a member of staff may wear (law.md, "Who may wear two hats").
const (
	Scout         = "scout"
	Mentor        = "mentor"
	Coordinator   = "coordinator"
	Trainer       = "trainer"
	Safeguarding  = "safeguarding"
	Auditor       = "auditor"
	Administrator = "administrator"
)

// Hats lists all hats in the order in which people read them.
var Hats = []string{Scout, Mentor, Coordinator, Trainer, Safeguarding, Auditor, Administrator}

// Founding is the first event of a house: who may do everything until others are there.
type Founding struct {
	Organisation string `json:"organisation"` // its name
	Admin        ID     `json:"admin"`        // id of the first administrator
	Name         string `json:"name"`         // the administrator's name for signing in
	Alg          string `json:"alg"`          // of the key, as in an act
	Key          []byte `json:"key"`          // public key of the administrator
}

// Proposal is a disclosure waiting for an approver who is not its author (G04).
type Proposal struct {
	Role    string           `json:"role"`             // id of the role
	Version int              `json:"version"`          // one more than the version before
	Texts   []DisclosureText `json:"texts"`            // one for each language
	Change  string           `json:"change,omitempty"` // what is different from the version before
}

// Approval makes the proposal that the commit names the text in force.
type Approval struct {
	Role     string `json:"role"`     // as proposed
	Version  int    `json:"version"`  // as proposed
	Material bool   `json:"material"` // people who relied on the version before are told again (G16)
}

// Staff is a member or volunteer of the organisation. The subject of the commit is their id.
type Staff struct {
	Name string   `json:"name"`           // unique, as typed for --as
	Hats []string `json:"hats"`           // of [Hats]
	Left bool     `json:"left,omitempty"` // works here no longer
}

// EnrolledKey binds a public key to a member of staff, the subject of the commit, or says yes to that.
type EnrolledKey struct {
	Alg string `json:"alg"` // as in an act
	Key []byte `json:"key"` // as in an act
}

// Team is a small travelling team; the subject of the commit is its id. The newest wins.
type Team struct {
	Name        string   `json:"name"`                // as people call it
	Members     []ID     `json:"members"`             // ids of staff
	Territories []string `json:"territories"`         // ids of territories
	Disbanded   bool     `json:"disbanded,omitempty"` // there is no such team any more
}

// Tie says that two people are kin, partners or otherwise close: they count as one witness (G09),
// and neither makes the other an offer (G07).
type Tie struct {
	A    ID     `json:"a"`    // id of one
	B    ID     `json:"b"`    // id of the other
	Kind string `json:"kind"` // in a word, for people: nothing depends on it
}

// TieEnd says that two people are not close, or no longer: somebody was wrong, or worse. Two people say it who are neither
// of them nor go about with them, with a reason.
type TieEnd struct {
	A      ID     `json:"a"`      // id of one
	B      ID     `json:"b"`      // id of the other
	Reason string `json:"reason"` // why: every device gets it
}

// DeviceGrant admits a device, or ends that.
type DeviceGrant struct {
	Device   []byte   `json:"device"`              // 32 bytes
	People   []ID     `json:"people,omitempty"`    // ids of those who use it
	Scopes   []string `json:"scopes,omitempty"`    // territories that it may hold, as "t/" and their ids
	NotAfter int64    `json:"not_after,omitempty"` // Unix seconds
	Cuts     []Head   `json:"cuts,omitempty"`      // on revocation: what counts of each lane
}

// Head is a position in a lane.
type Head struct {
	Device []byte `json:"device"` // 32 bytes
	Epoch  uint32 `json:"epoch"`  // of the lane
	Scope  string `json:"scope"`  // of the lane
	Seq    uint64 `json:"seq"`    // the last place that is meant
}

// Arrivals records what headquarters has received of other devices' lanes, so that periods run from
// headquarters' clock and nobody gains by a backdated one (G10).
type Arrivals struct {
	Heads []Head `json:"heads"` // how far each of these lanes is here now
}

// Batch is an imported list of people who said no: nothing of them but markers. The subject is its id.
type Batch struct {
	Office  string   `json:"office,omitempty"`  // who sent the list
	Markers [][]byte `json:"markers,omitempty"` // as package markers encodes them
	Reason  string   `json:"reason,omitempty"`  // why a batch is withdrawn
	Tag     []byte   `json:"tag,omitempty"`     // keyed tag of the whole list, so that it is known again; nothing readable
}

// Release lets one held-back row of an import in, although a marker was met (G01).
type Release struct {
	Row    []byte `json:"row"`    // keyed tag of the row; nothing readable
	Reason string `json:"reason"` // why; names nobody
}
