package casebook

import (
	"bytes"
	"slices"
	"sort"
	"time"
)

// House is the organisation's own side, folded from headquarters' control lane: who is who, whose key
// is whose, which settings and texts were in force at which position. It answers for every position
// of the lane, because an event is judged by what its author could know.
type House struct {
	Organisation string
	Pos          uint64 // the last position applied
	At           time.Time
	Irregular    []*Fact // control events without effect, with the reason
	Withheld     []*Fact // control events whose content is not here: of an imported list a device has the header alone

	founded    bool
	programmes []since[Programme]
	filed      *Filing
	texts      []*Text
	proposals  map[Ref]*proposal
	staff      map[ID][]since[Staff]
	keys       map[string][]since[keyHolder]
	backed     map[string][]backing // by key
	paired     bool                 // two people who may enrol keys could sign
	parted     time.Time            // when it was last so; zero: never yet
	teams      map[ID][]since[Team]
	ties       []since[tie]
	devices    map[Device][]since[deviceState]
	asides     map[Hash]decided // what was decided about commits in quarantine
	batches    map[ID]*ImportedBatch
	released   map[string]bool
	unread     map[ID]bool           // lists of which only the header is here
	markers    map[uint16]markerKeys // by generation
	envelopes  []since[string]       // public keys
	times      []since[time.Time]
	ahead      []ranAhead
	latest     time.Time     // stamp of the lane so far
	known      map[Ref]*Text // every event that took effect; nil for those that are no text
}

// since is a value in force from a position on, until the next one in its list.
type since[T any] struct {
	pos   uint64
	value T
}

type keyHolder struct {
	who     ID
	alg     string
	revoked bool
}

// backing is a first person's yes to a key of somebody's.
type backing struct {
	who, by ID
	alg     string
	key     string // with which by signed
}

type deviceState struct {
	grant   DeviceGrant
	revoked bool
}

type proposal struct {
	body   Proposal
	author ID
	pos    uint64
}

// Text is an approved disclosure.
type Text struct {
	Ref      Ref // the approval: what a delivery names
	Role     string
	Version  int
	Texts    []DisclosureText
	Change   string
	Material bool
	Author   ID
	Approver ID
	Pos      uint64
	At       time.Time
}

// ImportedBatch is an office's old list of people who said no.
type ImportedBatch struct {
	ID        ID
	Office    string
	Markers   int // how many; they themselves are in the log and in the register
	At        time.Time
	Withdrawn bool

	tag []byte // see [House.BatchOf]
}

// NewHouse returns the house before its founding.
func NewHouse() *House {
	return &House{
		proposals: map[Ref]*proposal{}, staff: map[ID][]since[Staff]{}, keys: map[string][]since[keyHolder]{}, backed: map[string][]backing{},
		teams: map[ID][]since[Team]{}, devices: map[Device][]since[deviceState]{}, known: map[Ref]*Text{},
		asides: map[Hash]decided{}, batches: map[ID]*ImportedBatch{}, released: map[string]bool{}, unread: map[ID]bool{}, markers: map[uint16]markerKeys{},
	}
}

// lastAt finds the value in force at pos; lists are in the order of positions.
func lastAt[T any](list []since[T], pos uint64) (T, bool) {
	after := sort.Search(len(list), func(i int) bool { return list[i].pos > pos })
	if after == 0 {
		var none T
		return none, false
	}
	return list[after-1].value, true
}

// Programme returns the settings in force at pos, or nil before the first publication.
func (h *House) Programme(pos uint64) *Programme {
	for i := len(h.programmes) - 1; i >= 0; i-- {
		if h.programmes[i].pos <= pos {
			return &h.programmes[i].value
		}
	}
	return nil
}

// limits returns the limits in force at pos, or the defaults of law.md.
func (h *House) limits(pos uint64) Limits {
	if p := h.Programme(pos); p != nil {
		return p.Limits
	}
	return DefaultLimits()
}

// StaffAt returns what is known of a member of staff at pos.
func (h *House) StaffAt(who ID, pos uint64) (Staff, bool) {
	s, ok := lastAt(h.staff[who], pos)
	return s, ok && !s.Left
}

// Wears reports whether who wore any of the hats at pos.
func (h *House) Wears(who ID, pos uint64, hats ...string) bool {
	s, ok := h.StaffAt(who, pos)
	return ok && slices.ContainsFunc(s.Hats, func(hat string) bool { return slices.Contains(hats, hat) })
}

// isStaff reports whether who belonged to the staff at pos and wore one of the hats, or any if none is given.
func (h *House) isStaff(who ID, pos uint64, hats ...string) bool {
	if len(hats) == 0 {
		_, ok := h.StaffAt(who, pos)
		return ok
	}
	return h.Wears(who, pos, hats...)
}

// StaffNow lists everybody who has not left, in the order of their ids.
func (h *House) StaffNow() map[ID]Staff {
	out := map[ID]Staff{}
	for id := range h.staff {
		if s, ok := h.StaffAt(id, h.Pos); ok {
			out[id] = s
		}
	}
	return out
}

// HoldsKey reports whether the key belonged to who, enrolled and not revoked, at pos.
func (h *House) HoldsKey(who ID, key string, pos uint64) bool {
	k, ok := lastAt(h.keys[key], pos)
	return ok && !k.revoked && k.who == who && key != ""
}

// HasKey reports whether who has any key in force now.
func (h *House) HasKey(who ID) bool {
	for key := range h.keys {
		if h.HoldsKey(who, key, h.Pos) {
			return true
		}
	}
	return false
}

// serverKey is the [Proof.Alg] of a session that has only a password.
const serverKey = "server"

// enrolled reports whether a key is or ever was one of the staff's.
func (h *House) enrolled(key string) bool { return len(h.keys[key]) > 0 }

// stands reports whether a proof is truly that person's: signed, with a key enrolled for them. A
// session that has only a password acts by the server's key and does not stand.
func (h *House) stands(p Proof, pos uint64) bool {
	return p.Signed && p.Alg != serverKey && h.HoldsKey(p.Who, p.Key, pos)
}

// TeamsOf lists the teams in force at pos that who belongs to.
func (h *House) TeamsOf(who ID, pos uint64) []ID {
	var out []ID
	for id, history := range h.teams {
		if t, ok := lastAt(history, pos); ok && !t.Disbanded && slices.Contains(t.Members, who) {
			out = append(out, id)
		}
	}
	return out
}

// Strangers are those of some people who are in no team that works in any of some territories.
func (h *House) Strangers(people []ID, territories []string) (out []ID) {
	for _, who := range people {
		works := slices.ContainsFunc(h.TeamsOf(who, h.Pos), func(id ID) bool {
			team, _ := h.TeamAt(id, h.Pos)
			return slices.ContainsFunc(team.Territories, func(t string) bool { return slices.Contains(territories, t) })
		})
		if !works {
			out = append(out, who)
		}
	}
	return out
}

// TeamAt returns a team as it was at pos.
func (h *House) TeamAt(id ID, pos uint64) (Team, bool) {
	t, ok := lastAt(h.teams[id], pos)
	return t, ok && !t.Disbanded
}

// TeamsNow returns the teams in force by id.
func (h *House) TeamsNow() map[ID]Team {
	out := map[ID]Team{}
	for id := range h.teams {
		if t, ok := h.TeamAt(id, h.Pos); ok {
			out[id] = t
		}
	}
	return out
}

// colleagues reports whether two members of staff shared a team at any position from one to another.
func (h *House) colleagues(a, b ID, from, to uint64) bool {
	for _, history := range h.teams {
		for i, t := range history {
			over := i+1 < len(history) && history[i+1].pos <= from
			if t.pos <= to && !over && !t.value.Disbanded && slices.Contains(t.value.Members, a) && slices.Contains(t.value.Members, b) {
				return true
			}
		}
	}
	return false
}

// TextAt returns the newest approved disclosure for a role at pos, or nil.
func (h *House) TextAt(role string, pos uint64) *Text {
	var out *Text
	for _, t := range h.texts {
		if t.Role == role && t.Pos <= pos {
			out = t
		}
	}
	return out
}

// TextNamed returns the approved disclosure with this reference, or nil.
func (h *House) TextNamed(ref Ref) *Text { return h.known[ref] }

// knows reports whether a reference names an event of the control lane that took effect there.
func (h *House) knows(ref Ref) bool {
	_, ok := h.known[ref]
	return ok
}

// Texts lists all approved disclosures, oldest first.
func (h *House) Texts() []*Text { return h.texts }

// materialSince returns the newest material text for a role that is newer than version and stood at pos.
func (h *House) materialSince(role string, version int, pos uint64) *Text {
	var out *Text
	for _, t := range h.texts {
		if t.Role == role && t.Version > version && t.Pos <= pos && t.Material {
			out = t
		}
	}
	return out
}

// materialBy returns the newest material text for a role that is newer than version and stood at a moment.
func (h *House) materialBy(role string, version int, by time.Time) *Text {
	var out *Text
	for _, t := range h.texts {
		if t.Role == role && t.Version > version && t.Material && !t.At.After(by) {
			out = t
		}
	}
	return out
}

// timeAt returns when headquarters wrote the control commit at pos.
func (h *House) timeAt(pos uint64) time.Time {
	at, _ := lastAt(h.times, pos)
	return at
}

// written is when a commit was written: at the earliest that can be, since its author knew what headquarters wrote at the
// position seen, so a clock set back revives no link and no question; and no later than headquarters received it, so one
// that ran ahead, whose lane stays ahead when it is set right, makes no answer late.
func (h *House) written(c *Commit) time.Time {
	switch {
	case off("written"):
		return c.when()
	case off("ahead"):
		return latestOf(c.At, h.timeAt(c.Seen))
	}
	return latestOf(c.when(), h.timeAt(c.Seen))
}

// Device returns the grant of a device at pos; ok is false if it had none or was turned away.
func (h *House) Device(d Device, pos uint64) (grant DeviceGrant, ok bool) {
	s, ok := lastAt(h.devices[d], pos)
	return s.grant, ok && !s.revoked
}

// DeviceNow is a device with its newest grant.
type DeviceNow struct {
	Grant   DeviceGrant
	Revoked bool
	Pos     uint64 // of headquarters' control lane, since when it is so
}

// DevicesNow lists every device that was ever granted, by its key.
func (h *House) DevicesNow() map[Device]DeviceNow {
	out := map[Device]DeviceNow{}
	for d := range h.devices {
		out[d], _ = h.DeviceNow(d)
	}
	return out
}

// DeviceNow returns a device with its newest grant; ok is false if it never had one.
func (h *House) DeviceNow(d Device) (now DeviceNow, ok bool) {
	history := h.devices[d]
	if len(history) == 0 {
		return now, false
	}
	last := history[len(history)-1]
	return DeviceNow{Grant: last.value.grant, Revoked: last.value.revoked, Pos: last.pos}, true
}

// GrantBefore returns the newest grant of a device, also if it was turned away since.
func (h *House) GrantBefore(d Device) (grant DeviceGrant, ok bool) {
	for _, s := range h.devices[d] {
		if !s.value.revoked {
			grant, ok = s.value.grant, true
		}
	}
	return grant, ok
}

// GrantsBefore lists what a device was granted up to pos; a revocation grants nothing.
func (h *House) GrantsUpTo(d Device, pos uint64) (out []DeviceGrant) {
	for _, s := range h.devices[d] {
		if s.pos <= pos && !s.value.revoked {
			out = append(out, s.value.grant)
		}
	}
	return out
}

// outside reports whether a commit lies outside what its device was granted when it was written: no grant
// that the device could know of, a territory that is none of its own, or a time after the grant's end.
func (h *House) outside(c *Commit) bool {
	if c.Home || off("grant") {
		return false
	}
	s, ok := lastAt(h.devices[c.Device], c.Seen)
	for _, before := range h.devices[c.Device] { // what a revocation lets count, it says itself: see cutOff
		if before.pos <= c.Seen && !before.value.revoked {
			s = before.value
		}
	}
	if !ok || c.Scope != controlScope && !slices.Contains(s.grant.Scopes, c.Scope) {
		return true
	}
	return s.grant.NotAfter != 0 && latestOf(c.when(), h.timeAt(c.Seen)).Unix() > s.grant.NotAfter
}

// cutOff reports whether a commit lies in quarantine, and nobody has let it out.
func (h *House) cutOff(c *Commit) bool { return h.beyondCut(c) && !h.takenUp(c) }

// beyondCut reports whether a commit comes from a device that was turned away, and is not among what each
// revocation lets count of its lane. No other revocation lets it out, and nothing is granted it again: somebody looks at it.
func (h *House) beyondCut(c *Commit) bool {
	for _, s := range h.devices[c.Device] {
		if s.value.revoked && cutBy(s, c) {
			return true
		}
	}
	return false
}

// cutBy reports whether a commit is not among what a revocation lets count of its lane, or else what headquarters
// had of it by then.
func cutBy(s since[deviceState], c *Commit) bool {
	for _, cut := range s.value.grant.Cuts {
		if cut.Epoch == c.Epoch && cut.Scope == c.Scope && (len(cut.Device) == 0 || string(cut.Device) == string(c.Device[:])) {
			return c.Seq > cut.Seq || c.Branch
		}
	}
	at := c.knownAt()
	return at == 0 || at > s.pos
}

// Ours reports whether an id is that of a colleague, a team or a list of refusals, now or ever: nobody whom we meet. What a device
// writes under it as if it were a person's leaves everything that the house itself says under that id as it is.
func (h *House) Ours(id ID) bool {
	return !off("ours") && (len(h.staff[id]) > 0 || len(h.teams[id]) > 0 || h.batches[id] != nil || h.unread[id])
}

// Batches lists the imported lists of refusals by id.
func (h *House) Batches() map[ID]*ImportedBatch { return h.batches }

// BatchOf finds the list of refusals in force that this very list came in as before, by its tag; nil if none did.
func (h *House) BatchOf(tag []byte) *ImportedBatch {
	for _, b := range h.batches {
		if !b.Withdrawn && bytes.Equal(b.tag, tag) {
			return b
		}
	}
	return nil
}

// Released reports whether a held-back row with this tag was let in by a named person.
func (h *House) Released(row []byte) bool { return h.released[string(row)] }

// Waiting lists proposals that no one has approved yet and that are newer than the text in force, by
// reference.
func (h *House) Waiting() map[Ref]Proposal {
	out := map[Ref]Proposal{}
	for ref, p := range h.proposals {
		if len(h.newer(p.body.Role, p.body.Version)) == 0 {
			out[ref] = p.body
		}
	}
	return out
}

// Author returns who proposed the waiting disclosure with this reference.
func (h *House) Author(ref Ref) ID {
	if p := h.proposals[ref]; p != nil {
		return p.author
	}
	return ID{}
}

// Named finds a member of staff by the name typed for --as.
func (h *House) Named(name string) (ID, bool) {
	for id := range h.staff {
		if s, ok := h.StaffAt(id, h.Pos); ok && s.Name == name {
			return id, true
		}
	}
	return ID{}, false
}
