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
	Organisation string `json:"organisation"`
	Admin        ID     `json:"admin"`
	Name         string `json:"name"` // the administrator's name for signing in
	Alg          string `json:"alg"`
	Key          []byte `json:"key"` // public key of the administrator
}

// Proposal is a disclosure waiting for an approver who is not its author (G04).
type Proposal struct {
	Role    string           `json:"role"`
	Version int              `json:"version"`
	Texts   []DisclosureText `json:"texts"`
	Change  string           `json:"change,omitempty"` // what is different from the version before
}

// Approval makes the proposal that the commit names the text in force.
type Approval struct {
	Role     string `json:"role"`
	Version  int    `json:"version"`
	Material bool   `json:"material"` // people who relied on the version before are told again (G16)
}

// Staff is a member or volunteer of the organisation. The subject of the commit is their id.
type Staff struct {
	Name string   `json:"name"` // unique, as typed for --as
	Hats []string `json:"hats"`
	Left bool     `json:"left,omitempty"`
}

// EnrolledKey binds a public key to a member of staff, the subject of the commit, or says yes to that.
type EnrolledKey struct {
	Alg string `json:"alg"`
	Key []byte `json:"key"`
}

// Team is a small travelling team; the subject of the commit is its id. The newest wins.
type Team struct {
	Name        string   `json:"name"`
	Members     []ID     `json:"members"`
	Territories []string `json:"territories"`
	Disbanded   bool     `json:"disbanded,omitempty"`
}

// Tie says that two people are kin, partners or otherwise close: they count as one witness (G09),
// and neither makes the other an offer (G07).
type Tie struct {
	A    ID     `json:"a"`
	B    ID     `json:"b"`
	Kind string `json:"kind"`
}

// TieEnd says that two people are not close, or no longer: somebody was wrong, or worse. Two people say it who are neither
// of them nor go about with them, with a reason.
type TieEnd struct {
	A      ID     `json:"a"`
	B      ID     `json:"b"`
	Reason string `json:"reason"`
}

// DeviceGrant admits a device, or ends that.
type DeviceGrant struct {
	Device   []byte   `json:"device"` // 32 bytes
	People   []ID     `json:"people,omitempty"`
	Scopes   []string `json:"scopes,omitempty"`
	NotAfter int64    `json:"not_after,omitempty"` // Unix seconds
	Cuts     []Head   `json:"cuts,omitempty"`      // on revocation: what counts of each lane
}

// Head is a position in a lane.
type Head struct {
	Device []byte `json:"device"`
	Epoch  uint32 `json:"epoch"`
	Scope  string `json:"scope"`
	Seq    uint64 `json:"seq"`
}

// Arrivals records what headquarters has received of other devices' lanes, so that periods run from
// headquarters' clock and nobody gains by a backdated one (G10).
type Arrivals struct {
	Heads []Head `json:"heads"`
}

// Batch is an imported list of people who said no: nothing of them but markers. The subject is its id.
type Batch struct {
	Office  string   `json:"office,omitempty"`
	Markers [][]byte `json:"markers,omitempty"` // as package markers encodes them
	Reason  string   `json:"reason,omitempty"`  // why a batch is withdrawn
}

// Release lets one held-back row of an import in, although a marker was met (G01).
type Release struct {
	Row    []byte `json:"row"` // keyed tag of the row; nothing readable
	Reason string `json:"reason"`
}
